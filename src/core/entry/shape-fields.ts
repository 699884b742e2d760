import { defined } from '../defined.ts';
import type { NumberHole } from './keys.ts';
import type { AddressPiece, Form, Level, PfnRow, SwapKind, SwapLayout } from '../rows/layout.ts';
import type { Kernel, ResolvedPfn, ResolvedRow } from '../rows/model.ts';
import type { State } from './state.ts';
import { maskOf, topBit, U64_MAX } from '../u64.ts';

/**
 * A part of an entry and what it stands for: a flag, a number, a bit inside a number, bits that never change, or
 * reserved bits.
 */
export interface FieldRow {
  readonly hi: number;
  readonly lo: number;
  /** The bits of it; all of `hi`..`lo` unless another field has some. */
  readonly mask: bigint;
  /** What the stored bits are XORed with to give the field. */
  readonly xor: bigint;
  /** The kernel's macro, or what the kernel's documentation calls the number. */
  readonly name: string;
  /** The short name, as `--flag` and `--where` have it. */
  readonly short: string;
  readonly role: string;
  /** `part`: bits of a number that mean something by themselves (a marker, young and dirty of a migration entry). */
  readonly kind: 'flag' | 'number' | 'part' | 'fixed' | 'reserved';
  readonly set: string;
  readonly clear?: string;
  readonly letter?: string;
  readonly since?: string;
  readonly until?: string;
  readonly unless?: string;
  readonly src: string;
}

/** A number of an entry: where its bits are. */
export interface NumberPlace {
  readonly hole: NumberHole;
  /** Where the bits of an address go that stand in several places; the hole then has all of them. */
  readonly pieces: readonly AddressPiece[] | undefined;
}

/** The names of the numbers that an entry can hold. */
export type NumberName = 'phys' | 'pfn' | 'type' | 'offset' | 'raw_offset' | 'marker';

/** The numbers of an entry by their names. */
export type Numbers = Readonly<Partial<Record<NumberName, NumberPlace>>>;

export function frameNumbers(kernel: Kernel, frame: ResolvedPfn): Numbers {
  const { pieces, mask, inverted } = frame;
  const [piece] = pieces ?? [];
  const shift = piece === undefined ? 0 : piece.lo - piece.at;
  const hole = { xor: inverted ? U64_MAX : 0n, mask, shift };
  const several = pieces !== undefined && pieces.length > 1 ? pieces : undefined;
  return {
    phys: { hole, pieces: several },
    pfn: { hole: { ...hole, shift: shift + kernel.pageShift }, pieces: several },
  };
}

export function frameFields(
  kernel: Kernel,
  level: Level,
  form: Form,
  frame: ResolvedPfn,
): readonly FieldRow[] {
  const pieces = frame.pieces ?? [{ hi: topBit(frame.mask), lo: frame.lo }];
  const row: PfnRow = frame.row;
  const numbers = pieces.map(({ hi, lo }): FieldRow => {
    const mask = maskOf(hi, lo) & frame.mask;
    return {
      hi,
      lo,
      mask,
      xor: frame.inverted ? mask : 0n,
      name: 'frame',
      short: 'pfn',
      role: 'pfn',
      kind: 'number',
      set: form === 'table' ? 'address of the lower table' : 'frame number of the page',
      ...availability(row),
      src: row.src,
    };
  });
  return [
    ...numbers,
    ...keyFields(kernel.form(level, form).keyRows, frame.mask),
    ...fixedFields(row.fixed ?? 0n, 'set by the complement above the frame number', row.src),
  ];
}

/** The protection key as one number, where its bits stand together. */
function keyFields(rows: readonly ResolvedRow[], taken: bigint): readonly FieldRow[] {
  const [first] = rows;
  const mask = rows.reduce((bits, row) => bits | row.mask, 0n);
  if (!first || (mask & taken) !== 0n) return [];
  const hi = Math.max(...rows.map((row) => row.hi));
  const lo = Math.min(...rows.map((row) => row.lo));
  if (mask !== maskOf(hi, lo)) return [];
  return [
    {
      hi,
      lo,
      mask,
      xor: 0n,
      name: 'protection key',
      short: 'pkey',
      role: 'pkey',
      kind: 'number',
      set: 'protection key of the page',
      ...availability(first),
      src: first.src,
    },
  ];
}

function availability({ since, until }: { readonly since?: string; readonly until?: string }): {
  readonly since?: string;
  readonly until?: string;
} {
  return defined({ since, until });
}

