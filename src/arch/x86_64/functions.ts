import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';
import { x86LargePredicates, x86Operations, x86PtePredicates } from '../x86/functions.ts';

/** All inline functions of the headers that read an entry. */
export const predicates = (): readonly PredicateRow[] => [
  ...withCommonPredicates(x86PtePredicates()),
  ...x86LargePredicates(),
];

/** All that make or change one. */
export const operations = (): readonly OperationRow[] => [...x86Operations(), ...swapOperations()];
