import type { Vma } from '../pages/maps.ts';
import { NOT_READ_SLOT, type PagemapModel } from './model.ts';
import type { HiddenTest } from './page-runs.ts';
import type { PagePair } from './pairs.ts';
import type { Part } from './parts.ts';
import { MEMORY, SLOTS, slotOf, type WordEngine } from './scan-memory.ts';
import type { Piece } from './word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** Pages after which what the engine counted is taken out: its counters have 32 bits. */
const FLUSH_PAGES = 2 ** 31;

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
}

/** What becomes of pages whose words are equal: nothing, or they are counted where that is enough. */
export type EqualPages = 'left-out' | EqualTaker;

/** Counts equal pages by state and mapping, with the loop that summaries use. */
export class EqualCounts {
  readonly #engine: WordEngine;
  readonly #model: PagemapModel;
  readonly #test: HiddenTest;
  readonly #taker: EqualTaker;
  /** Words and runs of each slot, as the engine counts them, and the slots that have some. */
  readonly #counts: Uint32Array;
  readonly #list: Uint32Array;
  readonly #words: Uint32Array;
  #vmas: readonly [Vma | undefined, Vma | undefined] = [undefined, undefined];
  readonly #settled = new Map<number, boolean>();
  /** Some state of this mapping is not settled by its number. */
  #isOpen = false;
  #met = 0;
  #counted = 0;

  /** @param test finds out whether numbers are hidden */
  constructor(engine: WordEngine, model: PagemapModel, test: HiddenTest, taker: EqualTaker) {
    this.#engine = engine;
    this.#model = model;
    this.#test = test;
    this.#taker = taker;
    this.#counts = new Uint32Array(engine.buffer, MEMORY.counts, 2 * SLOTS);
    this.#list = new Uint32Array(engine.buffer, MEMORY.met, SLOTS);
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
      const slot = piece.notRead ? NOT_READ_SLOT : stateSlot(lo, hi, this.#model.markerType);
      this.#test.look(lo, hi);
      if (!this.isCounted(slot)) return false;
      this.#taker.see(this.#standIn(slot, pages));
      return true;
    }
    this.#counted += pages;
    if (this.#counted > FLUSH_PAGES) this.flush();
    this.#engine.tally(from, from + pages, this.#model.markerType, this.#met);
    const isUsed = (slot: number): boolean => ((slot >>> 7) & 3) !== 0;
    if (this.#test.hidden === undefined && this.#list.subarray(this.#met, this.#engine.met).some(isUsed))
      for (let at = from; this.#test.hidden === undefined && at < from + pages; at += 1)
        this.#test.look(this.#words[2 * at] ?? 0, this.#words[2 * at + 1] ?? 0);
    while (this.#met < this.#engine.met) this.isCounted(this.#list[this.#met++] ?? 0);
    return !this.#isOpen;
  }

  /** Hands on what was counted. */
  flush(): void {
    for (const slot of this.#list.subarray(0, this.#met)) {
      const pages = this.#counts[2 * slot] ?? 0;
      if (this.isCounted(slot)) this.#taker.see(this.#standIn(slot, pages));
      this.#counts[2 * slot] = 0;
      this.#counts[2 * slot + 1] = 0;
    }
    this.#met = 0;
    this.#counted = 0;
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
    return { page: 0, pages, before: part(before), after: part(after), pageBefore: 0, at: 0, isMoved: false };
  }
}
