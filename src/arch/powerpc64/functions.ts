import type { PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const PREDICATES: readonly PredicateRow[] = withCommonPredicates([
  { name: 'pte_hw_valid', when: [{ set: ['present', 'pse'] }], since: '6.1', src: `v6.12 ${BOOK3S}` },
]);
