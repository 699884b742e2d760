import { classify, isNone, passes } from './facts.ts';
import { readAddress } from './address.ts';
import type { BitTest, EntryTest, Level } from './layout.ts';
import type { Kernel, SwapType } from './model.ts';
import {
  genericEntry,
  offsetPfn,
  splitGenericEntry,
  type SwapEntry,
  swapTypeOf,
  swpOffset,
  swpType,
} from './swap-entry.ts';
import { not64 } from './u64.ts';
import { type Availability, isAvailable } from './version.ts';
import { framePfn, pmdPfnMask, pudPfnMask, type X86Bits, x86Bits } from './x86-bits.ts';

/** What a kernel function answers: a truth value, or a number. */
export type PredicateValue = boolean | bigint;

/** Everything that the functions ask of one value, computed once. */
interface Context {
  readonly v: bigint;
  readonly b: X86Bits;
  readonly kernel: Kernel;
  readonly none: boolean;
  readonly ptePresent: boolean;
  readonly pmdPresent: boolean;
  /** What `pte_to_swp_entry()` or `softleaf_from_pte()` gives. */
  readonly generic: bigint;
  readonly entry: SwapEntry;
  readonly type: SwapType;
  /** The same for the value read as a pmd. */
  readonly pmdGeneric: bigint;
  readonly pmdType: SwapType;
}

/** A kernel function of one entry: its name, the releases that have it, and what it computes. */
interface PredicateRow extends Availability {
  readonly name: string;
  readonly of: (c: Context) => PredicateValue;
}

const SOFTLEAF = { since: '6.19' } as const;
const SWP = { until: '6.19' } as const;
const RENAMED = { until: '7.3' } as const;
const UFFD = { since: '7.3' } as const;

const any = (value: bigint, mask: bigint): boolean => (value & mask) !== 0n;
const isSwapPte = (c: Context): boolean => !c.none && !c.ptePresent;
const isMigration = (type: SwapType): boolean => type.kind === 'migration';
const isMarker = (c: Context): boolean => c.type.kind === 'pte-marker';
const marker = (c: Context): bigint => c.entry.offset & c.kernel.markerMask;
/** softleaf_from_pte() of a none entry is the value 0, which counts as no entry at all. */
const isNoneLeaf = (c: Context): boolean => c.generic === 0n;
const named =
  (name: string) =>
  (c: Context): boolean =>
    c.type.name === name;
const shadow = (c: Context, mask: bigint): boolean =>
  c.b.shstk && (c.v & (mask | c.b.RW)) === mask && c.kernel.mask('saved_dirty') !== 0n;
const pteShstk = (c: Context): boolean => shadow(c, c.b.D);
const largeShstk = (c: Context): boolean => shadow(c, c.b.D | c.b.PSE);
const largeWrite = (c: Context): boolean => any(c.v, c.b.RW) || largeShstk(c);
const dirty = (c: Context): boolean => any(c.v, c.b.D | c.b.SAVED_DIRTY);
const transHuge = (c: Context): boolean => (c.v & (c.b.PSE | c.b.DEVMAP)) === c.b.PSE;
const offsetBit = ({ kernel, entry }: Context, above: number): boolean =>
  kernel.migrationAd &&
  kernel.swpPfnBits !== undefined &&
  any(entry.offset, 1n << BigInt(kernel.swpPfnBits + above));
const pteMarkerUffdWp = (c: Context): boolean => isMarker(c) && any(marker(c), 1n) && isSwapPte(c);
const uffdWpAny = (c: Context): boolean =>
  c.kernel.config('PTE_MARKER_UFFD_WP') && isSwapPte(c) && (any(c.v, c.b.SWP_UFFD_WP) || pteMarkerUffdWp(c));
const hasPfn = (c: Context): boolean =>
  c.type.kind !== 'swap' && c.type.kind !== 'pte-marker' && c.type.kind !== 'swapin-error';

