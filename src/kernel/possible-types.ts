import { SPECIAL_TYPES } from '../arch/shared/swap-types.ts';
import { later } from '../core/later.ts';
import type { SwapType } from '../core/rows/model.ts';
import { isAvailable, parseVersion } from '../core/version.ts';
import { RELEASES } from './profiles.ts';
import { numberTypes, withAreas } from './swap-numbers.ts';

/** All sets of some of these. */
function subsets<T>(all: readonly T[]): readonly (readonly T[])[] {
  return all.reduce<readonly (readonly T[])[]>(
    (sets, one) => sets.flatMap((set) => [set, [...set, one]]),
    [[]],
  );
}

/** The releases that have other special swap types than the one before. */
export const TYPE_RELEASES: readonly string[] = [
  ...new Set(
    SPECIAL_TYPES.flatMap(({ since, until }) => [since, until]).filter((text) => text !== undefined),
  ),
];

/**
 * What each swap type from 0 to 31 may be in a kernel of which neither release nor configuration is known. A type that
 * some kernel does not have moves those in front of it up by one.
 */
export const possibleSwapTypes = later((): readonly (readonly SwapType[])[] => {
  const symbols = [...new Set(SPECIAL_TYPES.flatMap(({ config = [] }) => config))];
  const releases = [RELEASES[0] ?? '', ...TYPE_RELEASES];
  const found: Map<string, SwapType>[] = [];
  for (const version of releases.map(parseVersion))
    for (const on of subsets(symbols)) {
      const rows = SPECIAL_TYPES.filter((row) => isAvailable(row, version, (symbol) => on.includes(symbol)));
      for (const type of withAreas(numberTypes(rows), 0))
        (found[type.number] ??= new Map()).set(type.name, type);
    }
  return found.map((types) => [...types.values()]);
});
