import { type DecodedEntry, decodeEntry } from '../../core/verdicts/decode.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { joinKeys, type Key } from '../../core/entry/keys.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { type Shape, shapesOf } from '../../core/entry/shapes.ts';
import { formatU64, not64 } from '../../core/u64.ts';
import { asUnmapped, unmappedBits } from '../../core/verdicts/unmapped.ts';
import { propertiesOf } from '../../records/properties.ts';
import { keyOfDependence } from '../../records/property.ts';
import { joinHalves } from '../address.ts';
import { kernelStart } from './scan.ts';

/** Entries of one level that differ in nothing but their frame number or swap slot. */
export interface EntryGroup {
  readonly id: number;
  readonly level: Level;
  /** The first entry of the group that was seen. */
  readonly sample: DecodedEntry;
  /** The bits that all entries of the group share: everything but frame number or swap slot. */
  readonly mask: bigint;
  /** The halves of `mask` as signed 32-bit numbers, for comparing entries without bigints. */
  readonly maskLo: number;
  readonly maskHi: number;
  /** The halves of the first entry, likewise. */
  readonly lo: number;
  readonly hi: number;
}

/** Whether an entry of the same level belongs to a group; halves are signed or unsigned 32-bit numbers. */
export function isOfGroup(group: EntryGroup, lo: number, hi: number): boolean {
  return (
    (((lo ^ group.lo) & group.maskLo) | ((hi ^ group.hi) & group.maskHi)) === 0 &&
    // A swap entry of type 0 without flags is nothing but its slot: an empty entry must not join it.
    ((lo | hi) !== 0 || (group.lo | group.hi) === 0)
  );
}

/**
 * Where the entries of a group end that begin before `at`: `isOfGroup` in a loop, with the look-ups taken out of it.
 *
 * @param words halves of entries of the group's level, low half first
 * @param at index of the first half that is looked at, even
 * @param end index behind the last, even
 * @returns the index of the first half of an entry of another group, or `end`
 */
export function endOfStretch(words: Int32Array, group: EntryGroup, at: number, end: number): number {
  const { lo, hi, maskLo, maskHi } = group;
  const isZero = (lo | hi) === 0;
  let next = at;
  while (next < end) {
    const nextLo = words[next] ?? 0;
    const nextHi = words[next + 1] ?? 0;
    if ((((nextLo ^ lo) & maskLo) | ((nextHi ^ hi) & maskHi)) !== 0) return next;
    if ((nextLo | nextHi) === 0 && !isZero) return next;
    next += 2;
  }
  return next;
}

/** Gives the group of each entry; entries of one group get the same object. */
export interface Grouper {
  /**
   * The group of the entry with these halves (signed or unsigned 32-bit numbers).
   *
   * @param page virtual page number of the entry: in the kernel's half it may be of a page that is not mapped
   */
  groupOf(level: Level, lo: number, hi: number, page?: number): EntryGroup;
  /** The first page of the kernel's half: neighbours on its two sides may be of different groups. */
  readonly middle: number;
  /** All groups met so far, in order of their ids. */
  readonly groups: readonly EntryGroup[];
}

/** Groups of a level that are tried one by one before the entry is decoded. */
const TRIED = 64;

/** The most groups: page tables have some dozen, random bytes a new one for each entry. */
const MOST_GROUPS = 2 ** 13;

/**
 * Makes a grouper for one kernel. The meaning of an entry comes from `decodeEntry` alone.
 *
 * Its `groupOf` throws a PteDecodeError `ERR_FORMAT` when there are more than `MOST_GROUPS` groups.
 */
export function createGrouper(kernel: Kernel): Grouper {
  const groups: EntryGroup[] = [];
  const byKey = new Map<string, EntryGroup>();
  const tried = { user: new Map<Level, EntryGroup[]>(), kernel: new Map<Level, EntryGroup[]>() };
  const middle = kernelStart(kernel);

  const groupFor = (level: Level, lo: number, hi: number, isKernels: boolean): EntryGroup => {
    const raw = joinHalves(lo, hi);
    const plain = decodeEntry(kernel, raw, { level });
    const unmapped = isKernels ? asUnmapped(plain) : undefined;
    const sample = unmapped ?? plain;
    const mask =
      groupMask(plain) |
      (isKernels ? unmappedBits(plain) : 0n) |
      (unmapped === undefined ? 0n : not64(numberBits(unmapped.shape)) | bitsRead(unmapped.shape, kernel));
    const key = `${level} ${sample.state} ${mask.toString(16)} ${(raw & mask).toString(16)}`;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    if (groups.length >= MOST_GROUPS)
      throw new PteDecodeError(
        'ERR_FORMAT',
        `entries of more than ${MOST_GROUPS} kinds, the last one ${formatU64(raw)}: what was read are no page tables`,
      );
    const group = {
      id: groups.length,
      level,
      sample,
      mask,
      maskLo: Number(BigInt.asIntN(32, mask)),
      maskHi: Number(BigInt.asIntN(32, mask >> 32n)),
      lo,
      hi,
    };
    groups.push(group);
    byKey.set(key, group);
    return group;
  };
  return {
    groups,
    middle,
    groupOf(level, lo, hi, page = 0) {
      const isKernels = page >= middle;
      const lists = isKernels ? tried.kernel : tried.user;
      let list = lists.get(level);
      if (list === undefined) lists.set(level, (list = []));
      for (const group of list) if (isOfGroup(group, lo, hi)) return group;
      const group = groupFor(level, lo, hi, isKernels);
      if (list.length < TRIED && !list.includes(group)) list.push(group);
      return group;
    },
  };
}

/** Whether a key is the same for all entries of a group. */
export function isWithin({ mask }: Pick<EntryGroup, 'mask'>, key: Key): boolean {
  return (key.bits & not64(mask)) === 0n && key.tests.every((test) => (test.mask & not64(mask)) === 0n);
}

/** The bits of the wide numbers that entries of a group differ in: the frame, else the swap slot. */
function numberBits({ numbers }: Shape): bigint {
  // The offset of a marker is its bits.
  if (numbers.marker) return 0n;
  const places = numbers.pfn ? [numbers.pfn, numbers.phys] : [numbers.offset];
  return places.reduce((bits, place) => bits | (place?.hole.mask ?? 0n), 0n);
}

/** The bits that what can be said of entries of a shape depends on, apart from numbers and the outcome of tests. */
function bitsRead(shape: Shape, kernel: Kernel): bigint {
  const keys = propertiesOf(kernel.layout).map((property) =>
    keyOfDependence(property.depends(shape, kernel, [])),
  );
  return joinKeys(keys.flatMap((key) => key ?? [])).bits;
}

/**
 * The bits of an entry that decide on its group: all but those of its wide numbers, and of these what a property reads
 * (the young and dirty of a migration entry), and what tells its shape from those that are tried before it.
 */
function groupMask({ raw, shape, kernel, level }: Entry): bigint {
  let mask = not64(numberBits(shape)) | bitsRead(shape, kernel) | shape.mask;
  for (const before of shapesOf(kernel, level)) {
    if (before.mask === shape.mask && before.value === shape.value) break;
    if (((before.value ^ raw) & before.mask & mask) !== 0n) continue;
    // An empty entry is told by being zero: see isOfGroup.
    if (
      before.form === 'none' &&
      before.value === 0n &&
      (not64(before.mask) & raw & mask) === 0n &&
      (not64(before.mask) & not64(mask)) === 0n
    )
      continue;
    mask |= before.mask;
  }
  return mask;
}
