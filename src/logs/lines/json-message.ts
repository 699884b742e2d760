import { Kept } from '../../core/later.ts';
import { circumstancesIn } from './circumstances.ts';
import { findShapes } from './find-shapes.ts';
import { mentionsIn } from './kernel-mention.ts';
import { kernelInLine } from './kernel-name.ts';
import { memoryEndIn } from './memory-end.ts';

/** The name of what the kernel wrote, as journald, `dmesg --json`, containers, log collectors and trackers have it. */
const MESSAGE = /^(?:[\w@.-]*message|msg|log|line|text\w*|body|content|comment|description|_raw)$/i;

/** What is in front of an object, of a string with its name, or of a line that is one string of a list; no page of HTML. */
const FRONT = /^[^{"<]*(?=\{\s*")|^[>|\s]*(?="[^"\\]*(?:\\.[^"\\]*)*(?:"\s*:|(?:",?\s*)?$))/;

/** A string, with the colon behind a name; one that was cut off ends with its line. */
const STRINGS = /"([^"\\]*(?:\\[^][^"\\]*)*)(?:"(\s*:)?|\\?$)/g;

/** The most strings of a line that are read one by one: each takes some microseconds, one that speaks of a kernel up to a tenth of a millisecond. */
const MOST_TEXTS = 2048;
/** Shorter ones are not: what they tell shows with all that is beside. */
const FEWEST_CHARACTERS = 8;
/** Those of which copies are looked for. */
const MOST_TELLING = 64;

/** What JSON has in the place of a character. */
const ESCAPE = /\\(?:u00([0-9a-f]{2})|(["\\/]))/gi;

const characterOf = (escape: string, code: string | undefined, itself: string): string =>
  (code === undefined ? itself : String.fromCharCode(parseInt(code, 16)))
    .replace(/[\0-\x1f]/, ' ')
    .padStart(escape.length);

/** A string that is no name. */
interface Text {
  /** That of the last name in front of it. */
  readonly name: string;
  readonly from: number;
  /** What it stands for, in as many columns as in the line. */
  readonly text: string;
  readonly values: readonly bigint[];
  /** It has values, or tells of a kernel or a machine. */
  readonly tells: boolean;
}

const isMessage = ({ name }: Text): boolean => MESSAGE.test(name);

type ReadText = Pick<Text, 'text' | 'values' | 'tells'>;

/** Times and counters, which tell nothing. */
const NUMBER = /^[\d.:TZ+ -]*$/;

/** Strings of one word that are kept, and the longest of them: the same ones stand in every line of a log, beside its message. */
const MAX_KEPT = 256;
const LONGEST_KEPT = 40;
const kept = new Kept<string, ReadText>(MAX_KEPT);

const readText = (text: string): ReadText =>
  text.length < FEWEST_CHARACTERS || NUMBER.test(text)
    ? { text, tells: false, values: [] }
    : text.length <= LONGEST_KEPT && !text.includes(' ')
      ? kept.once(text, () => readNew(text))
      : readNew(text);

function readNew(text: string): ReadText {
  const shapes = findShapes(text);
  const tells =
    shapes.length > 0 ||
    kernelInLine(text) !== undefined ||
    circumstancesIn(text) !== undefined ||
    mentionsIn(text).length > 0 ||
    memoryEndIn(text) !== undefined;
  return { text, tells, values: shapes.flatMap(({ values }) => values.map(({ value }) => value)) };
}

/** The strings of a line, from a place on; undefined where it has too many. */
function textsIn(line: string, front: number): readonly Text[] | undefined {
  const texts: Text[] = [];
  // A line that is a string without a name is a message.
  let name = line[front] === '"' ? 'message' : '';
  for (const { 1: raw = '', 2: colon, index } of line.slice(front).matchAll(STRINGS)) {
    if (colon !== undefined) name = raw.trim();
    else if (texts.length === MOST_TEXTS) return undefined;
    else
      texts.push({
        name,
        from: front + index + 1,
        ...readText(withoutJson(raw.replace(ESCAPE, characterOf))),
      });
  }
  return texts;
}

/** Whether a text stands in another one, of another name, and all its values are read there. */
const holds = (whole: Text, part: Text): boolean =>
  whole.name !== part.name &&
  whole.text.includes(part.text.trim()) &&
  part.values.every((value) => whole.values.includes(value));

/** Without what stands under another name too. */
function withoutCopies(texts: readonly Text[]): readonly Text[] {
  if (texts.length > MOST_TELLING) return texts;
  let kept: readonly Text[] = [];
  for (const one of texts)
    if (!kept.some((other) => holds(other, one))) kept = [...kept.filter((other) => !holds(one, other)), one];
  return kept;
}

/** The line from a place on, with blanks for some texts. */
function besides(texts: readonly Text[], line: string, front: number): string {
  const rest: string[] = [];
  let at = front;
  for (const { from, text } of texts) {
    rest.push(line.slice(at, from), ' '.repeat(text.length));
    at = from + text.length;
  }
  return rest.join('') + line.slice(at);
}

/**
 * A line of JSON with nothing in it but what tells something of a kernel, and its message where that tells nothing, as they were
 * before they were put there, and blanks for all else: columns stay. Other lines, JSON without a message, and what also tells
 * something by its names, by its numbers or behind its end come back as they are.
 */
export function withoutJson(line: string): string {
  if (!line.includes('"')) return line;
  const front = FRONT.exec(line)?.[0];
  if (front === undefined) return line;
  const texts = textsIn(line, front.length);
  const isTold = texts?.some((text) => text.tells && isMessage(text));
  const chosen = texts?.filter((text) => text.tells || (!isTold && isMessage(text))) ?? [];
  if (chosen.length === 0 || readText(besides(chosen, line, front.length)).tells) return line;
  return withoutCopies(chosen)
    .reduce((text, one) => text.padEnd(one.from) + one.text, front)
    .padEnd(line.length);
}
