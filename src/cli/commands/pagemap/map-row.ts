import { categoryRow, EMPTY, LEFT_OUT } from '../../../pages/categories.ts';
import { type Cell, mainCategory, usedPages } from '../../../pages/cells.ts';
import type { Strip } from '../../../pages/strips.ts';
import type { Role } from '../../../records/text/palette.ts';
import { worthPages } from './map-lines.ts';

/** Whether cells are drawn as dots in colours, eight of a character, or as letters. */
export type MapStyle = 'dots' | 'letters';

/** A character of a row. */
export interface Glyph {
  readonly text: string;
  readonly role: Role;
  /** The category that is seen. */
  readonly category: string;
}

/** A row of the picture of a mapping. */
interface PictureRow {
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

/**
 * Draws a mapping: longer where more of it is in use, and one character where nothing is.
 *
 * @param width characters of a row
 * @param rows the most rows
 */
export function drawMapping(
  strip: Strip,
  width: number,
  rows: number,
  style: MapStyle,
): readonly PictureRow[] {
  const { pages } = strip.row;
  const used = usedPages(strip.row.slice(0, pages));
  const count = Math.min(width * rows, worthPages(pages, used));
  const drawn: PictureRow[] = [];
  for (let at = 0; at < count; at += width) {
    const glyphs: Glyph[] = [];
    for (let i = at; i < Math.min(count, at + width); i += 1) {
      const from = Math.floor((i * pages) / count);
      const to = Math.floor(((i + 1) * pages) / count);
      glyphs.push(glyphOf(strip, from, Math.max(to, from + 1), style));
    }
    drawn.push({ page: strip.page + Math.floor((at * pages) / count), glyphs });
  }
  return drawn;
}
