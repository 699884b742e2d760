import type { Grouper } from '../../../images/scan/groups.ts';
import type { ScanSummary } from './view.ts';
import type { ScanSource } from './source.ts';

/**
 * What was counted, as the outputs want it.
 *
 * @param counts entries of each group, by its id
 */
export function summaryOf(
  source: ScanSource,
  grouper: Grouper,
  counts: readonly number[],
  tables: ReadonlyMap<string, number>,
  problems: number,
): ScanSummary {
  return {
    source: source.name,
    kernelText: source.kernelText,
    rows: grouper.groups
      .map((group) => ({ group, entries: counts[group.id] ?? 0 }))
      .filter((row) => row.entries > 0),
    coverage: new Map(source.kernel.levels.map((level) => [level.level, 2 ** level.shift])),
    tables,
    problems,
  };
}
