import { printable } from '../../core/printable.ts';
import { findMachine, knowsLevels, nameWithoutTables } from '../../kernel/capabilities/machines.ts';
import { parseVersion } from '../../core/version.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import type { LogReport } from '../reports/report.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';

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

/** The first release that prints what a log holds, and the first that no longer does. */
interface Bounds {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What is to be said of a given kernel that prints no such messages as the log holds; undefined where it may print them. */
export function silenceOf(given: string, { since, until }: Bounds): string | undefined {
  if (hasNotYet(given, since)) return `it prints no such message: those are of ${since} or later`;
  return hasNoLonger(given, until) ? `it prints no such message: those are older than ${until}` : undefined;
}

/** That a kernel is newer than its name. @param what what shows it */
export const partsText = (what: string): string => `a kernel with parts of later ones: ${what}`;

/** What is to be said of a kernel by whose name its log is older than what it holds; undefined where it is not. */
export function partsOf(
  { name, isMention }: Pick<NamedKernel, 'name' | 'isMention'>,
  since: string | undefined,
): string | undefined {
  if (isMention === true || !hasNotYet(name, since)) return undefined;
  return partsText(`it prints what those of ${since} do`);
}

/** Why the tables are older ones than the messages: no release covered prints these, or none at all prints all of them. */
export function tooOld({ since, until }: Bounds & { readonly until: string }): string {
  const tables = 'tables of the oldest release covered';
  return since !== undefined && parseVersion(since) >= parseVersion(until)
    ? `some messages are older (before ${until}), others of ${since} or later, so that nothing tells which it is: ${tables}`
    : `the log is older (before ${until}): ${tables}`;
}
