import type {
  ComputedRow,
  FunctionInputs,
  KernelBits,
  OperationRow,
  PredicateRow,
} from '../../core/rows/function-rows.ts';
import { not64 } from '../../core/u64.ts';
import { isInRelease, releasesWith } from '../../core/version.ts';
import { NO_LARGE, OF_FRAME, anyBit } from '../shared/large-functions.ts';
import { withLargeOperations, withLargePredicates } from '../shared/pte-functions.ts';

const PGTABLE = 'arch/s390/include/asm/pgtable.h';
/** The type of a table is in bits 2 and 3: an entry of a level below is one of a level that is folded. */
const [R1, R2, R3] = [0xcn, 0x8n, 0x4n];
/** An entry of a third region table is of type 01. */
const IS_R3 = { set: [R3], clear: [R2] } as const;
/** Bits that no region entry has, `~_REGION_ENTRY_BITS`, and no segment entry: `~_SEGMENT_ENTRY_BITS` and the type. */
const REGION_BAD = 0xdd0n;
const SEGMENT_BAD = 0x1ccn;
/** From 6.13 on a bit tells that an entry is present. */
const OLD = { until: '6.13' } as const;
const NEW = { since: '6.13' } as const;
const PUD_LEAF = [
  { ...OLD, set: [R3, 'pse'], clear: [R2] },
  { ...NEW, set: [R3, 'pse', 'present'], clear: [R2] },
] as const;
const PMD_LEAF = [
  { ...OLD, set: ['pse'] },
  { ...NEW, set: ['pse', 'present'] },
] as const;

const ORIGIN = not64(0xfffn);
const TYPE = 0xcn;
const typeOf = (value: bigint): bigint => value & TYPE;

/** `pgd_present()` and the like: folded, or with an address. */
const presentByOrigin = (type: bigint): Pick<ComputedRow, 'of' | 'reads' | 'readsAny'> => ({
  of: (value) => typeOf(value) < type || (value & ORIGIN) !== 0n,
  reads: TYPE,
  readsAny: ORIGIN,
});

/** Whether a value of type 01 is a leaf: `pud_leaf()`. */
function isPudLeaf(value: bigint, kernel: KernelBits): boolean {
  const leaf = kernel.mask('pse', 'pud') | (isMarked(kernel) ? kernel.mask('present', 'pud') : 0n);
  return typeOf(value) === R3 && (value & leaf) === leaf;
}

/** Whether this kernel marks the entries that are present. */
const isMarked = (kernel: KernelBits): boolean => kernel.mask('present', 'pmd') !== 0n;

function isPmdLeaf(value: bigint, kernel: KernelBits): boolean {
  const leaf = kernel.mask('pse', 'pmd') | kernel.mask('present', 'pmd');
  return (value & leaf) === leaf;
}

/** `pmd_pfn()`: the origin of a leaf or that of a table. */
const pmdPfn = (value: bigint, kernel: KernelBits): bigint =>
  (value & not64(isPmdLeaf(value, kernel) ? 0xf_ffffn : 0x7ffn)) >> 12n;

/** `pud_pfn()`, alike. */
const pudPfn = (value: bigint, kernel: KernelBits): bigint =>
  (value & not64(isPudLeaf(value, kernel) ? 0x7fff_ffffn : 0xfffn)) >> 12n;

/** A table was dirty and young, and not changed: up to commit 2d1fc1eb9b54. */
const TABLE_BEFORE = { until: '5.5', clear: ['pse'] } as const;

/** `~_SEGMENT_ENTRY_BITS_LARGE`, `~_REGION_ENTRY_BITS_LARGE`: large pages were checked too, up to commit 1c27a4bc817b. */
const LARGE_SEGMENT_BAD = 0xf_00ccn;
const LARGE_REGION_BAD = 0x7fff_01d0n;
const isAny = (value: bigint, mask: bigint): boolean => (value & mask) !== 0n;
const isLarge = (value: bigint): boolean => isAny(value, 0x400n);

/** "s390/mm: fix pxd_bad with folded page tables": a level asks of its own entries alone. */
const OWN_LEVEL = releasesWith('5.2', '5.1.17');
const asksOwnLevel = ({ version }: KernelBits): boolean =>
  OWN_LEVEL.some((releases) => isInRelease(releases, version));

const pmdBad = (value: bigint): boolean => isAny(value, isLarge(value) ? LARGE_SEGMENT_BAD : SEGMENT_BAD);

function pudBad(value: bigint, kernel: KernelBits): boolean {
  if (typeOf(value) < R3) return !asksOwnLevel(kernel) && pmdBad(value);
  if (typeOf(value) > R3 && asksOwnLevel(kernel)) return true;
  return isAny(value, typeOf(value) === R3 && isLarge(value) ? LARGE_REGION_BAD : REGION_BAD);
}

