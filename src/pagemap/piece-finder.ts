import type { Lookup } from '../records/where/values.ts';
import type { Where } from '../records/where/where.ts';
import { addressBreaks } from './address-breaks.ts';
import { NOT_READ_SLOT, type PagemapModel } from './model.ts';
import { PAGE_PROPERTIES_BY_NAME, type PageProperty, type WhereSubject } from './page-names.ts';
import { type WordEngine, MEMORY, slotOf } from './scan/memory.ts';
import type { Piece } from './sources/word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;
const BY_NAME = PAGE_PROPERTIES_BY_NAME;

const minOf = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** Answers without a hit after which the one who asks gets a turn. */
const TURN = 1000;

/** A part of a piece whose pages have one answer. */
type Found<Answer> = Piece & { readonly answer: Answer };

/** Cuts pieces down to the pages that are wanted, and says what each of them is. */
export class PieceFinder<Answer extends string> {
  readonly #engine: WordEngine;
  readonly #model: PagemapModel;
  readonly #wheres: readonly Where[];
  readonly #pageSize: number;
  readonly #answer: (page: WhereSubject) => Answer | undefined;
  readonly #perPage: boolean;
  readonly #byAddress: boolean;
  readonly #cacheable: boolean;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  /** Answers by slot, for conditions that look at the state alone; index 1 for hidden numbers. */
  readonly #cache: readonly [Map<number, Answer | null>, Map<number, Answer | null>] = [new Map(), new Map()];

  /**
   * @param wheres the conditions behind the answer: by them it is known how often it must be asked
   * @param answer what a page is; undefined: it is not wanted
   */
  constructor(
    engine: WordEngine,
    model: PagemapModel,
    wheres: readonly Where[],
    pageSize: number,
    answer: (page: WhereSubject) => Answer | undefined,
  ) {
    const names = wheres.flatMap((where) => where.names);
    const depends = (of: PageProperty['of']): boolean => names.some((name) => BY_NAME.get(name)?.of === of);
    this.#engine = engine;
    this.#model = model;
    this.#wheres = wheres;
    this.#pageSize = pageSize;
    this.#answer = answer;
    this.#perPage = depends('page');
    this.#byAddress = names.includes('vaddr');
    this.#cacheable = !this.#perPage && !depends('mapping');
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
  }

  /** The parts of a piece; undefined now and then while there are none. */
  find(piece: Piece, hidden: boolean): Iterable<Found<Answer> | undefined> {
    if (piece.from < 0) return this.#findInFill(piece, hidden);
    const found: Found<Answer>[] = [];
    const { from: first, lo, hi, vma } = piece;
    let open = -1;
    let last: Answer | undefined;
    const look = (start: number, answer: Answer | undefined): void => {
      if (answer === last) return;
      // Field by field: a spread takes several times as long, of every page of a scattered dump.
      if (last !== undefined) {
        const page = piece.page + open - first;
        found.push({ page, pages: start - open, from: open, lo, hi, vma, answer: last });
      }
      open = start;
      last = answer;
    };
    const end = first + piece.pages;
    if (this.#perPage) for (let i = first; i < end; i += 1) look(i, this.#answerAt(piece, i, hidden));
    else {
      const runs = this.#engine.findRuns(first, end, this.#model.markerType);
      for (let run = 0; run < runs; run += 1) {
        const start = this.#starts[run] ?? 0;
        look(start, this.#answerAt(piece, start, hidden));
      }
    }
    look(end, undefined);
    return found;
  }

  /** A stretch without words: its pages differ in their address only. */
  *#findInFill(piece: Piece, hidden: boolean): Generator<Found<Answer> | undefined, void, undefined> {
    const { lo, hi, vma, page, pages } = piece;
    const slot = piece.notRead ? NOT_READ_SLOT : stateSlot(lo, hi, this.#model.markerType);
    const subject = { info: this.#model.describe(slot, hidden), lo, hi, vma, page, pages: 1 };
    if (!this.#byAddress) {
      const answer = this.#answer(subject);
      if (answer !== undefined) yield { ...piece, answer };
      return;
    }
    const lookup: Lookup = (name) => BY_NAME.get(name)?.get(subject, this.#pageSize);
    const breaks = this.#wheres.map(({ root }) => addressBreaks(root, lookup));
    const size = BigInt(this.#pageSize);
    const end = page + pages;
    let open = -1;
    let last: Answer | undefined;
    let turn = 0;
    for (let at = page; at < end;) {
      const answer = this.#answer({ ...subject, page: at });
      if (answer !== last) {
        if (last !== undefined) yield { ...piece, page: open, pages: at - open, answer: last };
        open = at;
        last = answer;
      } else if (++turn % TURN === 0) yield undefined;
      // The first page that lies behind the break with its whole address.
      const address = BigInt(at) * size;
      const nextBreak = breaks.reduce((least, each) => minOf(least, each(address)), 1n << 64n);
      const next = (nextBreak + size - 1n) / size;
      at = next < BigInt(end) ? Number(next) : end;
    }
    if (last !== undefined) yield { ...piece, page: open, pages: end - open, answer: last };
  }

  #answerAt(piece: Piece, start: number, hidden: boolean): Answer | undefined {
    const lo = this.#words[2 * start] ?? 0;
    const hi = this.#words[2 * start + 1] ?? 0;
    const slot = stateSlot(lo, hi, this.#model.markerType);
    const cache = this.#cache[hidden ? 1 : 0];
    const known = this.#cacheable ? cache.get(slot) : undefined;
    if (known !== undefined) return known ?? undefined;
    const info = this.#model.describe(slot, hidden);
    const page = piece.page + start - piece.from;
    const answer = this.#answer({ info, lo, hi, vma: piece.vma, page, pages: 1 });
    if (this.#cacheable) cache.set(slot, answer ?? null);
    return answer;
  }
}
