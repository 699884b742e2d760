import { FIND_MEMORY, KIND_BITS, type LogFinder, PLACE_MASK } from './find/memory.ts';
import { LINE_FEED, LineBuffer, MAX_LOG_LINE } from './reports/line-buffer.ts';
import { LineReader } from './reports/line-reader.ts';
import { LineScanner } from './reports/line-scanner.ts';
import { OpenReports } from './reports/open-reports.ts';
import { PieceQueue, type UnreadLine } from './reports/piece-queue.ts';
import type { LogPiece } from './reports/report.ts';

/** Bytes that are read at a time, and where reports may stand close together: each takes some kilobytes. */
const READ_BYTES = 0x10_0000;
const DENSE_BYTES = 0x1_0000;
/**
 * What is read begins with a line of the processor's cache, as it does in the file: to a place that is up to 63 bytes
 * ahead of that in its page, some processors copy at a third of their speed.
 */
const CACHE_LINE = 64;
/** Longer than any word of the finder, in bytes. */
const SEAM = 32;
/** Pieces of one read from which on a log counts as dense. */
const MANY_PIECES = 200;

/**
 * Reads a log in pieces and finds the values in it. Memory is bounded: one chunk, one line, and what stands behind a
 * report that waits for the rest of what is said about it (at most `LOG_WINDOW` bytes and a line).
 *
 * Where the input is cut into chunks makes no difference to what comes out.
 */
export class LogReader {
  readonly #finder: LogFinder;
  readonly #buffer: LineBuffer;
  /** What was not read in full: where it begins in the buffer, behind a line feed, and how many bytes. */
  #restAt = 0;
  #rest = 0;
  /** Bytes of that which were read already, because nothing followed for a while. */
  #settled = 0;
  /** Bytes of complete lines in it: the last one, where it may go on in the next. */
  #heldTo = 0;
  /** Inside a line that is too long to be read: where it begins in the input. */
  #longFrom: number | undefined;
  /** It has words without which no line has values. */
  #isLongOfReport = false;
  /** Whether little is to be read at a time: how the log goes on is not known before its first bytes. */
  #isDense = true;
  readonly #countsLines: boolean;
  /** Complete lines before `#countedTo` of the buffer. */
  #count = 0;
  #countedTo = 0;
  readonly #queue = new PieceQueue();
  readonly #reports = new OpenReports();
  readonly #lines: LineReader;
  readonly #scanner: LineScanner;
  /** Where the input ends in a line without its line feed. */
  #cutAt: number | undefined;

  /** @param countLines whether reports say their line; without it their `line` is 0 */
  constructor(finder: LogFinder, countLines = true) {
    this.#finder = finder;
    this.#countsLines = countLines;
    const { buffer, byteOffset } = finder.text;
    this.#buffer = new LineBuffer(Buffer.from(buffer, byteOffset, FIND_MEMORY.textBytes));
    this.#lines = new LineReader(this.#buffer, this.#reports);
    this.#scanner = new LineScanner(finder, this.#buffer, this.#reports, this.#lines);
  }

