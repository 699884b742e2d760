import type { Machine } from '../../core/rows/machine.ts';
import { levelsBy } from '../../kernel/capabilities/machines.ts';
import { levelsShown } from './contradictions.ts';
import { isKernelBefore } from './kernel-before.ts';
import { levelsFor } from '../lines/machine-evidence.ts';
import { levelsTold } from './old-pte.ts';
import type { LogReport } from '../reports/report.ts';

/** The number of page-table levels that a report shows; undefined when it does not. */
export function pagingOf(machine: Machine, report: LogReport): number | undefined {
  const { shape, walk: shown, tables, circumstances: around } = report;
  const isMap = shape.role === 'bad-map';
  const walk = isMap ? tables : shown;
  const told = levelsTold(machine, report);
  if (told !== undefined) return told;
  if (around.vaBits !== undefined && around.pageShift !== undefined)
    return levelsFor(around.vaBits, around.pageShift);
  const has = (level: string): boolean => walk.some((value) => value.level === level);
  if (shape.role === 'memory')
    return shape.name.startsWith('crash-') && has('pgd') && (has('p4d') || has('pud'))
      ? levelsBy(machine, has('p4d'))
      : undefined;
  if (shape.role !== 'walk' && shape.role !== 'bad-map-walk' && !(isMap && walk.length > 0)) return undefined;
  if (!machine.levels?.printsFolded) {
    const until = machine.logTraits?.pudSince;
    const isOfThree =
      until !== undefined && !report.isNamedElsewhere && isKernelBefore(report, machine.arch, until);
    return levelsShown(walk) ?? (isOfThree ? 3 : undefined);
  }
  const pgd = walk.find(({ level }) => level === 'pgd');
  const p4d = walk.find(({ level }) => level === 'p4d');
  // Before there were five levels, P4D was not printed.
  if (pgd && !p4d) return has('pud') && !report.lost.includes('p4d') ? machine.levels.no : undefined;
  if (!pgd || !p4d) return undefined;
  // The walk goes on below an entry that is not present only where no level is there.
  if ((pgd.value & machine.levels.present) === 0n) return machine.levels.no;
  return levelsBy(machine, pgd.value !== p4d.value);
}
