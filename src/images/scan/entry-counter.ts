import { createTableCounter } from './count-wasm.ts';
import { endOfStretch, type Grouper } from './groups.ts';
import type { EntrySink } from './scan.ts';

/** Counts entries by group. */
interface EntryCounter extends Pick<EntrySink, 'entries' | 'allocate'> {
  /** The entries of each group so far, by its id; none counted: 0 or absent. */
  readonly counts: readonly number[];
}

/**
 * Counts the entries of each group: the fast way, for summaries. Tables that lie in the memory that it allocates are
 * counted by WebAssembly where that is to be had, all others in JavaScript.
 */
export function countEntries(grouper: Grouper): EntryCounter {
  const counts: number[] = [];
  const counter = createTableCounter();
  return {
    get counts() {
      const all = [...counts];
      for (const [group, entries] of counter?.counts() ?? []) all[group.id] = (all[group.id] ?? 0) + entries;
      return all;
    },
    ...(counter === undefined ? {} : { allocate: counter.allocate }),
    entries(geometry, words, first, last, page) {
      const { level } = geometry;
      const place = page < grouper.middle ? level : `kernel ${level}`;
      const end = 2 * last;
      for (let at = 2 * first; at < end;) {
        if (counter?.holds(words) === true) {
          at = counter.count(place, words, at, end);
          if (at === end) return;
        }
        const lo = words[at] ?? 0;
        const hi = words[at + 1] ?? 0;
        const group = grouper.groupOf(level, lo, hi, page);
        counter?.learn(place, group);
        const start = at;
        at = endOfStretch(words, group, at + 2, end);
        counts[group.id] = (counts[group.id] ?? 0) + ((at - start) >> 1);
      }
    },
  };
}
