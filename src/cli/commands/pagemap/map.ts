import { formatU64 } from '../../../core/u64.ts';
import { type Cell, mainCategory } from '../../../pages/cells.ts';
import { PAGEMAP_STATES } from '../../../pagemap/model.ts';
import type { Palette } from '../../../records/palette.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import { stateRole } from './summary.ts';

/** The character of each category; the first that the category begins with. */
const GLYPHS: readonly (readonly [string, string])[] = [
  ['present +uffd_wp', 'W'],
  ['present', '#'],
  ['swap +uffd_wp', 'S'],
  ['swapin-error', 'e'],
  ['swap', 's'],
  ['pte-marker:uffd_wp', 'w'],
  ['pte-marker:guard', 'g'],
  ['pte-marker:poisoned', 'x'],
  ['pte-marker', 'k'],
  ['migration', 'm'],
  ['hwpoison', '!'],
  ['device', 'v'],
  ['hidden', '?'],
  ['not-read', '~'],
  ['none', '.'],
];

/** The character that stands for a category. */
export function glyphOf(category: string): string {
  return GLYPHS.find(([start]) => category.startsWith(start))?.[1] ?? '?';
}

/** Cells of a picture with the address of the first page of each line. */
export interface MapLine {
  /** Page number of the first cell. */
  readonly page: number;
  readonly cells: readonly Cell[];
}

const ADDRESS_WIDTH = 18;

/** The most cells that fit into a line of the terminal. */
export function cellsPerLine(columns: number): number {
  return Math.max(16, columns - ADDRESS_WIDTH - 1);
}

function paint(cells: readonly Cell[], palette: Palette): string {
  let text = '';
  for (let at = 0; at < cells.length;) {
    const category = mainCategory(cells[at] ?? new Map());
    let end = at + 1;
    while (end < cells.length && mainCategory(cells[end] ?? new Map()) === category) end += 1;
    text += palette(roleOf(category), glyphOf(category).repeat(end - at));
    at = end;
  }
  return text;
}

function roleOf(category: string): Parameters<Palette>[0] {
  const state = PAGEMAP_STATES.find((name) => category.split(/[: ]/)[0] === name);
  return state ? stateRole(state) : 'note';
}

/**
 * Draws the address space: one character per block of pages, lines that begin with an address, a legend.
 *
 * @param pagesPerCell pages that a character stands for
 */
export function renderMap(
  lines: readonly MapLine[],
  pagesPerCell: number,
  pageSize: number,
  palette: Palette,
): string {
  const seen = new Set<string>();
  const held = new Set<string>();
  const rows = lines.map(({ page, cells }) => {
    for (const cell of cells) {
      seen.add(mainCategory(cell));
      for (const category of cell.keys()) held.add(category);
    }
    const address = palette('dim', formatU64(BigInt(page) * BigInt(pageSize)));
    return `${address} ${paint(cells, palette)}\n`;
  });
  const legend = [...seen]
    .sort()
    .map((category) => `${palette(roleOf(category), glyphOf(category))} ${category}`)
    .join('   ');
  const within = [...held].filter((category) => !seen.has(category)).sort();
  const more = within.length > 0 ? `; also, in fewer pages of a block: ${within.join(', ')}` : '';
  const scale = `one character: ${pagesPerCell} page${pagesPerCell === 1 ? '' : 's'}, ${formatBytes(pagesPerCell * pageSize)}`;
  return `${rows.join('')}${palette('dim', scale)}; ${legend}${more}\n`;
}
