import type { Vma } from '../../pages/maps.ts';
import { EqualCounts, type EqualTaker } from './equal-counts.ts';
import { HiddenTest, RunMerger } from '../page-runs.ts';
import { type DiffSide, type Part, partOfRun, rangesOf, wantsAny } from './parts.ts';
import { MEMORY, WORD_BYTES } from '../scan/memory.ts';
import { clipPiece, partOf, type Piece } from '../sources/word-source.ts';

/** The most words that are taken in one step: runs that are kept too long outlive the garbage collector's first look. */
const STEP = 4096;

/** Words that are compared at once where not all of a step are equal: where they are, the second side need not be looked at. */
const BLOCK = 256;

/** Runs that are kept after they were taken: they are let go many at a time. */
const TAKEN = 2 ** 13;

/** The pages of a piece that one step takes: all, where one word stands for them. */
function stepOf(piece: Piece | undefined): number {
  if (!piece) return 0;
  return piece.from < 0 ? piece.pages : Math.min(piece.pages, STEP);
}

/** One side while both are read. */
class Reader {
  readonly side: DiffSide;
  readonly bytes: Buffer;
  readonly ready: Part[] = [];
  readonly test = new HiddenTest();
  readonly #merger: RunMerger;
  #pieces: readonly Piece[] = [];
  #next = 0;
  #head: Piece | undefined;
  #ended = false;

  constructor(side: DiffSide) {
    this.side = side;
    this.bytes = Buffer.from(side.engine.buffer, MEMORY.words, MEMORY.wordsBytes);
    this.#merger = this.merger((part) => this.ready.push(part), true);
  }

  /** What puts the words of this side together to runs; `split`: see `RunMerger`. */
  merger(emit: (part: Part) => void, split: boolean): RunMerger {
    const { engine, model } = this.side;
    return new RunMerger(
      engine,
      model,
      (run) => {
        this.test.look(run.lo, run.hi);
        emit(partOfRun(run, model.describe(run.slot, this.test.hidden ?? false)));
      },
      split,
    );
  }

  /** The piece that comes next; undefined at the end. */
  head(): Piece | undefined {
    while (!this.#head && !this.#ended) {
      const piece = this.#pieces[this.#next];
      if (piece) {
        this.#next += 1;
        this.#head = piece;
      } else this.#read();
    }
    return this.#head;
  }

  #read(): void {
    const pieces = this.side.source.next();
    if (!pieces) this.#ended = true;
    this.#pieces = (pieces ?? []).flatMap((piece) => clipPiece(piece, rangesOf(this.side.filter)));
    this.#next = 0;
  }

  /** Takes the first pages of the head away. */
  take(pages: number): Piece | undefined {
    const piece = this.#head;
    if (!piece) return undefined;
    const rest = piece.pages - pages;
    this.#head = rest > 0 ? partOf(piece, piece.page + pages, rest) : undefined;
    return rest > 0 ? { ...piece, pages } : piece;
  }

  /** Pages of this side alone, or that differ. */
  add(piece: Piece | undefined): void {
    if (piece) this.#merger.add(piece);
  }

  end(): void {
    this.#merger.end();
  }
}

/** Reads two sides at once, and the second one only where it differs. */
export class EqualParts {
  readonly #left: Reader;
  readonly #right: Reader;
  readonly #same: RunMerger;
  /** Equal words mean the same on both sides. */
  readonly #isOneKernel: boolean;
  readonly #counts: EqualCounts | undefined;
  #sameVma: readonly [Vma | undefined, Vma | undefined] = [undefined, undefined];
  #mode: 'same' | 'different' = 'different';
  /** Words up to this page are not all equal. */
  #mixedEnd = 0;
  #open = { pages: 0, isSame: false };

  /**
   * @param split runs of equal pages end where numbers do not go on too
   * @param equal what becomes of pages that are equal; undefined: they are given like all others
   */
  constructor(before: DiffSide, after: DiffSide, split: boolean, equal: EqualTaker | undefined) {
    this.#left = new Reader(before);
    this.#right = new Reader(after);
    this.#counts =
      equal === undefined ? undefined : new EqualCounts(before.engine, before.model, this.#left.test, equal);
    this.#isOneKernel = before.model.kernel.id === after.model.kernel.id;
    this.#same = this.#left.merger((part) => {
      if (this.#counts?.isCounted(part.slot) === true) return;
      this.#left.ready.push(part);
      const [left, right] = this.#sameVma;
      this.#right.ready.push(left === right ? part : { ...part, vma: right });
    }, split);
  }

