import type { Entry } from '../../src/core/entry/entry.ts';
import type { Circumstances } from '../../src/core/rows/log-lines.ts';
import type { Subject } from '../../src/logs/conclude/readings.ts';

/** A report of one value, about which nothing is said but `rest`. */
export function subjectOf(entry: Entry, rest: Partial<Subject> = {}): Subject {
  const { kernel, level } = entry;
  const nothing = {
    isRepeated: false,
    isBad: false,
    isTorn: false,
    tooLarge: undefined,
    unmapped: undefined,
    encBit: undefined,
    otherSizes: [],
  };
  return { kernel, entry, level, steps: [entry], around: {}, message: '', ...nothing, ...rest };
}

/** A walk of these steps, from the top down. */
export function walkSubject(steps: readonly Entry[], around: Circumstances): Subject {
  const end = steps.find(({ form }) => form !== 'table') ?? steps.at(-1);
  if (!end) throw new RangeError('a walk without steps');
  return subjectOf(end, { steps, around });
}
