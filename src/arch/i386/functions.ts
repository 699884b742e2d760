import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { maskOf, not64 } from '../../core/u64.ts';
import { type Availability, isInRelease } from '../../core/version.ts';
import { NO_LARGE, PUD_WRITE, anyBit, foldingLevel } from '../shared/large-functions.ts';
import { withCommonPredicates, withLargePredicates } from '../shared/pte-functions.ts';
import { swapOperations } from '../shared/swap-functions.ts';
import {
  accessPermitted,
  flags,
  modify,
  noLargerPages,
  pfnEntry,
  pudBad,
  x86LargePredicates,
  x86Operations,
  x86Pfn,
  x86PtePredicates,
} from '../x86/functions.ts';
import { mkInvalid, x86LargeOperations } from '../x86/large-operations.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const ALLOWED_BITS = 'arch/x86/include/asm/pgtable_types.h PGD_ALLOWED_BITS';
/** The flags of a page-directory pointer that `native_pud_val()` leaves: P, PWT, PCD and three of software. */
const FLAGS = 0xe19n;
const ALLOWED = maskOf(51, 12) | FLAGS;
/** "x86/mm/pae: Populate valid user PGD entries", of the page-table isolation of 32 bits. */
const MASKED = { since: '4.19' } as const;
const UNMASKED = { level: 'pud', until: '4.19', src: `v4.14 ${PGTABLE}` } as const;

/** `pte_pfn()`, `pmd_pfn()`: a frame number is an `unsigned long`, of 32 bits. */
const framed =
  (level: 'pte' | 'pmd' | 'pud') =>
  (value: bigint, kernel: KernelBits): bigint =>
    BigInt.asUintN(32, x86Pfn(level)(value, kernel));

/** `pud_pfn()`, `p4d_pfn()`. */
const pudPfn = (value: bigint, kernel: KernelBits): bigint => framed('pte')(value & ALLOWED, kernel);
const p4dPfn = (value: bigint, kernel: KernelBits): bigint =>
  BigInt.asUintN(32, (value & maskOf(51, 12) & kernel.physMask) >> 12n);

/** Before that they were read like any other entry. */
// prettier-ignore
const unmaskedPudPredicates = (): readonly PredicateRow[] => [
  { name: 'pud_none', ...UNMASKED, of: (value) => (value & not64(0x60n)) === 0n },
  // Bits that no such entry has are bad or not.
  { name: 'pud_bad', ...UNMASKED, of: pudBad, reads: not64(maskOf(51, 12)) },
  { name: 'pud_large', ...UNMASKED, of: (value) => (value & 0x81n) === 0x81n },
  ...PUD_WRITE.map((releases): PredicateRow => ({ name: 'pud_write', ...UNMASKED, ...releases, when: [{ set: [1n << 1n] }] })),
  { name: 'pud_dirty', ...UNMASKED, when: [{ set: [1n << 6n] }] },
  { name: 'pud_young', ...UNMASKED, when: [{ set: [1n << 5n] }] },
  { name: 'pud_pfn', ...UNMASKED, of: framed('pud') },
  { name: 'pud_flags', ...UNMASKED, of: flags('pud'), src: 'v4.14 arch/x86/include/asm/pgtable_types.h' },
];

