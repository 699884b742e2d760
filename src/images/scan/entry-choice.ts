import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { decodePlaced } from '../../core/verdicts/unmapped.ts';
import { joinHalves } from '../address.ts';
import { type EntryGroup, endOfStretch, type Grouper } from './groups.ts';
import { type EntrySink, pageAddress } from './scan.ts';

/** Decides which entries are wanted. */
export interface EntryChoice {
  /** For all entries of a group: `open` where nobody knows it, undefined when it depends on the entry. */
  group(group: EntryGroup): boolean | 'open' | undefined;
  /** For one entry, decoded for its place. */
  entry(entry: DecodedEntry, vaddr: bigint): boolean;
  /** Called with how many entries there are of a group that is open. */
  readonly unasked?: ((entries: number) => void) | undefined;
}

/** A choice by what is known of where entries stand, too. */
export interface PlacedChoice extends EntryChoice {
  /** It asks for pages by where they stand: tables that lead there are chosen because they begin there. */
  readonly isOfPages: boolean;
}

/** Passes on the entries that are wanted, in stretches as long as they come. */
export function selectEntries(
  kernel: Kernel,
  grouper: Grouper,
  choice: EntryChoice,
  next: Pick<EntrySink, 'entries'>,
): Pick<EntrySink, 'entries'> {
  const verdicts: ReturnType<EntryChoice['group']>[] = [];
  const known: boolean[] = [];
  const verdictOf = (group: EntryGroup): ReturnType<EntryChoice['group']> => {
    if (known[group.id] !== true) {
      known[group.id] = true;
      verdicts[group.id] = choice.group(group);
    }
    return verdicts[group.id];
  };
  return {
    entries(geometry, words, first, last, page) {
      const { level } = geometry;
      const size = 2 ** (geometry.shift - kernel.pageShift);
      let from = -1;
      for (let i = first; i < last;) {
        const lo = words[2 * i] ?? 0;
        const hi = words[2 * i + 1] ?? 0;
        const group = grouper.groupOf(level, lo, hi, page + (i - first) * size);
        const verdict = verdictOf(group);
        const isWanted =
          verdict === true ||
          (verdict === undefined &&
            choice.entry(
              decodePlaced(kernel, joinHalves(lo, hi), level, page >= grouper.middle),
              pageAddress(kernel, page + (i - first) * size),
            ));
        if (isWanted && from < 0) from = i;
        if (!isWanted && from >= 0) {
          next.entries(geometry, words, from, i, page + (from - first) * size);
          from = -1;
        }
        // What holds for a group holds for all that follow of it.
        const end = verdict === undefined ? i + 1 : endOfStretch(words, group, 2 * i + 2, 2 * last) / 2;
        if (verdict === 'open') choice.unasked?.(end - i);
        i = end;
      }
      if (from >= 0) next.entries(geometry, words, from, last, page + (from - first) * size);
    },
  };
}
