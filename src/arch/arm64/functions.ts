import type { OperationRow, PredicateRow } from '../../core/layout.ts';
import { withCommonPredicates } from '../pte-functions.ts';
import { swapOperations } from '../swap-functions.ts';

const PGTABLE = 'arch/arm64/include/asm/pgtable.h';
/** `pte_hw_dirty()`: DBM without PTE_RDONLY. */
const HW_DIRTY = { set: ['rw'], clear: ['rdonly'] } as const;

/** What the header answers of an entry. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => withCommonPredicates([
  { name: 'pte_valid', when: [{ set: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_dirty', when: [{ set: ['dirty'] }, HW_DIRTY], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_rdonly', when: [{ set: ['rdonly'] }], since: '6.10', src: `v6.12 ${PGTABLE}` },
  { name: 'pte_user', when: [{ set: ['user'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pte_user_exec', when: [{ clear: ['nx'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_cont', when: [{ set: ['cont'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_present_invalid', since: '6.10', when: [{ set: ['protnone'], clear: ['present'] }], src: `v6.10 ${PGTABLE}` },
  { name: 'pmd_table', level: 'pmd', when: [{ set: ['present', 'table'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_bad', level: 'pmd', since: '5.15', when: [{ clear: ['present'] }, { clear: ['table'] }], src: `v6.1 ${PGTABLE}` },
]);

const WRPROTECT = [
  { ...HW_DIRTY, thenSet: ['dirty', 'rdonly'], thenClear: ['rw'] },
  { thenSet: ['rdonly'], thenClear: ['rw'] },
] as const;
const MKWRITE = [{ set: ['dirty'], thenSet: ['rw'], thenClear: ['rdonly'] }, { thenSet: ['rw'] }] as const;
const MKUFFD = WRPROTECT.map((row) => ({ ...row, thenSet: [...row.thenSet, 'uffd_wp'] }));
const UFFD = ['HAVE_ARCH_USERFAULTFD_WP'] as const;

/** What it changes. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => [
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkdirty', cases: [{ set: ['rw'], thenSet: ['dirty'], thenClear: ['rdonly'] }, { thenSet: ['dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkclean', cases: [{ thenSet: ['rdonly'], thenClear: ['dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_wrprotect', cases: WRPROTECT, since: '5.10', src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkwrite', until: '6.6', since: '6.1', cases: MKWRITE, src: `v6.1 ${PGTABLE}` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pte_mkuffd_wp', since: '6.10', until: '7.3', config: UFFD, cases: MKUFFD, src: `v6.10 ${PGTABLE}` },
  { name: 'pte_mkuffd', since: '7.3', config: UFFD, cases: MKUFFD, src: `v7.3 ${PGTABLE}` },
  { name: 'pte_clear_uffd_wp', since: '6.10', until: '7.3', config: UFFD, cases: [{ thenClear: ['uffd_wp'] }], src: `v6.10 ${PGTABLE}` },
  { name: 'pte_clear_uffd', since: '7.3', config: UFFD, cases: [{ thenClear: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkcont', until: '6.14', cases: [{ thenSet: ['cont', 'table', 'present'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pte_mkcont', since: '6.14', cases: [{ thenSet: ['cont'] }], src: `v6.14 ${PGTABLE}` },
  { name: 'pte_mknoncont', cases: [{ thenClear: ['cont'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pte_mkinvalid', since: '6.10', cases: [{ thenSet: ['protnone'], thenClear: ['present'] }], src: `v6.12 ${PGTABLE}` },
  ...swapOperations(),
];