/** The bits of a swap-like entry that its type and offset occupy, and the fixed ones. */
export function swapFieldMask({ type, offset, fixed }: SwapLayout): bigint {
  return maskOf(type.lo + type.width - 1, type.lo) | maskOf(offset.lo + offset.width - 1, offset.lo) | fixed;
}

export function swapNumbers(
  kernel: Kernel,
  { type, offset }: SwapLayout,
  state: State,
  kind: SwapKind | undefined,
): Numbers {
  const typeMask = maskOf(type.lo + type.width - 1, type.lo);
  const mask = maskOf(offset.lo + offset.width - 1, offset.lo);
  const xor = offset.inverted ? mask : 0n;
  const place = (hole: NumberHole): NumberPlace => ({ hole, pieces: undefined });
  const hole = { xor, mask, shift: offset.lo };
  const common = {
    type: place({ xor: 0n, mask: typeMask, shift: type.lo }),
    offset: place(hole),
    raw_offset: place({ ...hole, xor: 0n }),
  };
  if (state === 'pte-marker') return { ...common, marker: common.offset };
  if (kind === undefined || kind === 'swap') return common;
  // swp_offset_pfn() since 6.1; before, all of the offset is the frame.
  const kept =
    kernel.swpPfnBits === undefined ? mask : (maskOf(kernel.swpPfnBits - 1, 0) << BigInt(offset.lo)) & mask;
  const pfn = { ...hole, mask: kept };
  return { ...common, pfn: place(pfn), phys: place({ ...pfn, shift: offset.lo - kernel.pageShift }) };
}

export function swapFields(kernel: Kernel, layout: SwapLayout, state: State): readonly FieldRow[] {
  const { type, offset, src } = layout;
  const number = (place: SwapLayout['offset'], role: string, name: string, set: string): FieldRow => {
    const hi = place.lo + place.width - 1;
    const mask = maskOf(hi, place.lo);
    const xor = place.inverted ? mask : 0n;
    return {
      hi,
      lo: place.lo,
      mask,
      xor,
      name,
      short: role,
      role,
      kind: 'number',
      set,
      ...availability(layout),
      src,
    };
  };
  return [
    number(type, 'swp_type', 'swap type', 'swap area, or what stands in place of one'),
    number(offset, 'swp_offset', 'swap offset', 'page slot, frame number or marker bits'),
    ...partsOf(kernel, layout, state),
    ...fixedFields(layout.fixed, 'set in every swap entry', src),
  ];
}

export function fixedFields(mask: bigint, set: string, src: string): readonly FieldRow[] {
  if (mask === 0n) return [];
  const hi = topBit(mask);
  const lo = topBit(mask & -mask);
  return [
    { hi, lo, mask, xor: 0n, name: 'fixed bits', short: 'fixed', role: 'fixed', kind: 'fixed', set, src },
  ];
}

/** The bits of an offset that have a meaning of their own, from the highest down. */
function partsOf(kernel: Kernel, { offset }: SwapLayout, state: State): readonly FieldRow[] {
  const part = (at: number, row: Pick<FieldRow, 'name' | 'short' | 'role' | 'set' | 'src'>): FieldRow[] => {
    if (at >= offset.width) return [];
    const n = offset.lo + at;
    const mask = 1n << BigInt(n);
    return [{ hi: n, lo: n, mask, xor: offset.inverted ? mask : 0n, kind: 'part', ...row }];
  };
  if (state === 'pte-marker')
    return [...kernel.markers].reverse().flatMap((row) => {
      const { name, short, text, src, askedWith } = row;
      const isAsked = askedWith === undefined || kernel.config(askedWith);
      const role = isAsked ? `marker_${short}` : `marker_unasked_${short}`;
      const set = isAsked ? text : `${text}, to kernels that ask for it: this one does not`;
      return part(topBit(row.mask), { name, short, role, set, src });
    });
  const first = kernel.swpPfnBits;
  if (state !== 'migration' || !kernel.migrationAd || first === undefined) return [];
  const src = 'v6.1 include/linux/swapops.h SWP_MIG_YOUNG_BIT, SWP_MIG_DIRTY_BIT';
  return [
    ...part(first + 1, {
      name: 'SWP_MIG_DIRTY',
      short: 'dirty',
      role: 'migration_dirty',
      set: 'was written',
      src,
    }),
    ...part(first, { name: 'SWP_MIG_YOUNG', short: 'young', role: 'migration_young', set: 'was used', src }),
  ];
}
