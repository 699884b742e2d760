import type {
  Condition,
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { isInRelease } from '../../core/version.ts';
import {
  CHANGES,
  NO_LARGE,
  OF_FRAME,
  SOFT_DIRTY_CHANGES,
  anyBit,
  foldedOtherwise,
  foldingLevel,
  operationsLikePte,
  predicatesLikePte,
} from '../shared/large-functions.ts';
import { withLargeOperations, withLargePredicates } from '../shared/pte-functions.ts';
import { WITHOUT_SPLIT, accessPermitted } from './access.ts';
import { framesOf, modify } from './modify.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';
const RADIX = 'arch/powerpc/include/asm/book3s/64/radix.h';
/** What is not empty was present, up to commit da7ad366b497. */
const NOT_NONE_BEFORE: readonly Condition[] = [
  { until: '4.20', forms: ['leaf', 'protnone', 'table', 'swap'] },
];
/** `_PAGE_PTE`, which upper levels have no row for. */
const LEAF_BIT = 1n << 62n;
/** `RADIX_PMD_BAD_BITS`, the same at each level. */
const bad = (): readonly Condition[] => anyBit(0x6000_0000_0000_00e0n);
/** Operations on a pud that are those on a pte; that which makes it writable is called as of no mapping. */
const CHANGED_PUD = ['wrprotect', 'mkold', 'mkwrite', 'mkclean', 'mkdirty', 'mkyoung', ...SOFT_DIRTY_CHANGES];

/** Kernels with transparent pages of pud size. */
const PUD_THP = '6.6';
/** Kernels that map frames without struct page as large pages (commit d1503aa9ab80). */
const PFNMAP = { since: '7.1', config: ['TRANSPARENT_HUGEPAGE'], set: ['special'] } as const;
const HUGE = { config: ['TRANSPARENT_HUGEPAGE'], clear: ['devmap'] } as const;
/** Operations on a pmd that are those on a pte. */
const CHANGED = [...CHANGES, ...SOFT_DIRTY_CHANGES, 'mk_savedwrite', 'clear_savedwrite'];

/**
 * What the headers answer of upper levels, and who may use an entry.
 *
 * @param pte what they answer of a pte
 */
// prettier-ignore
export const largePredicates = (pte: readonly PredicateRow[]): readonly PredicateRow[] => withLargePredicates([
  { name: 'pmd_present', level: 'pmd', when: [{ set: ['present'] }, { set: ['invalid'] }, ...NOT_NONE_BEFORE], src: `v6.12 ${BOOK3S}` },
  { name: 'pmd_bad', level: 'pmd', when: bad(), src: `v6.12 ${RADIX} radix__pmd_bad` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: [{ set: ['pse'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['pse'] }], src: `v6.1 ${BOOK3S}, arch/powerpc/include/asm/pgtable.h` },
  { name: 'pmd_trans_huge', level: 'pmd', when: [{ ...HUGE, set: ['present', 'pse'] }, { ...HUGE, set: ['invalid', 'pse'] }, { ...HUGE, until: '4.20', set: ['pse'] }], src: `v6.12 ${BOOK3S}, ${RADIX} radix__pmd_trans_huge` },
  ...predicatesLikePte(pte, 'pmd', ['dirty', 'young', 'write', 'protnone']),
  { name: 'pmd_devmap', until: '6.17', when: [{ config: ['TRANSPARENT_HUGEPAGE'], set: ['devmap', 'pse'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pmd_special', since: '6.12', when: [PFNMAP], src: `v7.2 ${BOOK3S}` },
  { name: 'pmd_pfn', number: 'frame', src: `v6.12 ${BOOK3S}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }, ...NOT_NONE_BEFORE], src: `v6.12 ${BOOK3S}` },
  { name: 'pud_bad', level: 'pud', when: bad(), src: `v6.12 ${RADIX} radix__pud_bad` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', when: [{ set: ['pse'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pud_trans_huge', level: 'pud', when: [{ ...HUGE, since: PUD_THP, set: ['present', 'pse'] }], src: `v6.12 ${RADIX} radix__pud_trans_huge` },
  { name: 'pud_devmap', until: '6.17', when: [{ since: PUD_THP, config: ['TRANSPARENT_HUGEPAGE'], set: ['devmap', 'pse'] }], src: `v6.12 ${BOOK3S}` },
  { name: 'pud_special', since: '6.12', when: [PFNMAP], src: `v7.2 ${BOOK3S}` },
  ...predicatesLikePte(pte, 'pud', ['write']),
  ...predicatesLikePte(pte, 'pud', ['dirty', 'young', 'soft_dirty']).map((row) => ({ ...row, since: PUD_THP })),
  { name: 'pud_pfn', since: PUD_THP, number: 'frame', src: `v6.12 ${BOOK3S}` },
  // It is false where no page is so large: dropped in 6.1 ("powerpc/mm/64s: Drop p4d_leaf()").
  { name: 'p4d_leaf', level: 'p4d', since: '5.6', when: [{ since: '5.8', until: '6.1', set: [LEAF_BIT] }], src: `v5.10 ${BOOK3S} p4d_is_leaf` },
  ...foldedOtherwise(
    foldingLevel('p4d', [4], bad(), `v6.12 ${BOOK3S}, ${RADIX} radix__p4d_bad`, [{ set: ['present'] }]),
    foldingLevel('pgd', [], [], `v6.12 ${BOOK3S}`),
    foldingLevel('pgd', [4], bad(), `v5.4 ${BOOK3S}, ${RADIX} radix__pgd_bad`, [{ set: ['present'] }, ...NOT_NONE_BEFORE]),
  ),
  ...pte.filter(({ name }) => name === 'pte_write').map((row) => ({ ...row, name: 'p4d_write', since: row.since ?? '6.1' })),
  { name: 'pmd_is_serializing', level: 'pmd', since: WITHOUT_SPLIT, when: [{ set: ['invalid'], clear: ['present'] }], src: `v6.1 ${BOOK3S} (commit 33258a1db165)` },
  ...accessPermitted(),
]);

/**
 * `pfn_pte()`: with all bits of the number since 5.4 (commit 6bb25170d7a4), and with the bit of a leaf since 5.10
 * (379c926d6334).
 */
export function pfnPte({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const address = BigInt.asUintN(64, pfn << BigInt(kernel.pageShift));
  const since = (release: string): boolean => isInRelease({ since: release }, kernel.version);
  return (
    (since('5.4') ? address : address & framesOf(kernel)) | prot | (since('5.10') ? kernel.mask('pse') : 0n)
  );
}

/** The first release whose `pfn_pmd()` sets the bit of a leaf, and `pmd_mkhuge()` no more: commit 53f45ecc9cd0. */
const WITH_LEAF_BIT = '5.11';

/** `pfn_pmd()`, `pfn_pud()`: with those bits of the number that an entry has. */
function pfnLarge({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const leaf = isInRelease({ since: WITH_LEAF_BIT }, kernel.version) ? kernel.mask('pse') : 0n;
  return ((pfn << BigInt(kernel.pageShift)) & framesOf(kernel)) | prot | leaf;
}

const PGTABLE_C = 'arch/powerpc/mm/book3s64/pgtable.c';

/**
 * What they make of upper levels, and change.
 *
 * @param pte what they change of a pte
 */
// prettier-ignore
export const largeOperations = (pte: readonly OperationRow[]): readonly OperationRow[] => withLargeOperations([
  ...operationsLikePte(pte, 'pmd', CHANGED),
  { name: 'pmd_mkhuge', level: 'pmd', until: WITH_LEAF_BIT, cases: [{ thenSet: ['pse'] }], src: `v5.10 ${RADIX} radix__pmd_mkhuge` },
  { name: 'pmd_mkhuge', level: 'pmd', since: WITH_LEAF_BIT, cases: [], src: `v6.12 ${RADIX} radix__pmd_mkhuge` },
  { name: 'pmd_mknotpresent', level: 'pmd', until: '5.8', cases: [{ thenClear: ['present'] }], src: `v5.2 ${BOOK3S}` },
  { name: 'pmd_mkspecial', since: '6.12', cases: [{ since: PFNMAP.since, config: PFNMAP.config, thenSet: ['special'] }], src: `v7.2 ${BOOK3S}` },
  { name: 'pmd_mkdevmap', until: '6.17', cases: [{ thenSet: ['pse', 'devmap'] }], src: `v6.12 ${RADIX} radix__pmd_mkdevmap` },
  { name: 'pmd_modify', level: 'pmd', takes: ['pte', 'prot'], of: modify('large'), src: `v6.12 ${PGTABLE_C}; ${BOOK3S} _HPAGE_CHG_MASK` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnLarge, src: `v6.12 ${PGTABLE_C}` },
  ...operationsLikePte(pte, 'pud', CHANGED_PUD).map((row) => ({ ...row, since: PUD_THP })),
  { name: 'pud_mkhuge', level: 'pud', since: PUD_THP, cases: [], src: `v6.12 ${BOOK3S}` },
  { name: 'pud_mkspecial', since: '6.12', cases: [{ since: PFNMAP.since, config: PFNMAP.config, thenSet: ['special'] }], src: `v7.2 ${BOOK3S}` },
  { name: 'pud_modify', level: 'pud', since: '6.12', takes: ['pte', 'prot'], of: modify('large'), src: `v6.12 ${PGTABLE_C}; ${BOOK3S} _HPAGE_CHG_MASK` },
  { name: 'pud_mkdevmap', level: 'pud', since: PUD_THP, until: '6.17', cases: [{ thenSet: ['pse', 'devmap'] }], src: `v6.12 ${RADIX} radix__pud_mkdevmap` },
  { name: 'pfn_pud', level: 'pud', since: PUD_THP, takes: OF_FRAME, of: pfnLarge, src: `v6.12 ${PGTABLE_C}` },
]);
