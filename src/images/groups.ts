import { type DecodedEntry, decodeEntry } from '../core/decode.ts';
import { classify, pfnField, readFacts } from '../core/facts.ts';
import type { Level } from '../core/layout.ts';
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
}

/** Gives the group of each entry; entries of one group get the same object. */
export interface Grouper {
  /** The group of the entry with these halves (signed or unsigned 32-bit numbers). */
  groupOf(level: Level, lo: number, hi: number): EntryGroup;
  /** All groups met so far, in order of their ids. */
  readonly groups: readonly EntryGroup[];
}

/** Makes a grouper for one kernel. The meaning of an entry comes from `decodeEntry` alone. */
export function createGrouper(kernel: Kernel): Grouper {
  const groups: EntryGroup[] = [];
  const byKey = new Map<string, EntryGroup>();
  /** Present entries of the lowest level by their low 12 and high 12 bits: the common case without bigints. */
  const present = new Map<number, EntryGroup>();
  /** Entries of 0 by level. */
  const zero = new Map<Level, EntryGroup>();
  const hasFastKey =
    kernel.arch === 'x86_64' &&
    kernel.form('pte', 'leaf').pfn.every((field) => field.mask === maskOf(51, 12));

  const slowGroup = (level: Level, lo: number, hi: number): EntryGroup => {
    const raw = joinHalves(lo, hi);
    const mask = groupMask(kernel, raw, level);
    const key = `${level} ${mask.toString(16)} ${(raw & mask).toString(16)}`;
    let group = byKey.get(key);
    if (group === undefined) {
      group = {
        id: groups.length,
        level,
        sample: decodeEntry(kernel, raw, { level }),
        mask,
        maskLo: Number(BigInt.asIntN(32, mask)),
        maskHi: Number(BigInt.asIntN(32, mask >> 32n)),
      };
      groups.push(group);
      byKey.set(key, group);
    }
    return group;
  };
  return {
    groups,
    groupOf(level, lo, hi) {
      if ((lo | hi) === 0) return remember(zero, level, () => slowGroup(level, 0, 0));
      if ((lo & 1) === 0 || level !== 'pte' || !hasFastKey) return slowGroup(level, lo, hi);
      return remember(present, (lo & 0xfff) | ((hi >>> 20) << 12), () => slowGroup(level, lo, hi));
    },
  };
}

function remember<K>(known: Map<K, EntryGroup>, key: K, find: () => EntryGroup): EntryGroup {
  let group = known.get(key);
  if (group === undefined) known.set(key, (group = find()));
  return group;
}

/** The bits of an entry that decide on its group. */
function groupMask(kernel: Kernel, raw: bigint, level: Level): bigint {
  const all = not64(0n);
  const form = classify(kernel, raw, level);
  if (form === 'none') return all;
  const field = pfnField(kernel, raw, level, form);
  if (field !== undefined) return not64(field.mask);
  const { state, swap } = readFacts(kernel, raw, level);
  // The special pte is told from a swap entry by all of its bits, and a marker is in the offset.
  if (swap === null || state === 'uffd-wp-special' || state === 'pte-marker') return all;
  if (kernel.uffdWpSpecial !== undefined && swap.type === 0) return all;
  const { offset } = kernel.swapAt(level);
  const bits = state === 'swap' ? offset.width : Math.min(offset.width, kernel.pfnBits);
  const mask = not64(maskOf(offset.lo + bits - 1, offset.lo));
  // Without its offset such an entry would look empty, and empty ones would join the group.
  return classify(kernel, raw & mask, level) === 'none' ? all : mask;
}
