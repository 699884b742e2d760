import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';

const PGTABLE = 'arch/riscv/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => withCommonPredicates([
  { name: 'pte_exec', when: [{ set: ['exec'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_user', when: [{ set: ['user'] }], since: '6.1', src: `v6.12 ${PGTABLE}` },
  // _PAGE_NAPOT, whether the CPU knows it or not.
  { name: 'pte_napot', when: [{ set: [1n << 63n] }], since: '6.4', config: ['RISCV_ISA_SVNAPOT'], src: `v6.12 ${PGTABLE}` },
]);

/** What it changes. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [
  // Also for shadow stacks, which are writable and not readable (commit 540de7ade1e1).
  { name: 'pte_wrprotect', cases: [{ since: '7.0', thenSet: ['read'], thenClear: ['rw'] }, { thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite', until: '6.6', cases: [{ thenSet: ['rw'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: [{ thenSet: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  ...swapOperations(),
];
