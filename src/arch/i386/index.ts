import { type Architecture, defineArchitecture } from '../../core/machine.ts';
import { layout } from './layout.ts';
import { machine } from './machine.ts';

/** i386: its machine, and the tables of its entries. */
export const i386: Architecture = defineArchitecture(machine, layout);
