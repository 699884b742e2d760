import { circumstancesIn } from './circumstances.ts';
import { FIND_MEMORY, KIND_BITS, type LogFinder, PLACE_MASK } from './find-memory.ts';
import { kernelInLine, type NamedKernel } from './kernel-name.ts';
import { LineMemory, LineReading } from './line-memory.ts';
import { LOG_WINDOW } from './machine-evidence.ts';
import { callerOf, type OpenReport, toReport } from './open-report.ts';
import { OpenReports } from './open-reports.ts';
import type { LogPiece } from './report.ts';
import { findShapes, type FoundShape } from './shapes.ts';
import { beginsWalk, hasClock, isTorn, joinTorn, withStem } from './torn-line.ts';

/** Lines longer than this are passed on without being read, in bytes. */
export const MAX_LOG_LINE = 0x1_0000;

/** Bytes that are read at a time, and where reports may stand close together: each takes some kilobytes. */
const READ_BYTES = 0x10_0000;
const DENSE_BYTES = 0x1_0000;
/** Pieces of one read from which on a log counts as dense. */
const MANY_PIECES = 200;

/** Bytes that are looked through at a time while a report waits: mostly it does not wait for more. */
const NEAR_STEP = 0x400;

const LINE_FEED = 10;

/** A line whose rest is not there yet, and what it was looked at for. */
interface TornLine {
  readonly torn: string;
  /** Where it begins, and where the next line does, in the input. */
  readonly start: number;
  readonly offset: number;
  readonly isNamed: boolean;
  readonly isSaid: boolean;
}

/** What a line said of the next one. */
interface Announced {
  readonly shape: string | undefined;
  /** The line, where it was torn. */
  readonly torn: string | undefined;
  readonly caller: string;
  /** Where the next line begins in the input. */
  readonly offset: number;
}

type QueuedPiece =
  { kind: 'text'; bytes: Uint8Array; isCopy: boolean } | { kind: 'report'; report: OpenReport };

/**
 * Reads a log in pieces and finds the values in it. Memory is bounded: one chunk, one line, and what stands behind a
 * report that waits for the rest of what is said about it (at most `LOG_WINDOW` bytes and a line).
 *
 * Where the input is cut into chunks makes no difference to what comes out.
 */
export class LogReader {
  readonly #finder: LogFinder;
  readonly #buffer: Buffer;
  /** Input offset of the first byte of the buffer. */
  #base = 0;
  /** Bytes of a line not yet complete: where they begin in the buffer, and how many. */
  #restAt = 0;
  #rest = 0;
  /** Inside a line that is too long to be read. */
  #isLong = false;
  /** Whether little is to be read at a time: how the log goes on is not known before its first bytes. */
  #isDense = true;
  readonly #countsLines: boolean;
  /** Complete lines before `#countedTo` of the buffer. */
  #lines = 0;
  #countedTo = 0;
  #queue: QueuedPiece[] = [];
  readonly #reports = new OpenReports();
  readonly #memory = new LineMemory();
  #announced: Announced | undefined;
  /** A torn line at the end of what was read, which was only looked at for what follows near by; where it goes on. */
  #tornNear: TornLine | undefined;
  /** Hits of the finder that were looked at, the end of the last line read in full, and of the last complete line. */
  #done = 0;
  #readTo = 0;
  #to = 0;
  /** The last complete line of what was read before. */
  #lastLine = '';
  /** Where the input ends in a line without its line feed. */
  #cutAt: number | undefined;
  /** Lines before this that only count near values were looked at. */
  #nearTo = 0;

  /** @param countLines whether reports say their line; without it their `line` is 0 */
  constructor(finder: LogFinder, countLines = true) {
    this.#finder = finder;
    this.#countsLines = countLines;
    const { buffer, byteOffset } = finder.text;
    this.#buffer = Buffer.from(buffer, byteOffset, FIND_MEMORY.textBytes);
  }

