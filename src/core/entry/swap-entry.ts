import type { FrameKind, OffsetField, SwapField, SwapLayout } from '../rows/layout.ts';
import type { Kernel, SwapType } from '../rows/model.ts';

/** A type and offset, as `__swp_type()` and `__swp_offset()` give them. */
export interface SwapEntry {
  /** Swap type, 0 .. 31 (more where the field of the architecture is wider). */
  readonly type: number;
  /** Offset in pages, a frame number, or marker bits, depending on the type. */
  readonly offset: bigint;
}

/** The bits of a field as they stand in the entry, without undoing an inversion. */
export function rawField(raw: bigint, field: SwapField): bigint {
  return (raw >> BigInt(field.lo)) & fieldMax(field);
}

/** The largest number a field holds. */
export function fieldMax(field: SwapField): bigint {
  return (1n << BigInt(field.width)) - 1n;
}

function getField(raw: bigint, field: OffsetField): bigint {
  const value = rawField(raw, field);
  return field.inverted ? value ^ fieldMax(field) : value;
}

/** Puts a number into a field; bits that do not fit are dropped, as the kernel's shifts drop them. */
function putField(value: bigint, field: OffsetField): bigint {
  const bits = (field.inverted ? ~value : value) & fieldMax(field);
  return bits << BigInt(field.lo);
}

/** `swp_type(pte_to_swp_entry(pte))`, of any 64-bit value: the bits of the type that a `swp_entry_t` keeps. */
export function swpType(layout: SwapLayout, raw: bigint): number {
  return Number(getField(raw, layout.type));
}

/** `__swp_type(__pte_to_swp_entry(pte))`, of any 64-bit value. */
export function rawSwpType(layout: SwapLayout, raw: bigint): number {
  return Number(getField(raw, storedType(layout)));
}

/** Where `__swp_entry()` puts a type. */
function storedType({ type, storedTypeBits }: SwapLayout): SwapField {
  return storedTypeBits === undefined ? type : { ...type, width: storedTypeBits };
}

/** `__swp_offset(__pte_to_swp_entry(pte))`, of any 64-bit value. */
export function swpOffset(layout: SwapLayout, raw: bigint): bigint {
  return getField(raw, layout.offset);
}

/** `__swp_offset(__pte_to_swp_entry(pte))` where the architecture's own `swp_entry_t` has another size. */
export function ownSwpOffset(layout: SwapLayout, raw: bigint): bigint {
  const { offset, word } = layout;
  return getField(raw, word ? { ...offset, width: word.offset.width } : offset);
}

/** `__swp_entry(type, offset)`: the architecture's own `swp_entry_t`. */
export function makeSwapWord(layout: SwapLayout, entry: SwapEntry): bigint {
  const { word } = layout;
  if (!word) return makeSwapPte(layout, entry);
  return putField(BigInt(entry.type), word.type) | putField(entry.offset, word.offset);
}

/** `__swp_entry_to_pte(__swp_entry(type, offset))`; what overflows a field is dropped. */
export function makeSwapPte(layout: SwapLayout, entry: SwapEntry): bigint {
  return (
    putField(BigInt(entry.type), storedType(layout)) | putField(entry.offset, layout.offset) | layout.fixed
  );
}

/**
 * `pte_to_swp_entry()`: the generic `swp_entry_t`, the form that kernel messages print.
 * Type from bit `SWP_TYPE_SHIFT` (58 since 4.20, 57 before), offset below, never inverted.
 */
export function genericEntry(kernel: Kernel, entry: SwapEntry): bigint {
  const shift = BigInt(kernel.genericTypeShift);
  return BigInt.asUintN(64, (BigInt(entry.type) << shift) | (entry.offset & ((1n << shift) - 1n)));
}

/** The inverse of `genericEntry`: `swp_type()` and `swp_offset()` of a `swp_entry_t`. */
export function splitGenericEntry(kernel: Kernel, value: bigint): SwapEntry {
  const shift = BigInt(kernel.genericTypeShift);
  const types = BigInt(Math.min(kernel.swapTypes.length, 64) - 1);
  return { type: Number((value >> shift) & types), offset: value & ((1n << shift) - 1n) };
}

/** What the kernel uses a swap type number for. */
export function swapTypeOf(kernel: Kernel, type: number): SwapType {
  const known = kernel.swapTypes[type];
  if (!known) throw new RangeError(`swap type ${type} is not in 0..${kernel.swapTypes.length - 1}`);
  return known;
}

/** Number of swap types in all releases (`1 << MAX_SWAPFILES_SHIFT`). */
export const SWAP_TYPES = 32;

/** Largest offset + 1 of a swap area: a swap header counts its pages in an `unsigned int`. */
export const SWAP_HEADER_PAGES = 1n << 32n;

/** The frame number in the offset of an entry that holds one (`swp_offset_pfn()` since 6.1, the offset before). */
export function offsetPfn(kernel: Kernel, offset: bigint): bigint {
  return kernel.swpPfnBits === undefined ? offset : offset & ((1n << BigInt(kernel.swpPfnBits)) - 1n);
}

/** How many bits the offset of an entry of a frame can have: those of the frame, and of a migration young and dirty above it. */
export function frameOffsetBits(kernel: Kernel, kind: FrameKind): number {
  return kind === 'migration' && kernel.migrationAd
    ? (kernel.swpPfnBits ?? kernel.pfnBits) + 2
    : kernel.pfnBits;
}
