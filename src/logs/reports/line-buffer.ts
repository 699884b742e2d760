import { placeInEscapes, withoutEscapes, withoutGaps } from '../lines/escapes.ts';
import { withoutJson } from '../lines/json-message.ts';
import { joinRows, mayGoOn, placeInRows, softBreak } from '../lines/soft-break.ts';
import { endsInDigits, MOST_ROWS, withDigits } from '../lines/torn-line.ts';

/** Lines longer than this are passed on without being read, in bytes. */
export const MAX_LOG_LINE = 0x1_0000;

/** What is said of those that may hold values. */
export const UNREAD_LINE = `a line of more than ${MAX_LOG_LINE} bytes, with words of a report: passed on unread`;

/** Longer lines, in bytes, are torn at no screen's edge. */
const SHORT_LINE = 0x400;

export const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const EQUALS = 0x3d;

/** Rows of which is remembered whether they go on. */
const MOST_BREAKS = 0x400;

/** A line with blanks for what is not of the kernel. */
const ofKernel = (line: string): string => withoutJson(withoutEscapes(line));

/**
 * The part of a log that is in memory, as lines: what quoted-printable mail has broken into rows is one line. Places are indices
 * in `bytes`.
 */
export class LineBuffer {
  readonly bytes: Buffer;
  /** The same: `Uint8Array` finds a byte with less ado than `Buffer`. */
  readonly #plain: Uint8Array;
  /** Input offset of the first byte. */
  base = 0;
  /** Where the text begins; line feeds stand before it. */
  begin = 0;
  /** Where the complete lines end. */
  end = 0;
  /** Whether rows go on in the next one, by the input offset of their line feeds: each is asked for from all rows around. */
  readonly #breaks = new Map<number, boolean>();
  /** The last long row: what is looked for can stand in it many times. */
  #long = { base: 0, start: 0, feed: 0 };
  /** Input offset of a row in the middle of more rows than a line has. */
  #amid = -1;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Where the line of a place begins, if that is not before `from`. */
  startOf(place: number, from: number): number {
    const row = this.#rowOf(place, from);
    return row > from && this.#goesOn(row - 1) ? Math.max(from, this.#lineAround(row)?.start ?? row) : row;
  }

  /** Where the line feed of a line stands. */
  feedOf(start: number): number {
    const feed = this.#plain.indexOf(LINE_FEED, start);
    return feed >= 0 && this.#goesOn(feed) ? (this.#lineAround(start)?.feed ?? feed) : feed;
  }

  /**
   * The text of the line at a place, empty when it is too long, with what is not of the kernel blanked out. The number that it ends
   * with is whole, though its last digits can stand on the next line.
   */
  textOf(start: number, feed = this.feedOf(start)): string {
    const line = this.#lineText(start, feed);
    if (feed + 1 >= this.end || feed - start > SHORT_LINE || !endsInDigits(line)) return line;
    const next = this.feedOf(feed + 1);
    return next < 0 || next >= this.end || next - feed > SHORT_LINE
      ? line
      : withDigits(line, this.#lineText(feed + 1, next));
  }

  /**
   * In which row of the line at a place an index of its text is, and where; undefined where it is the same.
   *
   * @param length how long the text is
   */
  placesOf(
    start: number,
    feed: number,
    length: number,
  ): ((index: number) => { readonly row: number; readonly index: number }) | undefined {
    const hasRows = this.#plain.indexOf(LINE_FEED, start) < feed;
    // Nothing has more columns than bytes.
    if (!hasRows && length >= feed - start) return undefined;
    const text = this.#rawText(start, feed);
    const line = hasRows ? joinRows(text) : text;
    return (index) => placeInRows(text, placeInEscapes(line, index));
  }

  /**
   * Where the lines end that can be read whole: the last complete one waits for the next where it ends in digits or a soft break,
   * and can go on there.
   *
   * @param start where the lines begin that were not read
   * @param to where the bytes end
   */
  endOfWhole(start: number, to: number): number {
    const { end } = this;
    if (end <= start + 1 || to - end > SHORT_LINE) return end;
    const row = this.#rowOf(end - 2, start);
    if (end - row > SHORT_LINE) return end;
    const text = this.#rawText(row, end - 1);
    const isBroken = mayGoOn(text);
    if (!isBroken && !endsInDigits(ofKernel(text))) return end;
    const line = this.#lineAround(row);
    if (line === undefined && isBroken) this.#amid = this.base + row;
    return Math.max(start, line?.start ?? row);
  }

  #rowOf(place: number, from: number): number {
    const { base, start, feed } = this.#long;
    if (base === this.base && place >= start && place < feed) return Math.max(from, start);
    const row = this.#plain.lastIndexOf(LINE_FEED, place) + 1;
    if (place - row > SHORT_LINE)
      this.#long = { base: this.base, start: row, feed: this.#plain.indexOf(LINE_FEED, place) };
    return Math.max(from, row);
  }

  /** Whether a row goes on in the next one, by its line feed. */
  #goesOn(feed: number): boolean {
    let end = feed;
    while (this.bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    if (this.bytes[end - 1] !== EQUALS || feed + 1 >= this.end) return false;
    const next = this.#plain.indexOf(LINE_FEED, feed + 1);
    if (next >= this.end) return false;
    const known = this.#breaks.get(this.base + feed);
    if (known !== undefined) return known;
    const row = this.#rowOf(feed - 1, 0);
    const isShort = feed - row <= SHORT_LINE && next - feed <= SHORT_LINE;
    const isBreak =
      isShort && softBreak(this.#rawText(row, feed), this.#rawText(feed + 1, next)) !== undefined;
    if (this.#breaks.size === MOST_BREAKS) this.#breaks.clear();
    this.#breaks.set(this.base + feed, isBreak);
    return isBreak;
  }

  /** The line of a row; undefined where that has too many. */
  #lineAround(row: number): { readonly start: number; readonly feed: number } | undefined {
    let [start, feed] = [row, this.#plain.indexOf(LINE_FEED, row)];
    let rows = 1;
    for (; start > this.begin && this.#goesOn(start - 1); rows += 1) {
      if (rows > MOST_ROWS) return undefined;
      start = this.#rowOf(start - 2, 0);
    }
    if (this.base + start === this.#amid) return undefined;
    for (; this.#goesOn(feed); rows += 1) {
      if (rows > MOST_ROWS) return undefined;
      feed = this.#plain.indexOf(LINE_FEED, feed + 1);
    }
    return rows > MOST_ROWS ? undefined : { start, feed };
  }

  #lineText(start: number, feed: number): string {
    if (feed - start > MAX_LOG_LINE) return '';
    const text = this.#rawText(start, feed);
    return withoutGaps(ofKernel(text.includes('\n') ? joinRows(text) : text));
  }

  #rawText(start: number, feed: number): string {
    let end = feed;
    while (end > start && this.bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    return this.bytes.toString('utf8', start, end);
  }
}
