import type { Form } from '../../core/rows/layout.ts';
import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { maskOf } from '../../core/u64.ts';
import {
  CHANGES,
  OF_FRAME,
  SOFT_DIRTY_CHANGES,
  UFFD_CHANGES,
  foldingLevel,
  operationsLikePte,
  predicatesLikePte,
} from '../shared/large-functions.ts';
import { withLargeOperations, withLargePredicates } from '../shared/pte-functions.ts';

const PGTABLE = 'arch/riscv/include/asm/pgtable.h';
const PG64 = 'arch/riscv/include/asm/pgtable-64.h';
const PRESENT: readonly Form[] = ['leaf', 'protnone', 'table'];
/** `_PAGE_LEAF`: any of these bits makes a leaf. */
const RWX = ['read', 'rw', 'exec'] as const;
const PMD_LEAF = RWX.map((bit) => ({ forms: PRESENT, set: [bit] }));
const PUD_LEAF = RWX.map((bit) => ({ set: ['present', bit] }));
/** Kernels with transparent pages of pud size. */
const PUD_THP = { since: '6.16', config: ['TRANSPARENT_HUGEPAGE'] } as const;
const PUD_THP_LEAF = PUD_LEAF.map((row) => ({ ...row, ...PUD_THP }));
/** Those that map frames without struct page as large pages. */
const PFNMAP = { since: '6.15', config: ['TRANSPARENT_HUGEPAGE'] } as const;
const ABSENT = [{ clear: ['present'] }] as const;
/** The first release with pages of pmd size, and with the functions for them: commit e88b333142e4. */
const THP = '5.14';
const withThp = <Row extends PredicateRow | OperationRow>(rows: readonly Row[]): readonly Row[] =>
  rows.map((row) => ({ ...row, since: row.since ?? THP }));

/** Operations on a pmd that are those on a pte, and those of them that are generic elsewhere. */
const CHANGED = [...CHANGES, 'mkhuge', 'mkwrite_shstk', 'mkdevmap', 'modify'];
/** Operations on a pud that are those on a pte, with pages of that size; that which makes it writable is called as of no mapping. */
const CHANGED_PUD = ['wrprotect', 'mkyoung', 'mkold', 'mkdirty', 'mkclean', 'mkwrite', 'mkhuge', 'modify'];
const MARKED = [...SOFT_DIRTY_CHANGES, ...UFFD_CHANGES, 'swp_mksoft_dirty', 'swp_clear_soft_dirty'];

/** `pmd_pfn()` as it was: the address is of 64 bits, and cut to a page of pmd size. */
const pmdPfn = (value: bigint): bigint => ((value >> 19n) << 9n) & maskOf(51, 0);

/**
 * What the headers answer of upper levels.
 *
 * @param pte what they answer of a pte
 */
