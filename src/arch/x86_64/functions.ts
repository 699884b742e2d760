import type { KernelBits, OperationRow, PredicateRow } from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { NO_LARGE, SOFT_DIRTY_CHANGES, operationsLikePte } from '../shared/large-functions.ts';
import { withCommonPredicates, withLargePredicates } from '../shared/pte-functions.ts';
import { swapOperations } from '../shared/swap-functions.ts';
import {
  accessPermitted,
  flagBits,
  flags,
  modify,
  noLargerPages,
  x86LargePredicates,
  x86Operations,
  x86Pfn,
  x86PtePredicates,
} from '../x86/functions.ts';
import { MKDEVMAP, SAVED_DIRTY_CHANGES, mkInvalid, x86LargeOperations } from '../x86/large-operations.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';

/** All inline functions of the headers that read an entry. */
export function* predicates(): Generator<PredicateRow, void, undefined> {
  yield* withCommonPredicates(x86PtePredicates());
  yield* withLargePredicates([...genericOtherwise(), ...x86LargePredicates(), ...largePredicates()]);
}

/** Large pages can be special where frames without a struct page are mapped so: ARCH_SUPPORTS_PMD_PFNMAP, _PUD_PFNMAP. */
const PFNMAP = { config: ['TRANSPARENT_HUGEPAGE'] } as const;
const SPECIAL = [{ ...PFNMAP, thenSet: ['special'] }];

/** The flags of an upper table beside those of `_KERNPG_TABLE`, which page-table isolation leaves NX. */
const TABLE = ['present', 'rw', 'accessed', 'dirty'] as const;
const masks = (kernel: KernelBits, roles: readonly string[]): bigint =>
  roles.reduce((bits, role) => bits | kernel.mask(role), 0n);
const ISOLATIONS = ['MITIGATION_PAGE_TABLE_ISOLATION', 'ISOLATION_BACKPORT'];
const ignored = (kernel: KernelBits): bigint =>
  masks(kernel, ISOLATIONS.some((symbol) => kernel.config(symbol)) ? ['user', 'nx'] : ['user']);

/** `p4d_bad()`: any flag beside those of a table. */
const p4dBad = (value: bigint, kernel: KernelBits): boolean =>
  (flags('pte')(value, kernel) & not64(masks(kernel, TABLE) | kernel.encMask | ignored(kernel))) !== 0n;

/** `pgd_bad()`, of five levels and before there were any: not all flags of one, and no other. */
const pgdBad = (value: bigint, kernel: KernelBits): boolean =>
  (flags('pte')(value, kernel) & not64(ignored(kernel))) !== (masks(kernel, TABLE) | kernel.encMask);

/** With four levels a pgd is folded: there, never empty and never bad. */
const hasPgd = ({ paging }: KernelBits): boolean => paging === 5;

/** What the header answers in the place of a generic header. */
// prettier-ignore
const genericOtherwise = (): readonly PredicateRow[] => [
  { name: 'pmd_special', since: '6.12', when: [{ ...PFNMAP, set: ['special'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_special', since: '6.12', when: [{ ...PFNMAP, set: ['special'] }], src: `v6.12 ${PGTABLE}` },
  ...accessPermitted('pte'),
  ...accessPermitted('pmd'),
  ...accessPermitted('pud'),
];

/** `p4d_pfn()`, `pgd_pfn()`. */
const tablePfn = (value: bigint, kernel: KernelBits): bigint =>
  (value & not64(flags('pte')(not64(0n), kernel))) >> 12n;

/** What it answers of larger pages and upper tables beside what i386 has too. */
// prettier-ignore
const largePredicates = (): readonly PredicateRow[] => [
  ...noLargerPages(),
  { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ set: ['pse'] }], src: `v5.4 ${PGTABLE}` },
  { name: 'pud_large', level: 'pud', until: NO_LARGE, when: [{ set: ['pse', 'present'] }], src: `v5.4 ${PGTABLE}` },
  { name: 'p4d_none', level: 'p4d', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_present', level: 'p4d', when: [{ set: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_bad', level: 'p4d', of: p4dBad, reads: flagBits, src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_pfn', level: 'p4d', of: tablePfn, src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_pfn', level: 'pgd', since: '6.1', of: tablePfn, src: `v6.1 ${PGTABLE}` },
  { name: 'p4d_flags', level: 'p4d', of: flags('pte'), src: 'v6.12 arch/x86/include/asm/pgtable_types.h' },
  { name: 'pgd_flags', level: 'pgd', of: flags('pte'), src: 'v6.12 arch/x86/include/asm/pgtable_types.h' },
  { name: 'pgd_none', level: 'pgd', of: (value, kernel) => hasPgd(kernel) && value === 0n, src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_present', level: 'pgd', of: (value, kernel) => !hasPgd(kernel) || (value & kernel.mask('present')) !== 0n, src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_bad', level: 'pgd', until: '4.12', of: pgdBad, reads: flagBits, src: `v4.11 ${PGTABLE}` },
  { name: 'pgd_bad', level: 'pgd', since: '4.12', of: (value, kernel) => hasPgd(kernel) && pgdBad(value, kernel), reads: flagBits, src: `v6.12 ${PGTABLE}` },
];

/** All that make or change one. */
export const operations = (): readonly OperationRow[] => {
  const own = x86Operations();
  const pmd = x86LargeOperations(own, x86Pfn('pmd'), SPECIAL);
  return [...own, ...pmd, ...pudOperations(own), ...swapOperations()];
};

/** Operations on a pud that change the bits that those on a pte change. */
const CHANGED_PUD = [
  ...SAVED_DIRTY_CHANGES,
  ...['wrprotect', 'mkold', 'mkwrite', 'mkclean', 'mkdirty', 'mkyoung', 'mkhuge'],
  ...SOFT_DIRTY_CHANGES,
];

/** What they make and change of a pud. */
// prettier-ignore
const pudOperations = (pte: readonly OperationRow[]): readonly OperationRow[] => [
  ...operationsLikePte(pte, 'pud', CHANGED_PUD),
  { name: 'pud_mkspecial', level: 'pud', since: '6.12', cases: SPECIAL, src: `v6.12 ${PGTABLE}; include/linux/mm.h` },
  { name: 'pud_mkdevmap', level: 'pud', until: '6.17', cases: MKDEVMAP, src: `v6.12 ${PGTABLE}` },
  // Its name before 6.12; before L1TF no frame was inverted.
  { name: 'pud_mknotpresent', level: 'pud', until: '6.12', config: ['L1TF_LAYOUT'], takes: ['pte'], of: mkInvalid('pud', x86Pfn('pud')), src: `v5.11 ${PGTABLE}` },
  { name: 'pud_mknotpresent', level: 'pud', until: '6.12', config: ['!L1TF_LAYOUT'], cases: [{ thenClear: ['present', 'protnone'] }], src: `v4.18 ${PGTABLE}` },
  { name: 'pud_mkinvalid', level: 'pud', since: '6.12', takes: ['pte'], of: mkInvalid('pud', x86Pfn('pud')), src: `v6.12 ${PGTABLE}` },
  { name: 'pud_modify', level: 'pud', since: '6.12', takes: ['pte', 'prot'], of: modify('pud'), src: `v6.12 ${PGTABLE} _HPAGE_CHG_MASK` },
];
