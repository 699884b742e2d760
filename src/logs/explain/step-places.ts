import { passes } from '../../core/entry/shapes.ts';
import type { Machine } from '../../core/rows/machine.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import type { LogReport } from '../reports/report.ts';
import { WITHIN_LARGEST } from './contradictions.ts';

/**
 * The first release that has the tables of a debugger's walk elsewhere than their steps stand; undefined where none is told. The
 * top table can be one of the kernel's image, which lies by itself.
 */
export function untilByPlaces(machine: Machine | undefined, { isStep, walk }: LogReport): string | undefined {
  const { tablesSince } = machine?.logTraits ?? {};
  const below = walk.flatMap(({ level, place }) => (place === undefined || level === 'pgd' ? [] : [place]));
  if (!isStep || tablesSince === undefined || below.length === 0) return undefined;
  const has = (name: string): boolean => walk.some(({ level }) => level === name);
  const paging = has('pud') ? 4 : has('pmd') ? 3 : 2;
  const isNew = tablesSince.places.some(
    (row) =>
      row.paging.includes(paging) &&
      !isLarger(walk, row.pageShift ?? 0) &&
      below.every((place) => passes(place, row)),
  );
  return has('pgd') && !isNew ? tablesSince.release : undefined;
}

/** Whether a step stands farther behind the beginning of its table than a page of a size reaches; 0: of any. */
const isLarger = (walk: readonly FoundValue[], pageShift: number): boolean =>
  pageShift > 0 &&
  walk.some(({ place }, index) => {
    const above = walk[index - 1]?.value;
    return (
      place !== undefined &&
      above !== undefined &&
      ((place ^ above) & WITHIN_LARGEST) >> BigInt(pageShift) !== 0n
    );
  });
