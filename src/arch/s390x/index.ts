import { type Architecture, defineArchitecture } from '../../core/rows/architecture.ts';
import { layout } from './layout.ts';
import { machine } from './machine.ts';

/** s390x: its machine, and the tables of its entries. */
export const s390x: Architecture = defineArchitecture(machine, layout);
