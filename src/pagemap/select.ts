import { checkNames, evaluate, parseWhere, type Where, type WhereValue } from '../records/where/grammar.ts';
import type { Vma } from '../pages/maps.ts';
import { NOT_READ_SLOT, type PagemapModel, type StateInfo } from './model.ts';
import type { PageRun } from './page-runs.ts';
import { type WordEngine, MEMORY, slotOf } from './scan-memory.ts';
import type { Piece } from './word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** A page or run of pages as an expression sees it. */
export interface WhereSubject {
  readonly info: StateInfo;
  readonly page: number;
  readonly pages: number;
  readonly lo: number;
  readonly hi: number;
  readonly vma: Vma | undefined;
}

type Getter = (subject: WhereSubject, pageSize: number) => WhereValue;

const number = ({ lo, hi }: WhereSubject): bigint => (BigInt(hi & 0x7f_ffff) << 32n) | BigInt(lo);
const flag =
  (name: string): Getter =>
  ({ info }) =>
    info.flags.includes(name);

/** Names that are the same for all pages of one state in one mapping. */
const STATE_NAMES: Readonly<Record<string, Getter>> = {
  state: ({ info }) => info.state,
  present: ({ info }) => info.state === 'present',
  swapped: ({ hi }) => hi >>> 30 === 1,
  none: ({ info }) => info.state === 'none',
  marker: ({ info }) => info.markers.join('+'),
  markers: ({ info }) => info.markers,
  flags: ({ info }) => info.flags,
  file: flag('file'),
  guard: ({ info }) => info.flags.includes('guard') || info.markers.includes('guard'),
  uffd_wp: ({ info }) => info.flags.includes('uffd_wp') || info.markers.includes('uffd_wp'),
  exclusive: flag('exclusive'),
  soft_dirty: flag('soft_dirty'),
  poisoned: ({ info }) => info.markers.includes('poisoned'),
  'swap.type': ({ info }) => info.type?.number,
  'swap.name': ({ info }) => info.type?.name,
  vma: ({ vma }) => vma?.name,
  perms: ({ vma }) => vma?.perms,
};

/** Names that differ from page to page. */
const PAGE_NAMES: Readonly<Record<string, Getter>> = {
  raw: ({ lo, hi }) => (BigInt(hi) << 32n) | BigInt(lo),
  vaddr: ({ page }, pageSize) => BigInt(page) * BigInt(pageSize),
  pfn: (subject) =>
    subject.info.number === 'pfn'
      ? number(subject)
      : subject.info.number === 'pfn-offset'
        ? number(subject) >> 5n
        : undefined,
  'swap.offset': (subject) => (subject.info.type ? number(subject) >> 5n : undefined),
};

/** The names that `--where` of pagemap knows. */
export const PAGEMAP_WHERE_NAMES: readonly string[] = [
  ...Object.keys(STATE_NAMES),
  ...Object.keys(PAGE_NAMES),
  'pages',
];

function valueOf(name: string, subject: WhereSubject, pageSize: number): WhereValue {
  if (name === 'pages') return subject.pages;
  return (STATE_NAMES[name] ?? PAGE_NAMES[name])?.(subject, pageSize);
}

/** A condition on pages, or on ranges when it speaks of `pages`. */
export interface Selection {
  /** The parts of a piece that hold pages which fulfil the condition. */
  pieces(piece: Piece, hidden: boolean): readonly Piece[];
  /** Whether a finished range fulfils the condition; true when `pieces` has decided already. */
  range(run: PageRun, hidden: boolean): boolean;
}

