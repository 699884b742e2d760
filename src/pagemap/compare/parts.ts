import type { Vma } from '../../pages/maps.ts';
import type { PageFilter } from '../../pages/page-filter.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { HiddenTest, type PageRun, RunMerger } from '../page-runs.ts';
import type { WordEngine } from '../scan/memory.ts';
import { clipPiece, type WordSource } from '../sources/word-source.ts';

/** One side of a comparison. */
export interface DiffSide {
  readonly engine: WordEngine;
  readonly model: PagemapModel;
  readonly source: WordSource;
  readonly filter: PageFilter;
}

/** A run of one side with what it means. */
export interface Part extends PageRun {
  readonly info: StateInfo;
}

/** A run with what it means. Field by field: a spread takes several times as long, of every page of a scattered dump. */
export function partOfRun({ page, pages, lo, hi, slot, sequential, vma }: PageRun, info: StateInfo): Part {
  return { page, pages, lo, hi, slot, sequential, vma, info };
}

/** Whether the word says nothing: of a page that is not in use, or of none. */
export const isEmpty = ({ info }: Part): boolean => info.state === 'none' && info.flags.length === 0;

/** What a filter says of addresses alone: a page is wanted by its name on any side, for mappings may be renamed. */
export function rangesOf({ ranges, saw }: PageFilter): PageFilter {
  return { ranges, vma: undefined, ...(saw ? { saw } : {}) };
}

/** Whether a filter wants pages by the names of their mappings on any side; all are asked, for each keeps what it picked. */
export function wantsAny(
  sides: readonly Pick<DiffSide, 'filter'>[],
  parts: readonly ({ readonly vma: Vma | undefined } | undefined)[],
): boolean {
  return (
    sides.filter(({ filter }, at) => {
      const part = parts[at];
      return part !== undefined && (!filter.vma || filter.vma(part.vma));
    }).length > 0
  );
}

/** Gives the runs of a source in the ranges of its filter one by one, each known whole from its first word. */
export function* partsOf({ engine, model, source, filter }: DiffSide): Generator<Part, void, undefined> {
  const ready: Part[] = [];
  const test = new HiddenTest();
  const merger = new RunMerger(
    engine,
    model,
    (run) => {
      test.look(run.lo, run.hi);
      ready.push(partOfRun(run, model.describe(run.slot, test.hidden ?? false)));
    },
    true,
  );
  for (let pieces = source.next(); pieces; pieces = source.next()) {
    for (const piece of pieces) for (const part of clipPiece(piece, rangesOf(filter))) merger.add(part);
    yield* ready;
    ready.length = 0;
  }
  merger.end();
  yield* ready;
}

/** The number (bits 0-54) of a page inside a run. */
export function numberAt(part: Part, page: number): bigint {
  const base = (BigInt(part.hi & 0x7f_ffff) << 32n) | BigInt(part.lo);
  // Runs end where numbers do not go on: only a word that stands for many pages is not in sequence.
  const step = !part.sequential || part.info.number === 'none' ? 0n : part.info.number === 'pfn' ? 1n : 32n;
  return base + step * BigInt(page - part.page);
}

/** Whether a page has the same number in two runs. */
export function sameNumber(before: Part, after: Part, page: number): boolean {
  if (before.page === page && after.page === page)
    return before.lo === after.lo && ((before.hi ^ after.hi) & 0x7f_ffff) === 0;
  return numberAt(before, page) === numberAt(after, page);
}

/** The word of a page inside a run, as halves. */
export function wordAt(part: Part, page: number): { readonly lo: number; readonly hi: number } {
  if (page === part.page) return { lo: part.lo, hi: part.hi };
  const number = numberAt(part, page);
  const hi = ((part.hi & 0xff80_0000) | Number((number >> 32n) & 0x7f_ffffn)) >>> 0;
  return { lo: Number(number & 0xffff_ffffn), hi };
}

/** Looks along the runs of one side. */
export class PartCursor {
  readonly #parts: Iterator<Part>;
  #part: Part | undefined;

  constructor(parts: Iterable<Part>) {
    this.#parts = parts[Symbol.iterator]();
    this.#step();
  }

  #step(): void {
    const next = this.#parts.next();
    this.#part = next.done ? undefined : next.value;
  }

  /** The first page from `page` on that this side has; Infinity at the end. */
  firstFrom(page: number): number {
    while (this.#part && this.#part.page + this.#part.pages <= page) this.#step();
    return this.#part ? Math.max(page, this.#part.page) : Infinity;
  }

  /** The run that holds a page. */
  at(page: number): Part | undefined {
    return this.#part && this.#part.page <= page ? this.#part : undefined;
  }

  /** Where what holds for a page ends. */
  borderAfter(page: number): number {
    if (!this.#part) return Infinity;
    return this.#part.page <= page ? this.#part.page + this.#part.pages : this.#part.page;
  }
}
