import { EMPTY, LEFT_OUT, NOT_READ } from './categories.ts';

/** Pages per category of one cell. */
export type Cell = ReadonlyMap<string, number>;

/** An entry of a category in a cell. */
interface Sample {
  readonly cell: number;
  readonly category: string;
  readonly raw: bigint;
}

type Packed = string | number | bigint;

/** What a packed row has in their place; nothing is added to it. */
const NO_COLUMNS = new Map<string, number[]>();
const NO_SAMPLES: Sample[] = [];

/**
 * A row of cells of equal size over a stretch of pages whose length need not be known beforehand: when the row gets
 * too long, every two cells become one.
 */
export class CellRow {
  #limit: number;
  /** Pages per cell, for each category: a column of numbers takes a tenth of the memory of a map for each cell. */
  #columns = new Map<string, number[]>();
  /** In order of cells: at most one for each category of a cell. */
  #samples: Sample[] = [];
  /** Columns and samples as one list: see `pack`. */
  #packed: readonly Packed[] | undefined;
  /** Pages that one cell stands for. */
  pagesPerCell = 1;
  /** Pages added so far. */
  pages = 0;

  /** @param limit the most cells, at least 2 */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** How many cells there are. */
  get length(): number {
    return Math.ceil(this.pages / this.pagesPerCell);
  }

  /** The categories that there are pages of. */
  get categories(): readonly string[] {
    const packed = this.#packed;
    if (packed === undefined) return [...this.#columns.keys()];
    return Array.from({ length: Number(packed[0]) }, (_, at) => String(packed[1 + at * (1 + this.length)]));
  }

  /**
   * Makes the row small until it is asked for something: there may be hundreds of thousands, of a cell or two each, for which
   * a map and its columns take five times as much as what is in them.
   */
  pack(): void {
    if (this.#packed !== undefined) return;
    const { length } = this;
    const packed: Packed[] = [this.#columns.size];
    for (const [category, column] of this.#columns) {
      packed.push(category);
      for (let cell = 0; cell < length; cell += 1) packed.push(column[cell] ?? 0);
    }
    for (const { cell, category, raw } of this.#samples) packed.push(cell, category, raw);
    this.#packed = packed.slice();
    this.#columns = NO_COLUMNS;
    this.#samples = NO_SAMPLES;
  }

  #unpack(): void {
    const packed = this.#packed;
    if (packed === undefined) return;
    this.#packed = undefined;
    const { length } = this;
    const [count = 0] = packed;
    let at = 1;
    this.#columns = new Map();
    for (let left = Number(count); left > 0; left -= 1, at += 1 + length)
      this.#columns.set(
        String(packed[at]),
        Array.from({ length }, (_, cell) => Number(packed[at + 1 + cell] ?? 0)),
      );
    this.#samples = [];
    for (; at < packed.length; at += 3)
      this.#samples.push({
        cell: Number(packed[at]),
        category: String(packed[at + 1]),
        raw: BigInt(packed[at + 2] ?? 0),
      });
  }

  /** For each cell an entry of each category, as far as any were given with their pages. */
  samples(): ReadonlyMap<number, ReadonlyMap<string, bigint>> {
    this.#unpack();
    const all = new Map<number, Map<string, bigint>>();
    for (const { cell, category, raw } of this.#samples)
      all.set(cell, (all.get(cell) ?? new Map<string, bigint>()).set(category, raw));
    return all;
  }

  /** Makes do with fewer cells from now on. @param limit the most cells, at least 2 */
  shrink(limit: number): void {
    this.#limit = limit;
    while (this.length > limit) this.#halve();
  }

  /**
   * The pages in a part of the row, those of a cell at its border whole.
   *
   * @param from the first page, counted from the beginning of the row
   * @param to the page behind the last
   */
  slice(from: number, to: number): Cell {
    this.#unpack();
    const first = Math.floor(from / this.pagesPerCell);
    const last = Math.max(first, Math.ceil(to / this.pagesPerCell) - 1);
    const joined = new Map<string, number>();
    for (const [category, column] of this.#columns) {
      let pages = 0;
      for (let i = first; i <= last && i < column.length; i += 1) pages += column[i] ?? 0;
      if (pages > 0) joined.set(category, pages);
    }
    return joined;
  }

  /** The cells, one after the other. */
  *cells(): Generator<Cell, void, undefined> {
    for (let at = 0; at < this.pages; at += this.pagesPerCell) yield this.slice(at, at + 1);
  }

  /**
   * Appends pages of one category.
   *
   * @param raw the entry that maps the first of them, where it is wanted later
   */
  add(category: string, pages: number, raw?: bigint): void {
    this.#unpack();
    while (this.pages + pages > this.pagesPerCell * this.#limit) this.#halve();
    if (raw !== undefined) this.#keep({ cell: Math.floor(this.pages / this.pagesPerCell), category, raw });
    let column = this.#columns.get(category);
    if (column === undefined) this.#columns.set(category, (column = []));
    for (let left = pages; left > 0;) {
      const index = Math.floor(this.pages / this.pagesPerCell);
      const part = Math.min(left, (index + 1) * this.pagesPerCell - this.pages);
      while (column.length <= index) column.push(0);
      column[index] = (column[index] ?? 0) + part;
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
    this.#unpack();
    for (const column of this.#columns.values()) {
      const cells = Math.ceil(column.length / 2);
      for (let i = 0; i < cells; i += 1) column[i] = (column[2 * i] ?? 0) + (column[2 * i + 1] ?? 0);
      // It keeps its length: the row will want it again.
      column.fill(0, cells);
    }
    this.pagesPerCell *= 2;
    const samples = this.#samples;
    this.#samples = [];
    for (const { cell, ...sample } of samples) this.#keep({ ...sample, cell: cell >> 1 });
  }
}

/** Whether pages of a category are neither empty nor left out. */
export const hasContent = (category: string): boolean => category !== EMPTY && category !== LEFT_OUT;

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
