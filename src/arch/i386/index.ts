import { type Architecture, defineArchitecture } from '../../core/rows/architecture.ts';
import { layoutBySymbol } from '../shared/by-symbol.ts';
import { layout } from './layout.ts';
import { machine } from './machine.ts';
import { twoLevelLayout } from './two-level.ts';

/** i386: its machine, and the tables of its entries, with PAE and without. */
export const i386: Architecture = defineArchitecture(machine, () =>
  layoutBySymbol(
    {
      name: 'X86_PAE',
      standard: true,
      text: 'three levels and entries of 64 bits; without it two and 32 bits',
    },
    layout(),
    twoLevelLayout(),
  ),
);
