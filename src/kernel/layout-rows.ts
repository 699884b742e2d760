import { oncePer } from '../core/later.ts';
import { writeAddress } from '../core/entry/address.ts';
import type { Architecture, ArchLayout } from '../core/rows/architecture.ts';
import { PteDecodeError } from '../core/errors.ts';
import type { BitRow, Choice, Form, Level } from '../core/rows/layout.ts';
import type { ResolvedPfn, ResolvedRow } from '../core/rows/model.ts';
import { maskOf } from '../core/u64.ts';
import { formatVersion, isInRelease, type VersionCode } from '../core/version.ts';
import { configOf, type ConfigValues } from './config.ts';

/** The rows of an architecture by role, in any kernel. */
export const rowsOfRoles = oncePer((layout: ArchLayout): ReadonlyMap<string, readonly BitRow[]> => {
  const rows = new Map<string, BitRow[]>();
  for (const row of layout.rows) {
    const others = rows.get(row.role);
    if (others) others.push(row);
    else rows.set(row.role, [row]);
  }
  return rows;
});

const rowCache = oncePer<ArchLayout, Map<string, readonly ResolvedRow[]>>(() => new Map());

/** The rows of a level and form in any kernel, which share them. */
export function rowsOf(layout: ArchLayout, level: Level, form: Form): readonly ResolvedRow[] {
  const cache = rowCache(layout);
  const key = `${level} ${form}`;
  let rows = cache.get(key);
  if (!rows) {
    rows = layout.rows
      .filter((row) => row.forms.includes(form) && (!row.levels || row.levels.includes(level)))
      .map((row) => ({ ...row, mask: maskOf(row.hi, row.lo), xor: 0n }));
    cache.set(key, rows);
  }
  return rows;
}

/** Where the bits of an address stand; bits outside the physical mask are not its own. */
export function addressField(
  row: ArchLayout['pfn'][number],
  physMask: bigint,
): Pick<ResolvedPfn, 'mask' | 'pieces' | 'twice'> {
  const mask = maskOf(row.hi, row.lo);
  if (row.at === undefined && !row.more) return { mask: mask & physMask, pieces: undefined, twice: false };
  const pieces = [{ hi: row.hi, lo: row.lo, at: row.at ?? row.lo }, ...(row.more ?? [])];
  const all = pieces.reduce((bits, piece) => bits | maskOf(piece.hi, piece.lo), 0n);
  const [first, ...others] = pieces.map(({ hi, lo, at }) => maskOf(at + hi - lo, at));
  const twice = others.some((bits) => (bits & (first ?? 0n)) !== 0n);
  return { mask: all & writeAddress(physMask, pieces), pieces, twice };
}

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
  throw new PteDecodeError('ERR_FIELD_RANGE', `paging ${paging}: ${architecture.arch} has ${known} levels`);
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
