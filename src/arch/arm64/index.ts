import { type Architecture, defineArchitecture } from '../../core/rows/architecture.ts';
import { layout } from './layout.ts';
import { machine } from './machine.ts';

/** arm64: its machine, and the tables of its entries. */
export const arm64: Architecture = defineArchitecture(machine, layout);
