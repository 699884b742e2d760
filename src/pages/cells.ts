import { EMPTY, LEFT_OUT, NOT_READ } from './categories.ts';

/** Pages per category of one cell. */
export type Cell = ReadonlyMap<string, number>;

/** An entry of a category in a cell. */
interface Sample {
  readonly cell: number;
  readonly category: string;
  readonly raw: bigint;
}

/**
 * A row of cells of equal size over a stretch of pages whose length need not be known beforehand: when the row gets
 * too long, every two cells become one.
 */
export class CellRow {
  #limit: number;
  #cells: Map<string, number>[] = [];
  /** In order of cells: at most one for each category of a cell. */
  #samples: Sample[] = [];
  /** Pages that one cell stands for. */
  pagesPerCell = 1;
  /** Pages added so far. */
  pages = 0;

  /** @param limit the most cells, at least 2 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** For each cell an entry of each category, as far as any were given with their pages. */
  samples(): ReadonlyMap<number, ReadonlyMap<string, bigint>> {
    const all = new Map<number, Map<string, bigint>>();
    for (const { cell, category, raw } of this.#samples)
      all.set(cell, (all.get(cell) ?? new Map<string, bigint>()).set(category, raw));
    return all;
  }

  /** Makes do with fewer cells from now on. @param limit the most cells, at least 2 */
  shrink(limit: number): void {
    this.#limit = limit;
    while (this.#cells.length > limit) this.#halve();
  }

  /**
   * The pages in a part of the row, those of a cell at its border whole.
   *
   * @param from the first page, counted from the beginning of the row
   * @param to the page behind the last
   */
  slice(from: number, to: number): Cell {
    const first = Math.floor(from / this.pagesPerCell);
    const last = Math.max(first, Math.ceil(to / this.pagesPerCell) - 1);
    const only = this.#cells[first];
    if (first === last && only) return only;
    const joined = new Map<string, number>();
    for (let i = first; i <= last; i += 1)
      for (const [category, pages] of this.#cells[i] ?? [])
        joined.set(category, (joined.get(category) ?? 0) + pages);
    return joined;
  }

  /**
   * Appends pages of one category.
   *
   * @param raw the entry that maps the first of them, where it is wanted later
   */
  add(category: string, pages: number, raw?: bigint): void {
    while (this.pages + pages > this.pagesPerCell * this.#limit) this.#halve();
    if (raw !== undefined) this.#keep({ cell: Math.floor(this.pages / this.pagesPerCell), category, raw });
    for (let left = pages; left > 0;) {
      const index = Math.floor(this.pages / this.pagesPerCell);
      const part = Math.min(left, (index + 1) * this.pagesPerCell - this.pages);
      const cell = (this.#cells[index] ??= new Map<string, number>());
      cell.set(category, (cell.get(category) ?? 0) + part);
      this.pages += part;
      left -= part;
    }
  }

  /** Keeps the first entry of a category in the last cell. */
  #keep(sample: Sample): void {
    for (let at = this.#samples.length - 1; this.#samples[at]?.cell === sample.cell; at -= 1)
      if (this.#samples[at]?.category === sample.category) return;
    this.#samples.push(sample);
  }

  #halve(): void {
    const joined: Map<string, number>[] = [];
    this.#cells.forEach((cell, index) => {
      const into = joined[index >> 1];
      if (!into) joined[index >> 1] = cell;
      else for (const [category, pages] of cell) into.set(category, (into.get(category) ?? 0) + pages);
    });
    this.#cells = joined;
    this.pagesPerCell *= 2;
    const samples = this.#samples;
    this.#samples = [];
    for (const { cell, ...sample } of samples) this.#keep({ ...sample, cell: cell >> 1 });
  }
}

/** Whether pages of a category are neither empty nor left out. */
function hasContent(category: string): boolean {
  return category !== EMPTY && category !== LEFT_OUT;
}

/** Pages of a cell that are not empty, and known to be so. */
export function usedPages(cell: Cell): number {
  let used = 0;
  for (const [category, pages] of cell) if (hasContent(category) && category !== NOT_READ) used += pages;
  return used;
}

/** The category that a cell is drawn in: the one of most of its pages, those without content only where there are no others. */
export function mainCategory(cell: Cell): string {
  let best = cell.has(EMPTY) || !cell.has(LEFT_OUT) ? EMPTY : LEFT_OUT;
  let most = 0;
  for (const [category, pages] of cell)
    if (hasContent(category) && pages > most) {
      best = category;
      most = pages;
    }
  return best;
}
