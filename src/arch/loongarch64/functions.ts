import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';

const PGTABLE = 'arch/loongarch/include/asm/pgtable.h';

/** What the header answers of a pte. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => withCommonPredicates([
  { name: 'pte_dirty', when: [{ set: ['dirty'] }, { set: ['modified'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_no_exec', when: [{ set: ['nx'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_protnone', when: [{ set: ['protnone'] }], since: '7.3', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_protnone', when: [{ set: ['protnone'] }], until: '7.3', config: ['NUMA_BALANCING'], src: `v6.12 ${PGTABLE}` },
]);

/** What it changes. */
export const operations = (): readonly OperationRow[] => [
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  ...swapOperations(),
];