function p4dBad(value: bigint, kernel: KernelBits): boolean {
  if (typeOf(value) < R2) return !asksOwnLevel(kernel) && pudBad(value, kernel);
  return (typeOf(value) > R2 && asksOwnLevel(kernel)) || isAny(value, REGION_BAD);
}

/** Bits that are invalid in an entry of a region table as in one of a segment table. */
const ANY_LEVEL_BAD = 0x7d0n;
const pgdBad = (value: bigint, kernel: KernelBits): boolean =>
  asksOwnLevel(kernel) ? typeOf(value) === R1 && isAny(value, REGION_BAD) : isAny(value, ANY_LEVEL_BAD);

/** What was bad in earlier releases. */
const EARLIER_BAD: readonly PredicateRow[] = (
  [
    ['pmd', pmdBad],
    ['pud', pudBad],
    ['p4d', p4dBad],
    ['pgd', pgdBad],
  ] as const
).map(([level, of]) => ({
  name: `${level}_bad`,
  level,
  until: '5.5',
  of,
  reads: LARGE_SEGMENT_BAD | LARGE_REGION_BAD | SEGMENT_BAD | REGION_BAD | ANY_LEVEL_BAD | 0x40cn,
  src: `v5.2 ${PGTABLE}`,
}));

/** "s390/mm: fix panic in gup_fast on large pud" (582b4e55403e, 5.5.9-rc1, 5.4.25-rc1); the generic one is a BUG(). */
const PUD_WRITE = releasesWith('5.6', '5.5.9', '5.4.25');

