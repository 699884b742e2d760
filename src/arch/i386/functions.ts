import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';
import { x86Operations, x86Pfn, x86PtePredicates } from '../x86/functions.ts';
import { maskOf } from '../../core/u64.ts';

/** A frame number is an `unsigned long`. */
const FRAME_BITS = maskOf(31, 0);

/** The inline functions of a pte: i386 has the header of x86_64. */
export const predicates = (): readonly PredicateRow[] =>
  withCommonPredicates(
    x86PtePredicates().map((row) =>
      row.name === 'pte_pfn'
        ? { ...row, of: (value, kernel) => x86Pfn('pte')(value, kernel) & FRAME_BITS }
        : row,
    ),
  );

/** Those that make or change one. */
export const operations = (): readonly OperationRow[] => [
  ...x86Operations().filter(({ level }) => level === undefined),
  ...swapOperations(),
];
