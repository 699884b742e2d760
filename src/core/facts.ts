import { readAddress } from './address.ts';
import type { BitTest, Form, FormRow, Level, SwapKind } from './layout.ts';
import type { Kernel, ResolvedPfn, ResolvedRow } from './model.ts';
import { offsetPfn, rawField, swapTypeOf, swpOffset, swpType } from './swap-entry.ts';
import { formatU64, maskOf, not64, U64_MAX } from './u64.ts';

/** What an entry is. */
export type State =
  | 'none'
  | 'present'
  | 'protnone'
  | 'table'
  | 'swap'
  | 'migration'
  | 'device-private'
  | 'device-exclusive'
  | 'hwpoison'
  | 'pte-marker'
  | 'swapin-error'
  | 'uffd-wp-special';

/** All states, in the order of the documentation. */
export const STATES: readonly State[] = [
  'none',
  'present',
  'protnone',
  'table',
  'swap',
  'migration',
  'device-private',
  'device-exclusive',
  'hwpoison',
  'pte-marker',
  'swapin-error',
  'uffd-wp-special',
];

/**
 * What kind of swap pte it is, after the review of the patch: `a.1` a normal swap entry, `a.2` a special swap entry,
 * `b` a pte that holds no swap entry at all.
 */
export type SwapClass = 'a.1' | 'a.2' | 'b';

/** The swap fields of a swap-like entry. */
export interface DecodedSwap {
  /** `swp_type()`, 0 .. 31. */
  readonly type: number;
  /** `swp_offset()`: page slot, frame number with its young and dirty bits, or marker bits. */
  readonly offset: bigint;
  /** The kernel's name of the type, or `swap_info[N]`. */
  readonly name: string;
  readonly kind: SwapKind;
  /** The bits of the offset field as stored, before an inversion is undone. */
  readonly rawOffset: bigint;
}

/**
 * What the bits of one entry say, for one kernel. Every set bit is in `flags`, `pfn`, `swap`, `reserved` or `unknown`.
 */
export interface EntryFacts {
  readonly raw: bigint;
  readonly level: Level;
  readonly form: Form;
  readonly state: State;
  /** Null unless the entry is swap-like. */
  readonly swapClass: SwapClass | null;
  /** Kernel names of the set flag bits, from the highest bit down. */
  readonly flags: readonly string[];
  /** Short names of the same bits, and of the marker bits. */
  readonly short: readonly string[];
  /** Frame number in pages of the kernel; null where the entry holds none. */
  readonly pfn: bigint | null;
  /** Physical address of the frame or lower table. */
  readonly phys: bigint | null;
  /** Bytes that a leaf maps; null for other forms. */
  readonly pageSize: bigint | null;
  readonly swap: DecodedSwap | null;
  /** The bits of a PTE marker. */
  readonly marker: bigint | null;
  /** Of migration and device entries: the page may be written. */
  readonly writable: boolean | null;
  /** Of migration entries since 6.1. */
  readonly young: boolean | null;
  readonly dirty: boolean | null;
  /** Protection key of a leaf, 0 .. 15 (0 .. 7 on arm64); null without protection keys. */
  readonly pkey: number | null;
  /** A leaf that is invalid for the CPU while it is being split (pmd_mkinvalid). */
  readonly invalid: boolean;
  /** A PROT_NONE leaf whose frame number was inverted as hugetlb does it, with the bits below it. */
  readonly hugetlb: boolean;
  /** Set bits that must be zero. */
  readonly reserved: bigint;
  /** Set bits that no row of the layout explains. */
  readonly unknown: bigint;
  /** Clear bits that every entry of this form has set (the fixed bits of a swap pte); none on x86. */
  readonly missing: bigint;
}

/** Tells whether a value passes a test. */
export function passes(raw: bigint, { set, clear }: BitTest): boolean {
  return (raw & set) === set && (raw & clear) === 0n;
}

/** Tells which form an entry of a level has: none, else the first row of the architecture that fits, else swap. */
export function classify(kernel: Kernel, raw: bigint, level: Level): Form {
  return isNone(kernel, raw, level) ? 'none' : (matchingForm(kernel, raw, level)?.form ?? 'swap');
}

/** `pte_none()`, `pmd_none()`, … */
export function isNone(kernel: Kernel, raw: bigint, level: Level): boolean {
  const row = kernel.none(level);
  return row !== undefined && (raw & not64(row.ignores)) === row.value;
}

/** The row of the architecture's form table that an entry fits, or undefined for none and swap-like entries. */
export function matchingForm(kernel: Kernel, raw: bigint, level: Level): FormRow | undefined {
  return kernel.formsAt(level).find((row) => row.when.some((test) => passes(raw, test)));
}

/** The frame-number field that an entry of this form has, or undefined. */
export function pfnField(kernel: Kernel, raw: bigint, level: Level, form: Form): ResolvedPfn | undefined {
  return kernel.form(level, form).pfn.find(({ when }) => !when || passes(raw, when));
}

/** The bits of a swap-like entry of a level that its type and offset occupy, and the fixed ones. */
export function swapFieldMask(kernel: Kernel, level: Level = 'pte'): bigint {
  const { type, offset, fixed } = kernel.swapAt(level);
  return maskOf(type.lo + type.width - 1, type.lo) | maskOf(offset.lo + offset.width - 1, offset.lo) | fixed;
}