/** pmd_bad(): ACCESSED is ignored since 6.1 (absent 6.0.1). */
function pmdBad(c: Context): boolean {
  const { P, RW, USER, A, D, ENC } = c.b;
  const ignored = isAvailable({ since: '6.1' }, c.kernel.version, c.kernel.config) ? A : 0n;
  return (
    (c.v & not64(pmdPfnMask(c.b, c.v)) & not64(USER | ignored)) !== ((P | RW | A | D | ENC) & not64(ignored))
  );
}

/** softleaf_type(): the kernel's enumeration of v6.19 include/linux/leafops.h, none = 0. */
function softleafType(c: Context): bigint {
  if (isNoneLeaf(c)) return 0n;
  const names = [
    'SWP_MIGRATION_READ',
    'SWP_MIGRATION_READ_EXCLUSIVE',
    'SWP_MIGRATION_WRITE',
    'SWP_DEVICE_READ',
    'SWP_DEVICE_WRITE',
    'SWP_DEVICE_EXCLUSIVE',
    'SWP_HWPOISON',
    'SWP_PTE_MARKER',
  ];
  return c.type.kind === 'swap' ? 1n : BigInt(names.indexOf(c.type.name) + 2);
}

/** arch/x86/include/asm/pgtable.h, of a pte. */
// prettier-ignore
const X86_PTE_ROWS: readonly PredicateRow[] = [
  { name: 'pte_none', of: (c) => c.none },
  { name: 'pte_present', of: (c) => c.ptePresent },
  { name: 'is_swap_pte', ...SWP, of: isSwapPte },
  { name: 'pte_protnone', of: (c) => protnoneCompiled(c) && (c.v & (c.b.PROTNONE | c.b.P)) === c.b.PROTNONE },
  { name: 'pte_write', of: (c) => any(c.v, c.b.RW) || pteShstk(c) },
  { name: 'pte_dirty', of: dirty },
  { name: 'pte_young', of: (c) => any(c.v, c.b.A) },
  { name: 'pte_special', of: (c) => any(c.v, c.b.SPECIAL) },
  { name: 'pte_devmap', until: '6.17', of: (c) => any(c.v, c.b.DEVMAP) },
  { name: 'pte_uffd_wp', since: '5.7', until: '7.3', of: (c) => any(c.v, c.b.UFFD_WP) },
  { name: 'pte_uffd', ...UFFD, of: (c) => any(c.v, c.b.UFFD_WP) },
  { name: 'pte_soft_dirty', of: (c) => any(c.v, c.b.SOFT_DIRTY) },
  { name: 'pte_exec', of: (c) => !any(c.v, c.b.NX) },
  { name: 'pte_global', of: (c) => any(c.v, c.b.GLOBAL) },
  { name: 'pte_huge', of: (c) => any(c.v, c.b.PSE) },
  { name: 'pte_shstk', since: '6.6', of: pteShstk },
  { name: 'pte_pfn', of: (c) => framePfn(c.b, c.v, c.b.PTE_PFN_MASK) },
  { name: 'pte_flags', of: (c) => c.v & not64(c.b.PTE_PFN_MASK) },
  { name: 'pte_swp_uffd_wp', since: '5.7', until: '7.3', of: (c) => any(c.v, c.b.SWP_UFFD_WP) },
  { name: 'pte_swp_uffd', ...UFFD, of: (c) => any(c.v, c.b.SWP_UFFD_WP) },
  { name: 'pte_swp_soft_dirty', of: (c) => any(c.v, c.b.SWP_SOFT_DIRTY) },
  { name: 'pte_swp_exclusive', since: '5.19', of: (c) => any(c.v, c.b.SWP_EXCLUSIVE) },
];

