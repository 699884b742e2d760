import { isTooWide, readEntry } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import type { LogReport } from '../reports/report.ts';
import { isWalk, realSteps, type Step, stepsOf } from './contradictions.ts';
import { hasRoom } from './swap-layout.ts';

/** What is said of them. */
export const NO_ENTRY = 'no entry';

/** What is said of a value above others that ends its line, and below which no kernel would have gone on. */
export const CUT = 'cut off: the walk goes on below it';

/**
 * The values of a walk that end a line, and are of no table though the walk goes on in another line: the beginning of a value, of
 * which the rest is missing. No kernel goes on below an entry that is not present; below a page some do.
 *
 * @param steps the levels of the walk, from the top down
 */
export function cutAbove(kernel: Kernel, steps: readonly Step[]): ReadonlySet<FoundValue> {
  const isCut = ({ level, value, found }: Step): boolean => {
    if (found.endsLine !== true || isTooWide(kernel, value)) return false;
    const { form } = readEntry(kernel, value, level);
    return form === 'swap' || form === 'protnone';
  };
  return new Set(steps.filter((step, at) => at < steps.length - 1 && isCut(step)).map(({ found }) => found));
}

/**
 * The values of a walk that are no entries: kernels that do not ask what the entry above is read on in the page that it
 * maps, or at physical address 0.
 *
 * @param steps the levels of the walk, from the top down
 */
export function behindEnd(kernel: Kernel, steps: readonly Step[]): ReadonlySet<FoundValue> {
  const at = steps.findIndex(
    ({ level, value }) => !isTooWide(kernel, value) && readEntry(kernel, value, level).form !== 'table',
  );
  const end = steps[at];
  if (!end || at === steps.length - 1) return new Set();
  const { form } = readEntry(kernel, end.value, end.level);
  const isRead =
    form === 'leaf' ||
    (form === 'none' && at === 0 && kernel.machine.logTraits?.walksThroughEmptyTop === true);
  // Nothing is said of zeros.
  const behind = isRead ? steps.slice(at + 1).filter(({ value }) => value !== 0n) : [];
  return new Set(behind.map(({ found }) => found));
}

/** Whether no pte of a report is a swap entry that no swap area is large enough for, or of a frame of no memory. */
export function hasRoomForAll(kernel: Kernel, report: LogReport): boolean {
  const none = isWalk(report) ? behindEnd(kernel, realSteps(kernel, report.walk)) : undefined;
  return stepsOf(report.walk).every(
    ({ level, value, found }) =>
      level !== 'pte' ||
      none?.has(found) === true ||
      isTooWide(kernel, value) ||
      hasRoom(readEntry(kernel, value, level)),
  );
}
