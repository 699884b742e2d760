import type { TableStyle } from '../text/columns.ts';
import type { Role } from '../text/palette.ts';
import { Canvas } from './canvas.ts';
import { INDENT, type Ruler, rulerFor } from './ruler.ts';

/** Some bits that the drawing points at. */
interface Mark {
  readonly hi: number;
  readonly lo: number;
  /** Drawn with a bracket; else a single bit, or bits that are taken as one. */
  readonly isNumber: boolean;
  readonly name: string;
  /** The number in a few characters, for a bracket without room for more. */
  readonly brief: string;
  readonly text: string;
  readonly role: Role;
}

/** How the drawing looks, and the tables beside it. */
export interface DrawingStyle extends TableStyle {
  /** Columns of the output, a terminal or not. */
  readonly width: number;
  readonly lines: LineSet;
}

/** The characters of the lines. */
interface LineSet {
  readonly across: string;
  readonly down: string;
  /** Corners: where a line begins to go down or up, with the other end at the right or left. */
  readonly downRight: string;
  readonly downLeft: string;
  readonly upRight: string;
  readonly upLeft: string;
  /** Branches off a line that goes up or down, and off one that goes across. */
  readonly right: string;
  readonly left: string;
  readonly up: string;
}

/** Lines of terminals that know UTF-8. */
export const BOXES: LineSet = {
  ...{ across: '─', down: '│', right: '├', left: '┤', up: '┴' },
  ...{ downRight: '┌', downLeft: '┐', upRight: '└', upLeft: '┘' },
};

/** Lines of terminals that do not. */
export const ASCII: LineSet = {
  ...{ across: '-', down: '|', right: '+', left: '+', up: '+' },
  ...{ downRight: '.', downLeft: '.', upRight: "'", upLeft: "'" },
};

/** Lines are broken where fewer columns than this would be left for the text beside a name. */
const LEAST_TEXT = 14;

const rangeOf = ({ hi, lo }: Mark): string => (hi === lo ? String(hi) : `${hi}-${lo}`);

/** A mark that stands on a line of its own, and the column of the line that leads to it. */
interface Hung {
  readonly mark: Mark;
  readonly column: number;
}

/** A bracket with its name on it. */
interface Named {
  readonly mark: Mark;
  readonly label: string;
  /** Where the name begins. */
  readonly column: number;
}

/**
 * Draws bits in groups: brackets over numbers, and a line with its name for each other mark, those of the left bits
 * above and those of the right ones below, from the highest bit down.
 *
 * @param bits a character for each bit, from the highest down, and what it is
 * @param marks from the highest bit down
 * @returns undefined where the output is too narrow
 */
export function drawBits(
  bits: readonly { readonly character: string; readonly role: Role }[],
  marks: readonly Mark[],
  style: DrawingStyle,
): string | undefined {
  const ruler = rulerFor(bits.length, style.width);
  if (!ruler) return undefined;
  const isAbove = ({ hi, lo }: Mark): boolean =>
    style.width - ruler.columnOf(hi) >= ruler.columnOf(lo) - INDENT;
  const named = marks.flatMap((mark) => {
    if (!mark.isNumber) return [];
    const inside = marks.filter((one) => one !== mark && one.hi <= mark.hi && one.lo >= mark.lo);
    return nameOn(
      mark,
      ruler,
      inside.filter(isAbove).map(({ hi }) => ruler.columnOf(hi)),
    );
  });
  const hung = marks.filter((mark) => !named.some((one) => one.mark === mark));
  const above = hung.filter(isAbove).map((mark) => ({ mark, column: ruler.columnOf(mark.hi) }));
  const below = hung
    .filter((mark) => !isAbove(mark))
    .map((mark) => ({ mark, column: ruler.columnOf(mark.lo) }));
  const canvas = new Canvas();
  drawAbove(canvas, above, style);
  drawScale(canvas, ruler, above, style);
  drawBrackets(canvas, ruler, named, above, style);
  const line = canvas.addLine();
  bits.forEach(({ character, role }, index) => {
    canvas.put(line, ruler.columnOf(bits.length - 1 - index), character, role);
  });
  drawBelow(canvas, ruler, below, style);
  return canvas.text(style.palette);
}

/**
 * The longest name that fits on the bracket of a number, and where; none where it is too short.
 *
 * @param crossing columns of lines that go through the bracket
 */
function nameOn(mark: Mark, ruler: Ruler, crossing: readonly number[]): readonly Named[] {
  const [from, to] = [ruler.columnOf(mark.hi) + 1, ruler.columnOf(mark.lo) - 1];
  const labels = [
    `${rangeOf(mark)} ${mark.name} ${mark.text}`,
    `${rangeOf(mark)} ${mark.name} ${mark.brief}`,
    `${mark.name} ${mark.brief}`,
  ];
  for (const label of labels.map((text) => ` ${text.trim()} `)) {
    const column = placeFor(label.length, from, to, crossing);
    if (column !== undefined) return [{ mark, label, column }];
  }
  return [];
}

/** The names of the left bits: each on its line, behind a corner from which a line goes down. */
function drawAbove(canvas: Canvas, above: readonly Hung[], { width, lines }: DrawingStyle): void {
  for (const [index, { mark, column }] of above.entries()) {
    const start = column + 3;
    const head = `${rangeOf(mark)} ${mark.name}`;
    const texts = wrapWords(`${head}  ${mark.text}`, width - start);
    for (const [part, text] of texts.entries()) {
      const line = canvas.addLine();
      for (const before of above.slice(0, index)) canvas.put(line, before.column, lines.down, 'dim');
      canvas.put(line, column, part === 0 ? lines.downRight + lines.across : lines.down, 'dim');
      canvas.put(line, start, text, mark.role === 'dim' ? 'dim' : undefined);
      if (part === 0) canvas.put(line, start, head, mark.role);
    }
  }
}

