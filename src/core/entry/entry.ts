import { readAddress, writeAddress } from './address.ts';
import { readHole } from './keys.ts';
import type { Form, Level } from '../rows/layout.ts';
import type { Kernel, ResolvedPfn, SwapType } from '../rows/model.ts';
import { type FieldRow, type NumberName, type NumberPlace, type Shape, shapeOf } from './shapes.ts';
import type { State } from './state.ts';
import { swapTypeOf } from './swap-entry.ts';
import { formatU64, not64, U64_MAX } from '../u64.ts';

/** A part of one entry. */
export interface Field {
  readonly hi: number;
  readonly lo: number;
  /** The bits as stored, shifted down by `lo`. */
  readonly raw: bigint;
  /** What they mean: the same, unless the entry stores the complement. */
  readonly value: bigint;
  readonly row: FieldRow;
}

/**
 * One entry of one kernel, taken apart. Every set bit is in a field, in `reserved` or in `unknown`: the `raw` of all
 * fields put back at their `lo`, together with these two, give the value back.
 */
export interface Entry {
  readonly kernel: Kernel;
  readonly level: Level;
  /** 0 .. 2^64-1 */
  readonly raw: bigint;
  readonly form: Form;
  readonly state: State;
  /** What the value is read as. */
  readonly shape: Shape;
  /** Flags in the order of the layout, set or clear, then numbers and their parts. */
  readonly fields: readonly Field[];
  /** Set bits that must be zero. */
  readonly reserved: bigint;
  /** Set bits that no row of the layout explains. */
  readonly unknown: bigint;
  /**
   * Clear bits that every entry of this form has set (the fixed bits of a swap pte), and of address bits that kernels
   * write into two places those that only one has.
   */
  readonly missing: bigint;
}

/**
 * An entry as it was read; what costs time is worked out when somebody asks. A class, since objects with getters of their
 * own take twenty times as long to make.
 */
export class ReadEntry implements Entry {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly raw: bigint;
  readonly form: Form;
  readonly state: State;
  readonly shape: Shape;
  #fields: readonly Field[] | undefined;

  constructor(kernel: Kernel, shape: Shape, raw: bigint) {
    this.kernel = kernel;
    this.level = shape.level;
    this.raw = raw;
    this.form = shape.form;
    this.state = shape.state;
    this.shape = shape;
  }