/** What the header answers of upper levels. */
// prettier-ignore
export const largePredicates = (): readonly PredicateRow[] => withLargePredicates([
  ...EARLIER_BAD,
  { name: 'pmd_bad', level: 'pmd', since: '5.5', when: [...anyBit(SEGMENT_BAD), ...PMD_LEAF], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_leaf', level: 'pmd', since: '5.6', when: PMD_LEAF, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_large', level: 'pmd', until: NO_LARGE, when: PMD_LEAF, src: `v6.1 ${PGTABLE}` },
  { name: 'pmd_trans_huge', level: 'pmd', when: PMD_LEAF.map((row) => ({ ...row, config: ['TRANSPARENT_HUGEPAGE'] })), src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_protnone', level: 'pmd', when: PMD_LEAF.flatMap((row) => [{ ...row, config: ['NUMA_BALANCING'], clear: ['read'] }, { ...row, config: ['ARCH_HAS_PTE_PROTNONE'], clear: ['read'] }]), src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_write', level: 'pmd', when: [{ set: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_dirty', level: 'pmd', when: [{ set: ['dirty'] }, TABLE_BEFORE], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_young', level: 'pmd', when: [{ set: ['accessed'] }, TABLE_BEFORE], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_pfn', level: 'pmd', of: pmdPfn, src: `v6.12 ${PGTABLE}` },
  { name: 'pud_none', level: 'pud', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', ...OLD, ...presentByOrigin(R3), src: `v6.12 ${PGTABLE}` },
  { name: 'pud_present', level: 'pud', ...NEW, when: [{ set: ['present'] }, { clear: [R1] }], src: `v6.13 ${PGTABLE}` },
  { name: 'pud_bad', level: 'pud', since: '5.5', when: [{ set: [R2] }, ...PUD_LEAF, ...anyBit(REGION_BAD, IS_R3)], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_leaf', level: 'pud', since: '5.6', when: PUD_LEAF, src: `v6.12 ${PGTABLE}` },
  { name: 'pud_large', level: 'pud', until: NO_LARGE, when: PUD_LEAF, src: `v6.1 ${PGTABLE}` },
  ...PUD_WRITE.map((releases): PredicateRow => ({ name: 'pud_write', level: 'pud', ...releases, when: [{ set: ['rw'] }], src: `v6.12 ${PGTABLE} (commit 582b4e55403e)` })),
  { name: 'pud_pfn', level: 'pud', of: pudPfn, src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_none', level: 'p4d', when: [{ forms: ['none'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_present', level: 'p4d', ...presentByOrigin(R2), src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_bad', level: 'p4d', since: '5.5', when: [{ set: [R1] }, ...anyBit(REGION_BAD, { set: [R2], clear: [R3] })], src: `v6.12 ${PGTABLE}` },
  { name: 'p4d_pfn', level: 'p4d', of: (value) => value >> 12n, src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_none', level: 'pgd', when: [{ set: [R1, 'invalid'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_present', level: 'pgd', ...presentByOrigin(R1), src: `v6.12 ${PGTABLE}` },
  { name: 'pgd_bad', level: 'pgd', since: '5.5', when: anyBit(REGION_BAD, { set: [R1] }), src: `v6.12 ${PGTABLE}` },
]);

/** The bits of a pte that `_PAGE_NONE` and the other protections of a mapping consist of, and those of a pmd for it. */
const PAGE = { none: 0x601n, ro: 0x711n, rx: 0x611n, rw: 0x731n } as const;

/** `massage_pgprot_pmd()`: the protection of a mapping as a segment entry has it; what is none becomes that of RWX. */
function segmentProt(kernel: KernelBits, prot: bigint): bigint {
  const bits = (...roles: readonly string[]): bigint =>
    roles.reduce((mask, role) => mask | kernel.mask(role, 'pmd'), kernel.mask('present', 'pmd'));
  if (prot === PAGE.none) return bits('invalid', 'protect');
  if (prot === PAGE.ro) return bits('protect', 'read', 'nx');
  if (prot === PAGE.rx) return bits('protect', 'read');
  if (prot === PAGE.rw) return bits('read', 'rw', 'nx');
  return bits('read', 'rw');
}

/** `pfn_pmd()`: the two are added. */
const pfnPmd = ({ pfn, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint =>
  BigInt.asUintN(64, (pfn << 12n) + segmentProt(kernel, prot));

/** What `pmd_modify()` keeps of a large page: its frame, _SEGMENT_ENTRY_LARGE and the bits of the kernel. */
const KEPT = ['dirty', 'accessed', 'pse', 'soft_dirty'] as const;
const ORIGIN_LARGE = not64(0xf_ffffn);

/** `pmd_modify()`: what is not dirty is protected, what is not young invalid. */
function pmdModify({ pte, prot }: Required<FunctionInputs>, kernel: KernelBits): bigint {
  const mask = (role: string): bigint => kernel.mask(role, 'pmd');
  const keep = KEPT.reduce((bits, role) => bits | mask(role), ORIGIN_LARGE);
  const value = (pte & keep) | segmentProt(kernel, prot);
  const isDirty = (value & mask('dirty')) !== 0n;
  const isYoung = (value & mask('accessed')) !== 0n;
  return value | (isDirty ? 0n : mask('protect')) | (isYoung ? 0n : mask('invalid'));
}

const MKWRITE = [
  { ...TABLE_BEFORE, thenSet: ['rw'], thenClear: ['protect'] },
  { set: ['dirty'], thenSet: ['rw'], thenClear: ['protect'] },
  { thenSet: ['rw'] },
] as const;
/** Before other changes: a table stayed as it was. */
const UNCHANGED = { ...TABLE_BEFORE, thenSet: [] } as const;
const MKDIRTY = [
  UNCHANGED,
  { set: ['rw'], thenSet: ['dirty', 'soft_dirty'], thenClear: ['protect'] },
  { thenSet: ['dirty', 'soft_dirty'] },
] as const;
const MKYOUNG = [
  UNCHANGED,
  { set: ['read'], thenSet: ['accessed'], thenClear: ['invalid'] },
  { thenSet: ['accessed'] },
] as const;

/** What it makes of upper levels, and changes. */
// prettier-ignore
export const largeOperations = (): readonly OperationRow[] => withLargeOperations([
  { name: 'pmd_wrprotect', level: 'pmd', cases: [{ thenSet: ['protect'], thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkwrite', level: 'pmd', cases: MKWRITE, src: `v6.1 ${PGTABLE}; v6.6 include/linux/pgtable.h pmd_mkwrite(pmd, vma), of a mapping that is no shadow stack` },
  { name: 'pmd_mkwrite_novma', level: 'pmd', since: '6.6', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkclean', level: 'pmd', cases: [UNCHANGED, { thenSet: ['protect'], thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkdirty', level: 'pmd', cases: MKDIRTY, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkold', level: 'pmd', cases: [UNCHANGED, { thenSet: ['invalid'], thenClear: ['accessed'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkyoung', level: 'pmd', cases: MKYOUNG, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_mkhuge', level: 'pmd', cases: [{ thenSet: ['pse', 'accessed', 'protect'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_wrprotect', level: 'pud', cases: [{ thenSet: ['protect'], thenClear: ['rw'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_mkwrite', level: 'pud', cases: MKWRITE, src: `v6.12 ${PGTABLE}` },
  { name: 'pud_mkclean', level: 'pud', cases: [UNCHANGED, { thenSet: ['protect'], thenClear: ['dirty'] }], src: `v6.12 ${PGTABLE}` },
  { name: 'pud_mkdirty', level: 'pud', cases: MKDIRTY, src: `v6.12 ${PGTABLE}` },
  { name: 'pmd_modify', level: 'pmd', since: '5.5', takes: ['pte', 'prot'], of: pmdModify, src: `v6.12 ${PGTABLE}` },
  { name: 'pfn_pmd', level: 'pmd', takes: OF_FRAME, of: pfnPmd, src: `v6.12 ${PGTABLE} pfn_pmd, massage_pgprot_pmd` },
]);
