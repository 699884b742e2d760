import type { PagemapModel } from './model.ts';
import { NOT_READ_SLOT } from './model.ts';
import { type WordEngine, MEMORY, slotOf } from './scan/memory.ts';
import type { Vma } from '../pages/maps.ts';
import type { Piece } from './sources/word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** The slot of pages without words of their own. */
export function slotOfFill({ notRead, lo, hi }: Piece, markerType: number): number {
  return notRead ? NOT_READ_SLOT : stateSlot(lo, hi, markerType);
}

/** Whether bits 0-54 of a word are zero. */
const hasNoNumber = (lo: number, hi: number): boolean => lo === 0 && (hi & 0x7f_ffff) === 0;

/** Neighbouring pages of one state. */
export interface PageRun {
  /** Virtual page number of the first. */
  readonly page: number;
  readonly pages: number;
  /** The word of the first page, in halves. */
  readonly lo: number;
  readonly hi: number;
  /** Histogram slot of all of them. */
  readonly slot: number;
  /** Frame numbers or swap offsets go up by one from page to page. */
  readonly sequential: boolean;
  readonly vma: Vma | undefined;
}

type MutableRun = { -readonly [Key in keyof PageRun]: PageRun[Key] };

/**
 * Calls for each run of neighbouring pages of one state and mapping, whatever the borders of chunks. A run is valid
 * during the call only.
 */
export class RunMerger {
  readonly #engine: WordEngine;
  readonly #markerType: number;
  readonly #emit: (run: PageRun) => void;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #sequential: Uint8Array;
  /** Runs end where numbers do not go on, so that each is known whole from its first word. */
  readonly #split: boolean;
  /** The run that may still grow; given out again and again, so that millions of runs make no garbage. */
  readonly #run: MutableRun = {
    page: 0,
    pages: 0,
    lo: 0,
    hi: 0,
    slot: 0,
    sequential: true,
    vma: undefined,
  };

  /** @param split end runs where frame numbers or swap offsets do not go up by one */
  constructor(engine: WordEngine, model: PagemapModel, emit: (run: PageRun) => void, split = false) {
    this.#engine = engine;
    this.#split = split;
    this.#markerType = model.markerType;
    this.#emit = emit;
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
    this.#sequential = new Uint8Array(engine.buffer, MEMORY.sequential, MEMORY.sequentialBytes);
  }

  /** Takes the next piece; pieces come in order of address. */
  add(piece: Piece): void {
    const { from, page, vma } = piece;
    if (from < 0) {
      const slot = slotOfFill(piece, this.#markerType);
      this.#append(page, piece.pages, piece.lo, piece.hi, slot, piece.hi >>> 30 === 0, vma);
      return;
    }
    const runs = this.#engine.findRuns(from, from + piece.pages, this.#markerType);
    this.#engine.markSequential(runs, this.#markerType);
    const words = this.#words;
    const starts = this.#starts;
    let start = starts[0] ?? 0;
    for (let run = 0; run < runs; run += 1) {
      const end = starts[run + 1] ?? 0;
      const lo = words[2 * start] ?? 0;
      const hi = words[2 * start + 1] ?? 0;
      const slot = stateSlot(lo, hi, this.#markerType);
      const sequential = this.#sequential[run] === 1;
      if (!sequential && this.#split) this.#appendEach(start, end, page - from, slot, vma);
      else this.#append(page + start - from, end - start, lo, hi, slot, sequential, vma);
      start = end;
    }
  }

  /** Appends the words of a run one by one, and those without a number together. */
  #appendEach(start: number, end: number, pageOfWord0: number, slot: number, vma: Vma | undefined): void {
    for (let i = start; i < end;) {
      const lo = this.#words[2 * i] ?? 0;
      const hi = this.#words[2 * i + 1] ?? 0;
      const first = i;
      do i += 1;
      while (
        i < end &&
        hasNoNumber(lo, hi) &&
        hasNoNumber(this.#words[2 * i] ?? 0, this.#words[2 * i + 1] ?? 0)
      );
      this.#append(pageOfWord0 + first, i - first, lo, hi, slot, i - first === 1, vma);
    }
  }

  /** Gives out the last run. */
  end(): void {
    if (this.#run.pages === 0) return;
    this.#emit(this.#run);
    this.#run.pages = 0;
  }

  #append(
    page: number,
    pages: number,
    lo: number,
    hi: number,
    slot: number,
    sequential: boolean,
    vma: Vma | undefined,
  ): void {
    const run = this.#run;
    if (run.pages > 0 && slot === run.slot && vma === run.vma && page === run.page + run.pages) {
      const goesOn = run.sequential && sequential && this.#continues(lo, hi);
      if (goesOn || !this.#split || this.#isHiddenToo(sequential && pages > 1, lo, hi)) {
        run.sequential = goesOn;
        run.pages += pages;
        return;
      }
    }
    this.end();
    run.page = page;
    run.pages = pages;
    run.lo = lo;
    run.hi = hi;
    run.slot = slot;
    run.sequential = sequential;
    run.vma = vma;
  }

  /** Whether neither the pages of the run nor those that follow have a number, as where numbers are hidden. */
  #isHiddenToo(sequential: boolean, lo: number, hi: number): boolean {
    const run = this.#run;
    const isCounting = sequential || (run.sequential && run.pages > 1);
    return !isCounting && hasNoNumber(lo, hi) && hasNoNumber(run.lo, run.hi);
  }

  /** Whether this word's number follows that of the last page of the run. */
  #continues(lo: number, hi: number): boolean {
    if (hi >>> 30 === 0) return true;
    const marker = hi >>> 30 === 1 && (lo & 0x1f) === this.#markerType;
    const step = hi >>> 30 === 1 ? (marker ? 0 : 32) : 1;
    const wanted = this.#run.lo + step * this.#run.pages;
    const carry = Math.floor(wanted / 2 ** 32);
    return lo === wanted % 2 ** 32 && (hi & 0x7f_ffff) === (this.#run.hi & 0x7f_ffff) + carry;
  }
}

/**
 * Finds out whether the kernel zeroed frame numbers, swap types and offsets: no page has frame 0, and no swap area
 * gives out its slot 0, so the first present or swapped page tells.
 */
export class HiddenTest {
  /** Undefined as long as no page was present or swapped. */
  hidden: boolean | undefined;

  /** Looks at the first word of a run. */
  look(lo: number, hi: number): void {
    if (this.hidden === undefined && hi >>> 30 !== 0) this.hidden = hasNoNumber(lo, hi);
  }
}
