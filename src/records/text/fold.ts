import { isNarrow, READABLE, type Terminal, widthOf } from './columns.ts';

/** The least room in which text is broken beside what stands in front of it. */
const ROOM = 2 * READABLE;
const COLOURS = /\x1b\[[0-9;]*m/g;
/** What ends a colour: all of it, or a part. */
const ENDS = /\[(?:0|2[2-9]|39|49)?m/;
/** Blanks that a line may be broken at: a number stays with the word that says what it is. */
const BREAKS = / (?!(?:\x1b\[[0-9;]*m)*0x)/;
const RESET = '\x1b[0m';

const bare = (text: string): string => text.replace(COLOURS, '');

/** What stands in front of the lines of a text, and how wide they may be. */
interface Margins {
  /** In front of the first line; may be empty. */
  readonly head: string;
  /** In front of all others. */
  readonly below: string;
  readonly columns: number;
}

/**
 * Breaks a line at blanks where it is wider than the terminal.
 *
 * @param head what stands in front and is not broken; may be empty
 * @param text the rest, with the sequences of colours
 * @param below what stands in front of all further lines; where it leaves little room, `narrow` does
 * @returns lines without a line feed at the end; one where there is no terminal
 */
export function foldLine(
  head: string,
  text: string,
  terminal: Terminal | undefined,
  below: string,
  narrow = below,
): string {
  if (!terminal) return head + text;
  const { columns } = terminal;
  const beside = columns - widthOf(bare(head), terminal);
  const plain = bare(text);
  if (widthOf(plain, terminal) <= beside) return head + text;
  const margins = { head, columns, below: columns - widthOf(below, terminal) < ROOM ? narrow : below };
  const isBeside = head === '' || beside >= ROOM;
  const lines =
    !terminal.page || isNarrow(plain)
      ? foldWords(text, margins, isBeside)
      : foldWide(text, margins, isBeside, terminal, terminal.page);
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** The same for text that has one column for each character: lists of lines are long, and the library takes its time. */
function foldWords(text: string, { head, below, columns }: Margins, isBeside: boolean): readonly string[] {
  const lines: string[] = [];
  let line = head;
  let used = bare(head).length;
  let hasWord = false;
  let open = '';
  const next = (): void => {
    lines.push(open === '' ? line : line + RESET);
    line = below + open;
    used = below.length;
    hasWord = false;
  };
  if (!isBeside) next();
  for (const word of text.split(BREAKS)) {
    const { length } = bare(word);
    if (hasWord && used + 1 + length > columns) next();
    if (hasWord) {
      line += ' ';
      used += 1;
    }
    line += word;
    used += length;
    // Blanks where a line begins are those that it was broken at.
    hasWord ||= length > 0 || lines.length === 0;
    for (const [colour] of word.matchAll(COLOURS)) open = ENDS.test(colour) ? '' : open + colour;
  }
  return [...lines, line];
}

/** Breaks text with wide characters. */
function foldWide(
  text: string,
  { head, below, columns }: Margins,
  isBeside: boolean,
  terminal: Terminal,
  pageOf: NonNullable<Terminal['page']>,
): readonly string[] {
  const wrap = (words: string, behind: string): readonly string[] => {
    const width = Math.max(columns - widthOf(bare(behind), terminal), 1);
    const page = pageOf({ width });
    page.div({ text: words, width });
    return page.toString().split('\n');
  };
  const [first = '', ...rest] = isBeside ? wrap(text, head) : ['', text];
  const others = rest.length === 0 ? [] : wrap(rest.join(' '), below);
  return [head + first, ...others.map((line) => below + line)];
}
