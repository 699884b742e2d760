import { PteDecodeError } from '../../core/errors.ts';
import { parseLine } from './value-line.ts';
import type { ParsedLine, ParseNotice, ParseProblem, ParsedValue } from './parsed-line.ts';
import { isBroken } from './log-like.ts';
import { type LineShape } from './shapes.ts';
import { type ValueOptions } from './value.ts';

/** The longest line that is read, in bytes without its line feed. */
export const MAX_LINE_BYTES = 65_536;

/** The longest line that is looked at as a value that stands alone. */
const LONGEST_ALONE = 256;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;
const EMPTY = new Uint8Array(0);
/** A line with a value, for what the next lines mean: which value it was never matters. */
const VALUE_LINE: ParsedLine = {
  shape: 'list',
  values: [{ value: 0n, text: '0x0', column: 1 }],
  errors: [],
  notices: [],
};

/** A line that held something, with its place. */
export interface TextLine {
  /** 1-based line number. */
  readonly line: number;
  readonly shape: LineShape;
  readonly values: readonly ParsedValue[];
  /** Each gives an error with `origin` set to the source, line and column, made when it is asked for. */
  readonly errors: readonly (() => PteDecodeError)[];
  readonly notices: readonly ParseNotice[];
}

/** How text is read, and the name by which messages call it. */
interface TextReaderOptions extends ValueOptions {
  /** A file name, or a pseudo file such as `<stdin>`. */
  readonly source: string;
}

/** Characters that text does not have: all controls but blanks, ends of lines and what starts a colour. */
const CONTROLS = /[\x00-\x08\x0e-\x1a\x1c-\x1f]/g;
/** A line of text may have so many of them, whatever else it has. */
const FEW = 4;

function binaryMessage(source: string, bits: number): string {
  const dump = source === '<stdin>' ? '-' : source;
  return `binary data where text was wanted: pte-decode pagemap ${dump} reads a pagemap dump, --input u${bits}le or u${bits}be page-table entries`;
}

/** Whether a line is one of words without a zero byte: it has control characters, and with what is no UTF-8 they are most of it. */
function isGarbage(text: string): boolean {
  const controls = text.match(CONTROLS)?.length ?? 0;
  const invalid = text.match(/\ufffd/g)?.length ?? 0;
  return controls > FEW && controls + invalid > text.length / 2;
}

/**
 * Reads values from text that arrives in pieces; where the pieces are cut never matters. Holds at most one line of
 * {@link MAX_LINE_BYTES}: a longer line is reported (`ERR_INPUT`) and skipped. A line with a NUL byte, or of garbage
 * before any value, is reported as binary (`ERR_INPUT`) and skipped; other invalid UTF-8 becomes U+FFFD.
 *
 * Lines that hold no value, error or notice are not returned.
 */
export class TextReader {
  readonly #options: TextReaderOptions;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #line = 1;
  #pending: Uint8Array = EMPTY;
  #skipping = false;
  /** A line had a value: this is text. */
  #hasValue = false;
  #after: ParsedLine | undefined;
  /** A line was one of a kernel log: of those behind it only values that stand alone are read. */
  #isLog = false;
  /** The line before is one of such a log, and goes on in this one. */
  #isBroken = false;
  /** A line was a prompt and a command: other lines answer it. */
  #isSession = false;
  /** Why the last line that is no list could not be read, without what stands in it. */
  #refusal: string | undefined;
  readonly #alone: RegExp;

  constructor(options: TextReaderOptions) {
    this.#options = options;
    const { bits = 64, decimal = false } = options;
    this.#alone = new RegExp(`^(?: *0x[0-9a-f_]+|${decimal ? '[0-9]+' : `[0-9a-f]{${bits / 4}}`})\\s*$`, 'i');
  }

  /** 1-based number of the line that is read next, or being read. */
  get line(): number {
    return this.#line;
  }

  /** True when no part of the next line was read yet. */
  get isAtLineStart(): boolean {
    return this.#pending.length === 0 && !this.#skipping;
  }

  /** Counts lines that somebody else read: each was one value and nothing else. */
  skipLines(count: number): void {
    if (count === 0) return;
    this.#line += count;
    this.#hasValue = true;
    this.#after = VALUE_LINE;
  }

