import type { OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { withCommonOperations, withCommonPredicates } from '../shared/pte-functions.ts';
import { WITH_LEAF_BIT } from './access.ts';
import { largeOperations, largePredicates, pfnPte } from './large-functions.ts';
import { modify } from './modify.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';
const HASH = 'arch/powerpc/include/asm/book3s/64/hash-64k.h, hash-4k.h';
/** Up to 6.1 a PROT_NONE page of NUMA balancing kept its write permission by not being privileged. */
const SAVED_WRITE = { config: ['NUMA_BALANCING'], clear: ['read', 'rw', 'exec', 'privileged'] } as const;
/** Functions of Christophe Leroy's series for 4.20. */
const HELPER = { since: '4.20', src: `v5.2 ${BOOK3S}; not in v4.19` } as const;
const SAVED = { until: '6.2', src: `v6.1 ${BOOK3S}` } as const;

/** What the header answers of a pte. */
// prettier-ignore
const ptePredicates = (): readonly PredicateRow[] => [...withCommonPredicates([
  { name: 'pte_hw_valid', since: '4.20', when: [{ until: WITH_LEAF_BIT, set: ['present'] }, { set: ['present', 'pse'] }], src: `v6.12 ${BOOK3S}; up to 5.7 as in v5.2` },
  { name: 'pte_write', ...SAVED, when: [{ set: ['rw'] }, SAVED_WRITE] },
  { name: 'pte_write', since: '6.2', when: [{ set: ['rw'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_read', when: [{ set: ['read'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_exec', ...HELPER, when: [{ set: ['exec'] }] },
  { name: 'pte_user', when: [{ clear: ['privileged'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_ci', when: [{ set: ['non_idempotent'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_devmap', until: '6.17', when: [{ set: ['devmap', 'pse'] }], src: `v6.12 ${BOOK3S}` },
])];

/** What the headers answer of an entry. */
export const predicates = (): readonly PredicateRow[] => {
  const pte = ptePredicates();
  return [
    ...pte,
    { name: 'pte_savedwrite', ...SAVED, when: [SAVED_WRITE] },
    { name: 'pmd_savedwrite', level: 'pmd', ...SAVED, when: [SAVED_WRITE] },
    ...largePredicates(pte).filter(({ name }) => !name.endsWith('_savedwrite')),
  ];
};

/**
 * A PROT_NONE page of NUMA balancing keeps its write permission by not being privileged; without that there are the functions
 * of the generic header, but for one.
 */
const NUMA = { ...SAVED, config: ['NUMA_BALANCING'] } as const;

const MKWRITE = [{ thenSet: ['rw', 'read'] }] as const;

/** What the header makes and changes of a pte. */
// prettier-ignore
const pteOperations = (): readonly OperationRow[] => withCommonOperations([
  { name: 'pte_wrprotect', ...SAVED, cases: [{ ...SAVED_WRITE, thenSet: ['privileged'] }, { thenClear: ['rw'] }] },
  { name: 'pte_wrprotect', since: '6.2', cases: [{ thenClear: ['rw'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_exprotect', ...HELPER, cases: [{ thenClear: ['exec'] }] },
  { name: 'pte_mkclean', cases: [{ thenClear: ['dirty'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkold', cases: [{ thenClear: ['accessed'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkexec', ...HELPER, cases: [{ thenSet: ['exec'] }] },
  { name: 'pte_mkwrite', cases: MKWRITE, src: `v6.1 ${BOOK3S}; v6.6 include/linux/pgtable.h pte_mkwrite(pte, vma), of a mapping that is no shadow stack` },
  { name: 'pte_mkwrite_novma', since: '6.6', cases: MKWRITE, src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkdirty', cases: [{ thenSet: ['dirty', 'soft_dirty'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkyoung', cases: [{ thenSet: ['accessed'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkspecial', cases: [{ thenSet: ['special'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkhuge', cases: [], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkdevmap', until: '6.17', cases: [{ thenSet: ['special', 'devmap'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pte_mkprivileged', ...HELPER, until: '6.7', cases: [{ thenSet: ['privileged'] }] },
  { name: 'pte_mkuser', ...HELPER, until: '6.7', cases: [{ thenClear: ['privileged'] }] },
  { name: 'pte_mk_savedwrite', ...NUMA, cases: [{ thenClear: ['privileged'] }] },
  { name: 'pte_mk_savedwrite', ...SAVED, cases: MKWRITE, src: 'v6.1 include/linux/pgtable.h' },
  { name: 'pte_clear_savedwrite', ...NUMA, cases: [{ thenSet: ['privileged'] }] },
  { name: 'pte_clear_savedwrite', ...SAVED, cases: [{ thenClear: ['rw'] }] },
  { name: 'pte_modify', takes: ['pte', 'prot'], of: modify('small'), src: `v6.12 ${BOOK3S} _PAGE_CHG_MASK, ${HASH} _PAGE_HPTEFLAGS` },
  { name: 'pfn_pte', takes: ['pfn', 'prot'], of: pfnPte, src: `v6.12 ${BOOK3S}` },
]);

/** What they make and change. */
export const operations = (): readonly OperationRow[] => {
  const pte = pteOperations();
  return [...pte, ...largeOperations(pte)];
};
