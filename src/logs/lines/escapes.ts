import { later } from '../../core/later.ts';

/** The marks of HTML that change letters and no more: what a search found stands in them, too. */
const LETTERS = 'span|font|b|i|em|strong|mark|u';

/** What stands for an escape in front of a sequence for terminals. */
const LEAD = String.raw`(?:\x1b|#033|\^\[|\\(?:x1b|u001b|033|e))`;

/**
 * What programs put into lines of a log that the kernel did not write: sequences for terminals, as they are or as logging
 * programs and pagers spell them (`#033`, `^[`, `\x1b`, `\u001b`); line ends as syslog, pagers, JSON and quoted-printable mail
 * spell them; marks of HTML and of forums.
 */
const escapes = later(
  () =>
    new RegExp(
      [
        String.raw`${LEAD}\[[0-9;?]*[A-Za-z]`,
        // The same without its first character, which pages and consoles lose.
        String.raw`\[(?:\d[\d;]{0,17}m(?:\[K)?|m(?:\[K|$))`,
        String.raw`#01[1235]`,
        String.raw`\^M$`,
        String.raw`\\[nrt]`,
        String.raw`=20$`,
        String.raw`=0A=?$`,
        // A blank that is not broken.
        String.raw`=C2=A0|=A0(?=[\s=]|$)`,
        // But behind a number that is not whole, and where the kernel has one in front of a number.
        String.raw`=$(?<!(?:[\s=(:[D][0-9a-f]{1,15}|\b0x[0-9a-f]{1,15}|^[0-9a-f]{1,15}|\bp(?:gdp?|[um4]d|[dt]e|dpt) ?)=)`,
        String.raw`</?(?:br|p|pre|code|tt|td|tr|li|div|${LETTERS})(?:\s[^<>]{0,99})?/?>`,
        // Of forums, and of Jira.
        String.raw`\[/?(?:code|quote|pre)(?:=[^\[\]]{0,40})?\]|\{(?:code|noformat)[^{}]{0,40}\}`,
        String.raw`&(?:nbsp|quot|#39|#1[03]|#160|#xa0);`,
        // Blanks of other widths, and those that are not broken: pages have them where a line has two blanks.
        String.raw`[\u00a0\u2000-\u200a\u202f\u3000]`,
      ].join('|'),
      'g',
    ),
);

/** Colours of a terminal, and marks of letters in HTML: words of a line may have any inside. find.as.ts takes the same away. */
const marks = later(
  () =>
    new RegExp(
      String.raw`${LEAD}\[[\d;?]*(?:m(?:\[K)?|K)|\[(?:\d[\d;?]*)?m(?:\[K)?|</?(?:${LETTERS})(?: [^<>\n]{0,99}|/)?>`,
      'g',
    ),
);

/** A line without colours and marks of letters. */
export const withoutMarks = (line: string): string => line.replace(marks(), '');

/** Without any of these in it, or a = at its end, a line has nothing of all that: looking for them is quicker. */
const LEADS = new RegExp(
  String.raw`[\\^\x1b&\u00a0\u2000-\u200a\u2010-\u2013\u202f\u3000]|#0|</|<br|\[[\d;]*m|\[/?[cqp][our]|\{[cn]|=(?:C2|A0|(?:20|0A)?$)|\*\*|["'\u0060\u2019\u201d\u00bb][,;]?\s*$`,
);

