import { categoryRow, EMPTY, LEFT_OUT } from '../../../pages/categories.ts';
import { type Cell, mainCategory, usedPages } from '../../../pages/cells.ts';
import type { StripGroup } from '../../../pages/groups.ts';
import type { Strip } from '../../../pages/strips.ts';
import type { Role } from '../../../records/palette.ts';
import { worthPages } from './map-lines.ts';

/** Whether cells are drawn as dots in colours, eight of a character, or as letters. */
export type MapStyle = 'dots' | 'letters';

/** A character of a row. */
export interface Glyph {
  readonly text: string;
  readonly role: Role;
  /** The category that is seen; undefined for what parts mappings. */
  readonly category: string | undefined;
}

/** A row of the picture of a group. */
export interface PictureRow {
  /** Page number of its first page. */
  readonly page: number;
  readonly glyphs: readonly Glyph[];
}

/** Bits of the dots of a braille character, from the left column down to the right column down (Unicode 6.0, U+2800). */
const DOTS = [0x01, 0x02, 0x04, 0x40, 0x08, 0x10, 0x20, 0x80] as const;

/** A part of a strip as one character; pages are counted from the beginning of the strip. */
function glyphOf({ row }: Strip, from: number, to: number, style: MapStyle): Glyph {
  const cell = row.slice(from, to);
  const category = mainCategory(cell);
  const { letter, role } = categoryRow(category);
  if (style === 'letters') {
    let pages = 0;
    for (const own of cell.values()) pages += own;
    const isSparse = letter === '#' && 2 * usedPages(cell) < pages;
    return { text: isSparse ? '+' : letter, role, category };
  }
  const isUsed = (part: Cell): boolean => ![EMPTY, LEFT_OUT].includes(mainCategory(part));
  if (!isUsed(cell)) return { text: category === EMPTY ? '·' : ' ', role, category };
  if (!cell.has(EMPTY) && !cell.has(LEFT_OUT)) return { text: '█', role, category };
  let dots = 0;
  DOTS.forEach((bit, index) => {
    const start = from + ((to - from) * index) / DOTS.length;
    const part = row.slice(start, Math.max(start + 1e-6, from + ((to - from) * (index + 1)) / DOTS.length));
    if (isUsed(part)) dots |= bit;
  });
  return { text: String.fromCodePoint(0x2800 + dots), role, category };
}

/** Characters for each strip: more for those with more pages in use, one for those without any. */
function widthsOf(strips: readonly Strip[], room: number): readonly number[] {
  const worth = strips.map(({ row }) => {
    const used = usedPages(row.slice(0, row.pages));
    return { pages: row.pages, root: used === 0 ? 0 : Math.cbrt(worthPages(row.pages, used)) };
  });
  const widths = (scale: number): readonly number[] =>
    worth.map(({ pages, root }) => Math.max(1, Math.min(pages, Math.floor(scale * root))));
  const total = (list: readonly number[]): number => list.reduce((sum, width) => sum + width, 0);
  let low = 0;
  let high = room;
  for (let turn = 0; turn < 24; turn += 1) {
    const middle = (low + high) / 2;
    if (total(widths(middle)) <= room) low = middle;
    else high = middle;
  }
  return widths(low);
}

/**
 * Draws a group in rows; a bar stands between its mappings.
 *
 * @param width characters of a row
 * @param rows the most rows
 */
export function drawGroup(
  { strips }: StripGroup,
  width: number,
  rows: number,
  style: MapStyle,
): readonly PictureRow[] {
  const bar: Glyph = { text: style === 'dots' ? '│' : '|', role: 'dim', category: undefined };
  const room = width * rows;
  const isTight = 2 * strips.length - 1 > room;
  const fitting = isTight ? mostUsed(strips, Math.floor(room / 2)) : strips;
  const widths = widthsOf(fitting, room - fitting.length + 1);
  const all: { glyph: Glyph; page: number }[] = [];
  fitting.forEach((strip, index) => {
    if (index > 0) all.push({ glyph: bar, page: strip.page });
    const count = widths[index] ?? 1;
    for (let i = 0; i < count; i += 1) {
      const from = Math.floor((i * strip.row.pages) / count);
      const to = Math.floor(((i + 1) * strip.row.pages) / count);
      all.push({ glyph: glyphOf(strip, from, Math.max(to, from + 1), style), page: strip.page + from });
    }
  });
  const drawn: PictureRow[] = [];
  for (let at = 0; at < all.length; at += width) {
    const part = all.slice(at, at + width);
    drawn.push({ page: part[0]?.page ?? 0, glyphs: part.map(({ glyph }) => glyph) });
  }
  return drawn;
}

/** The strips with the most pages in use, in order of addresses. */
function mostUsed(strips: readonly Strip[], count: number): readonly Strip[] {
  const used = strips.map(({ row }) => usedPages(row.slice(0, row.pages)));
  const kept = strips
    .map((_, index) => index)
    .sort((a, b) => (used[b] ?? 0) - (used[a] ?? 0))
    .slice(0, count);
  return kept.sort((a, b) => a - b).flatMap((index) => strips[index] ?? []);
}

/**
 * Draws folded groups in one row: a character for each mapping, or for those with the most pages in use where there are
 * too many.
 */
export function drawFold(groups: readonly StripGroup[], width: number, style: MapStyle): readonly Glyph[] {
  const strips = groups.flatMap((group) => group.strips);
  const shown = strips.length > width ? mostUsed(strips, width) : strips;
  return shown.map((strip) => glyphOf(strip, 0, strip.row.pages, style));
}
