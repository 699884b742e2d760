import type { Vma } from '../../pages/maps.ts';
import { NOT_READ_SLOT, type PagemapModel } from '../model.ts';
import { type HiddenTest, slotOfFill } from '../page-runs.ts';
import type { PagePair } from './page-pair.ts';
import type { Part } from './parts.ts';
import { MEMORY, type WordEngine } from '../scan/memory.ts';
import { SlotTally } from '../slot-tally.ts';
import type { Piece } from '../sources/word-source.ts';

/** Takes pages whose words are equal on both sides by their number alone, where it does not matter which they are. */
export interface EqualTaker {
  /**
   * Whether what is found of such pages depends on their state and mapping alone.
   *
   * @param pair stands for all of them: its address and numbers mean nothing
   */
  settles(pair: PagePair): boolean;
  /** Takes them, all at once. */
  see(pair: PagePair): void;
  /** Words that hide nothing are of no interest, which spares looking at them. */
  readonly onlyOpen?: boolean;
}

/** Counts equal pages by state and mapping, with the loop that summaries use. */
export class EqualCounts {
  readonly #model: PagemapModel;
  readonly #test: HiddenTest;
  readonly #taker: EqualTaker;
  readonly #tally: SlotTally;
  readonly #words: Uint32Array;
  #vmas: readonly [Vma | undefined, Vma | undefined] = [undefined, undefined];
  readonly #settled = new Map<number, boolean>();
  /** Some state of this mapping is not settled by its number. */
  #isOpen = false;

  /** @param test finds out whether numbers are hidden */
  constructor(engine: WordEngine, model: PagemapModel, test: HiddenTest, taker: EqualTaker) {
    this.#model = model;
    this.#test = test;
    this.#taker = taker;
    this.#tally = new SlotTally(engine, model.markerType, (slot, pages) => {
      if (this.isCounted(slot)) taker.see(this.#standIn(slot, pages));
    });
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  }

  /** Goes on with pages of other mappings. */
  enter(before: Vma | undefined, after: Vma | undefined): void {
    this.flush();
    this.#vmas = [before, after];
    this.#settled.clear();
    this.#isOpen = false;
  }

  /** Whether the pages of a slot are counted and nothing else. */
  isCounted(slot: number): boolean {
    let isSettled = this.#settled.get(slot);
    if (isSettled === undefined) {
      isSettled = this.#taker.settles(this.#standIn(slot, 1));
      this.#settled.set(slot, isSettled);
      if (!isSettled) this.#isOpen = true;
    }
    return isSettled;
  }

  /** Takes the next piece. @returns whether that was all: else the runs of slots that are not counted are wanted */
  add(piece: Piece): boolean {
    const { from, pages, lo, hi } = piece;
    if (from < 0) {
      const slot = slotOfFill(piece, this.#model.markerType);
      this.#test.look(lo, hi);
      if (!this.isCounted(slot)) return false;
      this.#taker.see(this.#standIn(slot, pages));
      return true;
    }
    if (this.#taker.onlyOpen === true && this.#test.hidden === false) return true;
    const { met } = this.#tally.count(from, from + pages);
    const isUsed = (slot: number): boolean => ((slot >>> 7) & 3) !== 0;
    if (this.#test.hidden === undefined && met.some(isUsed))
      for (let at = from; this.#test.hidden === undefined && at < from + pages; at += 1)
        this.#test.look(this.#words[2 * at] ?? 0, this.#words[2 * at + 1] ?? 0);
    for (const slot of met) this.isCounted(slot);
    return !this.#isOpen;
  }

  /** Hands on what was counted. */
  flush(): void {
    this.#tally.flush();
  }

  #standIn(slot: number, pages: number): PagePair {
    const info = this.#model.describe(slot, this.#test.hidden ?? false);
    const [before, after] = this.#vmas;
    const hi = slot === NOT_READ_SLOT ? 0 : ((slot & 0x1ff) << 23) >>> 0;
    const part = (vma: Vma | undefined): Part => ({
      page: 0,
      pages,
      lo: 0,
      hi,
      slot,
      sequential: false,
      vma,
      info,
    });
    return {
      page: 0,
      pages,
      before: part(before),
      after: part(after),
      pageBefore: 0,
      at: 0,
      isMoved: false,
      isUntold: false,
    };
  }
}
