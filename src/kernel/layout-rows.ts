import { keptIn, oncePer } from '../core/later.ts';
import type { Architecture, ArchLayout } from '../core/rows/architecture.ts';
import { fieldRangeError } from '../core/errors.ts';
import type { BitRow, Choice } from '../core/rows/layout.ts';
import { formatVersion, isInRelease, type VersionCode } from '../core/version.ts';
import { configOf, type ConfigValues } from './config.ts';

/** The rows of an architecture by role, in any kernel. */
export const rowsOfRoles = oncePer((layout: ArchLayout): ReadonlyMap<string, readonly BitRow[]> => {
  const rows = new Map<string, BitRow[]>();
  for (const row of layout.rows) keptIn(rows, row.role, () => []).push(row);
  return rows;
});

/** The value of the first row that holds for a paging mode; the rows are in force otherwise. */
export function choose(rows: readonly Choice[], paging: number): number {
  const row = rows.find((candidate) => !candidate.paging || candidate.paging.includes(paging));
  if (!row) throw new RangeError('a layout leaves a number open');
  return row.value;
}

/** The numbers of page-table levels that a kernel can have. @param rows those of its levels that are in force */
function levelNumbers(
  { layout }: Architecture,
  rows: ArchLayout['levels'],
  version: VersionCode,
): Set<number> {
  const known = new Set(rows.flatMap((level) => level.paging ?? []));
  // Where no row names any, the number is always the usual one.
  if (known.size === 0) for (const { value } of layout.paging) known.add(value);
  for (const later of layout.laterLevels ?? []) if (!isInRelease(later, version)) known.delete(later.paging);
  return known;
}

/**
 * Lets through what tables of an architecture can show, also where its release has it only since later: a distribution can
 * have brought it back.
 *
 * @param rows the rows of levels that are in force
 * @throws PteDecodeError `ERR_FIELD_RANGE` when an architecture does not have this number of page-table levels
 */
export function checkPaging(
  architecture: Architecture,
  rows: ArchLayout['levels'],
  version: VersionCode,
  paging: number,
): void {
  if (levelNumbers(architecture, rows, Infinity).has(paging)) return;
  const known = [...levelNumbers(architecture, rows, version)].sort().join(' or ');
  throw fieldRangeError(`paging ${paging}: ${architecture.arch} has ${known} levels`);
}

/** Why a kernel cannot have a number of levels that others of its architecture have; undefined where nothing says so. */
export function whyNotLevels(
  architecture: Architecture,
  version: VersionCode,
  given: ConfigValues,
  paging: number,
): string | undefined {
  const { arch, layout } = architecture;
  const row = layout.laterLevels?.find((later) => later.paging === paging);
  if (row === undefined) return undefined;
  const { since, needs = [] } = row;
  if (!isInRelease(row, version))
    return `paging ${paging}: ${arch} has ${paging} levels since ${since}, not in ${formatVersion(version)}`;
  // Code that has become unconditional needs no symbol.
  const config = configOf(architecture, version, given);
  const off = needs.find((symbol) => given.get(symbol) === false && !config(symbol));
  return off === undefined ? undefined : `paging ${paging}: ${arch} has ${paging} levels only with ${off}=y`;
}