  /** Where the next bytes of the input go; `take` says how many came. Pieces given before are no longer valid then. */
  get space(): Uint8Array {
    for (const piece of this.#queue)
      if (piece.kind === 'text' && !piece.isCopy) {
        piece.bytes = new Uint8Array(piece.bytes);
        piece.isCopy = true;
      }
    if (this.#restAt > 0) {
      this.#buffer.copyWithin(0, this.#restAt, this.#restAt + this.#rest);
      this.#base += this.#restAt;
      this.#countedTo -= this.#restAt;
      this.#restAt = 0;
    }
    return this.#buffer.subarray(this.#rest, this.#rest + (this.#isDense ? DENSE_BYTES : READ_BYTES));
  }

  /** Whether text is held back until more of the input is known. */
  get isWaiting(): boolean {
    return this.#reports.isWaiting;
  }

  /**
   * Reads the bytes that were put into `space`.
   *
   * @param length how many; 0 at the end of the input
   * @returns the pieces that are ready, in order
   */
  take(length: number): readonly LogPiece[] {
    const from = this.#rest;
    const to = from + length;
    if (length === 0) this.#end(to);
    else this.#lineUp(to);
    if (length === 0) this.#reports.close();
    const ready = this.#ready();
    this.#isDense = ready.length > MANY_PIECES;
    return ready;
  }

  /** Stops waiting: reports say what is known so far. */
  settle(): readonly LogPiece[] {
    this.#reports.close();
    return this.#ready();
  }

  #lineUp(to: number): void {
    let start = 0;
    if (this.#isLong) {
      const feed = this.#buffer.subarray(0, to).indexOf(LINE_FEED);
      start = feed < 0 ? to : feed + 1;
      this.#isLong = feed < 0;
      this.#addText(0, start);
    }
    const end = Math.max(start, this.#buffer.subarray(0, to).lastIndexOf(LINE_FEED) + 1);
    if (end > start) this.#scan(start, end);
    this.#countTo(end);
    if (end > 1) this.#lastLine = this.#textOf(this.#lineStart(end - 2, 0), end - 1);
    this.#restAt = end;
    this.#rest = to - end;
    if (this.#rest > MAX_LOG_LINE) {
      this.#addText(end, to);
      this.#isLong = true;
      this.#restAt = to;
      this.#rest = 0;
    }
  }

  #end(to: number): void {
    if (to > 0) {
      // A line feed ends the last line for the finder; it is not part of the text.
      this.#buffer[to] = LINE_FEED;
      this.#cutAt = to;
      this.#scan(0, to + 1, to);
    }
    this.#restAt = 0;
    this.#rest = 0;
  }

  #countTo(place: number): void {
    if (!this.#countsLines || place <= this.#countedTo) return;
    this.#lines += this.#finder.countLines(this.#countedTo, place);
    this.#countedTo = place;
  }

