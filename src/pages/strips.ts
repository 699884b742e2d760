import { CellRow } from './cells.ts';
import type { Vma } from './maps.ts';

/** A stretch of pages of one mapping, drawn as a row of cells. */
export interface Strip {
  readonly vma: Vma | undefined;
  /** Page number of the first page. */
  readonly page: number;
  readonly row: CellRow;
}

/** What a strip is called: one, and several of them. */
export interface StripName {
  readonly one: string;
  readonly many: string;
}

/** Strips of which the mappings are known. */
export const MAPPINGS: StripName = { one: 'mapping', many: 'mappings' };

/** Strips of a dump of which no mappings are known. */
const STRETCHES: StripName = { one: 'stretch of pages', many: 'stretches of pages' };

/** What the strips of a pagemap are called. */
export function stripName(strips: readonly Strip[]): StripName {
  return strips.some(({ vma }) => vma) ? MAPPINGS : STRETCHES;
}

/** The strips of a picture, in the order in which they were begun. */
export class StripList {
  #limit: number;
  /** Cells of the strips before the last one. */
  #cells = 0;
  readonly all: Strip[] = [];

  /** @param limit the most cells of a strip, at least 8; fewer when there are very many strips */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Begins a strip; its row takes the pages from `page` on. */
  begin(vma: Vma | undefined, page: number): CellRow {
    const before = this.all.at(-1)?.row;
    before?.pack();
    this.#cells += before?.length ?? 0;
    if (this.#cells > MOST_CELLS && this.#limit > FEW_CELLS) this.#shrink();
    const row = new CellRow(this.#limit);
    this.all.push({ vma, page, row });
    return row;
  }

  #shrink(): void {
    while (this.#cells > MOST_CELLS / 2 && this.#limit > FEW_CELLS) {
      this.#limit = Math.max(FEW_CELLS, Math.floor(this.#limit / 2));
      this.#cells = 0;
      for (const { row } of this.all) {
        row.shrink(this.#limit);
        row.pack();
        this.#cells += row.length;
      }
    }
  }
}

/** The most cells of all strips while each can have more than a few: some 60 MB of memory. */
const MOST_CELLS = 1 << 17;
const FEW_CELLS = 8;
