import type {
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { maskOf } from '../../core/u64.ts';
import { anyBit, foldingLevel } from '../shared/large-functions.ts';
import { withCommonPredicates, withLargePredicates } from '../shared/pte-functions.ts';
import { swapOperations } from '../shared/swap-functions.ts';
import { pfnEntry, x86LargePredicates, x86Operations, x86Pfn, x86PtePredicates } from '../x86/functions.ts';
import { x86LargeOperations } from '../x86/large-operations.ts';

const PGTABLE = 'arch/x86/include/asm/pgtable.h';
const ALLOWED_BITS = 'arch/x86/include/asm/pgtable_types.h PGD_ALLOWED_BITS';
/** The flags of a page-directory pointer that `native_pud_val()` leaves: P, PWT, PCD and three of software. */
const FLAGS = 0xe19n;
const ALLOWED = maskOf(51, 12) | FLAGS;

/** `pte_pfn()`, `pmd_pfn()`: a frame number is an `unsigned long`, of 32 bits. */
const framed =
  (level: 'pte' | 'pmd') =>
  (value: bigint, kernel: KernelBits): bigint =>
    BigInt.asUintN(32, x86Pfn(level)(value, kernel));

/** `pud_pfn()`, `p4d_pfn()`. */
const pudPfn = (value: bigint, kernel: KernelBits): bigint => framed('pte')(value & ALLOWED, kernel);
const p4dPfn = (value: bigint, kernel: KernelBits): bigint =>
  BigInt.asUintN(32, (value & maskOf(51, 12) & kernel.physMask) >> 12n);

/** What is answered of page-directory pointers: they have few flags, and the functions see no other bits. */
// prettier-ignore
const pudPredicates = (): readonly PredicateRow[] => [
  { name: 'pud_none', level: 'pud', of: (value) => (value & ALLOWED) === 0n, src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_present', level: 'pud', when: [{ set: ['present'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_bad', level: 'pud', when: anyBit(FLAGS & ~1n), src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_leaf', level: 'pud', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_large', level: 'pud', until: '6.10', when: [], src: `v6.1 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_write', level: 'pud', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_dirty', level: 'pud', when: [{ since: '6.6', set: [1n << 10n] }], src: `v6.12 ${PGTABLE} _PAGE_DIRTY_BITS, ${ALLOWED_BITS}` },
  { name: 'pud_young', level: 'pud', when: [], src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_pfn', level: 'pud', of: pudPfn, src: `v6.12 ${PGTABLE}, ${ALLOWED_BITS}` },
  { name: 'pud_flags', level: 'pud', of: (value) => value & FLAGS, src: `v6.12 ${ALLOWED_BITS}` },
];

/** Who may use an entry: `access_permitted()` of both levels. */
// prettier-ignore
const permitted = (level: 'pte' | 'pmd'): readonly PredicateRow[] => [
  { name: `${level}_access_permitted_read`, when: [{ set: ['present', 'user'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted(${level}, 0)` },
  { name: `${level}_access_permitted_write`, when: [{ set: ['present', 'user', 'rw'] }], src: `v6.12 ${PGTABLE} ${level}_access_permitted(${level}, 1)` },
];

/** A row with the frame number that there is. */
function withFrames(row: PredicateRow): PredicateRow {
  if (row.name === 'pte_pfn') return { ...row, of: framed('pte') };
  return row.name === 'pmd_pfn' ? { ...row, of: framed('pmd') } : row;
}

/** The inline functions that read an entry: i386 has the header of x86_64, and folds two levels. */
// prettier-ignore
export const predicates = (): readonly PredicateRow[] => [
  ...withCommonPredicates(x86PtePredicates().map(withFrames)),
  ...withLargePredicates([
    ...x86LargePredicates()
      .filter(({ level }) => level === 'pmd')
      .map(withFrames),
    { name: 'pmd_large', level: 'pmd', until: '6.10', when: [{ set: ['pse'] }], src: `v6.1 ${PGTABLE}` },
    ...pudPredicates(),
    ...foldingLevel('p4d', [], [], `v6.12 ${PGTABLE}`),
    { name: 'p4d_pfn', level: 'p4d', of: p4dPfn, src: `v6.12 ${PGTABLE}` },
    ...foldingLevel('pgd', [], [], `v6.12 ${PGTABLE}`),
    ...permitted('pte'),
    ...permitted('pmd'),
  ]),
];

/** `pfn_pud()`: what is read of it has no other bits. */
const pfnPud = (inputs: Required<FunctionInputs>, kernel: KernelBits): bigint =>
  pfnEntry('pud')(inputs, kernel) & ALLOWED;

/** Those that make or change one. */
export const operations = (): readonly OperationRow[] => {
  const own = x86Operations().filter(({ level }) => level !== 'pud');
  return [
    ...own,
    { name: 'pfn_pud', level: 'pud', takes: ['pfn', 'prot'], of: pfnPud, src: `v6.12 ${ALLOWED_BITS}` },
    ...x86LargeOperations(own, framed('pmd'), []),
    ...swapOperations(),
  ];
};
