import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  disjointExtents,
  type Extent,
  extentAt,
  ExtentList,
  findOverlap,
} from '../../../src/images/formats/extents.ts';

const extent = (start: number, end: number, offset: number): Extent => ({ start, end, offset });

const disjoint = (list: readonly Extent[]) => [...disjointExtents(ExtentList.of(list))];
const overlap = (list: readonly Extent[]) => findOverlap(ExtentList.of(list));

describe('disjointExtents', () => {
  test('sorts, joins neighbours of the file, and drops empty ones', () => {
    expect(
      disjoint([extent(30, 40, 130), extent(10, 20, 110), extent(20, 30, 120), extent(5, 5, 0)]),
    ).toEqual([extent(10, 40, 110)]);
  });

  test('the earlier in the list wins where two overlap', () => {
    expect(disjoint([extent(10, 20, 1000), extent(0, 30, 2000)])).toEqual([
      extent(0, 10, 2000),
      extent(10, 20, 1000),
      extent(20, 30, 2020),
    ]);
  });

  test('agrees with painting the bytes one by one', () => {
    const one = fc
      .tuple(fc.nat(60), fc.nat(20), fc.nat(5))
      .map(([start, length, file]) => extent(start, start + length, file * 1000 + 500));
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (list) => {
        const painted = new Map<number, number>();
        for (const item of list.toReversed())
          for (let at = item.start; at < item.end; at++) painted.set(at, item.offset + at - item.start);
        const found = disjointExtents(ExtentList.of(list));
        for (let at = 0; at < 100; at++) {
          const hit = extentAt(found, at);
          expect(hit === undefined ? undefined : hit.offset + at - hit.start).toBe(painted.get(at));
        }
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe('findOverlap', () => {
  test('names the two, or none', () => {
    expect(overlap([extent(0, 10, 0), extent(10, 20, 0)])).toBeUndefined();
    expect(overlap([extent(0, 30, 0), extent(2, 3, 7), extent(20, 25, 9)])).toEqual([
      extent(0, 30, 0),
      extent(2, 3, 7),
    ]);
  });
});