/** What is answered of page-directory pointers: they have few flags, and the functions see no other bits. */
// prettier-ignore
const pudPredicates = (): readonly PredicateRow[] => [
  { name: 'pud_none', ...MASKED, level: 'pud', of: (value) => (value & ALLOWED) === 0n, src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_bad', ...MASKED, level: 'pud', when: anyBit(FLAGS & ~1n), src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_large', ...MASKED, level: 'pud', until: NO_LARGE, when: [], src: `v6.1 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_write', ...MASKED, level: 'pud', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_dirty', ...MASKED, level: 'pud', when: [{ since: '6.6', set: [1n << 10n] }], src: `v6.12 ${PGTABLE} _PAGE_DIRTY_BITS, ${ALLOWED_BITS}` },
  { name: 'pud_young', ...MASKED, level: 'pud', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_pfn', ...MASKED, level: 'pud', of: pudPfn, src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_flags', ...MASKED, level: 'pud', of: (value) => value & FLAGS, src: `v6.12 ${ALLOWED_BITS}` },
];

/** What is answered of the levels that are folded into it, and who may use one: there is no bit for user mode. */
// prettier-ignore
const tablePredicates = (): readonly PredicateRow[] => [
  ...(['p4d', 'pgd'] as const).flatMap((level): readonly PredicateRow[] => [
    { name: `${level}_flags`, ...MASKED, level, of: (value) => value & FLAGS, src: `v6.12 ${ALLOWED_BITS}` },
    { name: `${level}_flags`, until: MASKED.since, level, of: flags('pte'), src: 'v4.14 arch/x86/include/asm/pgtable_types.h' },
  ]),
  { name: 'pgd_pfn', level: 'pgd', since: '6.1', of: p4dPfn, src: `v6.1 ${PGTABLE}` },
  ...accessPermitted('pud').flatMap((row): readonly PredicateRow[] => [
    { name: row.name, ...MASKED, level: 'pud', when: [], src: `${row.src}, ${ALLOWED_BITS}` },
    { ...row, until: MASKED.since },
  ]),
];

/** The bit of a device's page has its name with PAE, and its functions too where no symbol is asked: 175967318c30 (5.3). */
const DEVMAP = {
  until: '5.3',
  src: `v5.2 ${PGTABLE}; arch/x86/include/asm/pgtable_types.h __HAVE_ARCH_PTE_DEVMAP`,
} as const;
const DEVMAP_BIT = 1n << 58n;

/** A row with the frame number that there is. */
function withFrames(row: PredicateRow): PredicateRow {
  if (row.name === 'pte_pfn') return { ...row, of: framed('pte') };
  return row.name === 'pmd_pfn' ? { ...row, of: framed('pmd') } : row;
}

/** The inline functions that read an entry: i386 has the header of x86_64, and folds two levels. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [
  ...withCommonPredicates([
    { name: 'pte_devmap', ...DEVMAP, when: [{ set: [DEVMAP_BIT] }] },
    { name: 'pte_devmap', since: DEVMAP.until, until: '6.17', when: [], src: `v5.3 include/linux/mm.h` },
    ...x86PtePredicates().map(withFrames),
  ]),
  ...withLargePredicates([
    { name: 'pmd_devmap', level: 'pmd', ...DEVMAP, config: ['TRANSPARENT_HUGEPAGE'], when: [{ set: [DEVMAP_BIT] }] },
    ...x86LargePredicates()
      .filter(({ level }) => level === 'pmd')
      .map(withFrames),
    { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: [{ set: ['pse'] }], src: `v6.1 ${PGTABLE}` },
    ...unmaskedPudPredicates(),
    ...pudPredicates(),
    { name: 'pud_shstk', level: 'pud', since: '6.12', when: [], src: `v6.12 ${PGTABLE} (X86_FEATURE_SHSTK)` },
    ...foldingLevel('p4d', [], [], `v6.12 ${PGTABLE}`),
    ...noLargerPages(),
    ...tablePredicates(),
    { name: 'p4d_pfn', level: 'p4d', of: p4dPfn, src: `v6.12 ${PGTABLE}` },
    ...foldingLevel('pgd', [], [], `v6.12 ${PGTABLE}`),
    ...accessPermitted('pte'),
    ...accessPermitted('pmd'),
  ]),
];

/** `pfn_pud()`: where they are masked, what is read of it has no other bits. */
function pfnPud(inputs: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const made = pfnEntry('pud')(inputs, kernel);
  return isInRelease(MASKED, kernel.version) ? made & ALLOWED : made;
}

/** What operations on a pud set and clear, where the entry may have it; bit 10 is SavedDirty. */
const PUD_CHANGES: readonly (Availability & { name: string; set?: bigint; clear?: bigint })[] = [
  { name: 'pud_wrprotect', clear: 1n << 1n },
  { name: 'pud_mkwrite', set: 1n << 1n },
  { name: 'pud_mkold', clear: 1n << 5n },
  { name: 'pud_mkyoung', set: 1n << 5n },
  { name: 'pud_mkclean', since: '6.6', clear: (1n << 6n) | (1n << 10n) },
  { name: 'pud_mkclean', clear: 1n << 6n },
  { name: 'pud_mkdirty', set: 1n << 6n },
  { name: 'pud_mkhuge', set: 1n << 7n },
  { name: 'pud_mkdevmap', until: '6.17', set: DEVMAP_BIT },
  // Dirty is none of those either.
  { name: 'pud_mksaveddirty', since: '6.6' },
  { name: 'pud_clear_saveddirty', since: '6.6' },
];

/** `native_make_pud()`, `native_pud_val()`: what is left of a value. */
const allowed = (value: bigint, kernel: KernelBits): bigint =>
  isInRelease(MASKED, kernel.version) ? value & ALLOWED : value;

/** An operation that sees no other bits, and leaves none. */
const onAllowed =
  (operation: (inputs: Required<FunctionInputs>, kernel: KernelBits) => bigint) =>
  (inputs: Required<FunctionInputs>, kernel: KernelBits): bigint =>
    allowed(operation({ ...inputs, pte: allowed(inputs.pte, kernel) }, kernel), kernel);

/** Operations on a page-directory pointer. */
// prettier-ignore
const pudOperations = (): readonly OperationRow[] => [
  ...PUD_CHANGES.map(({ set = 0n, clear = 0n, ...row }): OperationRow => ({
    ...row, level: 'pud', takes: ['pte'], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}`,
    of: onAllowed(({ pte }) => (pte | set) & not64(clear)),
  })),
  { name: 'pud_mkspecial', level: 'pud', since: '6.12', cases: [], src: 'v6.12 include/linux/mm.h' },
  { name: 'pud_modify', level: 'pud', since: '6.12', takes: ['pte', 'prot'], of: onAllowed(modify('pud')), src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_mkinvalid', level: 'pud', since: '6.12', takes: ['pte'], of: onAllowed(mkInvalid('pud', pudPfn)), src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
];

/** A row whose frame number is an `unsigned long`. */
function takesFrames(row: OperationRow): OperationRow {
  if (!('of' in row) || !row.takes.includes('pfn')) return row;
  return {
    ...row,
    of: (inputs, kernel) => row.of({ ...inputs, pfn: BigInt.asUintN(32, inputs.pfn) }, kernel),
  };
}

/** Those that make or change one. */
// prettier-ignore
export const operations = (): readonly OperationRow[] => {
  const own = x86Operations().filter(({ level }) => level !== 'pud').map(takesFrames);
  return [
    ...own,
    takesFrames({ name: 'pfn_pud', level: 'pud', takes: ['pfn', 'prot'], of: pfnPud, src: `v6.12 ${ALLOWED_BITS}` }),
    ...x86LargeOperations(own, framed('pmd'), []),
    ...pudOperations(),
    ...swapOperations(),
  ];
};