/** A line as lists of texts, tables (CSV) and Markdown have it: all of it, or its last column, in quotes. Its closing one ends no value. It is looked for first. */
const QUOTED =
  /^(?=.*["'`\u2019\u201d\u00bb][,;]?\s*$)((?:[>|\s]|&gt;|[*+-] )*|.*[,=])(?:(["`])(?!.*\2.*\2)|'|[\u2018\u201c\u00ab])(.*)["'`\u2019\u201d\u00bb]([,;]?\s*)$/;

/** The longest line that is taken for one in quotes. */
const MOST_QUOTED = 1000;

/** What is in the place of each character of a colour until the line is shown. */
const INK = '\0';
/** A colour of a terminal, or a mark of letters in HTML: neither has a place of its own in the line. */
const COLOUR = new RegExp(String.raw`(?:m(?:\[K)?|\[\??\d*K)$|^</?(?:${LETTERS})\b`);
/** Bold letters of Markdown, which shows the stars in a block of code. Stars in the place of digits, also in those of two numbers, are none. */
const BOLD = /(?<![\w*])\*\*(?!\*\*|(?:\d|[\da-f]{5})[\da-f]*\s)(\s.{0,298}?\s|\S.{0,299}?)\*\*(?![\w*])/g;
/** The number of a row in a listing (`cat -n`, `grep -n`) of a session with crash, QEMU or gdb, whose rows are known by how they begin. */
const LISTED =
  /^[>|\s]*\d{1,7}[:)|\t ](?=\s*(?:crash>|\((?:qemu|gdb)\)|P(?:4D|GD|MD|ML4?|TE|UD|AGE)(?::| DIR| +(?:PHYS|SWAP))|[0-9a-f]{1,16}(?:: 0x| +\S+ +(?:\(|\d+\s*$))))/;
/** The number of a row, which pages show apart from the text by these alone. */
const ROW_NUMBER = /^[\s\0]*\d{1,7}\0+/;

/** A line with blanks for what has a place in it, and what stands for colours where it has colours. */
const painted = (line: string): string =>
  line
    .replace(escapes(), (sequence) => (COLOUR.test(sequence) ? INK : ' ').repeat(sequence.length))
    .replace(BOLD, `${INK.repeat(2)}$1${INK.repeat(2)}`)
    .replace(ROW_NUMBER, (number) => number.replaceAll(INK, ' '))
    .replace(LISTED, (number) => ' '.repeat(number.length));

/** What pages make of a hyphen. */
const HYPHENS = /[\u2010-\u2013]/g;

/** A line as it is shown, with a blank for every other character that the kernel did not write. */
export function withoutEscapes(line: string): string {
  if (!LEADS.test(line) && !LISTED.test(line)) return line;
  const shown = painted(line).replaceAll(INK, '').replace(HYPHENS, '-');
  return shown.length > MOST_QUOTED
    ? shown
    : shown.replace(
        QUOTED,
        (_, front: string, _quote, text: string, end: string) => `${front} ${text} ${' '.repeat(end.length)}`,
      );
}

/** Where a place of a line as it is shown is in the line. */
export function placeInEscapes(line: string, index: number): number {
  const all = painted(line);
  let at = 0;
  for (let left = index; at < all.length; at += 1) if (all[at] !== INK && left-- === 0) break;
  return at;
}

/** What is left of the edge of a terminal in its copy, where the line went on below. */
const GAP = ' '.repeat(20);
/** A number of 16 digits with that inside. */
const PARTED = /(= ?(?:3D)?)([0-9a-f]{1,15})( {20,})([0-9a-f]{1,15})(?=[,\s]|$)/g;
const MOST_DIGITS = 16;

/** A line whose numbers are whole, with the blanks that a terminal left inside of one behind it. What stands behind these keeps its column. */
export function withoutGaps(line: string): string {
  if (!line.includes(GAP)) return line;
  return line.replace(PARTED, (whole: string, equals: string, begun: string, gap: string, rest: string) =>
    begun.length + rest.length === MOST_DIGITS ? equals + begun + rest + gap : whole,
  );
}

/** A backslash of Markdown, and a character that HTML has by its number. */
export const MARKS = /(\\(?=[[\]*_#<>{}()|~=.-])|&#(?:x[2-7][0-9a-f]|[3-9]\d|1[01]\d|12[0-6]);)/gi;

/** What a mark stands for. */
export const shownOf = (mark: string): string =>
  mark === '\\' ? '' : String.fromCharCode(Number(mark.slice(2, -1).replace(/^x/i, '0x')));

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

/** A line as a page of HTML shows it. Columns do not stay. */
export function withoutEntities(line: string): string {
  if (!/[&\\]/.test(line)) return line;
  return line.replace(MARKS, shownOf).replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}
