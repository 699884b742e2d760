import { instantiate } from '../../bulk/wasm-module.ts';
import { COUNT_WASM } from './count-wasm-code.ts';
import type { EntryGroup } from './groups.ts';

/** Bytes of a group in memory, as count.as.ts has it, and the most groups of a place that are kept there. */
const GROUP_BYTES = 32;
const MOST_GROUPS = 64;

/** Counts entries of tables that lie in its own memory. */
interface TableCounter {
  /** Memory for a table of `bytes` bytes, a multiple of 8; undefined when there is no more. */
  readonly allocate: (bytes: number) => Uint8Array | undefined;
  /** Whether these entries lie in that memory. */
  holds(words: Int32Array): boolean;
  /** From now on counts entries of a group, where it can; `place` is the level, and the half of the addresses. */
  learn(place: string, group: EntryGroup): void;
  /**
   * Counts the entries from index `at` of `words` to before `end`, both even. Gives the index of the first one that
   * belongs to no group learnt, or `end`.
   */
  count(place: string, words: Int32Array, at: number, end: number): number;
  /** What was counted. */
  counts(): Iterable<readonly [EntryGroup, number]>;
}

interface CountExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly count: (at: number, end: number, groups: number, groupsEnd: number) => number;
}

interface KnownGroups {
  /** Address of the first. */
  readonly address: number;
  readonly groups: EntryGroup[];
}

/** The counter in WebAssembly; undefined where the process may not have it. */
export function createTableCounter(): TableCounter | undefined {
  const exported = instantiate<CountExports>(COUNT_WASM, ['memory', 'count']);
  if (!exported) return undefined;
  const { count, memory } = exported;
  const { buffer } = memory;
  const view = new DataView(buffer);
  const places = new Map<string, KnownGroups>();
  let free = 0;
  const take = (bytes: number): number | undefined => {
    if (free + bytes > buffer.byteLength) return undefined;
    free += bytes;
    return free - bytes;
  };
  return {
    allocate(bytes) {
      const address = take(bytes);
      return address === undefined ? undefined : new Uint8Array(buffer, address, bytes);
    },
    holds: (words) => words.buffer === buffer,
    learn(place, group) {
      let known = places.get(place);
      if (known === undefined) {
        const address = take(MOST_GROUPS * GROUP_BYTES);
        if (address === undefined) return;
        places.set(place, (known = { address, groups: [] }));
      }
      const { lo, hi, maskLo, maskHi } = group;
      // An empty entry has the bits of such a group and does not belong to it: see isOfGroup.
      const takesEmpty = ((lo & maskLo) | (hi & maskHi)) === 0 && (lo | hi) !== 0;
      if (takesEmpty || known.groups.length === MOST_GROUPS || known.groups.includes(group)) return;
      const at = known.address + known.groups.length * GROUP_BYTES;
      view.setInt32(at, lo, true);
      view.setInt32(at + 4, hi, true);
      view.setInt32(at + 8, maskLo, true);
      view.setInt32(at + 12, maskHi, true);
      known.groups.push(group);
    },
    count(place, words, at, end) {
      const known = places.get(place);
      if (known === undefined) return at;
      const { byteOffset } = words;
      const groupsEnd = known.address + known.groups.length * GROUP_BYTES;
      return (count(byteOffset + 4 * at, byteOffset + 4 * end, known.address, groupsEnd) - byteOffset) / 4;
    },
    *counts() {
      for (const { address, groups } of places.values())
        for (const [i, group] of groups.entries())
          yield [group, Number(view.getBigUint64(address + i * GROUP_BYTES + 16, true))] as const;
    },
  };
}
