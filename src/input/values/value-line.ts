import { printable } from '../../core/printable.ts';
import { readToken } from './argument.ts';
import { isReport, LOG_HINT, prefixLength } from './log-like.ts';
import { dumpsOf, readDump, readOdEnd } from './dump-line.ts';
import {
  type LineOptions,
  type ParsedLine,
  type ParseProblem,
  problem,
  readTokens,
  type Token,
} from './parsed-line.ts';
import { refusalOf, withRefusals } from './other-level.ts';
import { matchShape, type ShapeMatch } from './shapes.ts';
import { parseValue } from './value.ts';

/** A line with one value and nothing else: most lines, read without trying the shapes. */
const PLAIN = /^0x[0-9a-f]{1,16}$/i;
/** What a debugger prints before a command; with piped commands the answer follows on the same line. */
const PROMPT = /^(?:(?:\((?:qemu|gdb)\)|crash(?:64)?>|>>>|\.\.\.|In \[[0-9]+\]:) )+/;
/** A line that starts as a dump does, whatever follows: `ADDRESS:`, or an address and groups of 2, 4, 6 or 8 digits. */
const ADDRESS = /^ *(?:=> )?(?:0x)?[0-9a-f]{1,16}(?: <.*>)?:(?=\s|$)/is;
/** A line of /proc/PID/maps or of QEMU's `info mem`, and what is said of it: none of its numbers is an entry. */
const MAPPINGS = [
  {
    line: /^[0-9a-f]{8,16}-[0-9a-f]{8,16} [-r][-w][-x][-ps] [0-9a-f]{8,16} [0-9a-f]{2}:/,
    text: 'a list of mappings, no entries: pte-decode pagemap --pid PID reads those of a process',
  },
  {
    line: /^[0-9a-f]{8,16}[- ][0-9a-f]{8,16}(?: [0-9a-f]{8,16})? [-rwxugads]{3,7}$/,
    text: 'a list of mappings, no entries: QEMU `xp /gx` dumps the entries of a table',
  },
];
const NARROW_DUMP = /^[0-9a-f]{6,15}(?= )(?: +[0-9a-f]{2}(?:[0-9a-f]{2}){0,3})+ *(?: {2}[>|].*)?$/is;

/** `$1 = `, `.pte = `, `pte = `, `pte=0x…`, `pte: 0x…`, `pte 0x…`, `pte_val=0x…`: the name in front of a value in a structure or a message. */
const LABEL =
  /(?<![\w.$])(?:(?:\$[0-9]+|\.?[a-z_]\w*)[ \t]*=(?=[ \t])|(?:\w+_)?p(?:te|md|ud|4d|gd)(?:_?val|ent)?(?:[ \t]*[=:][ \t]*|[ \t]+)(?=0x))/gi;
/** The name of an entry that is a word of its own, and what can stand between it and its value: `pmd: `, `"pmd" : "`. */
const NAME_WORD = /^\.?(?:\w+_)?p(?:te|md|ud|4d|gd)(?:_?val|ent)?(?:_t)?[:=]?$/i;
const BETWEEN = /^(?:[:=|]|[-=]>)$/;
/** Names of entries in messages, but for pointers to them (`ptep`), addresses and frames. */
const ENTRY_NAME =
  /^(?!\w*(?:addr|pfn|phys|idx|index)|\w*p(?:te|md|ud|4d|gd)p)(?:\w*(?:p(?:te|md|ud|4d|gd)|entry)\w*|old|new|orig|val|value)$/i;
