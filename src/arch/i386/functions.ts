import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';
import { x86Operations, x86PtePredicates } from '../x86/functions.ts';

/** The inline functions of a pte: i386 has the header of x86_64. */
export const predicates = (): readonly PredicateRow[] => withCommonPredicates(x86PtePredicates());

/** Those that make or change one. */
export const operations = (): readonly OperationRow[] => [
  ...x86Operations().filter(({ level }) => level === undefined),
  ...swapOperations(),
];
