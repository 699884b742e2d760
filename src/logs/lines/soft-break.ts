/** The rows of a text that quoted-printable mail has broken into several; RFC 2045 section 6.7: a `=` at the end of a row is no part of the text. */

/** A row that may go on in the next. The mail writes =3D for an equals sign, so two of them are none of its own; =0A is the end of a line, and an encoded word has one of its own (RFC 2047). */
const GOES_ON = /(?<!=|=0A|=\?[\w-]{1,40}\?[QBqb]\?[^?\s]{1,80}\?)=$/;

/** What another program wrapped behind an equals sign of the kernel's own. */
const EQUALS_OF_KERNEL = /(?<![\w*])(?:pgdp?|\*p(?:de|te|dpt|me)) =$|[0-9a-f], ?\*?p(?:4d|[um]d|te)=$/;

/** A name that is given nothing, in a list of settings. */
const NAME = /^(?:[>|\s]|&gt;)*[A-Za-z_]\w{0,40}=$/;

/** How a row begins that is a line of its own: with a time, or there is nothing in it. */
const OWN_LINE =
  /^(?:[>|\s]|&gt;)*(?:(?:<\d>)?\[ *\d+\.\d{6}\]|\d{4}-\d\d-\d\d[T ]\d\d:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |$)/;

/** How messages begin, in front of which a mail would break behind a blank, or in front of one. */
const MESSAGE =
  /^(?:\[[0-9a-f]{8,16}\] \*?pgd=|\*p(?:de|dpt|gd) ?=|(?:PAGE|PGD|PML4?|P4D|PUD|PMD|PTE):? |AS:|BUG: |Bad |Oops: |Unable to |Internal error: )/;

/** What quoting, and blocks of code, put in front of all rows of a text: the one in front of the other. */
const QUOTES = /^ ?(?:[>|] ?|\* )+/;
const INDENT = /^(?:\t| {2,})/;

/** The number of a row in a listing, with what stands behind it there. */
const NUMBER = /^(?:[>|\s]|&gt;)*(\d{1,7})([\s|):.])( *)/;

/** How much of a row and of the next one is the number that a listing has in front of each; 0 where they are not counted. */
function numbersOf(row: string, next: string): readonly [number, number] {
  const [own, its] = [NUMBER.exec(row), NUMBER.exec(next)];
  if (!own || !its || Number(own[1]) + 1 !== Number(its[1]) || own[2] !== its[2]) return [0, 0];
  // Blanks that one of them alone has are of the text.
  const [mine = '', others = ''] = [own[3], its[3]];
  const blanks = Math.min(mine.length, others.length);
  return [own[0].length - mine.length + blanks, its[0].length - others.length + blanks];
}

/** Whether a row can go on in the next one. */
export const mayGoOn = (row: string): boolean => row.endsWith('=') && GOES_ON.test(row);

/** How many characters stand in front of the next row that stand in front of this one as well. */
function marginOf(row: string, next: string): number {
  // A text that was quoted before has more in front of its own rows.
  const quotes = QUOTES.exec(next)?.[0] ?? '';
  const at = row.startsWith(quotes) ? quotes.length : 0;
  // Fewer blanks are those of the text, such as the kernel's own in front of `pte:`.
  const indent = INDENT.exec(row.slice(at))?.[0] ?? '';
  return next.startsWith(indent, at) ? at + indent.length : at;
}

/**
 * Where in the next row the text of a row goes on; undefined where that row ends its line.
 *
 * @param row without its line end, as `next`
 */
export function softBreak(row: string, next: string): number | undefined {
  if (!GOES_ON.test(row)) return undefined;
  const [own, its] = numbersOf(row, next);
  const at = breakIn(row.slice(own), next.slice(its));
  return at === undefined ? undefined : its + at;
}

/** The same without the numbers of the rows. */
function breakIn(row: string, next: string): number | undefined {
  if (NAME.test(row) || OWN_LINE.test(next)) return undefined;
  const margin = marginOf(row, next);
  const rest = next.slice(margin);
  if (!/\s=$/.test(row) && MESSAGE.test(rest)) return undefined;
  if (rest.startsWith('=3D')) return margin;
  // A number does not go on in a row that is indented otherwise.
  const isApart = /[0-9a-f]=$/.test(row) && /^\s\s/.test(rest);
  return isApart || EQUALS_OF_KERNEL.test(row) ? undefined : margin;
}

const rowsOf = (text: string): readonly string[] => text.split(/\r*\n/);

/** The line that some rows are, with line feeds between them. */
export function joinRows(text: string): string {
  return rowsOf(text).reduce(
    (line, next, at, rows) =>
      at === 0 ? next : line.slice(0, -1) + next.slice(softBreak(rows[at - 1] ?? '', next) ?? 0),
    '',
  );
}

/** In which of these rows a place of the line is, from 0, and where. */
export function placeInRows(text: string, index: number): { readonly row: number; readonly index: number } {
  const rows = rowsOf(text);
  let rest = index;
  let begin = 0;
  for (const [row, content] of rows.entries()) {
    const next = rows[row + 1];
    const length = content.length - begin - 1;
    if (next === undefined || rest < length) return { row, index: rest + begin };
    rest -= length;
    begin = softBreak(content, next) ?? 0;
  }
  return { row: 0, index };
}
