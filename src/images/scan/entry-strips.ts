import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { markerRows } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { asking } from '../../core/verdicts/questions.ts';
import { EMPTY, LEFT_OUT } from '../../pages/categories.ts';
import type { CellRow } from '../../pages/cells.ts';
import type { Mapping, Mappings } from '../../pages/mappings.ts';
import type { PageRange } from '../../pages/page-filter.ts';
import { type Strip, StripList } from '../../pages/strips.ts';
import type { EntryGroup } from './groups.ts';
import type { EntryRun } from './entry-runs.ts';
import { pageAddress } from './scan.ts';

/** Cells of a strip: each entry of one table has its own. */
const CELLS = 512;
/** Where mappings are not known, entries that lie closer together than this are drawn as one strip. */
const NEAR_PAGES = 512;

/**
 * What a cell of a picture shows: the state with the markers behind it, whether userfaultfd protects it, and the level
 * of an entry that covers more than a page.
 */
export function entryCategory({ sample, level }: EntryGroup): string {
  const { state } = sample;
  if (state === 'none') return state;
  const names = markerRows(sample).map(({ short }) => short);
  const label = names.length > 0 ? `${state}:${names.join('+')}` : state;
  const isProtected = state !== 'pte-marker' && asking(sample)('uffd_wp') === true;
  return `${label}${isProtected ? ' +uffd_wp' : ''}${level === 'pte' ? '' : ` (${level})`}`;
}

/** Collects the runs of a scan as strips: one per mapping, else one per stretch of entries near each other. */
export class EntryStrips {
  readonly #kernel: Kernel;
  readonly #mappings: Mappings;
  readonly #range: PageRange;
  readonly #isWhole: boolean;
  readonly #strips = new StripList(CELLS);
  readonly #drawn = new Set<Mapping>();
  readonly #categories: string[] = [];
  readonly #samples = new Map<string, DecodedEntry>();
  #mapping: Mapping | undefined;
  #row: CellRow | undefined;
  /** The page of the row's first cell. */
  #start = 0;
  /** The page behind the last one drawn. */
  #next = 0;

  /**
   * @param range the pages that were scanned
   * @param isWhole whether every entry there that is not empty comes as a run: only then is what lies between them empty
   */
  constructor(kernel: Kernel, mappings: Mappings, range: PageRange, isWhole: boolean) {
    this.#kernel = kernel;
    this.#mappings = mappings;
    this.#range = range;
    this.#isWhole = isWhole;
  }

  /** Adds a run; runs come in order of addresses and end at the borders of mappings. */
  add(run: EntryRun): void {
    const category = this.categoryOf(run.group);
    if (this.#isWhole && category === EMPTY) return;
    let row = this.#rowAt(run.page);
    if (row === undefined) {
      this.#finish();
      row = this.#open(this.#mappings.at(run.page), run.page);
    }
    if (run.page > this.#next) row.add(this.#isWhole ? EMPTY : LEFT_OUT, run.page - this.#next);
    const pages = run.entries * run.pagesPerEntry;
    row.add(category, pages, run.raw);
    this.#next = run.page + pages;
  }

  /** The page at which a run from a page on has to end, so that each cell is begun by an entry that is known. */
  borderAfter(page: number): number {
    const row = this.#rowAt(page);
    // A new row begins with cells of one page.
    const cell = row?.pagesPerCell ?? 1;
    const start = row === undefined ? page : this.#start;
    return Math.min(start + (Math.floor((page - start) / cell) + 1) * cell, this.#mappings.borderAfter(page));
  }

  /** The first entry that was met of a category; undefined for pages without any. */
  sampleOf(category: string): DecodedEntry | undefined {
    return this.#samples.get(category);
  }

  /** The row that a page belongs to; undefined where it begins one. */
  #rowAt(page: number): CellRow | undefined {
    const mapping = this.#mappings.at(page);
    const gap = page - this.#next;
    const isJoined = gap === 0 || mapping !== undefined || (this.#isWhole && gap < NEAR_PAGES);
    return mapping === this.#mapping && isJoined ? this.#row : undefined;
  }

  /** What entries of a group are drawn as. */
  categoryOf(group: EntryGroup): string {
    const known = this.#categories[group.id];
    if (known !== undefined) return known;
    const category = entryCategory(group);
    if (!this.#samples.has(category)) this.#samples.set(category, group.sample);
    return (this.#categories[group.id] = category);
  }

  /** The strips in order of addresses, mappings with nothing in them among them. Call it once, at the end. */
  end(): readonly Strip[] {
    this.#finish();
    if (this.#isWhole)
      for (const mapping of this.#mappings.all) {
        if (this.#drawn.has(mapping)) continue;
        if (mapping.start >= this.#range.end || mapping.end <= this.#range.start) continue;
        this.#open(mapping, mapping.start);
        this.#finish();
      }
    return this.#strips.all.toSorted((a, b) => a.page - b.page);
  }

  #open(mapping: Mapping | undefined, page: number): CellRow {
    const isFilled = this.#isWhole && mapping !== undefined;
    const start = isFilled ? Math.min(page, Math.max(mapping.start, this.#range.start)) : page;
    const address = pageAddress(this.#kernel, start);
    const row = this.#strips.begin(mapping?.vma, Number(address >> BigInt(this.#kernel.pageShift)));
    if (mapping !== undefined) this.#drawn.add(mapping);
    this.#mapping = mapping;
    this.#row = row;
    this.#next = start;
    this.#start = start;
    return row;
  }

  /** Draws what is left of a mapping as empty. */
  #finish(): void {
    if (this.#isWhole && this.#mapping !== undefined) {
      const left = Math.min(this.#mapping.end, this.#range.end) - this.#next;
      if (left > 0) this.#row?.add(EMPTY, left);
    }
    this.#row = undefined;
  }
}
