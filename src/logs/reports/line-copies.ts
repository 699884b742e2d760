import { LOG_WINDOW } from '../lines/machine-evidence.ts';

/** Lines that are kept to know copies of them by: a console that lags is not farther behind, nor than a window of text. */
const MAX_LINES = 256;

/** Longer lines, in UTF-16 units, are not compared. */
const MAX_LENGTH = 300;

/** Consoles that write one log: what stands in it more often is repeated for another reason. */
const MAX_CONSOLES = 8;

/** The time of the kernel, which no two lines with the same text have but before the clock runs, and that text. */
const RUNNING = /^.{0,120}?(\[ *(?!0\.000000)\d{1,9}\.\d{6}\].*)/;

/** A line is marked by who quotes it, or moved in. */
const MARKED = /^[\s>|:#&]/;

/** What is the same in all copies of a line: what stands in front of its time each console writes as it likes. */
const textOf = (line: string): string | undefined =>
  line.length > MAX_LENGTH ? undefined : RUNNING.exec(line)?.[MARKED.test(line) ? 0 : 1];

/** Copies of lines, as a log has them that two consoles wrote into. */
export class LineCopies {
  /** Where each line stands, the oldest line first. */
  readonly #places = new Map<string, number[]>();

  /** Whether the line at a place is a copy of one before it. */
  isCopy(line: string, offset: number): boolean {
    return (this.#places.get(textOf(line) ?? '')?.indexOf(offset) ?? 0) > 0;
  }

  /**
   * Who wrote the line at a place: the teller, of each of the first copies another one.
   *
   * @param offset of the place in the input
   */
  writerOf(line: string, teller: string, offset: number): string {
    const text = textOf(line);
    if (text === undefined) return teller;
    const places = this.#places.get(text);
    const last = places?.at(-1);
    if (places === undefined || last === undefined || offset - last > LOG_WINDOW) {
      // The same report once more, and no console.
      if (last !== undefined) this.#places.clear();
      this.#places.set(text, [offset]);
      if (this.#places.size > MAX_LINES) this.#places.delete(this.#places.keys().next().value ?? '');
      return teller;
    }
    if (places.length < MAX_CONSOLES && !places.includes(offset)) places.push(offset);
    const copy = places.indexOf(offset);
    return copy > 0 ? `${teller} ${copy}` : teller;
  }
}
