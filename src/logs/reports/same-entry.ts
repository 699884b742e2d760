import { type Entry, swapOf } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { swpOffset } from '../../core/entry/swap-entry.ts';
import type { LogReport } from './report.ts';
import type { FoundValue } from '../lines/find-shapes.ts';

/** Where a value was seen before. */
export interface SeenAt {
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** Swap entries that are remembered, and for how many bytes of the log. */
const MAX_SEEN = 32;
const SEEN_WINDOW = 0x2000;

/** A value with its entry; of a generic entry the pte that holds it. */
type DecodedValue = FoundValue & { readonly entry: Entry };

/** A swap entry that was printed. */
interface SeenSwap extends SeenAt {
  readonly message: string;
  readonly offset: number;
  readonly type: number;
  readonly swpOffset: bigint;
  readonly generic: boolean;
}

/** The swap entries that a log has printed lately, as a pte or as a generic entry. */
export class SeenSwaps {
  #seen: SeenSwap[] = [];

  /** Finds the same swap entry in its other form among those printed before, and remembers those printed here. */
  link(kernel: Kernel, report: LogReport, values: readonly DecodedValue[]): SeenSwap | undefined {
    let same: SeenSwap | undefined;
    if (report.shape.role !== 'swap' && report.shape.role !== 'bad-map') return undefined;
    const [oldest] = this.#seen;
    if (oldest && report.offset - oldest.offset > SEEN_WINDOW)
      this.#seen = this.#seen.filter((seen) => report.offset - seen.offset <= SEEN_WINDOW);
    for (const { entry, level, index, row = 0 } of values) {
      const swap = swapOf(entry);
      if (!swap || (level !== 'swap_entry' && level !== 'pte')) continue;
      const generic = level === 'swap_entry';
      const mine = { type: swap.type, swpOffset: swpOffset(kernel.swap, entry.raw), generic };
      const other = this.#seen.findLast(
        (seen) => seen.generic !== generic && seen.type === mine.type && seen.swpOffset === mine.swpOffset,
      );
      same ??= other;
      const { offset, line, message } = report;
      this.#seen.push({ ...mine, offset, line: line + row, message, column: index + 1 });
    }
    if (this.#seen.length > MAX_SEEN) this.#seen = this.#seen.slice(-MAX_SEEN);
    return same;
  }
}
