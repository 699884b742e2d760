import { MEMORY, SLOTS, type WordEngine } from './scan/memory.ts';

/** Pages after which what the engine counted is taken out: its counters have 32 bits. */
const FLUSH_PAGES = 2 ** 31;

/** Counts pages and runs of each slot with the loop that summaries use, in the memory of the engine. */
export class SlotTally {
  readonly #engine: WordEngine;
  readonly #markerType: number;
  readonly #take: (slot: number, pages: number, runs: number) => void;
  /** Pages and runs of each slot since the last flush, and the slots that have some. */
  readonly #counts: Uint32Array;
  readonly #list: Uint32Array;
  #met = 0;
  #counted = 0;

  /** @param take is given what was counted, slot by slot, at each flush */
  constructor(
    engine: WordEngine,
    markerType: number,
    take: (slot: number, pages: number, runs: number) => void,
  ) {
    this.#engine = engine;
    this.#markerType = markerType;
    this.#take = take;
    this.#counts = new Uint32Array(engine.buffer, MEMORY.counts, 2 * SLOTS);
    this.#list = new Uint32Array(engine.buffer, MEMORY.met, SLOTS);
  }

  /**
   * Counts the words [from, to) of the chunk.
   *
   * @returns their runs, as `WordEngine.findRuns` found them, and the slots that had none since the last flush: valid
   * until the engine is asked again
   */
  count(from: number, to: number): { readonly runs: number; readonly met: Uint32Array } {
    this.#counted += to - from;
    if (this.#counted > FLUSH_PAGES) this.flush();
    const runs = this.#engine.tally(from, to, this.#markerType, this.#met);
    const met = this.#list.subarray(this.#met, this.#engine.met);
    this.#met = this.#engine.met;
    return { runs, met };
  }

  /** Hands on what was counted, and begins anew. */
  flush(): void {
    for (const slot of this.#list.subarray(0, this.#met)) {
      this.#take(slot, this.#counts[2 * slot] ?? 0, this.#counts[2 * slot + 1] ?? 0);
      this.#counts[2 * slot] = 0;
      this.#counts[2 * slot + 1] = 0;
    }
    this.#met = 0;
    this.#counted = 0;
  }
}
