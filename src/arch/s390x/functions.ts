import type { PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';

const PGTABLE = 'arch/s390/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates([
  { name: 'pte_swap', when: [{ set: ['protect'], clear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_unused', when: [{ set: ['unused'] }], src: `v5.11 ${PGTABLE}` },
]);
