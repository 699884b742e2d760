import { type Level, LEVELS } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { LogReport } from '../reports/report.ts';
import type { ExplainedValue } from './explained.ts';

/**
 * A level above the last value of a walk of which the text has no whole value: its name is left, or the kernel has a table there.
 *
 * @param steps from the top down
 * @returns the highest; undefined where none is missing
 */
export function gapIn(
  kernel: Kernel,
  { lost }: LogReport,
  steps: readonly ExplainedValue[],
): Level | undefined {
  const places = steps.map(({ entry }) => kernel.levels.findIndex(({ level }) => level === entry.level));
  const [first = -1] = places;
  const last = places.at(-1) ?? -1;
  // What a kernel prints in the place of a level that it folds is none of its own.
  if (places.includes(-1)) return undefined;
  const end = LEVELS.findIndex((level) => level === steps.at(-1)?.entry.level);
  const missing = kernel.levels.findIndex((_, at) => at > first && at < last && !places.includes(at));
  const torn = LEVELS.find((level, at) => at < end && lost.includes(level));
  return torn ?? kernel.levels[missing]?.level;
}
