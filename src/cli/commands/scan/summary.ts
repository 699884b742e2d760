import type { Grouper } from '../../../images/groups.ts';
import { readUnmapped } from '../../../core/unmapped.ts';
import type { ScanSummary, SummaryRow } from './view.ts';
import type { ScanSource } from './source.ts';

/**
 * What was counted, as the outputs want it.
 *
 * @param counts entries of each group, by its id
 * @param before those of them that are not in the kernel's half
 */
export function summaryOf(
  source: ScanSource,
  grouper: Grouper,
  counts: readonly number[],
  tables: ReadonlyMap<string, number>,
  problems: number,
  before: readonly number[] = counts,
): ScanSummary {
  return {
    source: source.name,
    kernelText: source.kernelText,
    rows: grouper.groups
      .flatMap((group): readonly SummaryRow[] => {
        const all = counts[group.id] ?? 0;
        const user = before[group.id] ?? 0;
        // Pages of the kernel that are not present look like swap entries.
        return all > user && readUnmapped(group.sample) !== undefined
          ? [
              { group, entries: user },
              { group, entries: all - user, isUnmapped: true },
            ]
          : [{ group, entries: all }];
      })
      .filter((row) => row.entries > 0),
    coverage: new Map(source.kernel.levels.map((level) => [level.level, 2 ** level.shift])),
    tables,
    problems,
  };
}
