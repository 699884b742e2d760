import type { Vma } from '../pages/maps.ts';
import type { PagemapModel } from './model.ts';
import { HiddenTest, RunMerger, slotOfFill } from './page-runs.ts';
import { type WordEngine, MEMORY, SLOTS } from './scan/memory.ts';
import type { Piece } from './sources/word-source.ts';

/** Pages per histogram slot. */
export type SlotCounts = ReadonlyMap<number, number>;

/** The pages of one mapping. */
export interface VmaCounts {
  readonly vma: Vma | undefined;
  readonly counts: SlotCounts;
}

/** Counts pages per state, all together or per mapping. */
interface Counter {
  add(piece: Piece): void;
  /** The counts so far. */
  result(): { readonly counts: SlotCounts; readonly vmas: readonly VmaCounts[]; readonly hidden: boolean };
}

/** The counters of 512 slots when there is nothing in them. */
const NOTHING = Buffer.alloc(8 * 512);

/** A counter over everything: one pass of the engine per chunk. One for each new engine. */
export function createCounter(engine: WordEngine, model: PagemapModel): Counter {
  // 64-bit counters as halves: the memory of a new engine is zero.
  const histogram = new Uint32Array(engine.buffer, MEMORY.counts, 2 * SLOTS);
  const bytes = Buffer.from(engine.buffer, MEMORY.counts, 8 * SLOTS);
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const test = new HiddenTest();
  const extra = new Map<number, number>();
  return {
    add(piece) {
      if (piece.from < 0) {
        const slot = slotOfFill(piece, model.markerType);
        extra.set(slot, (extra.get(slot) ?? 0) + piece.pages);
        test.look(piece.lo, piece.hi);
        return;
      }
      const end = piece.from + piece.pages;
      const used = engine.countStates(piece.from, end, model.markerType);
      for (let i = piece.from; used !== 0 && test.hidden === undefined && i < end; i += 1)
        test.look(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
    },
    result() {
      const counts = new Map<number, number>(extra);
      for (let first = 0; first < SLOTS; first += 512) {
        // Most of the 25,000 counters are zero: looking at each would take longer than reading a small dump.
        if (bytes.compare(NOTHING, 0, NOTHING.length, 8 * first, 8 * first + NOTHING.length) === 0) continue;
        for (let slot = first; slot < first + 512; slot += 1) {
          const low = histogram[2 * slot] ?? 0;
          const high = histogram[2 * slot + 1] ?? 0;
          if ((low | high) !== 0) counts.set(slot, (counts.get(slot) ?? 0) + high * 2 ** 32 + low);
        }
      }
      return { counts, vmas: [], hidden: test.hidden ?? false };
    },
  };
}

/** A counter per mapping. */
export function createVmaCounter(engine: WordEngine, model: PagemapModel): Counter {
  const vmas: { vma: Vma | undefined; counts: Map<number, number> }[] = [];
  const counts = new Map<number, number>();
  const test = new HiddenTest();
  const merger = new RunMerger(engine, model, ({ vma, slot, pages, lo, hi }) => {
    let last = vmas.at(-1);
    if (last?.vma !== vma || !last) {
      last = { vma, counts: new Map() };
      vmas.push(last);
    }
    last.counts.set(slot, (last.counts.get(slot) ?? 0) + pages);
    counts.set(slot, (counts.get(slot) ?? 0) + pages);
    test.look(lo, hi);
  });
  return {
    add(piece) {
      merger.add(piece);
    },
    result() {
      merger.end();
      return { counts, vmas, hidden: test.hidden ?? false };
    },
  };
}
