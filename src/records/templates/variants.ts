import type { BitTest, Form, Level, SwapKind } from '../../core/layout.ts';
import type { Kernel, ResolvedPfn, ResolvedRow } from '../../core/model.ts';
import { LOWEST_SPECIAL_TYPE, NOTED_FLAGS } from '../../core/notes.ts';
import { SWAP_HEADER_PAGES } from '../../core/swap-entry.ts';
import { bit, maskOf, not64, U64_MAX } from '../../core/u64.ts';

/** A question about a value with the answer `((raw ^ xor) & mask) >= atLeast`, unsigned. */
export interface KeyTest {
  readonly xor: bigint;
  readonly mask: bigint;
  /** Default 1n: is any bit set? */
  readonly atLeast?: bigint;
}

/** What a piece of text depends on: some bits of the value, and some answers. */
export interface Key {
  readonly bits: bigint;
  readonly tests: readonly KeyTest[];
}

/** A number in the value: `((raw ^ xor) & mask) >> shift`; a negative shift goes up, and what overflows is dropped. */
export interface NumberHole {
  readonly xor: bigint;
  readonly mask: bigint;
  readonly shift: number;
}

/**
 * Values that are read in the same way, and what each part of the reading depends on within them. A value belongs to
 * the first variant with `(raw & mask) === value`.
 */
export interface Variant {
  readonly mask: bigint;
  readonly value: bigint;
  /**
   * `one` for a single value, of which all is known once it was decoded. Undefined when nobody has worked out what the
   * text depends on: such values are decoded one by one.
   */
  readonly reading: Reading | 'one' | undefined;
}

/** What the parts of a decoded entry depend on. */
export interface Reading {
  /** Rows that can be flags, in their order, each with the bits that set it. */
  readonly flags: readonly { readonly name: string; readonly bits: bigint }[];
  /** Rows of the form, for the letters of a line. */
  readonly rows: readonly ResolvedRow[];
  readonly pfn: NumberHole | undefined;
  readonly phys: NumberHole | undefined;
  readonly offset: NumberHole | undefined;
  readonly marker: NumberHole | undefined;
  readonly reserved: NumberHole;
  readonly unknown: NumberHole;
  /** Clear bits that every entry of the form has set. */
  readonly missing: NumberHole;
  readonly swapType: Key;
  readonly markerNames: Key;
  /** Young and dirty of a migration entry. */
  readonly ages: Key;
  readonly protectionKey: Key;
  /** Rules 1 to 3. */
  readonly rules: Key;
  readonly rule4: Key;
  readonly notes: Key;
}

/** Bits of an offset that some kernel has for markers. */
const MARKER_BITS = 0xfn;

const NOTHING: Key = { bits: 0n, tests: [] };
const PLAIN_MASK = { xor: 0n, shift: 0 };

const union = (masks: readonly bigint[]): bigint => masks.reduce((all, mask) => all | mask, 0n);

function keyOf(bits: bigint, tests: readonly KeyTest[] = []): Key {
  const known = new Map(
    tests.map((test) => [`${test.xor & test.mask} ${test.mask} ${test.atLeast ?? 1n}`, test]),
  );
  return { bits, tests: [...known.values()].filter((test) => test.mask !== 0n) };
}

/** The variants of a level of a kernel, in the order in which they are tried; the last one takes every value. */
export function findVariants(kernel: Kernel, level: Level): readonly Variant[] {
  const variants: Variant[] = [];
  // Values that some sentence is about.
  const special = [0n, 4n, kernel.mask('swp_uffd_wp'), kernel.uffdWpSpecial ?? 0n];
  for (const value of new Set(special)) variants.push({ mask: U64_MAX, value, reading: 'one' });
  const none = kernel.none(level);
  if (none) variants.push({ mask: not64(none.ignores), value: none.value, reading: readNone(kernel, level) });
  for (const form of kernel.formsAt(level))
    for (const test of form.when) {
      for (const field of kernel.form(level, form.form).pfn) {
        const both = field.when ? join(test, field.when) : test;
        if (both)
          variants.push({
            mask: both.set | both.clear,
            value: both.set,
            reading: readMapped(kernel, level, form.form, field, both.set | both.clear),
          });
      }
      variants.push({ mask: test.set | test.clear, value: test.set, reading: undefined });
    }
  return [...variants, ...swapVariants(kernel, level)];
}

