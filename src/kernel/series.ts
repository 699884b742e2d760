import { formatVersion, parseVersion, tryParseVersion } from '../core/version.ts';
import { RELEASES } from './profiles.ts';

/** The first release with two numbers alone: those before have three. */
const TWO_NUMBERS = parseVersion('3.0');

/** The last release of each major number that there are no more of: tags of Linus Torvalds' tree. */
const LAST = [
  ['2.6', 39],
  ['3', 19],
  ['4', 20],
  ['5', 19],
] as const;

/** The names of all releases since 2.6.0, stable ones left out. */
const NAMES: ReadonlySet<string> = new Set([
  ...LAST.flatMap(([major, last]) => Array.from({ length: last + 1 }, (_, i) => `${major}.${i}`)),
  ...RELEASES,
]);

/** The series that a release is of, by its name: of those before 3.0 each has three numbers; undefined where the text is no release. */
export function seriesOf(release: string): string | undefined {
  const version = tryParseVersion(release);
  if (version === undefined) return undefined;
  if (version >= TWO_NUMBERS) return formatVersion(version - (version % 1000));
  return /^v?(\d+\.\d+\.\d+)/.exec(release)?.[1];
}

/** Whether there was a kernel of such a name: others, such as `Linux 8.5`, are distributions. Before 2.6 only the series is looked at. */
export function wasReleased(release: string): boolean {
  const series = seriesOf(release);
  return series !== undefined && (NAMES.has(series) || /^2\.[0-5]\./.test(series));
}
