/** Lines that are kept to know copies of them by: a console that lags is not farther behind. */
const MAX_LINES = 256;

/** Longer lines, in UTF-16 units, are not compared. */
const MAX_LENGTH = 300;

/** Consoles that write one log: what stands in it more often is repeated for another reason. */
const MAX_CONSOLES = 8;

/**
 * The time of the kernel, which no two lines with the same text have but before the clock runs, and that text. What stands in front each
 * console writes as it likes.
 */
const RUNNING = /^.{0,120}?(\[ *(?!0\.000000)\d{1,9}\.\d{6}\].*)/;

/** Copies of lines, as a log has them that two consoles wrote into. */
export class LineCopies {
  /** Where each line stands, the oldest line first. */
  readonly #places = new Map<string, number[]>();

  /** Whether the line at a place is a copy of one before it. */
  isCopy(line: string, offset: number): boolean {
    return (this.#places.get(RUNNING.exec(line)?.[1] ?? '')?.indexOf(offset) ?? 0) > 0;
  }

  /**
   * Who wrote the line at a place: the teller, of each of the first copies another one.
   *
   * @param offset of the place in the input
   */
  writerOf(line: string, teller: string, offset: number): string {
    const text = line.length > MAX_LENGTH ? undefined : RUNNING.exec(line)?.[1];
    if (text === undefined) return teller;
    const places = this.#places.get(text);
    if (places === undefined) {
      this.#places.set(text, [offset]);
      if (this.#places.size > MAX_LINES) this.#places.delete(this.#places.keys().next().value ?? '');
      return teller;
    }
    if (places.length < MAX_CONSOLES && !places.includes(offset)) places.push(offset);
    const copy = places.indexOf(offset);
    return copy > 0 ? `${teller} ${copy}` : teller;
  }
}
