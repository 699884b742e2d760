/** Pages per category of one cell. */
export type Cell = ReadonlyMap<string, number>;

/**
 * A row of cells of equal size over a stretch of pages whose length need not be known beforehand: when the row gets
 * too long, every two cells become one.
 */
export class CellRow {
  readonly #limit: number;
  #cells: Map<string, number>[] = [];
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

  /** Appends pages of one category. */
  add(category: string, pages: number): void {
    while (this.pages + pages > this.pagesPerCell * this.#limit) this.#halve();
    for (let left = pages; left > 0;) {
      const index = Math.floor(this.pages / this.pagesPerCell);
      const part = Math.min(left, (index + 1) * this.pagesPerCell - this.pages);
      const cell = (this.#cells[index] ??= new Map<string, number>());
      cell.set(category, (cell.get(category) ?? 0) + part);
      this.pages += part;
      left -= part;
    }
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
  }
}

/** The category that a cell is drawn in: the one of most of its pages, empty ones not counted. */
export function mainCategory(cell: Cell): string {
  let best = 'none';
  let most = 0;
  for (const [category, pages] of cell)
    if (category !== 'none' && pages > most) {
      best = category;
      most = pages;
    }
  return best;
}
