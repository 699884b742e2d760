import { isCanonical } from '../../core/rows/virtual-address.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';

/** An address that no tables have, in place of one that is not in the text. */
const NO_ADDRESS = 1n << 62n;

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
    reads: ['beyond_top', 'address'],
    text: (ask, kernel) =>
      when(
        ask('beyond_top') && !isCanonical(kernel, ask('address') ?? NO_ADDRESS),
        'the walk shown is not the way to the address: the level that the CPU names is above the top table, so the address is beyond what the tables cover',
      ),
  }),
];
