import { usedPages } from '../../../pages/cells.ts';
import type { Strip } from '../../../pages/strips.ts';

/** A line of the map, or several: a mapping, neighbours folded into one line of words, or a hole between mappings. */
export type MapLine =
  | { readonly kind: 'mapping'; readonly strip: Strip; readonly used: number; readonly rows: number }
  | {
      readonly kind: 'fold';
      /** At least two, in order of addresses. */
      readonly strips: readonly Strip[];
      readonly used: number;
      /** Pages between them that are not mapped. */
      readonly holes: number;
    }
  | { readonly kind: 'hole'; readonly page: number; readonly pages: number };

/** How many lines there are to be. */
export interface MapSize {
  /** Mappings beyond this are folded. */
  readonly most: number;
  /** Lines that are used in any case, where there is more to show in them. */
  readonly usual: number;
  /** Lines more for those of the most pages where mappings had to be folded. */
  readonly more: number;
  /** Cells of a line. */
  readonly cells: number;
}

/** Pages for which there is room where one is in use: mappings that are mostly empty are not drawn as long as others. */
const WORTH = 8;
/** Holes and mappings of at least a gibibyte (of 4 KiB pages) part the regions of an address space: so many of each. */
const LARGE_PAGES = 1 << 18;
const MOST_LARGE = 6;

/** Neighbours from one index to before another. */
interface Part {
  readonly from: number;
  readonly to: number;
}

/** Mappings in order of addresses, what of each is in use, and how much is not mapped in front of it. */
class Neighbours {
  readonly strips: readonly Strip[];
  readonly used: readonly number[];
  readonly holes: readonly number[];
  /** The weights of all mappings in front of each. */
  readonly #before: readonly number[];

  constructor(strips: readonly Strip[]) {
    this.strips = strips;
    this.used = strips.map(({ row }) => usedPages(row.slice(0, row.pages)));
    this.holes = strips.map(({ page }, index) => {
      const before = strips[index - 1];
      return before ? Math.max(0, page - before.page - before.row.pages) : 0;
    });
    let sum = 0;
    // Where nothing is in use, mapped pages count a little.
    const weights = strips.map(({ row }, index) => (this.used[index] ?? 0) + row.pages * 2 ** -52);
    this.#before = [0, ...weights].map((weight) => (sum += weight));
  }

  /** Pages in use. */
  weight({ from, to }: Part): number {
    return (this.#before[to] ?? 0) - (this.#before[from] ?? 0);
  }

  /** Lines for a part, and for the hole in front of it. */
  lines({ from }: Part): number {
    return (this.holes[from] ?? 0) > 0 ? 2 : 1;
  }

  /** What is taken out of a part first: of several files the one with the most in use, of one file such a mapping. */
  heaviest(part: Part): Part {
    const file = this.#heaviest(part, (index) => this.#nameOf(index) !== this.#nameOf(index - 1));
    return file.from === part.from && file.to === part.to ? this.#heaviest(part, () => true) : file;
  }

  #nameOf(index: number): string | undefined {
    return this.strips[index]?.vma?.name;
  }

  /** The heaviest part of a part that is cut at some indexes. */
  #heaviest({ from, to }: Part, isBorder: (index: number) => boolean): Part {
    let best: Part | undefined;
    let most = -1;
    for (let start = from, end = from + 1; end <= to; end += 1) {
      if (end < to && !isBorder(end)) continue;
      const own = { from: start, to: end };
      const weight = this.weight(own);
      if (weight > most) [best, most] = [own, weight];
      start = end;
    }
    return best ?? { from, to };
  }
}

/** Parts a part in three, of which the first and the last may be empty. */
function cut(part: Part, out: Part): readonly Part[] {
  const three = [{ from: part.from, to: out.from }, out, { from: out.to, to: part.to }];
  return three.filter(({ from, to }) => to > from);
}

/** The indexes with the largest numbers of pages, a gibibyte at least. @param count the most of them */
function largest(pages: readonly number[], count: number): readonly number[] {
  return pages
    .map((_, index) => index)
    .filter((index) => (pages[index] ?? 0) >= LARGE_PAGES)
    .sort((a, b) => (pages[b] ?? 0) - (pages[a] ?? 0))
    .slice(0, count);
}

