import { type Architecture, defineArchitecture } from '../../core/rows/architecture.ts';
import { layoutBySymbol } from '../shared/by-symbol.ts';
import { lpaeLayout } from './lpae.ts';
import { machine } from './machine.ts';
import { shortLayout } from './short.ts';

/** arm (32 bits): its machine, and the tables of its entries, with LPAE and without. */
export const arm: Architecture = defineArchitecture(machine, () =>
  layoutBySymbol(
    {
      name: 'ARM_LPAE',
      standard: false,
      text: 'long descriptors: three levels and entries of 64 bits; without it two and 32 bits',
    },
    lpaeLayout(),
    shortLayout(),
  ),
);