function join(a: BitTest, b: BitTest): BitTest | undefined {
  const both = { set: a.set | b.set, clear: a.clear | b.clear };
  return (both.set & both.clear) === 0n ? both : undefined;
}

/** Bits that are clear in every entry of a level that is neither none nor mapped. */
function clearInSwap(kernel: Kernel, level: Level): bigint {
  let known = 0n;
  for (const { set, clear } of kernel.formsAt(level).flatMap((row) => row.when))
    if (countBits(set) === 1 && (clear & not64(known)) === 0n) known |= set;
  return known;
}

/** Number of bits that are set. */
export function countBits(mask: bigint): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** Bits that tell forms apart, in this kernel or any other. */
function formBits(kernel: Kernel, level: Level): bigint {
  const forms = kernel.layout.forms.filter((row) => row.levels.includes(level));
  return union(forms.flatMap((row) => row.when).map((test) => test.set | test.clear));
}

/**
 * The parts that all forms have.
 *
 * @param taken the bits of the frame number, or of type and offset
 * @param settled bits that are the same in all values of the variant
 */
function readRows(
  kernel: Kernel,
  level: Level,
  form: Form,
  taken: bigint,
  settled: bigint,
): Reading | undefined {
  const layout = kernel.form(level, form);
  const free = form === 'swap' ? U64_MAX : not64(taken);
  const rows = layout.rows.filter((row) => (row.mask & free) !== 0n);
  const reservedRows = rows.filter((row) => row.kind === 'reserved');
  if (reservedRows.some((row) => (row.mask & free) !== row.mask)) return undefined;
  const flagRows = rows.filter((row) => row.kind === 'flag');
  const reserved = union(reservedRows.map((row) => row.mask));
  const bitsOf = (wanted: (row: ResolvedRow) => boolean): bigint =>
    union(flagRows.filter(wanted).map((row) => row.mask & free));
  const noted = bitsOf((row) => form === 'table' || NOTED_FLAGS.some((short) => short === row.short));
  const open = formBits(kernel, level) & not64(settled);
  const named = layout.rows.filter((row) => ['present', 'protnone'].includes(row.role));
  return {
    flags: flagRows.map((row) => ({ name: row.name, bits: row.mask & free })),
    rows: layout.rows,
    pfn: undefined,
    phys: undefined,
    offset: undefined,
    marker: undefined,
    reserved: { ...PLAIN_MASK, mask: reserved },
    unknown: { ...PLAIN_MASK, mask: not64(layout.claimed | taken) },
    missing: { ...PLAIN_MASK, mask: 0n },
    swapType: NOTHING,
    markerNames: NOTHING,
    ages: NOTHING,
    protectionKey: keyOf(bitsOf((row) => row.role.startsWith('pkey'))),
    rules: keyOf(open | kernel.mask('swp_uffd_wp') | (union(named.map((row) => row.mask)) & not64(settled))),
    rule4: NOTHING,
    notes: keyOf(open | (noted & not64(settled)), [{ xor: 0n, mask: reserved }]),
  };
}

function readNone(kernel: Kernel, level: Level): Reading | undefined {
  const value = kernel.none(level)?.value ?? 0n;
  const reading = readRows(kernel, level, 'none', value, 0n);
  return reading && { ...reading, notes: keyOf(union(reading.flags.map((flag) => flag.bits))) };
}