/**
 * Makes the condition of `--where`.
 *
 * @param text the expression; see docs/where.md
 * @param ofRanges the answer consists of ranges, so `pages` has a meaning of its own
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function createSelection(
  text: string,
  engine: WordEngine,
  model: PagemapModel,
  pageSize: number,
  ofRanges: boolean,
): Selection {
  const where = parseWhere(text);
  checkNames(where, PAGEMAP_WHERE_NAMES);
  const holds = (subject: WhereSubject): boolean =>
    evaluate(where, (name) => valueOf(name, subject, pageSize));
  if (ofRanges && where.names.includes('pages'))
    return {
      pieces: (piece) => [piece],
      range: (run, hidden) => holds({ ...run, info: model.describe(run.slot, hidden) }),
    };
  const perPage = where.names.some((name) => name in PAGE_NAMES);
  const finder = new PieceFinder(engine, model, where, holds, perPage);
  return { pieces: (piece, hidden) => finder.find(piece, hidden), range: () => true };
}

/** Cuts pieces down to the pages that fulfil a condition. */
class PieceFinder {
  readonly #engine: WordEngine;
  readonly #model: PagemapModel;
  readonly #holds: (subject: WhereSubject) => boolean;
  readonly #perPage: boolean;
  readonly #byAddress: boolean;
  readonly #cacheable: boolean;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  /** Answers by slot, for conditions that look at the state alone; index 1 for hidden numbers. */
  readonly #cache: readonly [Map<number, boolean>, Map<number, boolean>] = [new Map(), new Map()];

  constructor(
    engine: WordEngine,
    model: PagemapModel,
    where: Where,
    holds: (subject: WhereSubject) => boolean,
    perPage: boolean,
  ) {
    this.#engine = engine;
    this.#model = model;
    this.#holds = holds;
    this.#perPage = perPage;
    this.#byAddress = where.names.includes('vaddr');
    this.#cacheable = !perPage && !where.names.includes('vma') && !where.names.includes('perms');
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
  }

  find(piece: Piece, hidden: boolean): readonly Piece[] {
    if (piece.from < 0) return this.#findInFill(piece, hidden);
    const found: Piece[] = [];
    const first = piece.from;
    let open = -1;
    const close = (end: number): void => {
      if (open >= 0) found.push({ ...piece, page: piece.page + open - first, pages: end - open, from: open });
      open = -1;
    };
    const look = (start: number, end: number): void => {
      if (!this.#wants(piece, start, end - start, hidden)) close(start);
      else if (open < 0) open = start;
    };
    const end = first + piece.pages;
    if (this.#perPage) for (let i = first; i < end; i += 1) look(i, i + 1);
    else {
      const runs = this.#engine.findRuns(first, end, this.#model.markerType);
      for (let run = 0; run < runs; run += 1) look(this.#starts[run] ?? 0, this.#starts[run + 1] ?? 0);
    }
    close(end);
    return found;
  }

  /** A stretch without words: its pages differ in their address only. */
  #findInFill(piece: Piece, hidden: boolean): readonly Piece[] {
    const { lo, hi, vma, page, pages } = piece;
    const slot = piece.notRead ? NOT_READ_SLOT : stateSlot(lo, hi, this.#model.markerType);
    const subject = { info: this.#model.describe(slot, hidden), lo, hi, vma, page, pages };
    if (!this.#byAddress) return this.#holds(subject) ? [piece] : [];
    const found: Piece[] = [];
    let open = -1;
    for (let at = page; at <= page + pages; at += 1) {
      const wanted = at < page + pages && this.#holds({ ...subject, page: at, pages: 1 });
      if (wanted && open < 0) open = at;
      if (wanted || open < 0) continue;
      found.push({ ...piece, page: open, pages: at - open });
      open = -1;
    }
    return found;
  }

  #wants(piece: Piece, start: number, pages: number, hidden: boolean): boolean {
    const lo = this.#words[2 * start] ?? 0;
    const hi = this.#words[2 * start + 1] ?? 0;
    const slot = stateSlot(lo, hi, this.#model.markerType);
    const cache = this.#cache[hidden ? 1 : 0];
    const known = this.#cacheable ? cache.get(slot) : undefined;
    if (known !== undefined) return known;
    const info = this.#model.describe(slot, hidden);
    const page = piece.page + start - piece.from;
    const answer = this.#holds({ info, lo, hi, vma: piece.vma, page, pages });
    if (this.#cacheable) cache.set(slot, answer);
    return answer;
  }
}
