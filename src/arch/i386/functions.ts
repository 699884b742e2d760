import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { SWAP_OPERATIONS } from '../swap-functions.ts';
import { X86_OPERATIONS, X86_PTE_PREDICATES } from '../x86/functions.ts';

/** The inline functions of a pte: i386 has the header of x86_64. */
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates(X86_PTE_PREDICATES);

/** Those that make or change one. */
export const OPERATIONS: readonly OperationRow[] = [
  ...X86_OPERATIONS.filter(({ level }) => level === undefined),
  ...SWAP_OPERATIONS,
];
