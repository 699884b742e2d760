import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { SWAP_OPERATIONS } from '../swap-functions.ts';
import { X86_LARGE_PREDICATES, X86_OPERATIONS, X86_PTE_PREDICATES } from '../x86/functions.ts';

/** All inline functions of the headers that read an entry. */
export const PREDICATES: readonly PredicateRow[] = [
  ...withCommonPredicates(X86_PTE_PREDICATES),
  ...X86_LARGE_PREDICATES,
];

/** All that make or change one. */
export const OPERATIONS: readonly OperationRow[] = [...X86_OPERATIONS, ...SWAP_OPERATIONS];