/** include/linux/swapops.h (leafops.h since 6.19): the same on every architecture. */
// prettier-ignore
const SWAP_ROWS: readonly PredicateRow[] = [
  { name: '__swp_type', of: (c) => BigInt(swpType(c.kernel.swap, c.v)) },
  { name: '__swp_offset', of: (c) => swpOffset(c.kernel.swap, c.v) },
  { name: 'pte_to_swp_entry', ...SWP, of: (c) => c.generic },
  { name: 'softleaf_from_pte', ...SOFTLEAF, of: (c) => c.generic },
  { name: 'swp_type', of: (c) => BigInt(c.entry.type) },
  { name: 'swp_offset', of: (c) => c.entry.offset },
  { name: 'non_swap_entry', ...SWP, of: (c) => c.type.kind !== 'swap' },
  { name: 'is_migration_entry', ...SWP, of: (c) => isMigration(c.type) },
  { name: 'is_hwpoison_entry', of: named('SWP_HWPOISON') },
  { name: 'is_device_private_entry', ...SWP, of: (c) => c.type.kind === 'device-private' },
  { name: 'is_write_migration_entry', until: '5.14', of: named('SWP_MIGRATION_WRITE') },
  { name: 'is_write_device_private_entry', until: '5.14', of: named('SWP_DEVICE_WRITE') },
  { name: 'is_writable_migration_entry', since: '5.14', until: '6.19', of: named('SWP_MIGRATION_WRITE') },
  { name: 'is_readable_migration_entry', since: '5.14', until: '6.19', of: named('SWP_MIGRATION_READ') },
  { name: 'is_readable_exclusive_migration_entry', since: '5.19', until: '6.19', of: named('SWP_MIGRATION_READ_EXCLUSIVE') },
  { name: 'is_writable_device_private_entry', since: '5.14', until: '6.19', of: named('SWP_DEVICE_WRITE') },
  { name: 'is_device_exclusive_entry', since: '5.14', until: '6.19', of: (c) => c.type.kind === 'device-exclusive' },
  { name: 'is_writable_device_exclusive_entry', since: '5.14', until: '6.15', of: named('SWP_DEVICE_EXCLUSIVE_WRITE') },
  { name: 'is_pfn_swap_entry', since: '5.14', until: '6.19', of: (c) => hasPfn(c) && (c.type.kind !== 'hwpoison' || hwpoisonIsPfn(c)) },
  { name: 'migration_entry_to_pfn', until: '5.14', of: (c) => c.entry.offset },
  { name: 'device_private_entry_to_pfn', until: '5.14', of: (c) => c.entry.offset },
  { name: 'pte_swp_uffd_wp_special', config: ['UFFD_WP_SPECIAL_PATCH'], of: (c) => c.v === c.kernel.uffdWpSpecial },
  { name: 'is_pte_marker_entry', since: '5.19', until: '6.19', of: isMarker },
  { name: 'is_pte_marker', since: '5.19', until: '6.19', of: (c) => isMarker(c) && isSwapPte(c) },
  { name: 'pte_marker_get', since: '5.19', until: '6.19', of: marker },
  { name: 'pte_marker_entry_uffd_wp', since: '5.19', until: '6.19', of: (c) => isMarker(c) && any(marker(c), 1n) },
  { name: 'pte_marker_uffd_wp', since: '5.19', until: '6.19', of: pteMarkerUffdWp },
  { name: 'pte_swp_uffd_wp_any', since: '5.19', until: '7.3', of: uffdWpAny },
  { name: 'pte_swp_uffd_any', ...UFFD, of: uffdWpAny },
  { name: 'pte_none_mostly', since: '5.19', until: '6.19', of: (c) => c.none || (isMarker(c) && isSwapPte(c)) },
  { name: 'swp_offset_pfn', since: '6.1', until: '6.19', of: (c) => offsetPfn(c.kernel, c.entry.offset) },
  { name: 'is_migration_entry_young', since: '6.1', until: '6.19', of: (c) => offsetBit(c, 0) },
  { name: 'is_migration_entry_dirty', since: '6.1', until: '6.19', of: (c) => offsetBit(c, 1) },
  { name: 'is_swapin_error_entry', since: '5.19', until: '6.6', of: (c) => c.type.kind === 'swapin-error' || (isMarker(c) && any(marker(c), 2n)) },
  { name: 'is_poisoned_swp_entry', since: '6.6', until: '6.19', of: (c) => isMarker(c) && any(marker(c), 2n) },
  { name: 'is_guard_swp_entry', since: '6.13', until: '6.19', of: (c) => isMarker(c) && any(marker(c), 4n) },
  { name: 'softleaf_type', ...SOFTLEAF, of: softleafType },
  { name: 'softleaf_is_none', ...SOFTLEAF, of: isNoneLeaf },
  { name: 'softleaf_is_swap', ...SOFTLEAF, of: (c) => !isNoneLeaf(c) && c.type.kind === 'swap' },
  { name: 'softleaf_is_migration', ...SOFTLEAF, of: (c) => isMigration(c.type) },
  { name: 'softleaf_is_migration_write', ...SOFTLEAF, of: named('SWP_MIGRATION_WRITE') },
  { name: 'softleaf_is_migration_read', ...SOFTLEAF, of: named('SWP_MIGRATION_READ') },
  { name: 'softleaf_is_migration_read_exclusive', ...SOFTLEAF, of: named('SWP_MIGRATION_READ_EXCLUSIVE') },
  { name: 'softleaf_is_hwpoison', ...SOFTLEAF, of: named('SWP_HWPOISON') },
  { name: 'softleaf_is_device_private', ...SOFTLEAF, of: (c) => c.type.kind === 'device-private' },
  { name: 'softleaf_is_device_private_write', ...SOFTLEAF, of: named('SWP_DEVICE_WRITE') },
  { name: 'softleaf_is_device_exclusive', ...SOFTLEAF, of: named('SWP_DEVICE_EXCLUSIVE') },
  { name: 'softleaf_has_pfn', ...SOFTLEAF, of: hasPfn },
  { name: 'softleaf_is_marker', ...SOFTLEAF, of: isMarker },
  { name: 'softleaf_to_marker', ...SOFTLEAF, of: marker },
  { name: 'softleaf_is_uffd_wp_marker', ...SOFTLEAF, of: (c) => isMarker(c) && any(marker(c), 1n) },
  { name: 'softleaf_is_poison_marker', ...SOFTLEAF, of: (c) => isMarker(c) && any(marker(c), 2n) },
  { name: 'softleaf_is_guard_marker', ...SOFTLEAF, of: (c) => isMarker(c) && any(marker(c), 4n) },
  { name: 'pte_is_marker', ...SOFTLEAF, of: isMarker },
  { name: 'pte_is_uffd_wp_marker', ...SOFTLEAF, of: (c) => isMarker(c) && any(marker(c), 1n) },
  { name: 'pte_is_uffd_marker', ...SOFTLEAF, of: (c) => isMarker(c) && any(marker(c), 3n) },
  { name: 'softleaf_to_pfn', ...SOFTLEAF, of: (c) => offsetPfn(c.kernel, c.entry.offset) },
  { name: 'softleaf_is_migration_young', ...SOFTLEAF, of: (c) => offsetBit(c, 0) },
  { name: 'softleaf_is_migration_dirty', ...SOFTLEAF, of: (c) => offsetBit(c, 1) },
];

