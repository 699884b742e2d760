import type { Form } from '../../core/rows/layout.ts';
import type { Condition, InputName, OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { releasesWith } from '../../core/version.ts';

const SWAPOPS = 'include/linux/swapops.h';
const LEAFOPS = 'include/linux/leafops.h';
const GENERIC = 'include/linux/pgtable.h';
const MM = 'include/linux/mm.h';
const UFFD = 'include/asm-generic/pgtable_uffd.h';
const PGTABLE = 'arch/*/include/asm/pgtable.h (of the architecture)';

const BEFORE_LEAF = { until: '6.19', src: `v6.12 ${SWAPOPS}` } as const;
const LEAF = { since: '6.19', src: `v6.19 ${LEAFOPS}` } as const;
const NEW_NAMES = {
  since: '6.12.111',
  until: '6.13',
  src: `v6.12 ${SWAPOPS} (of Debian's 6.12.111, not of its 6.12.107)`,
} as const;
const ENTRY: readonly InputName[] = ['type', 'offset'];
const PRESENT: readonly Form[] = ['leaf', 'protnone', 'table'];
/** The two names of the symbol with which a pmd can be a swap-like entry; without it the functions are stubs. */
const OLD = { config: ['ARCH_ENABLE_THP_MIGRATION'], until: '7.3' } as const;
const NEW = { config: ['ARCH_HAS_PMD_SOFTLEAVES'], since: '7.3' } as const;
const MIGRATION = [
  { ...OLD, kinds: ['migration'] },
  { ...NEW, kinds: ['migration'] },
] as const;
const DEVICE = [
  { ...OLD, kinds: ['device-private'] },
  { ...NEW, kinds: ['device-private'] },
] as const;

/** What the generic headers answer of a pmd as a swap-like entry: the same on every architecture. */
// prettier-ignore
export const pmdSwapPredicates = (): readonly PredicateRow[] => [
  { name: 'is_swap_pmd', ...BEFORE_LEAF, level: 'pmd', when: [{ config: ['TRANSPARENT_HUGEPAGE'], forms: ['swap'] }], src: 'v6.12 include/linux/huge_mm.h' },
  { name: 'pmd_swp_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_swp_uffd', level: 'pmd', since: '7.3', when: [{ set: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_swp_soft_dirty', level: 'pmd', when: [{ ...OLD, set: ['swp_soft_dirty'] }, { ...NEW, set: ['swp_soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'is_pmd_migration_entry', ...BEFORE_LEAF, level: 'pmd', when: [{ config: ['ARCH_ENABLE_THP_MIGRATION'], forms: ['swap'], kinds: ['migration'] }] },
  { name: 'pmd_to_swp_entry', ...BEFORE_LEAF, config: ['ARCH_ENABLE_THP_MIGRATION'], level: 'pmd', number: 'swp_entry' },
  { name: 'pmd_to_swp_entry', ...BEFORE_LEAF, level: 'pmd', of: () => 0n },
  { name: 'softleaf_from_pmd', ...LEAF, until: '7.3', config: ['ARCH_ENABLE_THP_MIGRATION'], level: 'pmd', number: 'softleaf' },
  { name: 'softleaf_from_pmd', since: '7.3', config: ['ARCH_HAS_PMD_SOFTLEAVES'], level: 'pmd', number: 'softleaf', src: `v7.3 ${LEAFOPS}` },
  { name: 'softleaf_from_pmd', ...LEAF, level: 'pmd', of: () => 0n },
  { name: 'pmd_is_migration_entry', ...LEAF, level: 'pmd', when: MIGRATION },
  { name: 'pmd_is_device_private_entry', ...LEAF, level: 'pmd', when: DEVICE },
  { name: 'pmd_is_valid_softleaf', ...LEAF, level: 'pmd', when: [...MIGRATION, ...DEVICE] },
];

/** What marks a pmd that is a swap-like entry. */
// prettier-ignore
export const pmdSwapChanges = (): readonly OperationRow[] => [
  { name: 'pmd_swp_mksoft_dirty', level: 'pmd', cases: [{ ...OLD, thenSet: ['swp_soft_dirty'] }, { ...NEW, thenSet: ['swp_soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_swp_clear_soft_dirty', level: 'pmd', cases: [{ ...OLD, thenClear: ['swp_soft_dirty'] }, { ...NEW, thenClear: ['swp_soft_dirty'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_swp_mkuffd_wp', level: 'pmd', since: '5.7', until: '7.3', cases: [{ thenSet: ['swp_uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_swp_mkuffd', level: 'pmd', since: '7.3', cases: [{ thenSet: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_swp_clear_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', cases: [{ thenClear: ['swp_uffd_wp'] }], src: `v5.7 ${PGTABLE}` },
  { name: 'pmd_swp_clear_uffd', level: 'pmd', since: '7.3', cases: [{ thenClear: ['swp_uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
];

/** What makes one. */
// prettier-ignore
export const pmdSwapMakers = (): readonly OperationRow[] => [
  { name: 'swp_entry_to_pmd', until: '7.3', config: ['ARCH_ENABLE_THP_MIGRATION'], level: 'pmd', takes: ENTRY, makes: {}, src: `v6.12 ${SWAPOPS}` },
  { name: 'swp_entry_to_pmd', since: '7.3', config: ['ARCH_HAS_PMD_SOFTLEAVES'], level: 'pmd', takes: ENTRY, makes: {}, src: `v7.3 ${SWAPOPS}` },
  { name: 'swp_entry_to_pmd', level: 'pmd', takes: ENTRY, of: () => 0n, src: `v6.12 ${SWAPOPS}` },
  { name: 'softleaf_to_pmd', since: '7.3', config: ['ARCH_HAS_PMD_SOFTLEAVES'], level: 'pmd', takes: ENTRY, makes: {}, src: `v7.3 ${LEAFOPS}` },
  { name: 'softleaf_to_pmd', since: '7.3', level: 'pmd', takes: ENTRY, of: () => 0n, src: `v7.3 ${LEAFOPS}` },
];

/**
 * What most architectures answer in the same way beside the common functions of a pte: of upper levels, by the forms and
 * roles of their layouts, and what the generic headers say where a header does not.
 */
// prettier-ignore
export const genericPredicates = (): readonly PredicateRow[] => [
  { name: 'pmd_none', level: 'pmd', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_present', level: 'pmd', when: [{ forms: PRESENT }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_devmap', level: 'pmd', until: '6.17', when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['devmap'] }], src: `v6.12 ${PGTABLE}, ${MM}` },
  { name: 'pmd_special', since: '6.12', when: [], src: `v6.12 ${MM}` },
  { name: 'pmd_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', when: [{ set: ['uffd_wp'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_uffd', level: 'pmd', since: '7.3', when: [{ set: ['uffd_wp'] }], src: `v7.3 ${PGTABLE}` },
  { name: 'pmd_soft_dirty', level: 'pmd', when: [{ set: ['soft_dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_pfn', level: 'pmd', number: 'frame', src: `v6.12 ${PGTABLE}` },
  ...pmdSwapPredicates(),
  { name: 'pud_none', level: 'pud', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_trans_huge', level: 'pud', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pud_devmap', level: 'pud', until: '6.17', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pud_special', since: '6.12', when: [], src: `v6.12 ${MM}` },
  { name: 'pud_pfn', level: 'pud', number: 'frame', src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_leaf', level: 'p4d', since: '5.6', when: [], src: `v6.12 ${GENERIC} (commit 93fab1b22ef7)` },
  { name: 'pgd_devmap', level: 'pgd', until: '6.17', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pgd_leaf', level: 'pgd', since: '5.6', when: [], src: `v6.12 ${GENERIC} (commit 93fab1b22ef7)` },
  // Some later releases of 6.12 have two old functions under their new names too.
  { name: 'softleaf_from_pte', ...NEW_NAMES, number: 'swp_entry' },
  { name: 'softleaf_to_pfn', ...NEW_NAMES, number: 'pfn' },
  { name: 'pte_unused', when: [], src: `v6.12 ${GENERIC}` },
  { name: 'pte_savedwrite', until: '6.2', when: [{ set: ['rw'] }], src: `v6.1 ${GENERIC} pte_savedwrite = pte_write` },
  { name: 'pmd_savedwrite', level: 'pmd', until: '6.2', when: [{ set: ['rw'] }], src: `v6.1 ${GENERIC} pmd_savedwrite = pmd_write` },
  { name: 'pte_access_permitted_read', when: [{ forms: PRESENT }], src: `v6.12 ${GENERIC} pte_access_permitted(pte, 0)` },
  { name: 'pte_access_permitted_write', when: [{ forms: PRESENT, set: ['rw'] }], src: `v6.12 ${GENERIC} pte_access_permitted(pte, 1)` },
  { name: 'pmd_access_permitted_read', level: 'pmd', when: [{ forms: PRESENT }], src: `v6.12 ${GENERIC} pmd_access_permitted(pmd, 0)` },
  { name: 'pmd_access_permitted_write', level: 'pmd', when: [{ forms: PRESENT, set: ['rw'] }], src: `v6.12 ${GENERIC} pmd_access_permitted(pmd, 1)` },
];

/** What the generic headers make of a pmd where a header has no more to it. */
// prettier-ignore
export const genericLargeOperations = (): readonly OperationRow[] => [
  { name: 'pmd_mkspecial', since: '6.12', cases: [], src: `v6.12 ${MM}` },
  { name: 'pud_mkspecial', since: '6.12', cases: [], src: `v6.12 ${MM}` },
  { name: 'pmd_mksoft_dirty', level: 'pmd', cases: [{ thenSet: ['soft_dirty'] }], src: `v6.12 ${GENERIC}` },
  { name: 'pmd_clear_soft_dirty', level: 'pmd', cases: [{ thenClear: ['soft_dirty'] }], src: `v6.12 ${GENERIC}` },
  { name: 'pmd_mkuffd_wp', level: 'pmd', since: '5.7', until: '7.3', cases: [{ thenSet: ['uffd_wp'] }], src: `v6.12 ${UFFD}` },
  { name: 'pmd_mkuffd', level: 'pmd', since: '7.3', cases: [{ thenSet: ['uffd_wp'] }], src: `v7.3 ${UFFD}` },
  { name: 'pmd_clear_uffd_wp', level: 'pmd', since: '5.7', until: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v6.12 ${UFFD}` },
  { name: 'pmd_clear_uffd', level: 'pmd', since: '7.3', cases: [{ thenClear: ['uffd_wp'] }], src: `v7.3 ${UFFD}` },
];

/** The upper levels that some kernels fold into the one below. */
type FoldingLevel = 'pud' | 'p4d' | 'pgd';

const NOT_NONE: readonly Condition[] = [{ forms: ['leaf', 'protnone', 'table', 'swap'] }];
const PAGING = [2, 3, 4, 5];

/**
 * `*_none()`, `*_bad()` and `*_present()` of a level that not every kernel has. Folded into the one below
 * (`pgtable-nop4d.h`, `pgtable-nopud.h`, `pgtable-nopmd.h`), it is there and never empty nor bad.
 *
 * @param exists the numbers of page-table levels with which it exists
 * @param bad what is bad, and what is present, of an entry of the level where it exists; absent: what is not empty
 */
export function foldingLevel(
  level: FoldingLevel,
  exists: readonly number[],
  bad: readonly Condition[],
  src: string,
  present: readonly Condition[] = NOT_NONE,
): readonly PredicateRow[] {
  const real = (conditions: readonly Condition[]): readonly Condition[] =>
    conditions.map((condition) => ({ ...condition, paging: exists }));
  const folded = { paging: PAGING.filter((count) => !exists.includes(count)) };
  return [
    { name: `${level}_none`, level, when: real([{ forms: ['none'] }]), src },
    { name: `${level}_present`, level, when: [...real(present), folded], src },
    { name: `${level}_bad`, level, when: real(bad), src },
  ];
}

/**
 * `pud_none()` and its like where not every number of levels has a pud (`pgtable-nopmd.h`); see `foldingLevel`.
 *
 * @param rows what is asked of one that exists, among others
 */
export function foldedPud(rows: readonly PredicateRow[], exists: readonly number[]): readonly PredicateRow[] {
  const folded = { paging: PAGING.filter((count) => !exists.includes(count)) };
  return rows.map((row): PredicateRow => {
    if (!('when' in row) || !/^pud_(?:none|present|bad)$/.test(row.name)) return row;
    const real = row.when.map((condition) => ({ ...condition, paging: exists }));
    return { ...row, when: row.name === 'pud_present' ? [...real, folded] : real };
  });
}

/** The first release in which the top of four levels is a p4d, and the pgd is folded: Mike Rapoport's series of 5.8. */
const FOLDED_P4D = '5.8';

/**
 * What is asked of `p4d_*()` and `pgd_*()` where earlier releases have `asm-generic/5level-fixup.h`: a pgd is the top level
 * of four there, and a p4d always folded.
 *
 * @param p4d, pgd what is asked since 5.8
 * @param earlierPgd what was asked of a pgd before
 */
export function foldedOtherwise(
  p4d: readonly PredicateRow[],
  pgd: readonly PredicateRow[],
  earlierPgd: readonly PredicateRow[],
): readonly PredicateRow[] {
  const fixup = foldingLevel('p4d', [], [], 'v5.4 include/asm-generic/5level-fixup.h');
  return [
    ...[...p4d, ...pgd].map((row): PredicateRow => ({ ...row, since: FOLDED_P4D })),
    ...[...fixup, ...earlierPgd].map((row): PredicateRow => ({ ...row, until: FOLDED_P4D })),
  ];
}

/**
 * Conditions of which one holds for an entry with any bit of a mask.
 *
 * @param also what must hold besides
 */
export function anyBit(mask: bigint, also: Condition = {}): readonly Condition[] {
  return Array.from({ length: 64 }, (_, bit) => 1n << BigInt(bit))
    .filter((bit) => (mask & bit) !== 0n)
    .map((bit) => ({ ...also, set: [...(also.set ?? []), bit] }));
}

/** Operations that headers define of a pmd by those of a pte, without `pte_`; most have these, and the groups below. */
export const CHANGES = [
  'wrprotect',
  'mkold',
  'mkwrite',
  'mkwrite_novma',
  'mkclean',
  'mkdirty',
  'mkyoung',
] as const;
export const SOFT_DIRTY_CHANGES = ['mksoft_dirty', 'clear_soft_dirty'] as const;
export const UFFD_CHANGES = ['mkuffd_wp', 'mkuffd', 'clear_uffd_wp', 'clear_uffd'] as const;

/**
 * The releases with a `pud_write()` of x86 and of arm64, the generic one is a BUG(): commit 1501899a898d (4.15-rc2), which
 * ChangeLog-4.14.4 has too, as Debian's changelog of 4.14.7-1 repeats it.
 */
export const PUD_WRITE = releasesWith('4.15', '4.14.4');

/** The first release without `pmd_large()` and `pud_large()`: "mm/treewide: Replace pXd_large() with pXd_leaf()" (6.9-rc1). */
export const NO_LARGE = '6.9';

/** What `pfn_pmd()` and `pfn_pud()` take. */
export const OF_FRAME: readonly InputName[] = ['pfn', 'prot'];

/** The name of the function of an upper level that corresponds to one of a pte. */
const renamed = (name: string, level: 'pmd' | 'pud'): string => name.replace(/^pte/, level);

/** Tells whether a row is one of these functions of a pte, named without `pte_`. */
const isOneOf =
  (functions: readonly string[]) =>
  ({ name }: { readonly name: string }): boolean =>
    functions.includes(name.slice('pte_'.length));

/**
 * Functions of an upper level that are those of a pte on the same bits (`pte_young(pmd_pte(pmd))`).
 *
 * @param functions their names without `pte_`
 */
export function predicatesLikePte(
  rows: readonly PredicateRow[],
  level: 'pmd' | 'pud',
  functions: readonly string[],
): readonly PredicateRow[] {
  return rows
    .filter(isOneOf(functions))
    .map((row): PredicateRow => ({ ...row, name: renamed(row.name, level) }));
}

/** Operations of an upper level that are those of a pte on the same bits (`pte_pmd(pte_mkold(pmd_pte(pmd)))`). */
export function operationsLikePte(
  rows: readonly OperationRow[],
  level: 'pmd' | 'pud',
  functions: readonly string[],
): readonly OperationRow[] {
  return rows
    .filter(isOneOf(functions))
    .map((row): OperationRow => ({ ...row, name: renamed(row.name, level) }));
}
