import { categoryOf, CellRow } from '../pages/cells.ts';
import type { Vma } from '../pages/maps.ts';
import type { PagemapModel } from './model.ts';
import type { PageRun } from './runs.ts';

/** A stretch of pages of one mapping, drawn as a row of cells. */
export interface Strip {
  readonly vma: Vma | undefined;
  /** Page number of the first page. */
  readonly page: number;
  readonly row: CellRow;
}

/** From this many strips on each has few cells only, so that the memory stays bounded. */
const MANY_STRIPS = 2000;
const FEW_CELLS = 8;

/** Collects runs as strips: one per mapping, a new one where pages do not follow on. */
export class StripCollector {
  readonly #model: PagemapModel;
  readonly #limit: number;
  readonly strips: Strip[] = [];
  #nextPage = -1;

  /** @param limit the most cells of a strip */
  constructor(model: PagemapModel, limit: number) {
    this.#model = model;
    this.#limit = limit;
  }

  add(run: PageRun, hidden: boolean): void {
    let last = this.strips.at(-1);
    if (!last || last.vma !== run.vma || run.page !== this.#nextPage) {
      const limit = this.strips.length < MANY_STRIPS ? this.#limit : FEW_CELLS;
      last = { vma: run.vma, page: run.page, row: new CellRow(limit) };
      this.strips.push(last);
    }
    last.row.add(categoryOf(this.#model.describe(run.slot, hidden)), run.pages);
    this.#nextPage = run.page + run.pages;
  }
}