function readMapped(
  kernel: Kernel,
  level: Level,
  form: Form,
  field: ResolvedPfn,
  settled: bigint,
): Reading | undefined {
  const reading = readRows(kernel, level, form, field.mask, settled);
  const [piece, ...more] = field.pieces ?? [];
  // An address in several pieces is no single shift.
  if (!reading || more.length > 0) return undefined;
  const shift = piece === undefined ? 0 : piece.lo - piece.at;
  const phys = { xor: field.inverted ? U64_MAX : 0n, mask: field.mask, shift };
  return { ...reading, phys, pfn: { ...phys, shift: shift + kernel.pageShift } };
}

/** One variant for each type that some kernel has for something special, then one for all swap areas. */
function swapVariants(kernel: Kernel, level: Level): Variant[] {
  const { type } = kernel.swapAt(level);
  const mask = maskOf(type.lo + type.width - 1, type.lo);
  const special = kernel.swapTypes.slice(0, 1 << type.width).slice(LOWEST_SPECIAL_TYPE);
  return [
    ...special.map(({ number, kind }) => {
      const stored = (BigInt(number) << BigInt(type.lo)) ^ (type.inverted ? mask : 0n);
      return { mask, value: stored, reading: readSwap(kernel, level, kind, NOTHING) };
    }),
    { mask: 0n, value: 0n, reading: readSwap(kernel, level, 'swap', keyOf(mask)) },
  ];
}

/** @param types what tells the types of the variant apart: nothing where it is one */
function readSwap(kernel: Kernel, level: Level, kind: SwapKind, types: Key): Reading | undefined {
  const { type, offset, fixed } = kernel.swapAt(level);
  const typeBits = maskOf(type.lo + type.width - 1, type.lo);
  const offsetBits = maskOf(offset.lo + offset.width - 1, offset.lo);
  const reading = readRows(kernel, level, 'swap', typeBits | offsetBits | fixed, clearInSwap(kernel, level));
  if (!reading) return undefined;
  const xor = offset.inverted ? offsetBits : 0n;
  const lo = BigInt(offset.lo);
  const stored = (mask: bigint): bigint => (mask << lo) & offsetBits;
  const hole = { xor, mask: offsetBits, shift: offset.lo };
  const pfnBits = kernel.pfnBits + (kind === 'migration' && kernel.migrationAd ? 2 : 0);
  const limits = {
    swap: not64(SWAP_HEADER_PAGES - 1n),
    'pte-marker': not64(kernel.markerMask),
    other: not64(bit(pfnBits) - 1n),
  };
  const limit = kind === 'swap' || kind === 'pte-marker' ? limits[kind] : limits.other;
  // Zero, or beyond the limit: of the offset, and of the part of it that the kernel keeps.
  const sizes = [U64_MAX, limit, kernel.offsetMask, limit & kernel.offsetMask, not64(kernel.offsetMask)];
  const tests = sizes.map((mask) => ({ xor, mask: stored(mask) }));
  // What is no marker here can be one for another kernel, which a note then says.
  const markerBits = types === NOTHING ? stored(MARKER_BITS | kernel.markerMask) : 0n;
  const swap: Reading = {
    ...reading,
    offset: hole,
    missing: { xor: fixed, mask: fixed, shift: 0 },
    swapType: types,
    rule4: keyOf(types.bits, tests),
    notes: keyOf(reading.notes.bits | types.bits | markerBits, [
      ...reading.notes.tests,
      ...tests,
      { xor: 0n, mask: offsetBits },
      { xor: fixed, mask: fixed },
    ]),
  };
  if (kind === 'swap') return swap;
  if (kind === 'pte-marker') return { ...swap, marker: hole, markerNames: keyOf(markerBits) };
  const kept = kernel.swpPfnBits === undefined ? U64_MAX : bit(kernel.swpPfnBits) - 1n;
  const pfn = { ...hole, mask: stored(kept) };
  const first = kernel.swpPfnBits;
  const ages =
    first !== undefined && kind === 'migration' && kernel.migrationAd
      ? stored(bit(first) | bit(first + 1))
      : 0n;
  return { ...swap, pfn, phys: { ...pfn, shift: offset.lo - kernel.pageShift }, ages: keyOf(ages) };
}
