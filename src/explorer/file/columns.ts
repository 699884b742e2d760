import type { PageData } from '../../pages/html/html-data.ts';

/** A strip of a picture as the data of a page has it. */
export type StripData = PageData['groups'][number]['strips'][number];

/** Equal cells that follow each other. */
interface CellRun {
  /** Pages in front of it in its strip. */
  readonly from: number;
  readonly pages: number;
  /** Pages by number of the category. */
  readonly counts: readonly (readonly [category: number, pages: number])[];
}

/** The cells of a strip, equal ones together. */
export function runsOf({ cells, per, pages }: StripData): readonly CellRun[] {
  let from = 0;
  return cells.map(([times = 0, ...numbers]) => {
    const own = Math.min(times * per, pages - from);
    const counts: (readonly [number, number])[] =
      numbers.length === 1
        ? [[numbers[0] ?? 0, own]]
        : Array.from({ length: numbers.length / 2 }, (_, index) => [
            numbers[2 * index] ?? 0,
            (numbers[2 * index + 1] ?? 0) * times,
          ]);
    const run = { from, pages: own, counts };
    from += own;
    return run;
  });
}

/** Pages by number of the category, for each column of a picture so wide. */
export function columnsOf(
  strips: readonly StripData[],
  width: number,
): readonly ReadonlyMap<number, number>[] {
  const columns = Array.from({ length: width }, () => new Map<number, number>());
  const all = strips.reduce((sum, { pages }) => sum + pages, 0);
  let before = 0;
  for (const strip of strips) {
    for (const { from, pages, counts } of runsOf(strip)) {
      const start = ((before + from) / all) * width;
      const end = ((before + from + pages) / all) * width;
      for (let at = Math.floor(start); at < Math.min(Math.ceil(end), width); at += 1) {
        const share = (Math.min(end, at + 1) - Math.max(start, at)) / (end - start);
        const column = columns[at];
        for (const [category, number] of counts)
          column?.set(category, (column.get(category) ?? 0) + number * share);
      }
    }
    before += strip.pages;
  }
  return columns;
}
