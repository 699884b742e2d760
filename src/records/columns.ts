import cliui from 'cliui';
import type { Palette, Role } from './palette.ts';

/** A cell of a table: text on one line, and what it is. */
export type Cell = string | { readonly text: string; readonly role: Role };

/** How tables look. */
export interface TableStyle {
  readonly palette: Palette;
  /** Columns of the terminal; undefined: each row is one line, whatever its length. */
  readonly width: number | undefined;
}

/** What a table has besides its rows. */
export interface TableParts {
  /** Titles of the columns; absent: none. */
  readonly heading?: readonly string[];
  /** Blanks in front of each row; 0 when absent. */
  readonly indent?: number;
  /** Columns whose cells stand at the right, such as counts; their numbers from 0. */
  readonly right?: readonly number[];
  /** The least width of columns, for tables that belong together or are written row by row. */
  readonly least?: readonly number[];
}

/** Blanks between columns. */
const GAP = 2;
/** No output is narrower; a terminal that says so gets longer lines. */
const NARROWEST = 20;
/** A column of words is not made narrower than this as long as another place is left for its cells. */
const READABLE = 16;

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** How many columns of a terminal a text takes; wide characters take two. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  // cliui knows the width of every character, and tells it by the blanks that it fills a cell up with.
  const room = 2 * text.length + 2;
  const page = cliui({ width: room + 1 });
  page.div({ text, width: room }, { text: '|', width: 1 });
  return room - (/ *(?=\|$)/.exec(page.toString())?.[0].length ?? 0);
}

/** How wide the columns that stand side by side are; the cells of those behind them go below. */
interface Plan {
  readonly widths: readonly number[];
  /** Blanks in front of what goes below. */
  readonly hang: number;
}

/** The widest word of a cell: where it may be broken, it is so at blanks. */
const wordWidth = (text: string): number => Math.max(0, ...text.split(' ').map(widthOf));

/** Takes columns from the right until those that are left fit side by side with no word broken. */
function plan(rows: readonly (readonly string[])[], width: number | undefined, indent: number): Plan {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widest = (measure: (text: string) => number, column: number): number =>
    Math.max(0, ...rows.map((row) => measure(row[column] ?? '')));
  const natural = Array.from({ length: count }, (_, column) => widest(widthOf, column));
  if (width === undefined) return { widths: natural, hang: 0 };
  const least = natural.map((full, column) => Math.min(full, Math.max(READABLE, widest(wordWidth, column))));
  for (let side = count; side > 1; side -= 1) {
    const room = width - indent - GAP * (side - 1);
    if (sum(least.slice(0, side)) > room) continue;
    const widths = share(natural.slice(0, side), least, room);
    const last = indent + sum(widths.slice(0, -1)) + GAP * (side - 1);
    return { widths, hang: width - last >= 2 * READABLE ? last : indent + GAP };
  }
  return {
    widths: [Math.min(natural[0] ?? 0, Math.max(width - indent, 1))],
    hang: Math.min(indent + GAP, width - 1),
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/** Cuts the widest columns down to a common width until all fit. */
function share(natural: readonly number[], least: readonly number[], room: number): readonly number[] {
  for (let cap = room; cap > 0; cap -= 1) {
    const widths = natural.map((full, column) => Math.max(least[column] ?? 0, Math.min(full, cap)));
    if (sum(widths) <= room) return widths;
  }
  return natural.map((_, column) => least[column] ?? 0);
}

/**
 * Renders a table for people. Where the output is narrower than the table, cells are broken at blanks inside their
 * column; columns that find no room for their words go below, under the last one that does.
 *
 * @param rows cells from left to right; a row may have fewer
 * @returns lines, each with a line feed; none for no rows and no heading
 */
export function renderTable(
  rows: readonly (readonly Cell[])[],
  { palette, width: terminal }: TableStyle,
  { heading, indent = 0, right = [], least = [] }: TableParts = {},
): string {
  const width = terminal === undefined ? undefined : Math.max(terminal, NARROWEST);
  const texts = [...(heading ? [heading] : []), ...rows.map((row) => row.map(textOf))];
  const measured = plan([...texts, least.map((blanks) => '-'.repeat(blanks))], width, indent);
  const titles = heading?.slice(0, measured.widths.length).map((text): Cell => ({ text, role: 'dim' }));
  const parts = { indent, right, below: heading?.slice(measured.widths.length) ?? [] };
  return [...(titles ? [titles] : []), ...rows]
    .map((row) => renderRow(row, measured, { palette, width }, parts))
    .join('');
}

function renderRow(
  row: readonly Cell[],
  { widths, hang }: Plan,
  { palette, width }: TableStyle,
  { indent, right, below }: { indent: number; right: readonly number[]; below: readonly string[] },
): string {
  const dressed = (cell: Cell): string =>
    typeof cell === 'string' || cell.text === '' ? textOf(cell) : palette(cell.role, cell.text);
  const beside = row.slice(0, widths.length);
  const isWhole = beside.every((cell, column) => widthOf(textOf(cell)) <= (widths[column] ?? 0));
  const lines: string[] = [];
  if (isWhole) {
    const line = beside.map((cell, column) => {
      const blanks = ' '.repeat((widths[column] ?? 0) - widthOf(textOf(cell)));
      const isLast = column === beside.length - 1;
      if (right.includes(column)) return blanks + dressed(cell);
      return isLast ? dressed(cell) : dressed(cell) + blanks;
    });
    lines.push((' '.repeat(indent) + line.join(' '.repeat(GAP))).trimEnd());
  } else lines.push(wrapped(beside.map(dressed), widths, indent, right));
  for (const [index, cell] of row.slice(widths.length).entries()) {
    // One column below needs no title; of several nobody could tell which is which.
    const title = below.length > 1 ? `${below[index]}: ` : '';
    if (textOf(cell) !== '')
      lines.push(wrapped([title + dressed(cell)], [Math.max((width ?? 0) - hang, 1)], hang));
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Cells side by side, each broken inside its column. */
function wrapped(
  cells: readonly string[],
  widths: readonly number[],
  indent: number,
  right: readonly number[] = [],
): string {
  const page = cliui({ width: sum(widths) + GAP * widths.length + indent });
  page.div(
    ...cells.map((text, column) => {
      const before = column === 0 ? indent : GAP;
      return {
        text,
        width: (widths[column] ?? 1) + before,
        padding: [0, 0, 0, before] as const,
        align: right.includes(column) ? ('right' as const) : ('left' as const),
      };
    }),
  );
  return page.toString();
}
