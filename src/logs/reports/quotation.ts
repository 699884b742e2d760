import type { Circumstances } from '../../core/rows/log-lines.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import { quoteDepth } from '../lines/line-origin.ts';

/** A quotation that has begun: what is quoted deeper than the line in front of it was written on that day at the latest. */
interface Begun {
  readonly offset: number;
  readonly depth: number;
  readonly day: number;
}

/** When what a mail quotes was written at the latest. */
export class Quotation {
  /** One in another. */
  #begun: readonly Begun[] = [];

  /** A line that is quoted so deep may stand in front of a quotation; those that are not deeper are over. */
  note({ quotedDay: day }: Circumstances, offset: number, depth: number): void {
    if (this.#begun.length === 0 && day === undefined) return;
    const around = this.#begun.filter((begun) => begun.depth < depth);
    this.#begun = day === undefined ? around : [...around, { offset, depth, day }];
  }

  /** The day of a line, where it is part of what is quoted near by; `ANY_DAY` where that is not told. */
  dayOf(line: string, offset: number): number | undefined {
    if (this.#begun.length === 0) return undefined;
    this.note({}, offset, quoteDepth(line));
    const last = this.#begun.at(-1);
    return last === undefined || offset - last.offset > LOG_WINDOW ? undefined : last.day;
  }
}