  /** The runs of both sides: each is asked for whenever the one before it was used up. */
  sides(): readonly [Iterable<Part>, Iterable<Part>] {
    return [this.#parts(this.#left.ready), this.#parts(this.#right.ready)];
  }

  *#parts(ready: Part[]): Generator<Part, void, undefined> {
    for (let at = 0; ;) {
      while (at >= ready.length) {
        ready.length = 0;
        at = 0;
        if (!this.#step()) {
          if (ready.length > 0) break;
          return;
        }
      }
      const part = ready[at];
      at += 1;
      // Where this side is always behind the other its list never comes to its end.
      if (at === TAKEN) at -= ready.splice(0, at).length;
      if (part) yield part;
    }
  }

  /** Reads on; false when both sides are at their end, and everything was given. */
  #step(): boolean {
    const left = this.#left.head();
    const right = this.#right.head();
    if (!left && !right) {
      this.#end();
      return false;
    }
    if (!left || !right || left.page + left.pages <= right.page || right.page + right.pages <= left.page) {
      const isLeft = left !== undefined && (!right || left.page < right.page);
      const reader = isLeft ? this.#left : this.#right;
      this.#switch('different');
      reader.add(reader.take(stepOf(isLeft ? left : right)));
      return true;
    }
    if (left.page !== right.page) {
      const reader = left.page < right.page ? this.#left : this.#right;
      this.#switch('different');
      reader.add(
        reader.take(
          Math.min(Math.abs(left.page - right.page), stepOf(left.page < right.page ? left : right)),
        ),
      );
      return true;
    }
    this.#compare(left, right);
    return true;
  }

  /** Takes the first pages of both heads, which begin at the same page. */
  #compare(left: Piece, right: Piece): void {
    if (!wantsAny([this.#left.side, this.#right.side], [left, right])) {
      const unwanted = Math.min(left.pages, right.pages);
      this.#left.take(unwanted);
      this.#right.take(unwanted);
      return;
    }
    const isOfWords = left.from >= 0 && right.from >= 0;
    if (isOfWords && this.#isWholeSame(left, right)) {
      this.#take(Math.min(left.pages, right.pages), true);
      return;
    }
    const pages = Math.min(stepOf(left), stepOf(right));
    if (isOfWords) {
      this.#compareWords(left.from, right.from, pages);
      this.#takeOpen();
      return;
    }
    const isFill = this.#isOneKernel && left.from < 0 && right.from < 0;
    const isSame = isFill && left.lo === right.lo && left.hi === right.hi && left.notRead === right.notRead;
    this.#take(pages, isSame);
  }

  /** Whether all words that both sides have here are equal: asked once, then they are taken in steps. */
  #isWholeSame(left: Piece, right: Piece): boolean {
    const words = Math.min(left.pages, right.pages);
    if (words <= STEP || left.page < this.#mixedEnd) return false;
    if (this.#isSameBlock(left.from, right.from, words)) return true;
    this.#mixedEnd = left.page + words;
    return false;
  }

  /** Takes words of both sides: as a whole where they are equal, else in blocks. */
  #compareWords(left: number, right: number, words: number): void {
    const isSame = this.#isSameBlock(left, right, words);
    if (isSame || words <= BLOCK) {
      if (isSame !== this.#open.isSame) this.#takeOpen();
      this.#open = { pages: this.#open.pages + words, isSame };
      return;
    }
    for (let at = 0; at < words; at += BLOCK)
      this.#compareWords(left + at, right + at, Math.min(BLOCK, words - at));
  }

  /** Takes the blocks that were found alike. */
  #takeOpen(): void {
    const { pages, isSame } = this.#open;
    if (pages > 0) this.#take(pages, isSame);
    this.#open = { pages: 0, isSame };
  }

  #isSameBlock(from: number, to: number, words: number): boolean {
    if (!this.#isOneKernel) return false;
    const a = from * WORD_BYTES;
    const b = to * WORD_BYTES;
    const length = words * WORD_BYTES;
    return this.#left.bytes.compare(this.#right.bytes, b, b + length, a, a + length) === 0;
  }

  #take(pages: number, isSame: boolean): void {
    const left = this.#left.take(pages);
    const right = this.#right.take(pages);
    if (!isSame) {
      this.#switch('different');
      this.#left.add(left);
      this.#right.add(right);
      return;
    }
    this.#switch('same');
    if (!left) return;
    if (left.vma !== this.#sameVma[0] || right?.vma !== this.#sameVma[1]) {
      this.#same.end();
      this.#sameVma = [left.vma, right?.vma];
      this.#counts?.enter(left.vma, right?.vma);
    }
    if (this.#counts?.add(left) !== true) this.#same.add(left);
  }

  /** What was put together so far comes before what follows. */
  #switch(mode: 'same' | 'different'): void {
    if (mode === this.#mode) return;
    if (this.#mode === 'same') this.#same.end();
    else {
      this.#left.end();
      this.#right.end();
    }
    this.#mode = mode;
  }

  #end(): void {
    this.#same.end();
    this.#left.end();
    this.#right.end();
    this.#counts?.flush();
  }
}
