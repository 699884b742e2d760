import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';

const PGTABLE = 'arch/s390/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => withCommonPredicates([
  { name: 'pte_swap', when: [{ set: ['protect'], clear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_unused', when: [{ set: ['unused'] }], src: `v5.11 ${PGTABLE}` },
]);

const MKWRITE = [{ set: ['dirty'], thenSet: ['rw'], thenClear: ['protect'] }, { thenSet: ['rw'] }] as const;

/** What it changes. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [
  { name: 'pte_wrprotect', cases: [{ thenSet: ['protect'], thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite', until: '6.6', cases: MKWRITE, src: `v6.1 ${PGTABLE}` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenSet: ['protect'], thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ set: ['rw'], thenSet: ['dirty', 'soft_dirty'], thenClear: ['protect'] }, { thenSet: ['dirty', 'soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenSet: ['invalid'], thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ set: ['read'], thenSet: ['accessed'], thenClear: ['invalid'] }, { thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkhuge', cases: [{ thenSet: ['large'] }], src: `v6.12 ${PGTABLE}` },
  ...swapOperations(),
];
