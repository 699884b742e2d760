import { isCanonical } from '../../core/rows/virtual-address.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';

/** The kernel prints a walk by some bits of an address, whatever its other bits are. */
export const BEYOND_TABLES: readonly Conclusion[] = [
  conclusion({
    code: 'beyond-tables',
    causes: ['beyond-tables'],
    of: 'report',
    reads: [],
    text: () =>
      'the walk shown is not the way to the address: the CPU looked at no table (ASCE-type exception)',
  }),
  conclusion({
    code: 'beyond-tables',
    of: 'report',
    reads: ['address', 'levels_assumed'],
    text: (ask, kernel) =>
      when(
        kernel.machine.logTraits?.faultsBeyondTables === true &&
          !ask('levels_assumed') &&
          !isCanonical(kernel, ask('address') ?? 0n),
        'the walk shown is not the way to the address, whose highest bits are not all the same: the CPU looked at no table',
      ),
  }),
  conclusion({
    code: 'beyond-tables',
    causes: ['missing'],
    of: 'report',
    reads: ['beyond_top'],
    text: (ask) =>
      when(
        ask('beyond_top'),
        'the walk shown is not the way to the address: the level that the CPU names is above the top table, so the address is beyond what the tables cover',
      ),
  }),
];
