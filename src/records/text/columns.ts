import { Kept } from '../../core/later.ts';
import type cliui from 'cliui';
import type { Palette, Role } from './palette.ts';

/** A cell of a table: text on one line, and what it is. */
export type Cell = string | { readonly text: string; readonly role: Role };

/** A terminal, or a pipe, that tables are fitted to. */
export interface Terminal {
  readonly columns: number;
  /** Breaks cells with wide characters and knows how wide they are; undefined where there are none. */
  readonly page: typeof cliui | undefined;
  /** Cells that were broken, by the width and the text. */
  readonly broken: Kept<string, readonly string[]>;
}

/**
 * Prepares tables for an output. What knows wide characters is not asked for where no text is of others: the quick bundles
 * have none, and in the others it sleeps until such a text comes.
 *
 * @param columns those of the output
 * @param foreign all text of others that will stand in the tables; absent: nobody knows
 */
export async function terminalOf(columns: number, foreign?: readonly string[]): Promise<Terminal> {
  const page = foreign?.every(isNarrow) ? undefined : (await import('./wide.ts')).pageOf;
  return { columns, page, broken: new Kept(MOST_BROKEN) };
}

/** How tables look. */
export interface TableStyle {
  readonly palette: Palette;
  /** Undefined: each row is one line, whatever its length. */
  readonly terminal: Terminal | undefined;
}

/** What a table has besides its rows. */
interface TableParts {
  /** Titles of the columns; absent: none. */
  readonly heading?: readonly string[];
  /** Blanks in front of each row; 0 when absent. */
  readonly indent?: number;
  /** Columns whose cells stand at the right, such as counts; their numbers from 0. */
  readonly right?: readonly number[];
  /** Blanks between columns; 2 when absent. */
  readonly gap?: number;
  /** The least width of columns, for tables that belong together or are written row by row. */
  readonly least?: readonly number[];
}

/** Blanks between columns, and in front of what goes below. */
const GAP = 2;
/** No output is narrower; a terminal that says so gets longer lines. */
const NARROWEST = 20;
/** A column of words is not made narrower than this as long as another place is left for its cells. */
export const READABLE = 16;
/** So many broken cells are remembered. */
const MOST_BROKEN = 1024;

/** Made once: a start of the program has room for so much and no more before V8 clears away. */
const NARROW = /^[\x20-\x7e]*$/;

/** Whether each character of a text takes one column. */
export const isNarrow = (text: string): boolean => NARROW.test(text);

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

/** How many columns a text takes: wide characters take two, where what knows them was loaded. */
export function widthOf(text: string, terminal: Terminal | undefined): number {
  if (isNarrow(text)) return text.length;
  if (!terminal?.page) return [...text].length;
  // cliui tells how wide a text is by the blanks that it fills a cell up with.
  const room = 2 * text.length + 2;
  const page = terminal.page({ width: room + 1 });
  page.div({ text, width: room }, { text: '|', width: 1 });
  return room - (/ *(?=\|$)/.exec(page.toString())?.[0].length ?? 0);
}

/** How wide the columns that stand side by side are; the cells of those behind them go below. */
interface Plan {
  readonly widths: readonly number[];
  /** Blanks in front of what goes below. */
  readonly hang: number;
}