/** arch/x86/include/asm/pgtable.h, of large pages and tables. */
// prettier-ignore
const X86_LARGE_ROWS: readonly PredicateRow[] = [
  { name: 'pmd_none', of: (c) => c.none },
  { name: 'pmd_present', of: (c) => c.pmdPresent },
  { name: 'pmd_bad', of: pmdBad },
  { name: 'pmd_leaf', of: (c) => any(c.v, c.b.PSE) },
  { name: 'pmd_trans_huge', of: transHuge },
  { name: 'pmd_devmap', until: '6.17', of: (c) => any(c.v, c.b.DEVMAP) },
  { name: 'pmd_protnone', of: (c) => protnoneCompiled(c) && (c.v & (c.b.PROTNONE | c.b.P)) === c.b.PROTNONE },
  { name: 'pmd_write', of: largeWrite },
  { name: 'pmd_dirty', of: dirty },
  { name: 'pmd_young', of: (c) => any(c.v, c.b.A) },
  { name: 'pmd_shstk', since: '6.6', of: largeShstk },
  { name: 'pmd_uffd_wp', since: '5.7', until: '7.3', of: (c) => any(c.v, c.b.UFFD_WP) },
  { name: 'pmd_uffd', ...UFFD, of: (c) => any(c.v, c.b.UFFD_WP) },
  { name: 'pmd_soft_dirty', of: (c) => any(c.v, c.b.SOFT_DIRTY) },
  { name: 'pmd_pfn', of: (c) => framePfn(c.b, c.v, pmdPfnMask(c.b, c.v)) },
  { name: 'pmd_flags', of: (c) => c.v & not64(pmdPfnMask(c.b, c.v)) },
  { name: 'is_swap_pmd', ...SWP, of: (c) => !c.none && !c.pmdPresent },
  { name: 'pmd_swp_uffd_wp', since: '5.7', ...RENAMED, of: (c) => any(c.v, c.b.SWP_UFFD_WP) },
  { name: 'pmd_swp_uffd', ...UFFD, of: (c) => any(c.v, c.b.SWP_UFFD_WP) },
  { name: 'pmd_swp_soft_dirty', of: (c) => any(c.v, c.b.SWP_SOFT_DIRTY) },
  { name: 'is_pmd_migration_entry', ...SWP, of: (c) => !c.none && !c.pmdPresent && isMigration(c.pmdType) },
  { name: 'pmd_to_swp_entry', ...SWP, of: (c) => c.pmdGeneric },
  { name: 'softleaf_from_pmd', ...SOFTLEAF, of: (c) => c.pmdGeneric },
  { name: 'pmd_is_migration_entry', ...SOFTLEAF, of: (c) => isMigration(c.pmdType) },
  { name: 'pmd_is_device_private_entry', ...SOFTLEAF, of: (c) => c.pmdType.kind === 'device-private' },
  { name: 'pmd_is_valid_softleaf', ...SOFTLEAF, of: (c) => isMigration(c.pmdType) || c.pmdType.kind === 'device-private' },
  { name: 'pud_none', of: (c) => c.none },
  { name: 'pud_present', of: (c) => any(c.v, c.b.P) },
  { name: 'pud_bad', of: (c) => any(c.v & not64(pudPfnMask(c.b, c.v)), not64(c.b.P | c.b.RW | c.b.A | c.b.D | c.b.USER | c.b.ENC)) },
  { name: 'pud_leaf', until: '6.12.117', of: (c) => (c.v & (c.b.PSE | c.b.P)) === (c.b.PSE | c.b.P) },
  { name: 'pud_leaf', since: '6.12.117', of: (c) => any(c.v, c.b.PSE) },
  { name: 'pud_trans_huge', of: transHuge },
  { name: 'pud_devmap', until: '6.17', of: (c) => any(c.v, c.b.DEVMAP) },
  { name: 'pud_write', of: (c) => any(c.v, c.b.RW) || largeShstk(c) },
  { name: 'pud_dirty', of: dirty },
  { name: 'pud_young', of: (c) => any(c.v, c.b.A) },
  { name: 'pud_shstk', since: '6.6', of: largeShstk },
  { name: 'pud_soft_dirty', of: (c) => any(c.v, c.b.SOFT_DIRTY) },
  { name: 'pud_pfn', of: (c) => framePfn(c.b, c.v, pudPfnMask(c.b, c.v)) },
  { name: 'pud_flags', of: (c) => c.v & not64(pudPfnMask(c.b, c.v)) },
];