// prettier-ignore
export const largePredicates = (pte: readonly PredicateRow[]): readonly PredicateRow[] => withLargePredicates([
  { name: 'pmd_bad', level: 'pmd', when: [{ forms: ['none', 'swap'] }, ...PMD_LEAF.map((row) => ({ ...row, since: '5.14' }))], src: `v6.12 ${PGTABLE}; commit 141682f5b9d6` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: PMD_LEAF, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_trans_huge', level: 'pmd', when: PMD_LEAF.map((row) => ({ ...row, config: ['TRANSPARENT_HUGEPAGE'] })), src: `v6.12 ${PGTABLE}` },
  ...withThp(predicatesLikePte(pte, 'pmd', ['dirty', 'young', 'user', 'write'])),
  ...predicatesLikePte(pte, 'pmd', ['protnone', 'swp_soft_dirty']),
  { name: 'pmd_pfn', level: 'pmd', since: '5.19', number: 'frame', src: `v5.19 ${PGTABLE}` },
  { name: 'pmd_pfn', level: 'pmd', since: THP, until: '5.19', of: pmdPfn, src: `v5.14 ${PGTABLE} (without the mask of commit 88573389aaa3)` },
  // Before, pmd_write() was the generic one, a BUG().
  { name: 'pmd_access_permitted_write', level: 'pmd', since: THP, when: [{ forms: PRESENT, set: ['rw'] }], src: 'v6.12 include/linux/pgtable.h pmd_access_permitted(pmd, 1)' },
  { name: 'pmd_special', since: '6.12', when: [{ ...PFNMAP, set: ['special'] }], src: `v7.2 ${PGTABLE}; commit 03dc00a2b678` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }], src: `v6.12 ${PG64}` },
  { name: 'pud_bad', level: 'pud', when: [...ABSENT, ...PUD_THP_LEAF], src: `v6.12 ${PG64}; v7.2 ${PG64}` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', when: PUD_LEAF, src: `v6.12 ${PG64}` },
  { name: 'pud_trans_huge', level: 'pud', when: PUD_THP_LEAF, src: `v7.2 ${PGTABLE}` },
  ...predicatesLikePte(pte, 'pud', ['user']),
  ...predicatesLikePte(pte, 'pud', ['write']).map((row) => ({ ...row, since: '6.9', src: `${row.src} (commit 3f910b7a522e)` })),
  { name: 'pud_pfn', level: 'pud', since: '5.19', number: 'frame', src: `v6.1 ${PGTABLE} (commit 3fee229a8eb9)` },
  ...predicatesLikePte(pte, 'pud', ['dirty', 'young']).map((row) => ({ ...row, since: PUD_THP.since })),
  { name: 'pud_devmap', level: 'pud', until: '6.17', when: [{ ...PUD_THP, set: ['devmap'] }], src: `v6.16 ${PG64}; commit c3cc2a4a3a23` },
  { name: 'pud_special', since: '6.12', when: [{ ...PUD_THP, set: ['special'] }], src: `v7.2 ${PGTABLE}; commit c3cc2a4a3a23` },
  ...foldingLevel('p4d', [4, 5], ABSENT, `v6.12 ${PG64}`, [{ set: ['present'] }]),
  ...foldingLevel('pgd', [5], ABSENT, `v6.12 ${PG64}`, [{ set: ['present'] }]),
]);

/** `_PAGE_MTMASK_THEAD`, and `_PAGE_PMA_THEAD` of it. */
export const THEAD_TYPES = maskOf(63, 59);
const THEAD_MEMORY = maskOf(62, 60);

/** `ALT_THEAD_PMA()`: what says no memory type is ordinary memory on a T-Head CPU. */
export function typedProt(prot: bigint, kernel: KernelBits): bigint {
  return kernel.config('ERRATA_THEAD_MAE') && (prot & THEAD_TYPES) === 0n ? prot | THEAD_MEMORY : prot;
}

/** `pfn_pud()`. */
const pfnUntyped = ({ pfn, prot }: Required<FunctionInputs>): bigint => BigInt.asUintN(64, pfn << 10n) | prot;

/** `pfn_pte()` and `pfn_pmd()`. */
export function pfnEntry(inputs: Required<FunctionInputs>, kernel: KernelBits): bigint {
  return pfnUntyped({ ...inputs, prot: typedProt(inputs.prot, kernel) });
}

/**
 * What they make of upper levels, and change.
 *
 * @param pte what they change of a pte
 */
// prettier-ignore
export const largeOperations = (pte: readonly OperationRow[]): readonly OperationRow[] => withLargeOperations([
  ...withThp(operationsLikePte(pte, 'pmd', CHANGED)),
  ...operationsLikePte(pte, 'pmd', MARKED),
  { name: 'pmd_mkspecial', since: '6.12', cases: [{ ...PFNMAP, thenSet: ['special'] }], src: `v7.2 ${PGTABLE}` },
  { name: 'pmd_mkinvalid', level: 'pmd', since: THP, cases: [{ thenClear: ['present', 'protnone'] }], src: `v6.12 ${PGTABLE}` },
  ...operationsLikePte(pte, 'pud', CHANGED_PUD).map((row) => ({ ...row, since: PUD_THP.since })),
  ...operationsLikePte(pte, 'pud', ['mkdevmap']).map((row) => ({ ...row, since: PUD_THP.since, until: '6.17' })),
  { name: 'pud_mkspecial', since: '6.12', cases: [{ ...PUD_THP, thenSet: ['special'] }], src: `v7.2 ${PGTABLE}` },
  { name: 'pud_mkinvalid', level: 'pud', since: PUD_THP.since, cases: [{ thenClear: ['present', 'protnone'] }], src: `v7.2 ${PGTABLE} (commit c3cc2a4a3a23)` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnEntry, src: `v6.12 ${PG64}` },
  { name: 'pfn_pud', level: 'pud', since: '5.17', takes: OF_FRAME, of: pfnUntyped, src: `v6.12 ${PG64} (commit e8a62cc26ddf)` },
]);
