import type { OpenReport } from './open-report.ts';

/** Lines that wait at most: those of a whole table of empty entries are more, and no stack begins so. */
const MAX_HELD = 64;

/** Keeps words that can be of a table as of a stack, until the line behind them tells. */
export class HeldWords {
  #held: OpenReport[] = [];
  /** Where the line begins that can tell. */
  #next = 0;

  get isAny(): boolean {
    return this.#held.length > 0;
  }

  /**
   * Keeps the words of a line, with those that they go on from.
   *
   * @param next where the next line begins in the input
   */
  hold(report: OpenReport, next: number): void {
    if (this.#held.length >= MAX_HELD) this.release();
    report.isOpen = true;
    this.#held.push(report);
    this.#next = next;
  }

  /** What was kept is of a stack. */
  drop(): void {
    for (const report of this.#held) report.isOfStack = true;
    this.release();
  }

  /** What was kept may be of a table. */
  release(): void {
    for (const report of this.#held) report.isOpen = false;
    this.#held = [];
  }

  /** Another line than the next one is read at a place: that one told nothing. */
  expire(offset: number): void {
    if (this.isAny && offset > this.#next) this.release();
  }
}
