import type {
  Condition,
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import type { Form } from '../../core/rows/layout.ts';
import { maskOf } from '../../core/u64.ts';
import { isInRelease, releasesWith } from '../../core/version.ts';
import {
  CHANGES,
  OF_FRAME,
  PUD_WRITE,
  SOFT_DIRTY_CHANGES,
  UFFD_CHANGES,
  foldedOtherwise,
  foldedPud,
  foldingLevel,
  operationsLikePte,
  predicatesLikePte,
} from '../shared/large-functions.ts';
import { withLargeOperations, withLargePredicates } from '../shared/pte-functions.ts';

const PGTABLE = 'arch/arm64/include/asm/pgtable.h';

/** Functions of a pmd that are those of a pte. */
const PMD = ['dirty', 'young', 'valid', 'user', 'user_exec', 'cont', 'write', 'protnone'];
/** The first release of those that are younger: 0795edaf3f1f, 42b2547137f5, "Implement pXX_leaf_size() support", KVM's age handlers. */
const FIRST: ReadonlyMap<string, string> = new Map([
  ['pmd_valid', '4.20'],
  ['pud_valid', '4.20'],
  ['pud_young', '5.0'],
  ['pmd_cont', '5.11'],
  ['pmd_user_exec', '5.19'],
]);
const likePte = (...rows: Parameters<typeof predicatesLikePte>): readonly PredicateRow[] =>
  predicatesLikePte(...rows).map((row) => {
    const since = FIRST.get(row.name);
    return since === undefined ? row : { ...row, since };
  });
/** Operations on a pmd that are those on a pte. */
const CHANGED = [...CHANGES, ...SOFT_DIRTY_CHANGES, ...UFFD_CHANGES, 'modify'];

/** A leaf: present, for the CPU or for the kernel alone, and no table. */
const NO_TABLE = [
  { set: ['present'], clear: ['table'] },
  { set: ['present_invalid'], clear: ['present'] },
  { set: ['protnone'], clear: ['present'] },
] as const;
const NO_TABLE_BIT = NO_TABLE.map(({ set }) => ({
  config: ['TRANSPARENT_HUGEPAGE'],
  set,
  clear: ['table'],
}));
/** Before 5.10 also an entry that is not present. */
const NOT_EMPTY: readonly Condition[] = [
  { config: ['TRANSPARENT_HUGEPAGE'], forms: ['leaf', 'protnone', 'swap'], clear: ['table'] },
];
const SECTION = { set: ['present'], clear: ['table'] } as const;
const BAD = [{ clear: ['present'] }, { clear: ['table'] }] as const;
/** The numbers of levels with which there is a pud. */
const WITH_PUD = [3, 4, 5];
/** With the largest pages a pud is always a table, and so it is where it is folded. */
const SMALL = { config: ['!ARM64_64K_PAGES'], paging: WITH_PUD } as const;
const SMALL_LEAF = NO_TABLE.map((row) => ({ ...row, ...SMALL }));
/** `pmd_bad()`, `pud_bad()` ask what a table is: commit e377ab82311a. */
const BAD_RELEASES = releasesWith('5.14', '5.10.113');
/** `pud_bad()` does not ask `pud_table()` any more, which is true with the largest pages: commit bfb1d2b9021c. */
const PUD_TYPE_RELEASES = releasesWith(
  '6.15',
  ...['6.14.9', '6.12.31', '6.6.93', '6.1.141', '5.15.185', '5.10.238'],
);
/** `pmd_leaf()`, `pud_leaf()`: commit 23bc8f69f0ec. */
const LEAF_RELEASES = releasesWith('5.18', '5.17.5', '5.15.36', '5.10.113');
const PUD_BAD = BAD.flatMap((row): readonly Condition[] => [
  { ...row, ...SMALL },
  ...PUD_TYPE_RELEASES.map((releases) => ({ ...row, ...releases, config: ['ARM64_64K_PAGES'] })),
]);
/** The whole type of the descriptor is looked at: commit 4fa8a9c0fc99. */
const UPPER_BAD = [{ clear: ['table'] }, { since: '6.15', clear: ['present'] }] as const;
const PUD_TABLE = [
  { ...SMALL, set: ['present', 'table'] },
  { config: ['ARM64_64K_PAGES'] },
  { paging: [2] },
] as const;

/** `pud_user_exec()`, of which 42b2547137f5 has that of a pmd alone. */
const PUD_USER_EXEC = releasesWith('6.2', '6.1.7');
/** False where the pud is folded: include/asm-generic/pgtable-nopmd.h (4e4ff23a35ee). */
const notFolded = (row: PredicateRow): PredicateRow =>
  'when' in row ? { ...row, when: row.when.map((test) => ({ ...test, paging: WITH_PUD })) } : row;

const PERMITTED = 'the permission overlay of a thread may forbid it all the same';

/**
 * Who may use an entry. Before "arm64: Implement arch-specific pte_access_permitted()", which ChangeLog-4.14.3 has, as Debian's
 * changelog of 4.14.7-1 repeats it, the generic ones say it.
 */
const accessPermitted = (): readonly PredicateRow[] =>
  (['pte', 'pmd', 'pud'] as const).flatMap((level): readonly PredicateRow[] =>
    (
      [
        { access: 'read', write: 0, rights: [] },
        { access: 'write', write: 1, rights: ['rw'] },
      ] as const
    ).flatMap(({ access, write, rights }): readonly PredicateRow[] => {
      const name = `${level}_access_permitted_${access}`;
      const call = `${level}_access_permitted(${level}, ${write})`;
      const src = `v5.11 ${PGTABLE} ${call}; ${PERMITTED}`;
      const forms: readonly Form[] = ['leaf', 'protnone', 'table'];
      const generic = `v4.14 include/asm-generic/pgtable.h ${call}`;
      return [
        { name, since: '4.14.3', when: [{ set: ['present', 'user', ...rights] }], src },
        // That of a pud asks pud_write(), which there was not.
        ...(level === 'pud'
          ? []
          : [{ name, level, until: '4.14.3', when: [{ forms, set: rights }], src: generic }]),
      ];
    }),
  );

/**
 * What the header answers of upper levels, and who may use an entry.
 *
 * @param pte what it answers of a pte
 */
// prettier-ignore
export const largePredicates = (pte: readonly PredicateRow[]): readonly PredicateRow[] => foldedPud(withLargePredicates([
  { name: 'pmd_present', level: 'pmd', when: [{ set: ['present'] }, { set: ['protnone'] }, { set: ['present_invalid'] }], src: `v5.10 ${PGTABLE}` },
  { name: 'pmd_table', level: 'pmd', when: [{ set: ['present', 'table'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_sect', level: 'pmd', until: '7.1', when: [SECTION], src: `v5.11 ${PGTABLE}; commit 1d37713fa837` },
  ...BAD_RELEASES.map((releases): PredicateRow => ({ name: 'pmd_bad', level: 'pmd', ...releases, when: BAD, src: `v6.1 ${PGTABLE}` })),
  { name: 'pmd_bad', level: 'pmd', until: '5.14', when: [{ clear: ['table'] }], src: `v5.11 ${PGTABLE}` },
  ...LEAF_RELEASES.map((releases): PredicateRow => ({ name: 'pmd_leaf', level: 'pmd', ...releases, when: NO_TABLE, src: `v6.12 ${PGTABLE}` })),
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', until: '5.18', when: [SECTION], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_trans_huge', level: 'pmd', since: '5.10', when: NO_TABLE_BIT, src: `v6.12 ${PGTABLE} (commit b65399f6111b)` },
  { name: 'pmd_trans_huge', level: 'pmd', until: '5.10', when: NOT_EMPTY, src: `v4.14 ${PGTABLE}` },
  { name: 'pmd_present_invalid', level: 'pmd', since: '5.10', until: '6.10', when: [{ set: ['present_invalid'] }], src: `v5.11 ${PGTABLE}` },
  ...likePte(pte, 'pmd', PMD),
  { name: 'pmd_special', since: '6.12', when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_page_paddr', number: 'address', src: `v5.11 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }, { set: ['protnone'] }], src: `v5.11 ${PGTABLE}` },
  ...BAD_RELEASES.map((releases): PredicateRow => ({ name: 'pud_bad', level: 'pud', ...releases, when: PUD_BAD, src: `v6.1 ${PGTABLE}` })),
  { name: 'pud_bad', level: 'pud', until: '5.14', when: [{ clear: ['table'] }], src: `v5.11 ${PGTABLE}` },
  ...LEAF_RELEASES.map((releases): PredicateRow => ({ name: 'pud_leaf', level: 'pud', ...releases, when: SMALL_LEAF, src: `v6.12 ${PGTABLE}` })),
  { name: 'pud_leaf', level: 'pud', since: '5.6', until: '5.18', when: [{ ...SMALL, ...SECTION }], src: `v5.11 ${PGTABLE}` },
  { name: 'pud_table', level: 'pud', when: PUD_TABLE, src: `v5.11 ${PGTABLE}` },
  { name: 'pud_sect', level: 'pud', until: '7.1', when: [{ ...SMALL, ...SECTION }], src: `v5.11 ${PGTABLE}` },
  ...likePte(pte, 'pud', ['young']),
  ...likePte(pte, 'pud', ['user']).map(notFolded),
  ...PUD_USER_EXEC.flatMap((releases) => likePte(pte, 'pud', ['user_exec']).map((row) => ({ ...notFolded(row), ...releases, src: `v6.2 ${PGTABLE} pud_user_exec (commit 730a11f982e6)` }))),
  ...likePte(pte, 'pud', ['valid']).map((row) => ({ ...row, paging: WITH_PUD })),
  ...PUD_WRITE.flatMap((releases) => likePte(pte, 'pud', ['write']).map((row) => ({ ...row, ...releases, src: `v4.15 ${PGTABLE} pud_write (commit 1501899a898d)` }))),
  { name: 'pud_page_paddr', paging: WITH_PUD, number: 'address', src: `v5.11 ${PGTABLE}` },
  // PUD_MASK is that of the top level.
  { name: 'pud_pfn', level: 'pmd', paging: [2], number: 'frame', src: `v5.11 ${PGTABLE}; include/asm-generic/pgtable-nop4d.h, pgtable-nopud.h` },
  { name: 'pud_pfn', level: 'pud', paging: WITH_PUD, number: 'frame', src: `v5.11 ${PGTABLE}` },
  ...foldedOtherwise(
    foldingLevel('p4d', [4, 5], UPPER_BAD, `v6.12 ${PGTABLE}`),
    foldingLevel('pgd', [5], UPPER_BAD, `v6.12 ${PGTABLE}`),
    foldingLevel('pgd', [4], UPPER_BAD, `v5.4 ${PGTABLE}`),
  ),
  { name: 'p4d_page_paddr', since: '5.8', paging: [4, 5], number: 'address', src: `v5.11 ${PGTABLE}` },
  // A kernel of 4 levels that uses 3, on a CPU without LPA2.
  { name: 'p4d_page_paddr', since: '6.9', paging: [3], config: ['ARM64_16K_PAGES', 'ARM64_VA_BITS_52'], number: 'address', src: `v6.9 ${PGTABLE} pgtable_l4_enabled` },
  ...accessPermitted(),
]), WITH_PUD);

/** Where a kernel built for 52 bits writes an address with pages below 64 KiB, also on a CPU without LPA2. */
const SMALL_PAGES_52 = [
  { hi: 49, lo: 12, at: 12 },
  { hi: 9, lo: 8, at: 50 },
] as const;

/**
 * `pfn_pte()` and those of upper levels: an address of 52 bits goes to its two places, another one as it is. The shift
 * takes bits that no address has along: `__phys_to_pte_val()`, PHYS_TO_PTE_ADDR_MASK.
 */
export function pfnEntry({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const address = BigInt.asUintN(64, pfn << BigInt(kernel.pageShift));
  const built = kernel.config('ARM64_PA_BITS_52') && isInRelease({ since: '6.9' }, kernel.version);
  const [low, high] = kernel.form('pte', 'leaf').pfn[0]?.pieces ?? (built ? SMALL_PAGES_52 : []);
  if (!low || !high) return address | prot;
  return ((address | (address >> BigInt(high.at - high.lo))) & maskOf(low.hi, high.lo)) | prot;
}

/**
 * What it makes of upper levels, and changes.
 *
 * @param pte what it changes of a pte
 */
// prettier-ignore
export const largeOperations = (pte: readonly OperationRow[]): readonly OperationRow[] => withLargeOperations([
  ...operationsLikePte(pte, 'pmd', CHANGED),
  { name: 'pmd_mkhuge', level: 'pmd', cases: [{ thenClear: ['table'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkcont', level: 'pmd', cases: [{ thenSet: ['cont'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pmd_mkdevmap', level: 'pmd', since: '5.3', until: '6.17', cases: [{ thenSet: ['devmap'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkspecial', level: 'pmd', since: '6.12', cases: [{ config: ['TRANSPARENT_HUGEPAGE'], thenSet: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mknotpresent', level: 'pmd', until: '5.8', cases: [{ thenClear: ['present'] }], src: `v5.4 ${PGTABLE}; commit 86ec2da037b8` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: '5.8', until: '5.10', cases: [{ thenClear: ['present'] }], src: `v5.9 ${PGTABLE}` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: '5.10', until: '6.10', cases: [{ thenSet: ['present_invalid'], thenClear: ['present'] }], src: `v5.11 ${PGTABLE}` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: '6.10', cases: [{ thenSet: ['protnone'], thenClear: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnEntry, src: `v5.11 ${PGTABLE}` },
  // With KVM's pages of this size.
  ...operationsLikePte(pte, 'pud', ['mkyoung']).map((row) => ({ ...row, since: '5.0' })),
  { name: 'pud_mkhuge', level: 'pud', since: '5.0', cases: [{ thenClear: ['table'] }], src: `v6.1 ${PGTABLE}` },
  { name: 'pfn_pud', level: 'pud', takes: OF_FRAME, of: pfnEntry, src: `v5.11 ${PGTABLE}` },
]);