/**
 * Reads the bits of one entry, without judging them.
 *
 * @param raw 0 .. 2^64-1
 * @throws RangeError when `raw` is outside that range
 */
export function readFacts(kernel: Kernel, raw: bigint, level: Level): EntryFacts {
  if (raw < 0n || raw > U64_MAX) throw new RangeError(`${formatU64(raw)} is no unsigned 64-bit value`);
  const empty = isNone(kernel, raw, level);
  const formRow = empty ? undefined : matchingForm(kernel, raw, level);
  const form = formRow?.form ?? (empty ? 'none' : 'swap');
  const layout = kernel.form(level, form);
  const field = pfnField(kernel, raw, level, form);
  // A frame number that reaches into the bits of a row takes them.
  const free = field ? raw & not64(field.mask) : raw;
  const flags: string[] = [];
  const short: string[] = [];
  let reserved = 0n;
  const { claimed } = layout;
  for (const row of layout.rows) {
    if ((free & row.mask) === 0n) continue;
    if (row.kind === 'reserved') reserved |= raw & row.mask;
    else {
      flags.push(row.name);
      short.push(row.short);
    }
  }
  const common = {
    raw,
    level,
    form,
    flags,
    short,
    reserved,
    missing: 0n,
    invalid: false,
    hugetlb: field?.row.hugetlb ?? false,
    pkey: null,
    pageSize: null,
    swap: null,
    swapClass: null,
    marker: null,
    writable: null,
    young: null,
    dirty: null,
  };
  if (form === 'swap') return readSwap(kernel, common, claimed);
  if (!field)
    return {
      ...common,
      state: 'none',
      pfn: null,
      phys: null,
      // Rows name every bit that an empty entry may have.
      unknown: 0n,
    };
  const bits = (field.inverted ? not64(raw) : raw) & field.mask;
  const phys = field.pieces ? readAddress(bits, field.pieces) : bits;
  const isLeaf = form !== 'table';
  return {
    ...common,
    state: form === 'leaf' ? 'present' : form === 'table' ? 'table' : 'protnone',
    pfn: phys >> BigInt(kernel.pageShift),
    phys,
    pageSize: isLeaf ? 1n << BigInt(field.pageShift) : null,
    pkey: isLeaf ? protectionKey(layout.keyRows, free) : null,
    invalid: formRow?.invalid ?? false,
    unknown: raw & not64(claimed | field.mask),
  };
}

function protectionKey(rows: readonly ResolvedRow[], raw: bigint): number | null {
  if (rows.length === 0) return null;
  return rows.reduce(
    (key, row) => ((raw & row.mask) === 0n ? key : key | (1 << Number(row.role.slice(4)))),
    0,
  );
}

type CommonFacts = Omit<EntryFacts, 'state' | 'pfn' | 'phys' | 'unknown'>;

function readSwap(kernel: Kernel, common: CommonFacts, claimed: bigint): EntryFacts {
  const { raw, level } = common;
  const layout = kernel.swapAt(level);
  const type = swapTypeOf(kernel, swpType(layout, raw));
  const offset = swpOffset(layout, raw);
  const swap = {
    type: type.number,
    offset,
    name: type.name,
    kind: type.kind,
    rawOffset: rawField(raw, layout.offset),
  };
  const unknown = raw & not64(claimed | swapFieldMask(kernel, level));
  const special = isSpecial(kernel, raw, level);
  const facts = { ...common, swap, unknown, missing: layout.fixed & not64(raw), pfn: null, phys: null };
  if (special) return { ...facts, state: 'uffd-wp-special', swapClass: 'b' };
  if (type.kind === 'swap') return { ...facts, state: 'swap', swapClass: 'a.1' };
  if (type.kind === 'pte-marker') {
    const names = kernel.markers
      .filter((row) => (offset & row.mask) !== 0n)
      .map((row) => row.short.replace('-', '_'));
    return {
      ...facts,
      state: 'pte-marker',
      swapClass: 'a.2',
      marker: offset,
      short: [...facts.short, ...names],
    };
  }
  const pfn = offsetPfn(kernel, offset);
  const migration = type.kind === 'migration';
  const bit = (above: number): boolean | null =>
    migration && kernel.migrationAd && kernel.swpPfnBits !== undefined
      ? ((offset >> BigInt(kernel.swpPfnBits + above)) & 1n) === 1n
      : null;
  return {
    ...facts,
    state: type.kind,
    swapClass: 'a.2',
    pfn,
    phys: BigInt.asUintN(64, pfn << BigInt(kernel.pageShift)),
    writable: type.kind === 'hwpoison' || type.kind === 'swapin-error' ? null : type.writable,
    young: bit(0),
    dirty: bit(1),
  };
}

/** `pte_swp_uffd_wp_special()` where its answer tells the entry from an empty one. */
function isSpecial(kernel: Kernel, raw: bigint, level: Level): boolean {
  return level === 'pte' && raw !== 0n && raw === kernel.uffdWpSpecial;
}
