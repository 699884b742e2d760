import type { Circumstances } from '../../core/rows/log-lines.ts';
import { ANY_DAY } from '../lines/day.ts';
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

  /** The first day on which somebody quoted a line, as far as that is told near by; undefined where it is not. */
  dayOf(line: string, offset: number): number | undefined {
    if (this.#begun.length === 0) return undefined;
    this.note({}, offset, quoteDepth(line));
    const near = this.#begun.filter((begun) => offset - begun.offset <= LOG_WINDOW);
    const day = Math.min(...near.map((begun) => begun.day));
    return day === ANY_DAY ? undefined : day;
  }
}
