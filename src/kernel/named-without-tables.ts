import { findArchitecture } from '../arch/index.ts';
import { WITHOUT_TABLES } from '../arch/shared/without-tables.ts';
import { isInRelease, tryParseVersion } from '../core/version.ts';

/**
 * The architecture without tables that a release, the name of a compiler or of a machine names, or the one that this name means
 * by now; undefined where none.
 *
 * @param release that of its kernel
 * @param machine the architecture that something else says: a name that is the beginning of its own is not of another
 */
export function namedWithoutTables(name: string, release?: string, machine?: string): string | undefined {
  const row = WITHOUT_TABLES.find(({ named }) => named.test(name));
  if (machine !== undefined && row && findArchitecture(machine)?.arch.startsWith(row.arch)) return undefined;
  const version = tryParseVersion(release ?? '');
  const became = row?.became;
  const isPast = became && version !== undefined && isInRelease({ since: became.in }, version);
  return isPast ? became.arch : row?.arch;
}
