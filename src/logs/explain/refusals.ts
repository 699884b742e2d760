import { printable } from '../../core/printable.ts';
import { findMachine, knowsLevels, nameWithoutTables } from '../../kernel/capabilities/machines.ts';
import type { LogReport } from '../reports/report.ts';

/** Why values are not decoded where the size of an entry depends on the number of levels. */
export function refuseLevels(arch: string, paging: number | undefined): string | undefined {
  const isTwoSized = findMachine(arch)?.logTraits?.wideLevels !== undefined;
  return isTwoSized && paging !== undefined && !knowsLevels(arch, paging)
    ? `no tables for ${arch} with ${paging} levels (${paging}-level paging)`
    : undefined;
}

/** Why values of an architecture without tables are not decoded. */
export function refuseArch(arch: string): string {
  const name = nameWithoutTables(arch);
  return `no tables for ${name === undefined ? `architecture "${arch}"` : name}`;
}

/** That nothing tells which kernel it is. */
export function unknownName({ mentions }: LogReport): string {
  if (mentions.length === 0) return 'no name of its kernel was found';
  const names = mentions.map(({ release }) => printable(release, 100));
  return `the text speaks of Linux ${names.join(' and ')}, which does not tell its kernel`;
}