const role =
  (name: string) =>
  (c: Context): boolean =>
    any(c.v, c.kernel.mask(name));

/** What the tables of any other architecture answer: the masks of the roles, and how they tell the forms apart. */
// prettier-ignore
const TABLE_ROWS: readonly PredicateRow[] = [
  { name: 'pte_none', of: (c) => c.none },
  { name: 'pte_present', of: (c) => c.ptePresent },
  { name: 'is_swap_pte', ...SWP, of: isSwapPte },
  { name: 'pte_protnone', of: (c) => protnoneCompiled(c) && classify(c.kernel, c.v, 'pte') === 'protnone' },
  { name: 'pte_write', of: role('rw') },
  { name: 'pte_dirty', of: role('dirty') },
  { name: 'pte_young', of: role('accessed') },
  { name: 'pte_special', of: role('special') },
  { name: 'pte_devmap', until: '6.17', of: role('devmap') },
  { name: 'pte_uffd_wp', since: '5.7', until: '7.3', of: role('uffd_wp') },
  { name: 'pte_uffd', ...UFFD, of: role('uffd_wp') },
  { name: 'pte_soft_dirty', of: role('soft_dirty') },
  { name: 'pte_pfn', of: leafPfn },
  { name: 'pte_swp_uffd_wp', since: '5.7', until: '7.3', of: role('swp_uffd_wp') },
  { name: 'pte_swp_uffd', ...UFFD, of: role('swp_uffd_wp') },
  { name: 'pte_swp_soft_dirty', of: role('swp_soft_dirty') },
  { name: 'pte_swp_exclusive', since: '5.19', of: role('swp_exclusive') },
];

