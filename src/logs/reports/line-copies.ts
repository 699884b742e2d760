import { LOG_WINDOW } from '../lines/machine-evidence.ts';

/** Lines that are kept to know copies of them by: a console that lags is not farther behind, nor than a window of text. */
const MAX_LINES = 256;

/** Longer lines, in UTF-16 units, are not compared. */
const MAX_LENGTH = 300;

/** Consoles that write one log: what stands in it more often is repeated for another reason. */
const MAX_CONSOLES = 8;

/** The time of the kernel, which no two lines with the same text have but before the clock runs, and that text. */
const RUNNING = /^.{0,120}?(\[ *(?!0\.000000)(\d{1,9}\.\d{6})\].*)/;

/** A line is marked by who quotes it, or moved in. */
const MARKED = /^[\s>|:#&]/;

/** A line that was read, with all its copies. */
interface SeenLine {
  readonly time: number;
  /** That of the line that was read for the first time behind it. */
  next: number | undefined;
  /** Who wrote it first. */
  readonly writer: number;
  readonly places: number[];
}

/** Copies of lines, as a log has them that two consoles wrote into. */
export class LineCopies {
  /** The oldest line first. */
  readonly #seen = new Map<string, SeenLine>();
  /** Who writes what was not read before. */
  #writer = 0;
  /** The last line, and who wrote it; the last one that was not read before. */
  #last: SeenLine | undefined;
  #lastWriter = 0;
  #lastNew: SeenLine | undefined;

  /** Whether the line at a place, if it was asked for last, is a copy of one before it. */
  isCopy(offset: number): boolean {
    return (this.#last?.places.indexOf(offset) ?? 0) > 0;
  }

  /**
   * Who wrote the line at a place: the teller, of each of the first copies another one.
   *
   * @param offset of the place in the input
   */
  writerOf(line: string, teller: string, offset: number): string {
    const match = line.length > MAX_LENGTH ? null : RUNNING.exec(line);
    // What stands in front of its time each console writes as it likes.
    const text = match?.[MARKED.test(line) ? 0 : 1];
    if (text === undefined) return teller;
    // Machines with names can print the same at the same time.
    const key = teller === '' ? text : `${teller} ${text}`;
    let seen = this.#seen.get(key);
    if (seen === undefined || offset - (seen.places.at(-1) ?? 0) > LOG_WINDOW) {
      // The same report once more, and no console.
      if (seen) this.#seen.clear();
      seen = this.#first(Number(match?.[2]), offset);
      this.#seen.set(key, seen);
      if (this.#seen.size > MAX_LINES) this.#seen.delete(this.#seen.keys().next().value ?? '');
    } else if (seen.places.length < MAX_CONSOLES && !seen.places.includes(offset)) seen.places.push(offset);
    const writer = seen.writer + Math.max(seen.places.indexOf(offset), 0);
    this.#last = seen;
    this.#lastWriter = writer;
    return writer > 0 ? `${teller} ${writer}` : teller;
  }

  /** A line was not read before: where some of its lines stand in front of a report, the report has more between them, and goes on so. */
  #first(time: number, offset: number): SeenLine {
    const last = this.#last;
    if (last?.next !== undefined && time > last.time && time < last.next) this.#writer = this.#lastWriter;
    if (this.#lastNew) this.#lastNew.next = time;
    this.#lastNew = { time, next: undefined, writer: this.#writer, places: [offset] };
    return this.#lastNew;
  }
}
