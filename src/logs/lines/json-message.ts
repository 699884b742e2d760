/** The string that holds what the kernel wrote, by the names that journald, `dmesg --json`, containers, log collectors and trackers give it. */
const MESSAGES = /"(?:[\w@.-]*message|msg|log|line|text\w*|body|content|comment|description|_raw)"\s*:\s*"/gi;

/** What is in front of an object, and no page of HTML. */
const OBJECT = /^[^{"<]*(?=\{\s*")|^[>|\s]*(?=")/;

/** A line that is one string of a list. */
const STRING = /^[>|\s]*"(?=[^"\\]*(?:\\.[^"\\]*)*(?:",?\s*)?$)/;

/** The rest of a string; one that was cut off ends with its line. */
const REST = /[^"\\]*(?:\\.[^"\\]*)*/y;

/** What JSON has in the place of a character. */
const ESCAPE = /\\(?:u00([0-9a-f]{2})|(["\\/]))/gi;

/** Where texts stand in a line: from, and up to. */
type Span = readonly [number, number];

/** Where the string stands that begins at a place. */
function spanFrom(line: string, from: number): Span {
  REST.lastIndex = from;
  return [from, from + (REST.exec(line)?.[0].length ?? 0)];
}

/** Where the message of each object stands: the longest string, where it has more of them. */
function messagesIn(line: string, front: number): Span[] {
  const spans: Span[] = [];
  MESSAGES.lastIndex = front;
  for (let match = MESSAGES.exec(line); match; match = MESSAGES.exec(line)) {
    const [from, to] = spanFrom(line, MESSAGES.lastIndex);
    const [lastFrom, lastTo] = spans.at(-1) ?? [0, front];
    const isSame = spans.length > 0 && !line.slice(lastTo, match.index).includes('{');
    if (!isSame) spans.push([from, to]);
    else if (to - from > lastTo - lastFrom) spans[spans.length - 1] = [from, to];
    MESSAGES.lastIndex = to;
  }
  return spans;
}

/** What a kernel may have written too, or what names one. */
const OF_A_KERNEL = /\bp(?:te|md|ud|4d|gd)\b|\bBUG:|\bOops|\bswap|\bbad |\b[2-7]\.\d|crash>/i;

/** A string of JSON, with its end or cut off. */
const STRINGS = /"((?:[^"\\]|\\.)*)"?/g;

/** Whether something beside the message can be of a kernel, as a text of several words can: then nothing is taken away. */
const hasMore = (beside: string): boolean =>
  OF_A_KERNEL.test(beside) ||
  Array.from(beside.matchAll(STRINGS)).some(([, text = '']) => /\S \S/.test(text));

const characterOf = (escape: string, code: string | undefined, itself: string): string =>
  (code === undefined ? itself : String.fromCharCode(parseInt(code, 16)))
    .replace(/[\0-\x1f]/, ' ')
    .padStart(escape.length);

/**
 * A line of JSON with nothing but the message in it, as it was before it was put there, and blanks for all else: columns stay.
 * Other lines, JSON without a message, and what has more than the message of a kernel come back as they are.
 */
export function withoutJson(line: string): string {
  if (!line.includes('"')) return line;
  const front = OBJECT.exec(line)?.[0];
  if (front === undefined) return line;
  const whole = STRING.exec(line)?.[0].length;
  const spans = whole === undefined ? messagesIn(line, front.length) : [spanFrom(line, whole)];
  if (spans.length === 0) return line;
  let text = front;
  let beside = line.slice(front.length);
  for (const [from, to] of spans) {
    const message = line.slice(from, to);
    // Some have it twice, with an end of line, which is blank by now, and without.
    beside = beside.replaceAll(message.trimEnd(), '');
    text = text.padEnd(from) + message.replace(ESCAPE, characterOf);
  }
  return hasMore(beside) ? line : text.padEnd(line.length);
}