/** `pte_pfn()`: the frame field of a present pte, whatever the entry is. */
function leafPfn(c: Context): bigint {
  const { pfn } = c.kernel.form('pte', 'leaf');
  const pageShift = BigInt(c.kernel.pageShift);
  // From the right, so that the first field that fits has the last word.
  return pfn.reduceRight((frame, { when, mask, pieces }) => {
    if (when && !passes(c.v, when)) return frame;
    return (pieces ? readAddress(c.v & mask, pieces) : c.v & mask) >> pageShift;
  }, 0n);
}

/** A function of an architecture's own header that only tests bits. */
function testRow({ name, when, since, until, config }: EntryTest): PredicateRow {
  return {
    name,
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(config === undefined ? {} : { config }),
    of: (c) => when.some(({ set, clear }) => (c.v & set) === set && (c.v & clear) === 0n),
  };
}

/** The rows of an architecture, before those that its release lacks are left out. */
function rowsOf(kernel: Kernel): readonly PredicateRow[] {
  const { functions } = kernel.layout;
  if (functions === 'x86') return [...X86_PTE_ROWS, ...SWAP_ROWS, ...X86_LARGE_ROWS];
  const tests = functions.tests.map(testRow);
  const own = new Set(tests.map(({ name }) => name));
  return [...TABLE_ROWS.filter(({ name }) => !own.has(name)), ...tests, ...SWAP_ROWS];
}

/** Up to 7.2 `pte_protnone()` is constantly false without NUMA balancing. */
function protnoneCompiled(c: Context): boolean {
  return c.kernel.config('NUMA_BALANCING') || c.kernel.config('ARCH_HAS_PTE_PROTNONE');
}

/** HWPOISON joined is_pfn_swap_entry() in 6.9; Debian's 6.1.192 has the back-port. */
function hwpoisonIsPfn(c: Context): boolean {
  const { version, config } = c.kernel;
  return (
    isAvailable({ since: '6.9' }, version, config) ||
    isAvailable({ since: '6.1.192', until: '6.2' }, version, config)
  );
}

/** The rows that one kernel has, with its masks; remembered, for a batch asks the same kernel again and again. */
const compiled = new WeakMap<Kernel, { rows: readonly PredicateRow[]; bits: X86Bits }>();

function compile(kernel: Kernel): { rows: readonly PredicateRow[]; bits: X86Bits } {
  let known = compiled.get(kernel);
  if (!known) {
    const config = (symbol: string): boolean =>
      symbol === 'UFFD_WP_SPECIAL_PATCH' ? kernel.uffdWpSpecialPatch : kernel.config(symbol);
    known = {
      rows: rowsOf(kernel).filter((row) => isAvailable(row, kernel.version, config)),
      bits: x86Bits(kernel),
    };
    compiled.set(kernel, known);
  }
  return known;
}

