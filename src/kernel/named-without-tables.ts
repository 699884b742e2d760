import { WITHOUT_TABLES } from '../arch/shared/without-tables.ts';
import { isInRelease, tryParseVersion } from '../core/version.ts';

/**
 * The architecture without tables that a release, the name of a compiler or of a machine names, or the one that this name means
 * by now; undefined where none.
 *
 * @param release that of its kernel
 */
export function namedWithoutTables(name: string, release?: string): string | undefined {
  const row = WITHOUT_TABLES.find(({ named }) => named.test(name));
  const version = tryParseVersion(release ?? '');
  const became = row?.became;
  const isPast = became && version !== undefined && isInRelease({ since: became.in }, version);
  return isPast ? became.arch : row?.arch;
}
