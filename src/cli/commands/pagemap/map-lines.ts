import { isEmpty, type StripGroup } from '../../../pages/groups.ts';

/** A line of the map, or several: a group, several groups folded into one line, or a hole between mappings. */
export type MapLine =
  | { readonly kind: 'group'; readonly group: StripGroup; readonly rows: number }
  | {
      readonly kind: 'fold';
      readonly groups: readonly StripGroup[];
      /** Pages between them that are not mapped. */
      readonly holes: number;
    }
  | { readonly kind: 'hole'; readonly page: number; readonly pages: number };

/** How many lines there are to be. */
export interface MapSize {
  /** Groups beyond this are folded. */
  readonly most: number;
  /** Lines that are used in any case, where there is more to show in them. */
  readonly usual: number;
  /** Lines more for those of the most pages where groups had to be folded. */
  readonly more: number;
  /** Cells of a line. */
  readonly cells: number;
}

/** Pages for which there is room where one is in use: mappings that are mostly empty are not drawn as long as others. */
const WORTH = 8;
/** Holes that are never folded: the largest ones, which part the regions of an address space. */
const SHOWN_HOLES = 6;

interface Item {
  /** Undefined: a hole. */
  readonly group: StripGroup | undefined;
  readonly page: number;
  readonly pages: number;
}

/** Groups and the holes between them, in order of addresses. */
function itemsOf(groups: readonly StripGroup[]): readonly Item[] {
  const items: Item[] = [];
  let end: number | undefined;
  for (const group of groups) {
    const [first] = group.strips;
    const last = group.strips.at(-1);
    if (!first || !last) continue;
    if (end !== undefined && first.page > end)
      items.push({ group: undefined, page: end, pages: first.page - end });
    items.push({ group, page: first.page, pages: group.pages });
    end = last.page + last.row.pages;
  }
  return items;
}

/** Indexes of items from the one that is to be seen first to the one that is folded first. */
function byWeight(items: readonly Item[]): readonly number[] {
  const holes = items.flatMap(({ group, pages }) => (group ? [] : [pages])).sort((a, b) => b - a);
  const large = Math.max(holes[SHOWN_HOLES - 1] ?? 0, 1 << 18);
  const weights = items.map(({ group, pages }) => {
    if (!group) return pages >= large ? Infinity : 0;
    return isEmpty(group) ? 0 : 1 + group.used;
  });
  return items
    .map((_, index) => index)
    .sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || (items[b]?.pages ?? 0) - (items[a]?.pages ?? 0));
}

/** Lines when only some of the items, by their indexes in order, have one of their own. */
function linesOf(shown: readonly number[], items: number): number {
  let lines = shown.length;
  let next = 0;
  for (const index of [...shown, items]) {
    if (index > next) lines += 1;
    next = index + 1;
  }
  return lines;
}

/** The items that have a line of their own, as many as there is room for. */
function choose(items: readonly Item[], most: number): readonly number[] {
  const order = byWeight(items);
  for (let count = Math.min(most, items.length); count > 0; count -= 1) {
    const shown = order.slice(0, count).sort((a, b) => a - b);
    if (linesOf(shown, items.length) <= most) return shown;
  }
  return [];
}

function foldOf(items: readonly Item[]): MapLine {
  const groups = items.flatMap(({ group }) => (group ? [group] : []));
  const [only] = groups;
  if (!only) {
    const [hole] = items;
    return { kind: 'hole', page: hole?.page ?? 0, pages: hole?.pages ?? 0 };
  }
  if (items.length === 1) return { kind: 'group', group: only, rows: 1 };
  const holes = items.reduce((sum, { group, pages }) => sum + (group ? 0 : pages), 0);
  return { kind: 'fold', groups, holes };
}

/** Pages of a mapping for which cells are worth while: those in use, with some around them. */
export function worthPages(pages: number, used: number): number {
  return Math.min(pages, Math.max(1, WORTH * used));
}

/** Gives further rows to groups, by the root of their pages in use: as long as a row has more pages than cells. */
function spread(lines: MapLine[], extra: number, cells: number): void {
  for (let left = extra; left > 0; left -= 1) {
    let best = -1;
    let most = 0;
    lines.forEach((line, index) => {
      if (line.kind !== 'group') return;
      const { pages, used } = line.group;
      const share = Math.sqrt(used) / line.rows;
      if (share > most && worthPages(pages, used) > cells * line.rows) [best, most] = [index, share];
    });
    const line = lines[best];
    if (line?.kind !== 'group') return;
    lines[best] = { ...line, rows: line.rows + 1 };
  }
}

/**
 * Arranges groups on lines: as many as fit have their own, the ones with the most pages in use first; those between them
 * are folded, and what is left of the room goes to those with the most.
 *
 * @param groups in order of addresses
 */
export function arrangeMap(groups: readonly StripGroup[], size: MapSize): readonly MapLine[] {
  const items = itemsOf(groups);
  const lines: MapLine[] = [];
  let next = 0;
  for (const index of [...choose(items, size.most), items.length]) {
    if (index > next) lines.push(foldOf(items.slice(next, index)));
    const item = items[index];
    if (item) lines.push(foldOf([item]));
    next = index + 1;
  }
  const room = lines.length < size.usual ? size.usual - lines.length : size.more;
  spread(lines, room, size.cells);
  return lines;
}