/** Parts at the largest holes, with the largest mappings for themselves. @param count the most of each */
function regions(all: Neighbours, count: number): readonly Part[] {
  const alone = largest(
    all.strips.map(({ row }) => row.pages),
    count,
  );
  const borders = new Set([...largest(all.holes, count), ...alone, ...alone.map((index) => index + 1)]);
  const parts: Part[] = [];
  let from = 0;
  for (const to of [...borders, all.strips.length].sort((a, b) => a - b)) {
    if (to > from) parts.push({ from, to });
    from = to;
  }
  return parts;
}

/**
 * Parts neighbours so that each part has a line: always the one with the most pages in use is opened, as long as there is
 * room.
 */
function partsOf(all: Neighbours, most: number): readonly Part[] {
  const each = all.strips.map((_, index) => ({ from: index, to: index + 1 }));
  const linesOf = (list: readonly Part[]): number => list.reduce((sum, part) => sum + all.lines(part), 0);
  if (linesOf(each) <= most) return each;
  const ways = Array.from({ length: MOST_LARGE + 1 }, (_, less) => regions(all, MOST_LARGE - less));
  const begun = ways.find((parts) => 2 * linesOf(parts) <= most) ?? ways.at(-1) ?? [];
  const open = new Map(begun.map((part) => [part, all.weight(part)]));
  const done: Part[] = [];
  let lines = linesOf([...open.keys()]);
  while (open.size > 0) {
    const [part] = [...open].reduce((best, own) => (own[1] > best[1] ? own : best));
    open.delete(part);
    const parts = part.to - part.from > 1 ? cut(part, all.heaviest(part)) : [part];
    const after = lines + linesOf(parts) - all.lines(part);
    if (parts.length === 1 || after > most) done.push(part);
    else {
      lines = after;
      for (const own of parts) open.set(own, all.weight(own));
    }
  }
  return done.sort((a, b) => a.from - b.from);
}

/** Pages of a mapping for which cells are worth while: those in use, with some around them. */
export const worthPages = (pages: number, used: number): number => Math.min(pages, Math.max(1, WORTH * used));

/** Gives further rows to mappings, by the root of their pages in use: as long as a row has more pages than cells. */
function spread(lines: MapLine[], extra: number, cells: number): void {
  for (let left = extra; left > 0; left -= 1) {
    let best = -1;
    let most = 0;
    lines.forEach((line, index) => {
      if (line.kind !== 'mapping') return;
      const { strip, used, rows } = line;
      const share = Math.sqrt(used) / rows;
      if (share > most && worthPages(strip.row.pages, used) > cells * rows) [best, most] = [index, share];
    });
    const line = lines[best];
    if (line?.kind !== 'mapping') return;
    lines[best] = { ...line, rows: line.rows + 1 };
  }
}

/**
 * Arranges mappings on lines. Each has its own where there is room for all; else those with the most pages in use have,
 * and neighbours of the others are folded, by file as far as there is room. What is left of the room goes to further rows
 * of those with the most.
 *
 * @param strips in order of addresses
 */
export function arrangeMap(strips: readonly Strip[], size: MapSize): readonly MapLine[] {
  const all = new Neighbours(strips);
  const lines: MapLine[] = [];
  for (const { from, to } of partsOf(all, size.most)) {
    const [first, ...others] = strips.slice(from, to);
    if (!first) continue;
    const hole = all.holes[from] ?? 0;
    if (hole > 0) lines.push({ kind: 'hole', page: first.page - hole, pages: hole });
    const used = all.used.slice(from, to).reduce((sum, own) => sum + own, 0);
    if (others.length === 0) lines.push({ kind: 'mapping', strip: first, used, rows: 1 });
    else {
      const holes = all.holes.slice(from + 1, to).reduce((sum, own) => sum + own, 0);
      lines.push({ kind: 'fold', strips: [first, ...others], used, holes });
    }
  }
  spread(lines, lines.length < size.usual ? size.usual - lines.length : size.more, size.cells);
  return lines;
}