/** Names of what is no entry. */
const OTHER_NAME = /(?:addr|address|pfn|phys|ptep|pmdp|pudp|p4dp|pgdp|idx|index)$/i;
/** `(pteval_t)`, `(pteval_t [512])`, `(pte_t *) `: a C type in front of a value. */
const CAST = /\([a-z_][\w ]*(?:\*+\) ?|(?:\[[0-9]*\])?\))(?=[0-9{])/gi;
/** `*(pte_t *)0xffff888004008000 = `: drgn's name for an object in memory. */
const REFERENCE = /^[ \t]*\*\([^()]*\*\)0x[0-9a-f]+ = /i;
/** What stands directly in front of a value in a message: a cast, or a name. */
const IN_FRONT = /(?:\([^()]*\)|(?<![\w.$])[a-z_]\w*(?:[ \t]*[=:])?)[ \t]*$/i;
/** What stands in all of these, and in what gdb writes for copies. */
const NAMES = /[=(<]|p(?:te|md|ud|4d|gd)/i;
const VALUE_WORD = /^(?:0x|[0-9a-f]{16}$)/i;
const ENTRY = /p(?:te|md|ud|4d|gd)/i;
const OD_END = /^[0-9a-f]{6,15}$/i;
const QUOTED = /^[> ]+$/;
const REPEATS = /<repeats [0-9]+ times>/g;
/** What `grep --color=always` and others put around what they found. */
const COLOURS = /\x1b(?:\[[\d;:]*[mK]|\(B)/g;
/** Short words that could be digits: in text they are words. */
const WORD = /^[a-f]{1,7}$/i;
const TOKEN = /[^\s,;'"`[\](){}]+/g;

/** Replaces what a pattern matches by blanks, so that columns stay; `keep` spares a match. */
function blankOut(text: string, pattern: RegExp, keep: (match: string) => boolean = () => false): string {
  return text.replace(pattern, (match) => (keep(match) ? match : ' '.repeat(match.length)));
}

/** Whether a word in parentheses or before `=` is as many hexadecimal digits as an entry has, hence a value and no name. */
function isBareValue(match: string, bits: number): boolean {
  return /^\W*[0-9a-f]+\W*$/i.test(match) && match.replace(/\W/g, '').length === bits / 4;
}

/** Reads values between blanks, commas, semicolons, quotes and brackets. */
function readList(text: string, options: LineOptions): ParsedLine {
  if (!NAMES.test(text)) return readWords(text, { bare: text, unnamed: text, plain: text }, [], options);
  const notices = [...text.matchAll(REPEATS)].map((match) => ({
    column: match.index + 1,
    text: `gdb left out copies of the value before (${match[0]}); \`set print repeats unlimited\` shows them all`,
  }));
  const bare = blankOut(blankOut(text, REPEATS), REFERENCE);
  const keep = (match: string): boolean => isBareValue(match, options.bits ?? 64);
  const unnamed = blankOut(bare, LABEL, keep);
  return readWords(text, { bare, unnamed, plain: blankOut(unnamed, CAST, keep) }, notices, options);
}

/** Words without the names in front of others. Names alone, such as the heading of a table, say nothing of other lines, and stay. */
function withoutNames(words: readonly Token[]): readonly Token[] {
  // A value in front of the first one is another column, such as an address.
  const first = words.findIndex(({ text: word }) => NAME_WORD.test(word));
  if (words.slice(0, first).some(({ text: word }) => VALUE_WORD.test(word))) return words;
  const last = words.findLastIndex(({ text: word }) => !NAME_WORD.test(word) && !BETWEEN.test(word));
  let isName = false;
  return words.filter(({ text: word }, index) => {
    isName = NAME_WORD.test(word) || (isName && BETWEEN.test(word));
    return !isName || index > last;
  });
}

/**
 * Reads the words of a list.
 *
 * @param bare the text without the name of an object in memory
 * @param unnamed that without names in front of values
 * @param plain that without types too
 */
function readWords(
  text: string,
  { bare, unnamed, plain }: { readonly bare: string; readonly unnamed: string; readonly plain: string },
  notices: ParsedLine['notices'],
  options: LineOptions,
): ParsedLine {
  const words = [...plain.matchAll(TOKEN)]
    .map((match) => ({ text: match[0], index: match.index }))
    .filter(({ text: token }) => options.decimal === true || !WORD.test(token));
  const tokens = ENTRY.test(plain) ? withoutNames(words) : words;
  const isNamed = tokens.length < words.length;
  // A report has entries of several levels behind such names.
  if (isNamed && isReport(text)) return readLog();
  const named = plain !== text || isNamed;
  if (tokens.length === 0 && !named) return { shape: 'blank', values: [], errors: [], notices };
  const judged = named ? withRefusals(bare, tokens, options) : tokens;
  const read = readTokens(judged, (token) => readToken(token, plain !== unnamed, options));
  return { shape: named ? 'fields' : 'list', ...read, notices };
}

function readSqueezed(column: number, after: ParsedLine | undefined): ParsedLine {
  if (!after)
    return {
      shape: 'squeezed',
      values: [],
      errors: [
        problem(
          column - 1,
          'ERR_VALUE_SYNTAX',
          '"*": stands for repeated lines, but no line with values is before it',
        ),
      ],
      notices: [],
    };
  if (after.shape === 'other') return { shape: 'squeezed', values: [], errors: [], notices: [] };
  const text =
    '"*" stands for copies of the line above, which are not read again; `od -v` or `hexdump -v` shows them all';
  return { shape: 'squeezed', values: [], errors: [], notices: [{ column, text }] };
}

/** Finds the row of the table that a line fits, with or without a comment behind it. */
function findDump(text: string, bits: number): ShapeMatch | undefined {
  // A text column may hold a "#", so the whole line is tried before the comment is cut off.
  const content = withoutComment(text);
  return matchShape(text, bits) ?? (content === text ? undefined : matchShape(content.trimEnd(), bits));
}

function withoutComment(text: string): string {
  return text.replace(/#.*$/s, '');
}

/** Reads the part of a line that follows a prompt, or the whole line. */
function readText(text: string, options: LineOptions): ParsedLine {
  const { bits = 64 } = options;
  const match = findDump(text, bits);
  if (match) return readDump(match, options);
  const content = withoutComment(text);
  const trimmed = content.trim();
  if (trimmed === '*') return readSqueezed(content.indexOf('*') + 1, options.after);
  const ends = options.after?.shape === 'other' || options.after?.shape.startsWith('od-');
  if (ends && OD_END.test(trimmed)) return readOdEnd(trimmed, options.after?.address, bits / 8);
  // Decimal lists look like narrow dumps, so these are told apart only where values are hexadecimal.
  const isNarrow = !options.decimal && bits === 64 && NARROW_DUMP.test(trimmed);
  if (ADDRESS.test(trimmed) || isNarrow) {
    const message = `"${printable(trimmed)}": an address, then no ${bits}-bit words: ${dumpsOf(bits)}`;
    return { shape: 'other', values: [], errors: [problem(0, 'ERR_VALUE_SYNTAX', message)], notices: [] };
  }
  const mappings = MAPPINGS.find(({ line }) => line.test(trimmed));
  if (mappings) {
    const message = `"${printable(trimmed)}": ${mappings.text}`;
    return { shape: 'other', values: [], errors: [problem(0, 'ERR_VALUE_SYNTAX', message)], notices: [] };
  }
  const prefix = prefixLength(text);
  if (prefix > 0) return isReport(text) ? readLog() : readMessage(text, prefix, options);
  const list = readList(content, options);
  if (list.errors.length > 0 && RECORD.test(text))
    return {
      shape: 'other',
      values: [],
      errors: [problem(0, 'ERR_VALUE_SYNTAX', RECORD_HINT)],
      notices: [],
    };
  return list.errors.length > 0 && isReport(text) ? readLog() : list;
}

/** A line of records of entries, as `--json` and programs that read that write it. */
const RECORD = /^\s*(?:\[\s*)?\{.*"(?:schema|raw)"\s*:/u;
const RECORD_HINT =
  'JSON: pte-decode audit --input json and pte-decode encode - read records of entries, one in a line (jq -c; of a list jq -c ".[]")';

/** A line of a kernel log, of which a list makes as many mistakes as it has words: one will do. */
function readLog(): ParsedLine {
  return { shape: 'log', values: [], errors: [problem(0, 'ERR_VALUE_SYNTAX', LOG_HINT)], notices: [] };
}

/**
 * Reads a message of a log that is no report: words that begin with `0x` or have the digits of an entry are values, but for
 * those that a name in front (`pfn=`) calls something else. In a line that names entries, other names are of other things.
 */
function readMessage(text: string, prefix: number, options: LineOptions): ParsedLine {
  const bare = options.decimal ? /^[0-9]+$/ : new RegExp(`^[0-9a-f]{${(options.bits ?? 64) / 4}}$`, 'i');
  const found = [...text.slice(prefix).matchAll(TOKEN)].flatMap((match) => {
    const [, name = '', word = ''] = /^((?:[a-z_]\w*[=:])?)(.*?)[.:!?]*$/is.exec(match[0]) ?? [];
    return /^0x/i.test(word) || bare.test(word)
      ? [{ name: name.slice(0, -1), text: word, index: prefix + match.index + name.length }]
      : [];
  });
  const hasEntry = found.some(({ name }) => ENTRY_NAME.test(name));
  const tokens = found.filter(
    ({ name }) => name === '' || ENTRY_NAME.test(name) || !(hasEntry || OTHER_NAME.test(name)),
  );
  let end = prefix;
  let isRefused = false;
  const judged = tokens.flatMap((token) => {
    const between = text.slice(end, token.index);
    end = token.index + token.text.length;
    if (isRefused && !/\w/.test(between)) return [];
    const [words = ''] = IN_FRONT.exec(between) ?? [];
    const error = refusalOf(words, token.text, options);
    isRefused = error !== undefined;
    return [{ ...token, refusal: error && { column: token.index - words.length + 1, error } }];
  });
  return {
    shape: 'fields',
    ...readTokens(judged, (token) => readToken(token, false, options)),
    notices: [],
  };
}

/**
 * Reads one line of text: a line of a dump that fits a row of `SHAPES`, or a list of values. Whatever is wrong with a
 * token is reported with its column, and the tokens beside it are still read, up to 32 bad ones. `#` starts a comment.
 *
 * @param line the line without its line feed; a byte order mark in front, a carriage return at the end and
 *   colours of a terminal are ignored, and no columns
 * @param options `decimal` as for `parseValue`; `after` lets `*` and the last line of `od` be understood
 * @returns the values and errors in the order of their columns, and the shape in which the line was read. Error codes:
 *   those of `parseValue`, and `ERR_TRUNCATED` for a dump that ends inside an entry.
 */
export function parseLine(line: string, options: LineOptions = {}): ParsedLine {
  const { bits = 64 } = options;
  if (PLAIN.test(line) && line.length <= 2 + bits / 4)
    return {
      shape: 'list',
      values: [{ value: parseValue(line), text: line, column: 1 }],
      errors: [],
      notices: [],
    };
  const start = line.startsWith('\ufeff') ? 1 : 0;
  const shown = line.includes('\x1b') ? line.replace(COLOURS, '') : line;
  const text = shown.slice(start).replace(/\r$/, '');
  const prompt = PROMPT.exec(text)?.[0].length ?? 0;
  const rest = text.slice(prompt);
  const answer = prompt === 0 || findDump(rest, bits) !== undefined || /^\$[0-9]+ = /.test(rest);
  // What letters put in front of lines that they quote is a prompt of Python too.
  if (!answer && QUOTED.test(text.slice(0, prompt)) && isReport(text)) return readLog();
  if (!answer)
    return {
      shape: 'prompt',
      values: [],
      errors: [],
      notices: [{ column: start + 1, text: `a command at a prompt, not read: ${printable(text)}` }],
    };
  const parsed = readText(rest, options);
  const shift = start + prompt;
  return shift === 0 ? parsed : shiftColumns(parsed, shift);
}

/** The same problem further right; what it is made of is asked when somebody wants it. */
const movedProblem = (problem: ParseProblem, shift: number): ParseProblem => ({
  column: problem.column + shift,
  get error() {
    return problem.error;
  },
});

function shiftColumns(parsed: ParsedLine, shift: number): ParsedLine {
  const moved = <T extends { readonly column: number }>(items: readonly T[]): T[] =>
    items.map((item) => ({ ...item, column: item.column + shift }));
  return {
    ...parsed,
    values: moved(parsed.values),
    errors: parsed.errors.map((problem) => movedProblem(problem, shift)),
    notices: moved(parsed.notices),
  };
}