/** Takes columns from the right until those that are left fit side by side with no word broken. */
function plan(
  rows: readonly (readonly string[])[],
  width: number | undefined,
  { indent, gap }: { readonly indent: number; readonly gap: number },
  measure: (text: string) => number,
): Plan {
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const widest = (of: (text: string) => number, column: number): number =>
    rows.reduce((most, row) => Math.max(most, of(row[column] ?? '')), 0);
  const natural = Array.from({ length: count }, (_, column) => widest(measure, column));
  if (width === undefined) return { widths: natural, hang: 0 };
  // Cells may be broken at blanks.
  const ofWords = (text: string): number => Math.max(...text.split(' ').map(measure));
  const least = natural.map((full, column) =>
    full <= READABLE ? full : Math.min(full, Math.max(READABLE, widest(ofWords, column))),
  );
  for (let side = count; side > 1; side -= 1) {
    const room = width - indent - gap * (side - 1);
    if (sum(least.slice(0, side)) > room) continue;
    const widths = share(natural.slice(0, side), least, room);
    const last = indent + sum(widths.slice(0, -1)) + gap * (side - 1);
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
  for (let cap = Math.min(room, Math.max(0, ...natural)); cap > 0; cap -= 1) {
    const widths = natural.map((full, column) => Math.max(least[column] ?? 0, Math.min(full, cap)));
    if (sum(widths) <= room) return widths;
  }
  return natural.map((_, column) => least[column] ?? 0);
}

/** A line above a table. */
export function renderHeading(text: string, style: TableStyle): string {
  return renderTable([[{ text, role: 'dim' }]], style);
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
  { palette, terminal }: TableStyle,
  { heading, indent = 0, right = [], gap = GAP, least = [] }: TableParts = {},
): string {
  const width = terminal && Math.max(terminal.columns, NARROWEST);
  const measure = (text: string): number => widthOf(text, terminal);
  const texts = [...(heading ? [heading] : []), ...rows.map((row) => row.map(textOf))];
  const { widths, hang } = plan(
    [...texts, least.map((blanks) => '-'.repeat(blanks))],
    width,
    { indent, gap },
    measure,
  );
  const titles = heading?.slice(0, widths.length).map((text): Cell => ({ text, role: 'dim' }));
  const below = heading?.slice(widths.length) ?? [];
  const roleOf = (cell: Cell): Role | undefined => (typeof cell === 'string' ? undefined : cell.role);
  const dressed = (text: string, role: Role | undefined): string =>
    role === undefined || text === '' ? text : palette(role, text);
  const [margin, between] = [' '.repeat(indent), ' '.repeat(gap)];
  const linesOf = (row: readonly Cell[]): readonly string[] => {
    const beside = row.slice(0, widths.length);
    const cells = beside.map((cell, column) => broken(textOf(cell), widths[column] ?? 0, terminal));
    const height = cells.reduce((most, lines) => Math.max(most, lines.length), 1);
    const side: string[] = [];
    for (let index = 0; index < height; index += 1) {
      let line = margin;
      beside.forEach((cell, column) => {
        const text = cells[column]?.[index] ?? '';
        const rest = ' '.repeat(Math.max((widths[column] ?? 0) - measure(text), 0));
        const shown = dressed(text, roleOf(cell));
        line += (column > 0 ? between : '') + (right.includes(column) ? rest + shown : shown + rest);
      });
      side.push(line.trimEnd());
    }
    const under = row.slice(widths.length).flatMap((cell, index) => {
      // One column below needs no title; of several nobody could tell which is which.
      const title = below.length > 1 ? `${below[index]}: ` : '';
      const room = Math.max((width ?? 0) - hang, 1);
      if (textOf(cell) === '') return [];
      return broken(title + textOf(cell), room, terminal).map(
        (text) => ' '.repeat(hang) + dressed(text, roleOf(cell)),
      );
    });
    return [...side, ...under];
  };
  return [...(titles ? [titles] : []), ...rows]
    .flatMap(linesOf)
    .map((line) => `${line}\n`)
    .join('');
}

/** The lines of a cell in a column of some width: one where there is no terminal. */
function broken(text: string, width: number, terminal: Terminal | undefined): readonly string[] {
  if (!terminal || widthOf(text, terminal) <= width) return [text];
  if (!terminal.page || isNarrow(text)) return breakWords(text, width);
  // Long tables say the same again and again, and breaking a line takes a while.
  const { page: open } = terminal;
  return terminal.broken.once(`${width} ${text}`, () => {
    const page = open({ width });
    page.div({ text, width });
    return page.toString().split('\n');
  });
}

/**
 * Breaks text at blanks, with one column for each character; words that are too long anywhere. A number stays with the
 * word that says what it is, where there is room for both.
 */
function breakWords(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  // Compiling the expression takes longer than breaking all cells of a table.
  const words = text.includes(' 0x')
    ? text.split(/ (?!0x)/).flatMap((word) => (word.length > width ? word.split(' ') : [word]))
    : text.split(' ');
  for (const word of words) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
    for (; line.length > width; line = line.slice(width)) lines.push(line.slice(0, width));
  }
  return [...lines, line];
}
