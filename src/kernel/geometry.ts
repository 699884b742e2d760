import type { LevelGeometry } from '../core/rows/layout.ts';
import type { Architecture } from '../core/rows/architecture.ts';
import { type Availability, isAvailable, type VersionCode } from '../core/version.ts';
import { configOf, type ConfigValues } from './config.ts';

/** What can be left open of the tables of a kernel. */
export type GeometryQuestion = 'page size' | 'levels' | 'address size';

/** One way in which the tables of an architecture can be laid out. */
interface Geometry {
  readonly pageShift: number;
  readonly levels: readonly LevelGeometry[];
}

/**
 * What is left open of the tables: every layout that what is known allows is made, and where two differ, that is open.
 *
 * @param given symbols that something states; the others that levels depend on are tried both ways
 * @param paging the number of levels, if something states it
 */
export function geometryQuestions(
  architecture: Architecture,
  version: VersionCode,
  given: ConfigValues,
  paging: number | undefined,
): readonly GeometryQuestion[] {
  const all = geometries(architecture, version, given, paging);
  const differ = (of: (geometry: Geometry) => number): boolean => new Set(all.map(of)).size > 1;
  const open: GeometryQuestion[] = [];
  if (differ(({ pageShift }) => pageShift)) open.push('page size');
  if (differ(({ levels }) => levels.length)) open.push('levels');
  if (open.length === 0 && differ(({ levels: [top] }) => (top ? top.shift + top.indexBits : 0)))
    open.push('address size');
  return open;
}

function symbolsOf(rows: readonly Availability[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ config = [] }) => config.map((symbol) => symbol.replace('!', ''))));
}

function geometries(
  architecture: Architecture,
  version: VersionCode,
  given: ConfigValues,
  paging: number | undefined,
): readonly Geometry[] {
  const { layout } = architecture;
  const pages = symbolsOf(layout.pageShift);
  // Of the symbols that choose the page size one at most is on.
  const isChosen = [...pages].some((symbol) => given.get(symbol) === true);
  const open = [...new Set([...symbolsOf(layout.levels), ...pages])].filter(
    (symbol) => !given.has(symbol) && !(isChosen && pages.has(symbol)),
  );
  const modes = new Set(layout.levels.flatMap((level) => level.paging ?? []));
  const tried = paging === undefined ? [...modes] : [paging];
  const found: Geometry[] = [];
  for (let choice = 0; choice < 2 ** open.length; choice++) {
    const values = open.map((symbol, i): [string, boolean] => [symbol, ((choice >> i) & 1) === 1]);
    const config = configOf(architecture, version, new Map([...given, ...values]));
    const shift = layout.pageShift.find((row) => isAvailable(row, version, config))?.value;
    if (shift === undefined) continue;
    for (const mode of tried.length === 0 ? [0] : tried) {
      const levels = layout.levels.filter(
        (level) =>
          isAvailable(level, version, config) && (level.paging === undefined || level.paging.includes(mode)),
      );
      // A number of levels that these pages do not have.
      if (mode === 0 || levels.length === mode) found.push({ pageShift: shift, levels });
    }
  }
  return found;
}
