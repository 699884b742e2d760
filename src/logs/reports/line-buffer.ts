import { withoutEscapes } from '../lines/escapes.ts';
import { endsInDigits, withDigits } from '../lines/torn-line.ts';

/** Lines longer than this are passed on without being read, in bytes. */
export const MAX_LOG_LINE = 0x1_0000;

/** What is said of those that may hold values. */
export const UNREAD_LINE = `a line of more than ${MAX_LOG_LINE} bytes, with words of a report: passed on unread`;

/** Longer lines, in bytes, are torn at no screen's edge. */
const SHORT_LINE = 0x400;

export const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** The part of a log that is in memory, as lines. Places are indices in `bytes`. */
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

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    this.#plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Where the line of a place begins, if that is not before `from`. */
  startOf(place: number, from: number): number {
    return Math.max(from, this.#plain.lastIndexOf(LINE_FEED, place) + 1);
  }

  /** Where the line feed of a line stands. */
  feedOf(start: number): number {
    return this.#plain.indexOf(LINE_FEED, start);
  }

  /**
   * The text of the line at a place, empty when it is too long, with what is not of the kernel (`withoutEscapes`) blanked out. The number that it ends
   * with is whole, though its last digits can stand on the next line.
   */
  textOf(start: number, feed = this.feedOf(start)): string {
    const line = this.#rawText(start, feed);
    if (feed + 1 >= this.end || feed - start > SHORT_LINE || !endsInDigits(line)) return line;
    const next = this.feedOf(feed + 1);
    return next < 0 || next >= this.end || next - feed > SHORT_LINE
      ? line
      : withDigits(line, this.#rawText(feed + 1, next));
  }

  /**
   * Where the lines end that can be read whole: the last complete one waits for the next where it ends in digits, which can go
   * on there.
   *
   * @param start where the lines begin that were not read
   * @param to where the bytes end
   */
  endOfWhole(start: number, to: number): number {
    const { end } = this;
    if (end <= start + 1 || to - end > SHORT_LINE) return end;
    const last = this.startOf(end - 2, start);
    const isHeld = end - last <= SHORT_LINE && endsInDigits(this.#rawText(last, end - 1));
    return isHeld ? last : end;
  }

  #rawText(start: number, feed: number): string {
    if (feed - start > MAX_LOG_LINE) return '';
    let end = feed;
    while (end > start && this.bytes[end - 1] === CARRIAGE_RETURN) end -= 1;
    const line = this.bytes.toString('utf8', start, end);
    return withoutEscapes(line);
  }
}