  /**
   * Counts lines without anything but blanks, which say nothing wherever they stand.
   *
   * @param from where the next line begins
   * @param to one past the last byte
   * @returns where the first line begins that is none, or is not there to its end
   */
  passBlank(bytes: Uint8Array, from: number, to: number): number {
    // In a log they end a line that goes on.
    if (this.#isLog || !this.isAtLineStart) return from;
    let start = from;
    for (let at = from; at < to && at - start <= MAX_LINE_BYTES; at++) {
      const byte = bytes[at];
      if (byte === LINE_FEED) {
        this.#line += 1;
        start = at + 1;
      } else if (byte !== SPACE && byte !== TAB && byte !== CARRIAGE_RETURN) break;
    }
    return start;
  }

  /** Reads on. The lines must be taken to the end before the next call; the chunk may be reused after that. */
  *feed(chunk: Uint8Array): Generator<TextLine, void, undefined> {
    let start = this.passBlank(chunk, 0, chunk.length);
    for (let end = chunk.indexOf(LINE_FEED, start); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      yield* this.#finish(this.#join(chunk.subarray(start, end)));
      start = this.passBlank(chunk, end + 1, chunk.length);
    }
    const rest = chunk.subarray(start);
    if (this.#skipping || rest.length === 0) return;
    if (this.#pending.length + rest.length > MAX_LINE_BYTES) {
      yield* this.#refuseLong(this.#join(rest));
      this.#pending = EMPTY;
      this.#skipping = true;
    } else {
      this.#pending = this.#join(rest).slice();
    }
  }

  /** Reads the last line, if it had no line feed. */
  *end(): Generator<TextLine, void, undefined> {
    if (this.#skipping || this.#pending.length > 0) yield* this.#finish(this.#pending);
  }

  #join(piece: Uint8Array): Uint8Array {
    if (this.#pending.length === 0 || this.#skipping) return piece;
    const whole = new Uint8Array(this.#pending.length + piece.length);
    whole.set(this.#pending);
    whole.set(piece, this.#pending.length);
    return whole;
  }

  *#finish(bytes: Uint8Array): Generator<TextLine, void, undefined> {
    const skipped = this.#skipping;
    this.#skipping = false;
    this.#pending = EMPTY;
    if (!skipped) {
      if (bytes.length > MAX_LINE_BYTES) yield* this.#refuseLong(bytes);
      else if (this.#isLog) yield* this.#readAlone(bytes);
      else if (bytes.includes(0)) yield this.#binary();
      else yield* this.#readLine(this.#decoder.decode(bytes));
    }
    this.#line += 1;
  }

  *#readLine(text: string): Generator<TextLine, void, undefined> {
    const parsed = parseLine(text, { ...this.#options, after: this.#after });
    const { shape, values, errors, notices } = parsed;
    if (values.length > 0) this.#hasValue = true;
    else if (errors.length > 0 && !this.#hasValue && isGarbage(text)) {
      yield this.#binary();
      return;
    }
    this.#remember(parsed);
    const isSaid = this.#isSaid(parsed);
    if (shape === 'log') {
      this.#isLog = true;
      this.#isBroken = isBroken(text);
    }
    if (isSaid) return;
    if (values.length > 0 || errors.length > 0 || notices.length > 0)
      yield {
        line: this.#line,
        shape,
        values,
        errors: errors.map((problem) => this.#placed(problem)),
        notices,
      };
  }

  /** Reads a line behind one of a kernel log: nothing but a value, or nothing that is read. */
  *#readAlone(bytes: Uint8Array): Generator<TextLine, void, undefined> {
    const text = bytes.length > LONGEST_ALONE ? '' : this.#decoder.decode(bytes);
    if (this.#isBroken) this.#isBroken = false;
    else if (this.#alone.test(text)) yield* this.#readLine(text);
    else this.#isBroken = isBroken(text);
  }

  /** Whether a line without a value says no more than one before it, or is what a command at a prompt answered. */
  #isSaid({ shape, values, errors: [first] }: ParsedLine): boolean {
    if (values.length > 0) return false;
    const wasSession = this.#isSession;
    this.#isSession ||= shape === 'prompt';
    if (shape === 'prompt' || shape === 'list') return wasSession;
    const refusal = shape === 'other' ? first?.error.message.replace(/^".*?": /s, '') : undefined;
    const isSame = refusal !== undefined && refusal === this.#refusal;
    this.#refusal = refusal ?? this.#refusal;
    return isSame;
  }

  #remember(parsed: ParsedLine): void {
    if (parsed.shape !== 'blank' && parsed.shape !== 'squeezed')
      this.#after = parsed.values.length > 0 || parsed.shape === 'other' ? parsed : undefined;
  }

  #placed(problem: ParseProblem): () => PteDecodeError {
    const origin = { source: this.#options.source, line: this.#line, column: problem.column };
    return () => {
      const { code, message } = problem.error;
      return new PteDecodeError(code, message, { origin });
    };
  }

  #failed(message: string): TextLine {
    this.#after = undefined;
    const error = new PteDecodeError('ERR_INPUT', message);
    const errors = [this.#placed({ column: 1, error })];
    return { line: this.#line, shape: 'other', values: [], errors, notices: [] };
  }

  #binary(): TextLine {
    const { source, bits = 64 } = this.#options;
    return { ...this.#failed(binaryMessage(source, bits)), shape: 'binary' };
  }

  /** Says of a line that is too long what it is; of a log nothing is said that is text. */
  *#refuseLong(bytes: Uint8Array): Generator<TextLine, void, undefined> {
    const start = bytes.subarray(0, MAX_LINE_BYTES);
    this.#isBroken = false;
    const isText = this.#hasValue || this.#isLog || !isGarbage(this.#decoder.decode(start));
    if (start.includes(0) || !isText) yield this.#binary();
    else if (!this.#isLog) yield this.#failed(`a line of more than ${MAX_LINE_BYTES} bytes: skipped`);
  }
}