  #addText(from: number, to: number): void {
    if (to > from) this.#queue.push({ kind: 'text', bytes: this.#buffer.subarray(from, to), isCopy: false });
  }

  /** Reads complete lines: finds the words and goes through them in order. */
  #scan(from: number, to: number, textEnd = to): void {
    let textFrom = from;
    this.#readTo = from;
    this.#to = to;
    this.#nearTo = from;
    const readLine = (start: number): void => {
      const end = this.#buffer.indexOf(LINE_FEED, start);
      this.#readTo = end + 1;
      const reports = this.#readLine(start, end);
      if (reports.length === 0) return;
      this.#addText(textFrom, Math.min(end + 1, textEnd));
      for (const report of reports) this.#queue.push({ kind: 'report', report });
      textFrom = end + 1;
    };
    const followUp = (): void => {
      while (this.#announced?.offset === this.#base + this.#readTo && this.#readTo < to)
        readLine(this.#readTo);
    };
    // While a report waits, what is said behind it counts.
    const readNear = (until: number): void => {
      while (this.isWaiting) {
        const begin = Math.max(this.#readTo, this.#nearTo);
        const end = Math.min(until, begin + NEAR_STEP);
        if (begin >= end) return;
        this.#reports.expire(this.#base + begin);
        if (!this.isWaiting) return;
        const count = this.#finder.findNear(begin, end);
        for (let index = 0; index < count; index += 1) {
          const place = (this.#finder.nearHits[index] ?? 0) & PLACE_MASK;
          if (place < this.#readTo) continue;
          const start = this.#lineStart(place, from);
          this.#reports.expire(this.#base + start);
          if (!this.isWaiting) return;
          readLine(start);
          followUp();
        }
        this.#nearTo = end;
      }
    };
    this.#catchTorn(from);
    if (this.#announced?.offset === this.#base + from) followUp();
    for (let at = from; at < to;) {
      const count = this.#finder.find(at, to);
      this.#done = 0;
      for (let index = 0; index < count; index += 1) {
        const hit = this.#finder.hits[index] ?? 0;
        const place = hit & PLACE_MASK;
        if (place < this.#readTo) continue;
        const start = this.#lineStart(place, from);
        readNear(start);
        this.#reports.expire(this.#base + start);
        const isValue = (hit & ~PLACE_MASK) === KIND_BITS.value;
        if (place < this.#readTo || (!isValue && !this.isWaiting)) continue;
        this.#catchUp(index, start);
        readLine(start);
        followUp();
      }
      const isDone = count < FIND_MEMORY.maxHits;
      const last = this.#finder.hits[count - 1] ?? 0;
      const end = isDone ? to : this.#lineStart(last & PLACE_MASK, from);
      readNear(end);
      this.#catchUp(count, end);
      if (isDone) break;
      at = Math.max((last & PLACE_MASK) + 1, last === (last & PLACE_MASK) ? this.#readTo : 0);
    }
    this.#reports.expire(this.#base + to);
    this.#addText(textFrom, textEnd);
  }

  #lineStart(place: number, from: number): number {
    return Math.max(from, this.#buffer.lastIndexOf(LINE_FEED, place) + 1);
  }

  /**
   * Reads the lines before a place that matter there: the names of kernels, and what was said within the window.
   * All others are never looked at.
   */
  #catchUp(index: number, place: number): void {
    const { hits, nearHits } = this.#finder;
    const kernels: { named: NamedKernel; offset: number }[] = [];
    for (let i = index - 1; i >= this.#done; i -= 1) {
      const hit = hits[i] ?? 0;
      const at = hit & PLACE_MASK;
      if ((hit & ~PLACE_MASK) !== KIND_BITS.kernel || at < this.#readTo) continue;
      const start = this.#lineStart(at, 0);
      const reading = this.#memory.read(this.#textOf(start));
      const named = reading.named ?? this.#namedAcross(reading, start);
      if (named) kernels.push({ named, offset: this.#base + start });
      // What was named before another kernel was booted is over.
      if (named?.isOfReport === false) break;
    }
    for (const { named, offset } of kernels.toReversed()) this.#reports.name(named, offset, false, '');
    this.#done = index;
    const begin = Math.max(this.#readTo, this.#nearTo, place - LOG_WINDOW);
    const count = begin < place ? this.#finder.findNear(begin, place) : 0;
    let last = -1;
    for (let i = 0; i < count; i += 1) {
      const start = this.#lineStart((nearHits[i] ?? 0) & PLACE_MASK, 0);
      if (start === last) continue;
      last = start;
      const reading = this.#memory.read(this.#textOf(start));
      const { line } = reading;
      const whole = this.#withRest(reading, start, 'isSaid');
      const said = whole === line ? reading.said : circumstancesIn(whole);
      if (said) this.#reports.remember(callerOf(line), this.#base + start, said);
    }
    this.#nearTo = Math.max(this.#nearTo, place);
  }

  /** A line, with the next one where it is torn. At the end of what was read the next one is looked at when it comes. */
  #withRest({ line, isTorn }: LineReading, start: number, what: 'isNamed' | 'isSaid'): string {
    if (!isTorn) return line;
    const next = this.#buffer.indexOf(LINE_FEED, start) + 1;
    if (next < this.#to) return joinTorn(line, this.#textOf(next));
    const offset = this.#base + next;
    const known = this.#tornNear?.offset === offset ? this.#tornNear : { isNamed: false, isSaid: false };
    this.#tornNear = { ...known, [what]: true, torn: line, start: this.#base + start, offset };
    return line;
  }

  /** Reads the rest of a line that was torn at the end of what was read before. */
  #catchTorn(from: number): void {
    const near = this.#tornNear;
    this.#tornNear = undefined;
    if (near?.offset !== this.#base + from) return;
    const line = joinTorn(near.torn, this.#textOf(from));
    const named = near.isNamed ? kernelInLine(line) : undefined;
    if (named) this.#reports.name(named, near.start, false, '');
    const said = near.isSaid ? circumstancesIn(line) : undefined;
    if (said) this.#reports.remember(callerOf(near.torn), near.start, said);
  }

  /** The kernel that a torn line and the next one name together. */
  #namedAcross(reading: LineReading, start: number): NamedKernel | undefined {
    const joined = this.#withRest(reading, start, 'isNamed');
    return joined === reading.line ? undefined : kernelInLine(joined);
  }

  /** The text of the line at a place, empty when it is too long, with terminal sequences blanked out. */
  #textOf(start: number, end = this.#buffer.indexOf(LINE_FEED, start)): string {
    if (end - start > MAX_LOG_LINE) return '';
    const line = this.#buffer.toString('utf8', start, end).replace(/\r+$/, '');
    if (!line.includes('\x1b')) return line;
    return line.replace(/\x1b\[[0-9;]*[A-Za-z]/g, (sequence) => ' '.repeat(sequence.length));
  }

  /** Reads one line in full: what it says about reports still open, its values, the kernel that it names. */
  #readLine(start: number, end: number): OpenReport[] {
    const line = this.#textOf(start, end);
    const reading = this.#memory.read(line);
    const offset = this.#base + start;
    this.#reports.expire(offset);
    const announced =
      this.#announced?.offset === offset ? this.#announced : this.#addressBefore(line, start, offset);
    // The rest of a wrapped line is of who wrote its beginning.
    const caller = callerOf(line) || (announced && !hasClock(line) ? announced.caller : '');
    const { said, named } =
      announced?.torn === undefined ? reading : new LineReading(joinTorn(announced.torn, line));
    if (said) this.#reports.hear(caller, offset, said);
    if (named) this.#reports.name(named, offset, true, caller);
    const reports: OpenReport[] = [];
    const next = this.#base + end + 1;
    const torn = reading.isTorn ? line : undefined;
    if (torn !== undefined) this.#announced = { shape: undefined, torn, offset: next, caller };
    const wrapped = announced?.torn === undefined ? undefined : withStem(announced.torn, line);
    const shapes = wrapped
      ? findShapes(wrapped.text, undefined, this.isWaiting).map((found) => moved(found, wrapped.shift))
      : announced?.shape === undefined
        ? reading.shapes(this.isWaiting)
        : findShapes(line, announced.shape, this.isWaiting);
    // The steps of a debugger's walk stand one below the other.
    if (!shapes.some(({ shape }) => shape.role === 'memory')) this.#reports.endSteps();
    for (const found of shapes) {
      if (found.shape.announces) this.#announced = { shape: found.shape.name, torn, offset: next, caller };
      if (found.values.length > 0) this.#countTo(start);
      const first = found.values[0]?.index ?? 0;
      const last = found.values.at(-1);
      const message = wrapped ? wrapped.text.slice(0, first - wrapped.shift) : line.slice(0, first);
      const isCut =
        this.#cutAt === end && last !== undefined && last.index + last.text.length === line.length;
      const place = { line: this.#countsLines ? this.#lines + 1 : 0, offset, caller, message, isCut };
      // A heading has no values, and so nothing to report; the end of a walk (BAD) none of its own.
      const report =
        found.values.length > 0 || found.shape.partOf ? this.#reports.add(found, place) : undefined;
      if (report) reports.push(report);
    }
    return reports;
  }

  /** The line before one that begins with the top entry of a walk, where it ends with the address. */
  #addressBefore(line: string, start: number, offset: number): Announced | undefined {
    if (!beginsWalk(line)) return undefined;
    const torn = start === 0 ? this.#lastLine : this.#textOf(this.#lineStart(start - 2, 0), start - 1);
    return isTorn(torn) ? { shape: undefined, torn, offset, caller: callerOf(torn) } : undefined;
  }

  #ready(): LogPiece[] {
    const waiting = this.#queue.findIndex((piece) => piece.kind === 'report' && piece.report.isOpen);
    const ready = this.#queue.splice(0, waiting < 0 ? this.#queue.length : waiting);
    return ready.map((piece) =>
      piece.kind === 'text'
        ? { kind: 'text', bytes: piece.bytes }
        : { kind: 'report', report: toReport(piece.report) },
    );
  }
}

/** What was found in a text that begins elsewhere in its line. */
function moved(found: FoundShape, shift: number): FoundShape {
  return { ...found, values: found.values.map((value) => ({ ...value, index: value.index + shift })) };
}