  /** Where the next bytes of the input go; `take` says how many came. Pieces given before are no longer valid then. */
  get space(): Uint8Array {
    const { bytes } = this.#buffer;
    this.#queue.keep();
    const at = -this.#rest & (CACHE_LINE - 1);
    if (this.#restAt !== at) {
      bytes.copyWithin(at, this.#restAt, this.#restAt + this.#rest);
      bytes.fill(LINE_FEED, 0, at);
      this.#buffer.begin = at;
      this.#buffer.base += this.#restAt - at;
      this.#countedTo += at - this.#restAt;
      this.#restAt = at;
    }
    const end = at + this.#rest;
    return bytes.subarray(end, end + (this.#isDense ? DENSE_BYTES : READ_BYTES));
  }

  /** Whether reports stand close together in what was read last, or nothing was read yet. */
  get isDense(): boolean {
    return this.#isDense;
  }

  /** Whether text is held back until more of the input is known. */
  get isWaiting(): boolean {
    return this.#reports.isWaiting || this.#heldTo > this.#settled;
  }

  /**
   * Reads the bytes that were put into `space`.
   *
   * @param length how many; 0 at the end of the input
   * @returns the pieces that are ready, in order
   */
  take(length: number): readonly LogPiece[] {
    const to = this.#restAt + this.#rest + length;
    if (length === 0) this.#end(to);
    else this.#lineUp(to);
    if (length === 0) this.#reports.close();
    const ready = this.#queue.take();
    this.#isDense = ready.length > MANY_PIECES;
    return ready;
  }

  /** Stops waiting: reports say what is known so far. */
  settle(): readonly LogPiece[] {
    if (this.#heldTo > this.#settled) {
      const end = this.#restAt + this.#heldTo;
      this.#scan(this.#restAt + this.#settled, end);
      this.#countTo(end);
      this.#settled = this.#heldTo;
    }
    this.#reports.close();
    return this.#queue.take();
  }

  #lineUp(to: number): void {
    const { bytes } = this.#buffer;
    const from = this.#restAt;
    let start = from + this.#settled;
    if (this.#longFrom !== undefined) {
      const feed = bytes.subarray(0, to).indexOf(LINE_FEED, start);
      const end = feed < 0 ? to : feed + 1;
      this.#passOver(start, end);
      if (feed >= 0) this.#endLong();
      start = end;
    }
    this.#buffer.end = Math.max(start, bytes.subarray(0, to).lastIndexOf(LINE_FEED) + 1);
    const end = this.#buffer.endOfWhole(start, to);
    if (end > start) this.#scan(start, end);
    this.#countTo(end);
    if (end > start) this.#lines.keepFront(this.#buffer.startOf(end - 2, 0), end - 1);
    this.#heldTo = this.#buffer.end - end;
    this.#settled = 0;
    this.#restAt = end;
    this.#rest = to - end;
    if (this.#longFrom === undefined && this.#rest > MAX_LOG_LINE) {
      this.#longFrom = this.#buffer.base + end;
      this.#passOver(end, to);
    }
    if (this.#longFrom !== undefined) this.#keepSeam(Math.max(from, this.#longFrom - this.#buffer.base), to);
  }

  /** Passes on a part of a line that is too long, and looks whether it has words of a report. */
  #passOver(from: number, to: number): void {
    const { bytes } = this.#buffer;
    this.#queue.addText(bytes.subarray(from, to));
    // Its line feed is yet to come, and is to be counted.
    this.#countTo(to);
    // The finder wants a line feed at the end; what stood there it sees with the next bytes.
    const last = bytes[to - 1] ?? LINE_FEED;
    bytes[to - 1] = LINE_FEED;
    this.#isLongOfReport ||= this.#hasWords(this.#restAt, to);
    bytes[to - 1] = last;
  }

  /** Whether words stand there without which no line has values; the byte before `to` is a line feed. */
  #hasWords(from: number, to: number): boolean {
    for (let at = from; at < to;) {
      const hits = this.#finder.hits.subarray(0, this.#finder.find(at, to));
      if (hits.some((hit) => (hit & ~PLACE_MASK) === KIND_BITS.value)) return true;
      if (hits.length < FIND_MEMORY.maxHits) return false;
      at = ((hits.at(-1) ?? 0) & PLACE_MASK) + 1;
    }
    return false;
  }

  /** Keeps the end of such a part, of what begins at `from`: a word can go on in the next. */
  #keepSeam(from: number, to: number): void {
    const length = Math.min(SEAM, to - from);
    this.#restAt = to - length;
    this.#rest = length;
    this.#settled = length;
  }

  #endLong(): void {
    if (this.#longFrom !== undefined && this.#isLongOfReport)
      this.#queue.addUnread({ kind: 'unread', offset: this.#longFrom, isOfReport: true });
    this.#longFrom = undefined;
    this.#isLongOfReport = false;
  }

  #end(to: number): void {
    const { bytes } = this.#buffer;
    const start = this.#restAt + this.#settled;
    this.#settled = 0;
    this.#heldTo = 0;
    if (to > start) {
      const isWhole = bytes[to - 1] === LINE_FEED;
      // A line feed ends the last line for the finder; it is not part of the text.
      if (!isWhole) bytes[to] = LINE_FEED;
      this.#cutAt = isWhole ? undefined : to;
      this.#buffer.end = isWhole ? to : to + 1;
      this.#scan(start, this.#buffer.end, to);
    }
    this.#endLong();
    this.#restAt = 0;
    this.#rest = 0;
  }

  #countTo(place: number): void {
    if (!this.#countsLines || place <= this.#countedTo) return;
    this.#count += this.#finder.countLines(this.#countedTo, place);
    this.#countedTo = place;
  }

  /** Reads complete lines, and puts them and their reports into the queue. */
  #scan(from: number, to: number, textEnd = to): void {
    const { bytes } = this.#buffer;
    let textFrom = from;
    const long: { readonly line: UnreadLine; readonly start: number; readonly end: number }[] = [];
    this.#scanner.scan(from, to, (start, end) => {
      const number = (): number => {
        this.#countTo(start);
        return this.#countsLines ? this.#count + 1 : 0;
      };
      if (end - start > MAX_LOG_LINE) {
        this.#queue.addText(bytes.subarray(textFrom, Math.min(end + 1, textEnd)));
        const line: UnreadLine = { kind: 'unread', offset: this.#buffer.base + start, isOfReport: false };
        this.#queue.addUnread(line);
        long.push({ line, start, end: end + 1 });
        textFrom = end + 1;
        return [];
      }
      const reports = this.#lines.read({ start, end, isCut: this.#cutAt === end, number });
      if (reports.length === 0) return reports;
      this.#queue.addText(bytes.subarray(textFrom, Math.min(end + 1, textEnd)));
      for (const report of reports) this.#queue.addReport(report);
      textFrom = end + 1;
      return reports;
    });
    this.#queue.addText(bytes.subarray(textFrom, textEnd));
    // The finder is the scanner's until then.
    for (const { line, start, end } of long) line.isOfReport = this.#hasWords(start, end);
  }
}
