import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => withCommonPredicates([
  { name: 'pte_hw_valid', when: [{ set: ['present', 'pse'] }], since: '6.1', src: `v6.12 ${BOOK3S}` },
]);

/** What it changes. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [
  { name: 'pte_wrprotect', since: '6.8', cases: [{ thenClear: ['rw'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${BOOK3S}` },
  ...swapOperations(),
];
