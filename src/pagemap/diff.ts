import type { Vma } from '../pages/maps.ts';
import type { PagemapModel, StateInfo } from './model.ts';
import { HiddenTest, type PageRun, RunMerger } from './page-runs.ts';
import type { WordEngine } from './scan-memory.ts';
import type { PageFilter } from '../pages/page-filter.ts';
import { clipPiece, type WordSource } from './word-source.ts';

/** One side of a comparison. */
export interface DiffSide {
  readonly engine: WordEngine;
  readonly model: PagemapModel;
  readonly source: WordSource;
  readonly filter: PageFilter;
}

/** What one side has at the first page of a change. */
export interface PageImage {
  readonly info: StateInfo;
  readonly lo: number;
  readonly hi: number;
}

/** Neighbouring pages that changed in the same way. */
export interface PageChange {
  readonly page: number;
  readonly pages: number;
  /** Undefined: not in the first dump. */
  readonly before: PageImage | undefined;
  /** Undefined: not in the second dump. */
  readonly after: PageImage | undefined;
  /** Codes such as `swapped-out`, `moved`, `gained-soft_dirty`. */
  readonly changes: readonly string[];
  readonly vma: Vma | undefined;
}

/** A run of one side with what it means. */
interface Part extends PageRun {
  readonly info: StateInfo;
}

/** Gives the runs of a source one by one, each known whole from its first word. */
function* partsOf({ engine, model, source, filter }: DiffSide): Generator<Part, void, undefined> {
  const ready: Part[] = [];
  const test = new HiddenTest();
  const merger = new RunMerger(
    engine,
    model,
    (run) => {
      test.look(run.lo, run.hi);
      ready.push({ ...run, info: model.describe(run.slot, test.hidden ?? false) });
    },
    true,
  );
  for (let pieces = source.next(); pieces; pieces = source.next()) {
    for (const piece of pieces) for (const part of clipPiece(piece, filter)) merger.add(part);
    yield* ready;
    ready.length = 0;
  }
  merger.end();
  yield* ready;
}

/** The word of a page inside a run, as bits 0-54. */
function numberAt(part: Part, page: number): bigint {
  const base = (BigInt(part.hi & 0x7f_ffff) << 32n) | BigInt(part.lo);
  // Runs end where numbers do not go on: only a word that stands for many pages is not in sequence.
  const step = !part.sequential || part.info.number === 'none' ? 0n : part.info.number === 'pfn' ? 1n : 32n;
  return base + step * BigInt(page - part.page);
}

function imageAt(part: Part, page: number): PageImage {
  const number = numberAt(part, page);
  const hi = ((part.hi & 0xff80_0000) | Number((number >> 32n) & 0x7f_ffffn)) >>> 0;
  return { info: part.info, lo: Number(number & 0xffff_ffffn), hi };
}

function stateChange(from: StateInfo, to: StateInfo): string | undefined {
  if (from.label === to.label) return undefined;
  if (to.state === 'swap') return from.state === 'present' ? 'swapped-out' : `became-${to.state}`;
  if (from.state === 'swap' && to.state === 'present') return 'swapped-in';
  if (from.state === 'none' && to.state === 'present') return 'populated';
  if (to.state === 'none') return 'dropped';
  return `became-${to.label}`;
}

/** How a page differs between two dumps, as codes; empty when it does not. */
export function changesOf(before: Part, after: Part, page: number): string[] {
  const { info: from } = before;
  const { info: to } = after;
  const changes: string[] = [];
  const state = stateChange(from, to);
  if (state !== undefined) changes.push(state);
  for (const name of to.flags) if (!from.flags.includes(name)) changes.push(`gained-${name}`);
  for (const name of from.flags) if (!to.flags.includes(name)) changes.push(`lost-${name}`);
  const comparable = from.label === to.label && from.number !== 'none' && to.number !== 'none';
  if (
    comparable &&
    (from.type?.number !== to.type?.number || numberAt(before, page) !== numberAt(after, page))
  )
    changes.push('moved');
  return changes;
}

/**
 * Compares two dumps page by page.
 *
 * @returns the changes in order of address, neighbours that changed in the same way merged
 */
export function* diffPages(before: DiffSide, after: DiffSide): Generator<PageChange, void, undefined> {
  const left = new PartCursor(partsOf(before));
  const right = new PartCursor(partsOf(after));
  let open: (PageChange & { readonly key: string }) | undefined;
  for (let page = 0; ;) {
    page = Math.min(left.firstFrom(page), right.firstFrom(page));
    if (page === Infinity) break;
    const a = left.at(page);
    const b = right.at(page);
    const end = Math.min(left.borderAfter(page), right.borderAfter(page));
    const changes = a && b ? changesOf(a, b, page) : [a ? 'unmapped' : 'mapped'];
    if (changes.length > 0) {
      const vma = b?.vma ?? a?.vma;
      const key = `${a?.slot ?? ''} ${b?.slot ?? ''} ${changes.join(' ')}`;
      if (open && open.key === key && open.vma === vma && open.page + open.pages === page)
        open = { ...open, pages: open.pages + end - page };
      else {
        if (open) yield open;
        const image = { before: a && imageAt(a, page), after: b && imageAt(b, page) };
        open = { page, pages: end - page, ...image, changes, vma, key };
      }
    }
    page = end;
  }
  if (open) yield open;
}

/** Looks along the runs of one side. */
class PartCursor {
  readonly #parts: Generator<Part, void, undefined>;
  #part: Part | undefined;

  constructor(parts: Generator<Part, void, undefined>) {
    this.#parts = parts;
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
