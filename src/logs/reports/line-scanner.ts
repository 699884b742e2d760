import { circumstancesIn } from '../lines/circumstances.ts';
import { FIND_MEMORY, KIND_BITS, type LogFinder, PLACE_MASK } from '../find/memory.ts';
import { endsUname, kernelInLine, type NamedKernel } from '../lines/kernel-name.ts';
import type { LineBuffer } from './line-buffer.ts';
import { LineReading } from './line-memory.ts';
import type { LineReader } from './line-reader.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import { callerOf, originOf, quoteDepth } from '../lines/line-origin.ts';
import type { OpenReport } from './open-report.ts';
import type { OpenReports } from './open-reports.ts';
import { goesOn, isBlank, isFrontOf, joinTorn } from '../lines/torn-line.ts';

/** Bytes that are looked through at a time while a report waits: mostly it does not wait for more. */
const NEAR_STEP = 0x400;

/** A line whose rest is not there yet, and what it was looked at for. */
interface TornLine {
  readonly torn: string;
  /** Where it begins, and where the next line does, in the input. */
  readonly start: number;
  readonly offset: number;
  readonly isNamed: boolean;
  readonly isSaid: boolean;
  /** The line behind it was an empty one, which is no part of it. */
  readonly isDelayed: boolean;
}

/** Whether what begins at a hit counts near values alone. */
const isNear = (hit: number): boolean => (hit & ~PLACE_MASK) === KIND_BITS.near;

/** Finds the lines that matter among complete lines, and has them read in order. Places are indices in the buffer. */
export class LineScanner {
  readonly #finder: LogFinder;
  readonly #buffer: LineBuffer;
  readonly #reports: OpenReports;
  readonly #lines: LineReader;
  /** A torn line at the end of what was read, which was only looked at for what follows near by; where it goes on. */
  #tornNear: TornLine | undefined;
  /** Where the lines begin that are read now, and end. */
  #from = 0;
  #to = 0;
  /** Hits of the finder that were looked at, and the end of the last line read in full. */
  #done = 0;
  #readTo = 0;
  /** Lines before this that only count near values were looked at. */
  #nearTo = 0;
  /** Reads a line in full. */
  #read: (start: number, end: number) => readonly OpenReport[] = () => [];

  constructor(finder: LogFinder, buffer: LineBuffer, reports: OpenReports, lines: LineReader) {
    this.#finder = finder;
    this.#buffer = buffer;
    this.#reports = reports;
    this.#lines = lines;
  }

  /**
   * Goes through complete lines.
   *
   * @param read reads the line from `start` to its line feed at `end`
   */
  scan(from: number, to: number, read: (start: number, end: number) => readonly OpenReport[]): void {
    this.#from = from;
    this.#to = to;
    this.#readTo = from;
    this.#nearTo = from;
    this.#read = read;
    this.#catchTorn();
    this.#followUp();
    for (let at = from; at < to;) {
      const count = this.#finder.find(at, to);
      this.#done = 0;
      for (let index = 0; index < count; index += 1) this.#take(index);
      const isDone = count < FIND_MEMORY.maxHits;
      const last = this.#finder.hits[count - 1] ?? 0;
      const end = isDone ? to : this.#buffer.startOf(last & PLACE_MASK, from);
      this.#readNear(end);
      this.#catchUp(count, end);
      if (isDone) break;
      at = Math.max((last & PLACE_MASK) + 1, last === (last & PLACE_MASK) ? this.#readTo : 0);
    }
    this.#expire(to);
  }

  #expire(place: number): void {
    this.#reports.expire(this.#buffer.base + place);
  }

