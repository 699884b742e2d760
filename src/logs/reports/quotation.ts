import type { Circumstances } from '../../core/rows/log-lines.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import { quoteDepth } from '../lines/line-origin.ts';

/** When what a mail quotes was written at the latest. */
export class Quotation {
  #last: { readonly offset: number; readonly depth: number; readonly day: number } | undefined;

  /** A line that is quoted so deep may stand in front of a quotation. */
  note({ quotedDay: day }: Circumstances, offset: number, depth: number): void {
    if (day !== undefined) this.#last = { offset, depth, day };
  }

  /** The day of a line that is near: it is part of what is quoted where it is quoted deeper. */
  dayOf(line: string, offset: number): number | undefined {
    if (this.#last === undefined || offset - this.#last.offset > LOG_WINDOW) return undefined;
    return quoteDepth(line) > this.#last.depth ? this.#last.day : undefined;
  }
}