/** The number of the first bit of each byte, where no line goes through. */
function drawScale(canvas: Canvas, ruler: Ruler, above: readonly Hung[], { lines }: DrawingStyle): void {
  const line = canvas.addLine();
  for (const { column } of above) canvas.put(line, column, lines.down, 'dim');
  for (let bit = ruler.bits - 1; bit > 0; bit -= 8) {
    const column = ruler.columnOf(bit);
    if (canvas.isFree(line, column - 1, column + 3)) canvas.put(line, column, String(bit), 'dim');
  }
  canvas.put(line, ruler.columnOf(0), '0', 'dim');
}

/** Brackets over numbers: with the name on them, or at the end of a line that leads to it. */
function drawBrackets(
  canvas: Canvas,
  ruler: Ruler,
  named: readonly Named[],
  above: readonly Hung[],
  { lines }: DrawingStyle,
): void {
  if (named.length === 0 && !above.some(({ mark }) => mark.isNumber)) return;
  const line = canvas.addLine();
  const across = (from: number, to: number): void => {
    canvas.put(line, from, lines.across.repeat(to - from + 1), 'dim');
  };
  for (const { mark } of named) {
    const [from, to] = [ruler.columnOf(mark.hi), ruler.columnOf(mark.lo)];
    across(from, to);
    canvas.put(line, from, lines.downRight, 'dim');
    canvas.put(line, to, lines.downLeft, 'dim');
  }
  for (const { mark, column } of above) {
    const to = ruler.columnOf(mark.lo);
    const isCrossing = named.some(({ mark: { hi, lo } }) => mark.hi <= hi && mark.lo >= lo);
    if (to > column) {
      across(column, to);
      canvas.put(line, to, lines.downLeft, 'dim');
    }
    canvas.put(line, column, isCrossing ? lines.up : to > column ? lines.right : lines.down, 'dim');
  }
  for (const { mark, label, column } of named) canvas.put(line, column, label, mark.role);
}

/** The column nearest to the middle where a text stands without touching any line; undefined where there is none. */
function placeFor(length: number, from: number, to: number, taken: readonly number[]): number | undefined {
  const middle = Math.floor((from + to + 1 - length) / 2);
  const places = Array.from({ length: Math.max(0, to - from + 2 - length) }, (_, index) => from + index)
    .filter((place) => taken.every((column) => column < place || column >= place + length))
    .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return places[0];
}

/** The names of the right bits: in columns at the left, each with a line to its bit. */
function drawBelow(canvas: Canvas, ruler: Ruler, below: readonly Hung[], { lines }: DrawingStyle): void {
  if (below.some(({ mark }) => mark.hi !== mark.lo)) {
    const line = canvas.addLine();
    for (const { mark, column } of below) {
      const from = ruler.columnOf(mark.hi);
      if (from < column) {
        canvas.put(line, from, lines.upRight + lines.across.repeat(column - from - 1), 'dim');
        canvas.put(line, column, lines.left, 'dim');
      } else canvas.put(line, column, lines.down, 'dim');
    }
  }
  const numbers = Math.max(0, ...below.map(({ mark }) => rangeOf(mark).length));
  const names = Math.max(0, ...below.map(({ mark }) => mark.name.length));
  const labels = below.map((one) => labelOf(one, numbers, names));
  // On a wide output all move to the right, as far as the first bit lets them.
  const shift = Math.max(
    0,
    Math.min(
      ...labels.map(({ column, head, hang, texts }) => {
        const ends = [INDENT + head.length, ...texts.map((text) => hang + text.length)];
        return column - 4 - Math.max(...ends);
      }),
    ),
  );
  for (const [index, { mark, column, head, hang, texts }] of labels.entries())
    for (const [part, text] of texts.entries()) {
      const line = canvas.addLine();
      for (const after of below.slice(index + 1)) canvas.put(line, after.column, lines.down, 'dim');
      canvas.put(line, shift + hang, text, mark.role === 'dim' ? 'dim' : undefined);
      if (part > 0) continue;
      canvas.put(line, shift + INDENT, head, mark.role);
      const from = shift + (text === '' ? INDENT + head.length : hang + text.length);
      canvas.put(line, from, ` ${lines.across.repeat(Math.max(column - from - 1, 0))}`, 'dim');
      canvas.put(line, column, lines.upLeft, 'dim');
    }
}

/** What stands at the left of the line to a mark: its bits and name, and its text from some column on. */
interface Label extends Hung {
  readonly head: string;
  readonly hang: number;
  readonly texts: readonly string[];
}

/** @param numbers columns of the bits of all labels. @param names columns of their names */
function labelOf({ mark, column }: Hung, numbers: number, names: number): Label {
  const head = `${rangeOf(mark).padStart(numbers)} ${mark.name}`;
  const end = column - 2;
  const start = INDENT + numbers + 1;
  const wide = start + names + 2;
  if (end - wide >= LEAST_TEXT)
    return { mark, column, head, hang: wide, texts: wrapWords(mark.text, end - wide) };
  // Where a bit stands so far left that its text would be a column of single words, the text begins below the name.
  const texts = ['', ...wrapWords(mark.text, Math.max(end - start, LEAST_TEXT))];
  return { mark, column, head, hang: start, texts };
}

/** Breaks text at blanks into lines of so many columns; a longer word stays whole. */
function wrapWords(text: string, width: number): readonly string[] {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last === '' || last.length + 1 + word.length <= width)
      lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
