import { LEFT_OUT } from '../pages/categories.ts';
import type { CellRow } from '../pages/cells.ts';
import type { Vma } from '../pages/maps.ts';
import { type Strip, StripList } from '../pages/strips.ts';
import type { PagemapModel, StateInfo } from './model.ts';
import type { PageRun } from './page-runs.ts';

/** What a cell of a picture shows: the label of the state, and whether userfaultfd protects pages that are there. */
function pageCategory(info: StateInfo): string {
  const isProtected = info.flags.includes('uffd_wp') && info.state !== 'pte-marker';
  return isProtected ? `${info.label} +uffd_wp` : info.label;
}

/** Cells of a bar of a page: one mapping, or a dump of which no mappings are known. */
export const BAR_CELLS = { vma: 256, dump: 4096 } as const;

/** What is said of a dump whose numbers the kernel zeroed. */
export const HIDDEN_REMARK = 'Frame numbers, swap types and offsets were hidden by the kernel.';

/**
 * Collects runs of pages as strips: one per mapping, in which pages between the runs are left out; where mappings are not
 * known, a new one where pages do not follow on.
 */
export class PageStrips {
  readonly #model: PagemapModel;
  readonly #strips: StripList;
  #row: CellRow | undefined;
  #vma: Vma | undefined;
  #nextPage = -1;

  /** @param limit the most cells of a strip */
  constructor(model: PagemapModel, limit: number) {
    this.#model = model;
    this.#strips = new StripList(limit);
  }

  /** The strips so far. */
  get strips(): readonly Strip[] {
    return this.#strips.all;
  }

  /** Adds a run; runs come in order of addresses. */
  add(run: PageRun, hidden: boolean): void {
    const gap = run.page - this.#nextPage;
    const isJoined = run.vma === this.#vma && (gap === 0 || run.vma !== undefined);
    let row = isJoined ? this.#row : undefined;
    if (gap > 0) row?.add(LEFT_OUT, gap);
    row ??= this.#strips.begin(run.vma, run.page);
    row.add(pageCategory(this.#model.describe(run.slot, hidden)), run.pages);
    this.#row = row;
    this.#vma = run.vma;
    this.#nextPage = run.page + run.pages;
  }
}
