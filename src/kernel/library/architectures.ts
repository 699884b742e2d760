import {
  findArchitecture as foundArchitecture,
  registerArchitecture as addArchitecture,
} from '../../arch/index.ts';
import {
  type Architecture,
  type ArchLayout,
  defineArchitecture as madeOf,
} from '../../core/rows/architecture.ts';
import type { Machine } from '../../core/rows/machine.ts';
import { aFunction, aMachine, anArchitecture, aText, guarded } from './given.ts';

/** The architecture that a name means, in any spelling; undefined where there is none. */
export const findArchitecture = guarded((name: string) => aText('name', name), foundArchitecture);

/** Adds an architecture; what it gives takes it away again. */
export const registerArchitecture = guarded((architecture: Architecture) => {
  anArchitecture('architecture', architecture);
}, addArchitecture);

/** Makes an architecture of its parts. @param layout makes the tables; called once at most */
export const defineArchitecture = guarded((machine: Machine, layout: () => ArchLayout) => {
  aMachine('machine', machine);
  aFunction('layout', layout);
}, madeOf);