/**
 * What every kernel function of the model answers for one 64-bit value, under the names that this kernel has for
 * them, literally: also where the kernel would not call it. The swap functions read any value as a swap entry, the
 * pmd and pud functions read the same bits as an entry of their level.
 *
 * On x86_64 these are all inline functions of its headers; elsewhere those of a pte that test bits or a form.
 *
 * Source: arch/x86/include/asm/pgtable.h (of the architecture), include/linux/swapops.h (leafops.h since 6.19) of the
 * kernel's release.
 *
 * @param kernel a resolved kernel
 * @param value 0 .. 2^64-1
 */
export function evaluatePredicates(kernel: Kernel, value: bigint): Record<string, PredicateValue> {
  const { rows, bits } = compile(kernel);
  const none = isNone(kernel, value, 'pte');
  const isX86 = kernel.layout.functions === 'x86';
  const ptePresent = isX86 ? any(value, bits.P | bits.PROTNONE) : isPresent(kernel, value, 'pte');
  const pmdPresent = isX86 ? any(value, bits.P | bits.PROTNONE | bits.PSE) : isPresent(kernel, value, 'pmd');
  const raw = { type: swpType(kernel.swap, value), offset: swpOffset(kernel.swap, value) };
  const softleaf = isAvailable(SOFTLEAF, kernel.version, kernel.config);
  const generic = softleaf && (none || ptePresent) ? 0n : genericEntry(kernel, raw);
  const pmdGeneric = softleaf && (none || pmdPresent) ? 0n : genericEntry(kernel, raw);
  const entry = splitGenericEntry(kernel, generic);
  const context: Context = {
    v: value,
    b: bits,
    kernel,
    none,
    ptePresent,
    pmdPresent,
    generic,
    entry,
    type: swapTypeOf(kernel, entry.type),
    pmdGeneric,
    pmdType: swapTypeOf(kernel, splitGenericEntry(kernel, pmdGeneric).type),
  };
  const answers: Record<string, PredicateValue> = {};
  for (const row of rows) answers[row.name] = row.of(context);
  return answers;
}

function isPresent(kernel: Kernel, value: bigint, level: Level): boolean {
  const form = classify(kernel, value, level);
  return form === 'leaf' || form === 'protnone' || form === 'table';
}

/** The names of all functions that `evaluatePredicates` answers for this kernel, in its order. */
export function predicateNames(kernel: Kernel): readonly string[] {
  return compile(kernel).rows.map((row) => row.name);
}

/** Bit tests of a predicate; see the rows of functions. */
export function testsOf(kernel: Kernel, name: string): readonly BitTest[] | undefined {
  const role = (n: string): bigint => kernel.mask(n);
  const one = (mask: bigint): readonly BitTest[] => (mask === 0n ? [] : [{ set: mask, clear: 0n }]);
  const suffix = name.replace(/^[a-z0-9]+_/, '');
  if (kernel.layout.functions !== 'x86') {
    const own = kernel.layout.functions.tests.find(
      (row) => row.name === `pte_${suffix}` && isAvailable(row, kernel.version, kernel.config),
    );
    if (own) return own.when;
  }
  switch (suffix) {
    case 'write':
      return kernel.config('CPU_SHADOW_STACK') && role('saved_dirty') !== 0n
        ? [
            ...one(role('rw')),
            { set: role('dirty') | (name.startsWith('pte') ? 0n : role('pse')), clear: role('rw') },
          ]
        : one(role('rw'));
    case 'dirty':
      return [...one(role('dirty')), ...one(role('saved_dirty'))];
    case 'young':
      return one(role('accessed'));
    case 'uffd_wp':
      return one(role('uffd_wp'));
    case 'soft_dirty':
      return one(role('soft_dirty'));
    default:
      return undefined;
  }
}
