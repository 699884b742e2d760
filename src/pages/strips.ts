import { CellRow } from './cells.ts';
import type { Vma } from './maps.ts';

/** A stretch of pages of one mapping, drawn as a row of cells. */
export interface Strip {
  readonly vma: Vma | undefined;
  /** Page number of the first page. */
  readonly page: number;
  readonly row: CellRow;
}

/** The strips of a picture, in the order in which they were begun. */
export class StripList {
  readonly #limit: number;
  readonly all: Strip[] = [];

  /** @param limit the most cells of a strip, at least 8 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Begins a strip; its row takes the pages from `page` on. */
  begin(vma: Vma | undefined, page: number): CellRow {
    const row = new CellRow(this.all.length < MANY_STRIPS ? this.#limit : FEW_CELLS);
    this.all.push({ vma, page, row });
    return row;
  }
}

/** From this many strips on each has few cells only, so that the memory stays bounded. */
const MANY_STRIPS = 2000;
const FEW_CELLS = 8;
