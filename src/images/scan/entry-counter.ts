import { endOfStretch, type Grouper } from './groups.ts';
import type { EntrySink } from './scan.ts';

/** Counts entries by group. */
interface EntryCounter extends Pick<EntrySink, 'entries'> {
  /** The entries of each group so far, by its id; none counted: absent. */
  readonly counts: readonly number[];
}

/** Counts the entries of each group, stretch by stretch. */
export function countEntries(grouper: Grouper): EntryCounter {
  const counts: number[] = [];
  return {
    counts,
    entries({ level }, words, first, last, page) {
      const end = 2 * last;
      for (let at = 2 * first; at < end;) {
        const start = at;
        const group = grouper.groupOf(level, words[at] ?? 0, words[at + 1] ?? 0, page);
        at = endOfStretch(words, group, at + 2, end);
        counts[group.id] = (counts[group.id] ?? 0) + ((at - start) >> 1);
      }
    },
  };
}
