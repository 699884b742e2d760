import type { PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { X86_PTE_PREDICATES } from '../x86/functions.ts';

/** The inline functions of a pte: i386 has the header of x86_64. */
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates(X86_PTE_PREDICATES);