  /** Reads the line of a hit, if it has values or a report waits for what is said behind it. */
  #take(index: number): void {
    const hit = this.#finder.hits[index] ?? 0;
    const place = hit & PLACE_MASK;
    const isValue = (hit & ~PLACE_MASK) === KIND_BITS.value;
    if (place < this.#readTo || (!isValue && !this.#reports.isWaiting)) return;
    const start = this.#buffer.startOf(place, this.#from);
    this.#readNear(start);
    this.#expire(start);
    if (place < this.#readTo || (!isValue && !this.#reports.isWaiting)) return;
    this.#catchUp(index, start);
    this.#readLine(start);
    this.#followUp();
  }

  #readLine(start: number): void {
    const end = this.#buffer.feedOf(start);
    this.#readTo = end + 1;
    this.#read(start, end);
  }

  /** Reads the next line where the one before has announced something. */
  #followUp(): void {
    while (this.#lines.hasAnnounced(this.#readTo) && this.#readTo < this.#to) this.#readLine(this.#readTo);
  }

  /** While a report waits, what is said behind it counts. */
  #readNear(until: number): void {
    while (this.#reports.isWaiting) {
      const begin = Math.max(this.#readTo, this.#nearTo);
      const end = Math.min(until, begin + NEAR_STEP);
      if (begin >= end) return;
      this.#expire(begin);
      if (!this.#reports.isWaiting) return;
      const count = this.#finder.findNear(begin, end);
      for (let index = 0; index < count; index += 1) {
        const place = (this.#finder.nearHits[index] ?? 0) & PLACE_MASK;
        if (place < this.#readTo) continue;
        const start = this.#buffer.startOf(place, this.#from);
        this.#expire(start);
        if (!this.#reports.isWaiting) return;
        this.#readLine(start);
        this.#followUp();
      }
      this.#nearTo = end;
    }
  }

  /**
   * Reads the lines before a place that matter there: the names of kernels, and what was said within the window.
   * All others are never looked at.
   */
  #catchUp(index: number, place: number): void {
    const { hits, nearHits } = this.#finder;
    const { base } = this.#buffer;
    const kernels: { named: NamedKernel; line: string; offset: number }[] = [];
    let end = 0n;
    let isBooted = false;
    let last = -1;
    for (let i = index - 1; i >= this.#done; i -= 1) {
      const hit = hits[i] ?? 0;
      const at = hit & PLACE_MASK;
      if ((hit & ~PLACE_MASK) !== KIND_BITS.kernel || at < this.#readTo) continue;
      // One more of the same line.
      if (last >= 0 && at >= last) continue;
      const start = this.#buffer.startOf(at, 0);
      last = start;
      const line = this.#buffer.textOf(start);
      const reading = this.#lines.memory.read(line);
      const { memoryEnd = 0n } = reading;
      if (!isBooted && memoryEnd > end) end = memoryEnd;
      const named = reading.named ?? this.#namedAcross(reading, start) ?? this.#namedBefore(reading, start);
      if (named) kernels.push({ named, line, offset: base + start });
      if (named?.isOfReport !== false) continue;
      // What was named before another kernel was booted is over; a text of log servers has other machines there.
      if (originOf(line).host === undefined) break;
      isBooted = true;
    }
    for (const { named, ...place } of kernels.toReversed()) this.#reports.name(named, place);
    this.#reports.around.showMemory(end);
    const begin = Math.max(this.#readTo, this.#nearTo, place - LOG_WINDOW);
    const count = begin < place ? this.#finder.findNear(begin, place) : 0;
    // Rows that have such a word without their marks alone.
    const marked = hits
      .subarray(this.#done, index)
      .filter((hit) => hit >= (KIND_BITS.near | begin) && isNear(hit));
    const raw = nearHits.subarray(0, count);
    const near = marked.length === 0 ? raw : Uint32Array.of(...raw, ...marked).sort();
    this.#done = index;
    last = -1;
    for (const hit of near) {
      const start = this.#buffer.startOf(hit & PLACE_MASK, 0);
      if (start === last) continue;
      last = start;
      const line = this.#buffer.textOf(start);
      const reading = this.#lines.memory.read(line);
      const whole = this.#withRest(this.#withFront(reading, start), start, { isSaid: true });
      const said = whole === reading.line ? reading.said : circumstancesIn(whole);
      const caller = this.#reports.around.tellerOf(line, reading.caller, base + start);
      this.#reports.turn(line, base + start);
      this.#reports.around.edges.see(line, base + start);
      if (said) this.#reports.around.remember(caller, base + start, said, quoteDepth(line));
      this.#reports.mention(reading, base + start);
    }
    this.#nearTo = Math.max(this.#nearTo, place);
  }

  /** A line behind the one that it goes on from. */
  #withFront(reading: LineReading, start: number): LineReading {
    if (!reading.leansBack) return reading;
    const front = this.#lines.frontOf(start).line;
    return isFrontOf(front, reading.line) ? new LineReading(joinTorn(front, reading.line)) : reading;
  }

  /** A line, with what it goes on in where it is torn. */
  #withRest({ line, isTorn }: LineReading, start: number, what: Partial<TornLine>): string {
    if (!isTorn) return line;
    const { base } = this.#buffer;
    const offset = base + this.#buffer.feedOf(start) + 1;
    const none = { isNamed: false, isSaid: false, isDelayed: false };
    return this.#joinOn({ ...none, ...what, torn: line, start: base + start, offset });
  }

  /** A torn line with the lines that it goes on in. At the end of what was read the next one is looked at when it comes. */
  #joinOn(near: TornLine): string {
    const { base } = this.#buffer;
    let { torn, offset, isDelayed } = near;
    for (;;) {
      const next = isDelayed ? offset - base : this.#pastBlank(offset - base);
      if (next >= this.#to) {
        const known = this.#tornNear?.start === near.start ? this.#tornNear : near;
        const [isNamed, isSaid] = [near.isNamed || known.isNamed, near.isSaid || known.isSaid];
        isDelayed ||= next > offset - base;
        this.#tornNear = { start: near.start, torn, offset: base + next, isDelayed, isNamed, isSaid };
        return torn;
      }
      torn = joinTorn(torn, this.#buffer.textOf(next));
      if (!goesOn(torn)) return torn;
      offset = base + this.#buffer.feedOf(next) + 1;
      isDelayed = false;
    }
  }

  /** A place, or where the line behind it begins where it has an empty one: some programs put that between two lines. */
  #pastBlank(place: number): number {
    const isBlankLine = place < this.#to && isBlank(this.#buffer.textOf(place));
    return isBlankLine ? this.#buffer.feedOf(place) + 1 : place;
  }

  /** Reads the rest of a line that was torn at the end of what was read before. */
  #catchTorn(): void {
    const near = this.#tornNear;
    this.#tornNear = undefined;
    const { base } = this.#buffer;
    if (near?.offset !== base + this.#from) return;
    const line = this.#joinOn(near);
    // More of it is yet to come.
    if (this.#tornNear) return;
    const named = near.isNamed ? kernelInLine(line) : undefined;
    if (named) this.#reports.name(named, { line, offset: near.start });
    const said = near.isSaid ? circumstancesIn(line) : undefined;
    const caller = this.#reports.around.tellerOf(near.torn, callerOf(near.torn), near.start);
    if (said) this.#reports.around.remember(caller, near.start, said, quoteDepth(near.torn));
  }

  /** The kernel that the line before and the end of `uname -a` name together. */
  #namedBefore({ line }: LineReading, start: number): NamedKernel | undefined {
    if (start < 2 || !endsUname(line)) return undefined;
    const last = this.#buffer.startOf(start - 2, 0);
    const isPast = last >= 2 && isBlank(this.#buffer.textOf(last));
    return kernelInLine(
      joinTorn(this.#buffer.textOf(isPast ? this.#buffer.startOf(last - 2, 0) : last), line),
    );
  }

  /** The kernel that a torn line and the next one name together. */
  #namedAcross(reading: LineReading, start: number): NamedKernel | undefined {
    const joined = this.#withRest(reading, start, { isNamed: true });
    return joined === reading.line ? undefined : kernelInLine(joined);
  }
}
