import { type DecodedEntry, decodeEntry } from '../core/decode.ts';
import { classify, pfnField, readFacts } from '../core/facts.ts';
import type { BitTest, Level } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { maskOf, not64 } from '../core/u64.ts';
import { joinHalves } from './address.ts';

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

/** Gives the group of each entry; entries of one group get the same object. */
export interface Grouper {
  /** The group of the entry with these halves (signed or unsigned 32-bit numbers). */
  groupOf(level: Level, lo: number, hi: number): EntryGroup;
  /** All groups met so far, in order of their ids. */
  readonly groups: readonly EntryGroup[];
}

/** Groups of a level that are tried one by one before the entry is decoded. */
const TRIED = 64;

/** Makes a grouper for one kernel. The meaning of an entry comes from `decodeEntry` alone. */
export function createGrouper(kernel: Kernel): Grouper {
  const groups: EntryGroup[] = [];
  const byKey = new Map<string, EntryGroup>();
  const tried = new Map<Level, EntryGroup[]>();

  const makeGroup = (level: Level, lo: number, hi: number): EntryGroup => {
    const raw = joinHalves(lo, hi);
    const mask = groupMask(kernel, raw, level);
    const key = `${level} ${mask.toString(16)} ${(raw & mask).toString(16)}`;
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const group = {
      id: groups.length,
      level,
      sample: decodeEntry(kernel, raw, { level }),
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
    groupOf(level, lo, hi) {
      let list = tried.get(level);
      if (list === undefined) tried.set(level, (list = []));
      for (const group of list) if (isOfGroup(group, lo, hi)) return group;
      const group = makeGroup(level, lo, hi);
      if (list.length < TRIED && !list.includes(group)) list.push(group);
      return group;
    },
  };
}

function testedBits(test: BitTest | undefined): bigint {
  return test === undefined ? 0n : test.set | test.clear;
}

/** The bits of an entry that decide on its group. */
function groupMask(kernel: Kernel, raw: bigint, level: Level): bigint {
  const all = not64(0n);
  const form = classify(kernel, raw, level);
  if (form === 'none') return all;
  const field = pfnField(kernel, raw, level, form);
  if (field !== undefined) {
    // Which frame field it is hangs on bits that can be a part of the frame itself.
    const asked = kernel.form(level, form).pfn.reduce((bits, { when }) => bits | testedBits(when), 0n);
    return not64(field.mask) | asked;
  }
  const { state, swap } = readFacts(kernel, raw, level);
  // The special pte is told from a swap entry by all of its bits, and a marker is in the offset.
  if (swap === null || state === 'uffd-wp-special' || state === 'pte-marker') return all;
  if (kernel.uffdWpSpecial !== undefined && swap.type === 0) return all;
  const { offset } = kernel.swapAt(level);
  const bits = state === 'swap' ? offset.width : Math.min(offset.width, kernel.pfnBits);
  const mask = not64(maskOf(offset.lo + bits - 1, offset.lo));
  // With nothing but bits that empty entries may have too, the slot alone tells them apart.
  return (raw & mask) !== 0n && classify(kernel, raw & mask, level) === 'none' ? all : mask;
}