  get fields(): readonly Field[] {
    return (this.#fields ??= readFields(this.shape, this.raw));
  }

  get reserved(): bigint {
    return this.raw & this.shape.reserved;
  }

  get unknown(): bigint {
    return this.raw & this.shape.unknown;
  }

  get missing(): bigint {
    const { frame, fixed } = this.shape;
    return (frame?.twice ? fixed | writtenTwice(frame, this.raw) : fixed) & not64(this.raw);
  }
}

/**
 * Reads one entry: the one place in which bits become meaning.
 *
 * @param raw 0 .. 2^64-1
 * @throws RangeError when `raw` is outside that range
 * @throws PteDecodeError `ERR_VALUE_RANGE` when entries of this kernel have fewer bits (`Kernel.entryBits`)
 */
export function readEntry(kernel: Kernel, raw: bigint, level: Level): Entry {
  return entryOf(kernel, shapeFor(kernel, level, raw), raw);
}

/**
 * The shape that the value of an entry is read with.
 *
 * @throws the errors of `readEntry()`
 */
export function shapeFor(kernel: Kernel, level: Level, raw: bigint): Shape {
  if (raw < 0n || raw > U64_MAX) throw new RangeError(`${formatU64(raw)} is no unsigned 64-bit value`);
  return shapeOf(kernel, level, raw);
}

/** Reads one entry as a shape has it, whether or not the shape takes the value. */
export function entryOf(kernel: Kernel, shape: Shape, raw: bigint): Entry {
  return new ReadEntry(kernel, shape, raw);
}

/** The same entry with something else said of it. */
export function entryWith(entry: Entry, parts: Partial<Entry>): Entry {
  const { kernel, level, raw, form, state, shape, fields, reserved, unknown, missing } = entry;
  return { kernel, level, raw, form, state, shape, fields, reserved, unknown, missing, ...parts };
}

/** Whether a value has more bits than an entry of this kernel. */
export function isTooWide({ entryBits }: Pick<Kernel, 'entryBits'>, value: bigint): boolean {
  return value >> BigInt(entryBits) !== 0n;
}

/** The bits that hold the address of a frame when both places of an address bit have it. */
function writtenTwice({ mask, pieces = [] }: ResolvedPfn, raw: bigint): bigint {
  return writeAddress(readAddress(raw & mask, pieces), pieces);
}

function readFields({ fields }: Shape, raw: bigint): readonly Field[] {
  return fields.flatMap((row): Field[] => {
    if (row.kind === 'reserved') return [];
    const { hi, lo, mask, xor } = row;
    const shift = BigInt(lo);
    return [{ hi, lo, raw: (raw & mask) >> shift, value: ((raw ^ xor) & mask) >> shift, row }];
  });
}

/** The number in a place of a value. */
export function numberAt(raw: bigint, { hole, pieces }: NumberPlace): bigint {
  if (!pieces) return readHole(raw, hole);
  return readAddress((raw ^ hole.xor) & hole.mask, pieces);
}

/** A number of an entry; null where it holds none. `pfn` is in pages of the kernel, `phys` in bytes. */
export function numberOf(entry: Pick<Entry, 'raw' | 'shape' | 'kernel'>, name: NumberName): bigint | null {
  const place = entry.shape.numbers[name];
  if (!place) return null;
  const number = numberAt(entry.raw, place);
  return place.pieces && name === 'pfn' ? number >> BigInt(entry.kernel.pageShift) : number;
}

/** Bytes that a leaf maps; null for other forms. */
export function pageSizeOf({ form, shape }: Pick<Entry, 'form' | 'shape'>): bigint | null {
  return shape.frame && form !== 'table' ? 1n << BigInt(shape.frame.pageShift) : null;
}

/** What the swap type of a swap-like entry stands for; undefined for other entries. */
export function typeOf(entry: Entry): SwapType | undefined {
  const number = numberOf(entry, 'type');
  return number === null ? undefined : swapTypeOf(entry.kernel, Number(number));
}

/** The swap entry in a swap-like entry. */
export interface HeldSwap {
  /** `swp_type()`, 0 .. 31 (more where the field of the architecture is wider). */
  readonly type: number;
  /** `swp_offset()`: page slot, frame number with its young and dirty bits, or marker bits. */
  readonly offset: bigint;
  /** The bits of the offset as stored, before an inversion is undone. */
  readonly rawOffset: bigint;
  /** The kernel's name of the type, or `swap_info[N]`. */
  readonly name: string;
}

/** Type and offset of a swap-like entry; null for other forms. */
export function swapOf(entry: Entry): HeldSwap | null {
  const type = typeOf(entry);
  const offset = numberOf(entry, 'offset');
  const rawOffset = numberOf(entry, 'raw_offset');
  if (!type || offset === null || rawOffset === null) return null;
  return { type: type.number, offset, rawOffset, name: type.name };
}

/** The rows of an entry that fit and stand for bits that are set, from the highest down. */
export function setRows(
  { shape, raw }: Pick<Entry, 'shape' | 'raw'>,
  fits: (row: FieldRow) => boolean,
): FieldRow[] {
  return shape.fields.filter((row) => fits(row) && ((raw ^ row.xor) & row.mask) !== 0n);
}

const isFlag = (row: FieldRow): boolean => row.kind === 'flag';
const isMarker = (row: FieldRow): boolean => row.role.startsWith('marker_');

/** Kernel names of the flag bits that are set, from the highest bit down. */
export function flagNames(entry: Entry): readonly string[] {
  return setRows(entry, isFlag).map(({ name }) => name);
}

/** Short names of the flag and marker bits that are set, from the highest bit down. */
export function shortNames(entry: Entry): readonly string[] {
  return setRows(entry, (row) => isFlag(row) || isMarker(row)).map(({ short }) => short);
}

/** The rows of the marker bits that are set, from the lowest; none for what is no marker. */
export function markerRows(entry: Pick<Entry, 'shape' | 'raw'>): readonly FieldRow[] {
  return setRows(entry, isMarker).reverse();
}

/** Whether a flag or marker bit of this short name is set. */
export function hasShort(entry: Entry, short: string): boolean {
  return setRows(entry, (row) => row.short === short && (isFlag(row) || isMarker(row))).length > 0;
}

/** Whether a bit of one of these roles is set; null where the entry has no such bit. */
export function hasBit(entry: Entry, ...roles: readonly string[]): boolean | null {
  let isAny = false;
  for (const { role, mask, xor } of entry.shape.fields) {
    if (!roles.includes(role)) continue;
    if (((entry.raw ^ xor) & mask) !== 0n) return true;
    isAny = true;
  }
  return isAny ? false : null;
}
