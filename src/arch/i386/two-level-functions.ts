import type { KernelBits, OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { maskOf, not64 } from '../../core/u64.ts';
import { CHANGES, NO_LARGE, foldingLevel, operationsLikePte } from '../shared/large-functions.ts';
import {
  withCommonOperations,
  withCommonPredicates,
  withLargeOperations,
  withLargePredicates,
} from '../shared/pte-functions.ts';
import { LOST_DIRTY, modify, x86LargePredicates, x86Operations, x86PtePredicates } from '../x86/functions.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const TYPES = 'arch/x86/include/asm/pgtable_types.h';

/** `pmd_pfn_mask()`: a large page is one of 4 MiB. */
function pfnMask(value: bigint, kernel: KernelBits): bigint {
  return (value & kernel.mask('pse')) === 0n ? maskOf(31, 12) : maskOf(31, 22);
}

/** What the header of x86_64 answers of a pmd in the same way here. */
const SAME = [
  'pmd_none',
  'pmd_present',
  'pmd_bad',
  'pmd_leaf',
  'pmd_trans_huge',
  'pmd_write',
  'pmd_dirty',
  'pmd_young',
];

/** Who may use an entry: `pte_access_permitted()`, `pmd_access_permitted()`. */
// prettier-ignore
const permitted = (level: 'pte' | 'pmd'): readonly PredicateRow[] => [
  { name: `${level}_access_permitted_read`, level, when: [{ set: ['present', 'user'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted` },
  { name: `${level}_access_permitted_write`, level, when: [{ set: ['present', 'user', 'rw'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted` },
];

/** The inline functions that read an entry: the pmd is the entry of the page directory, and all above it are folded. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [
  ...withCommonPredicates(x86PtePredicates().filter(({ name }) => !name.startsWith('pte_access'))),
  ...permitted('pte'),
  ...withLargePredicates([
    ...x86LargePredicates().filter(({ name }) => SAME.includes(name)),
    { name: 'pmd_pfn', level: 'pmd', of: (value, kernel) => (value & pfnMask(value, kernel)) >> 12n, src: `v6.12 ${PGTABLE}` },
    { name: 'pmd_flags', level: 'pmd', of: (value, kernel) => value & not64(pfnMask(value, kernel)), src: `v6.12 ${TYPES}` },
    { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ set: ['pse'] }], src: `v6.1 ${PGTABLE}` },
    { name: 'pmd_protnone', level: 'pmd', when: [], src: 'v6.12 include/linux/pgtable.h' },
    ...foldingLevel('pud', [], [], 'v6.12 include/asm-generic/pgtable-nopmd.h'),
    { name: 'pud_leaf', level: 'pud', since: '5.6', when: [], src: `v6.12 ${PGTABLE}` },
    { name: 'pud_large', level: 'pud', until: NO_LARGE, when: [], src: `v6.1 ${PGTABLE}` },
    ...foldingLevel('p4d', [], [], `v6.12 ${PGTABLE}`),
    ...foldingLevel('pgd', [], [], `v6.12 ${PGTABLE}`),
    ...permitted('pmd'),
  ]).filter(({ name }) => name !== 'pud_pfn'),
];

/** Those that make or change one. */
export const operations = (): readonly OperationRow[] => {
  const own = withCommonOperations(x86Operations().filter(({ level }) => level === undefined));
  const like = [
    ...operationsLikePte(own, 'pmd', [...CHANGES, 'mkhuge']),
    ...operationsLikePte(own, 'pud', [...CHANGES.filter((name) => name !== 'mkwrite_novma'), 'mkhuge']),
  ];
  const pmdModify: OperationRow = {
    name: 'pmd_modify',
    level: 'pmd',
    takes: ['pte', 'prot'],
    of: modify('pmd'),
    src: `v6.12 ${PGTABLE} _HPAGE_CHG_MASK; ${LOST_DIRTY}`,
  };
  return [...own, ...withLargeOperations([...like, pmdModify])];
};
