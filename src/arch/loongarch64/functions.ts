import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { releasesWith } from '../../core/version.ts';
import { withCommonOperations, withCommonPredicates } from '../shared/pte-functions.ts';
import { largeOperations, largePredicates, modify, pfnEntry } from './large-functions.ts';

const PGTABLE = 'arch/loongarch/include/asm/pgtable.h';
const BITS = 'arch/loongarch/include/asm/pgtable-bits.h';

/** What the header answers of a pte. */
// prettier-ignore
const ptePredicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  // The CPU can set _PAGE_DIRTY itself since 6.5 has its page table walker.
  { name: 'pte_dirty', when: [{ set: ['dirty'], since: '6.5' }, { set: ['modified'] }], src: `v6.5 ${PGTABLE} (commit 01158487af60)` },
  { name: 'pte_no_exec', when: [{ set: ['nx'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_huge', when: [{ set: ['pse'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_protnone', when: [{ set: ['protnone'] }], since: '7.3', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_protnone', when: [{ set: ['protnone'], config: ['NUMA_BALANCING'] }], until: '7.3', src: `v6.12 ${PGTABLE}` },
])];

/** What it answers of an entry. */
export const predicates = (): readonly PredicateRow[] => {
  const pte = ptePredicates();
  return [...pte, ...largePredicates(pte)];
};

/** Up to 6.0.12 and 6.0.10 they set _PAGE_DIRTY in any case: 54e6cd42a183, bf2f34a506e6; of 6.0 by the review lists. */
const MKWRITE = [
  { until: '6.0.13', thenSet: ['rw', 'dirty'] },
  { set: ['modified'], thenSet: ['rw', 'dirty'] },
  { thenSet: ['rw'] },
] as const;
const MKDIRTY = [
  { until: '6.0.11', thenSet: ['modified', 'dirty'] },
  { set: ['rw'], thenSet: ['modified', 'dirty'] },
  { thenSet: ['modified'] },
] as const;
/** That _PAGE_DIRTY is recorded: commit 018e9828eb52, CVE-2026-72043. */
const WRPROTECT_RECORDS = releasesWith('7.2', '7.1.5', '6.18.40', '6.12.97', '6.6.145', '6.1.178');
const WRPROTECT = [
  ...WRPROTECT_RECORDS.map((releases) => ({
    ...releases,
    set: ['dirty'],
    thenSet: ['modified'],
    thenClear: ['rw', 'dirty'],
  })),
  { thenClear: ['rw', 'dirty'] },
];

/** What it makes and changes of a pte. */
// prettier-ignore
const pteOperations = (): readonly OperationRow[] => withCommonOperations([
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty', 'modified'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: MKDIRTY, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkwrite', cases: MKWRITE, src: `v6.5 ${PGTABLE}; v6.6 include/linux/pgtable.h pte_mkwrite(pte, vma), of a mapping that is no shadow stack` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_wrprotect', cases: WRPROTECT, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkhuge', cases: [{ thenSet: ['pse'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkdevmap', since: '6.11', until: '6.17', cases: [{ thenSet: ['devmap'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: modify(), src: `v6.12 ${PGTABLE}, ${BITS} _PAGE_CHG_MASK` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnEntry, src: `v6.12 ${PGTABLE}` },
]);

/** What it makes and changes. */
export const operations = (): readonly OperationRow[] => {
  const pte = pteOperations();
  return [...pte, ...largeOperations(pte)];
};
