import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ChangeMerger, changesOf, type PageChange } from '../../../src/pagemap/compare/diff.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { pairPages } from '../../../src/pagemap/compare/pairs.ts';
import type { DiffSide } from '../../../src/pagemap/compare/parts.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { dumpOf, inputOf, modelOf } from '../../helpers/pagemap.ts';

const model = modelOf('debian-7.3');
const [one, two] = [createEngine(), createEngine()];

function side(
  engine: DiffSide['engine'],
  words: readonly bigint[],
  startPage: number,
  step: number,
): DiffSide {
  const shape = { pageSize: 4096, startPage, vmas: undefined, absolute: false };
  const source = openDump(inputOf(dumpOf(words), step), engine, shape);
  return { engine, model, source, filter: { ranges: [], vma: undefined } };
}

function diff(
  before: readonly bigint[],
  after: readonly bigint[],
  { startBefore = 0, startAfter = 0, step = Infinity } = {},
): { page: number; pages: number; changes: readonly string[] }[] {
  const changes: PageChange[] = [];
  const merger = new ChangeMerger((change) => changes.push(change));
  const sides = [side(one, before, startBefore, step), side(two, after, startAfter, step)] as const;
  const equal = { onlyOpen: true, settles: () => true, see: () => undefined };
  for (const pair of pairPages(...sides, { numbers: true, equal })) {
    const how = changesOf(pair);
    if (how.length > 0) merger.add(pair, how);
  }
  merger.end();
  return changes.map(({ page, pages, changes: how }) => ({ page, pages, changes: how }));
}

// Words as real kernels showed them (test/fixtures/realkernel), with other frame numbers.
const NONE = 0x0080_0000_0000_0000n;
const PRESENT = 0x8100_0000_0000_2000n;
const DIRTY = 0x8180_0000_0000_2000n;
const PROTECTED = 0x8300_0000_0000_2000n;
const SWAPPED = 0x4000_0000_0000_0280n;
const MARKER = 0x4280_0000_0000_003fn;
const GUARD = 0x4480_0000_0000_009fn;

describe('how a page changed', () => {
  const cases = [
    { name: 'became dirty', before: PRESENT, after: DIRTY, changes: ['gained-soft_dirty'] },
    { name: 'lost uffd_wp', before: PROTECTED, after: PRESENT, changes: ['lost-uffd_wp'] },
    { name: 'was swapped out', before: PRESENT, after: SWAPPED, changes: ['swapped-out', 'lost-exclusive'] },
    { name: 'was swapped in', before: SWAPPED, after: PRESENT, changes: ['swapped-in', 'gained-exclusive'] },
    { name: 'moved', before: PRESENT, after: PRESENT + 5n, changes: ['moved'] },
    { name: 'moved in swap', before: SWAPPED, after: SWAPPED + 64n, changes: ['moved'] },
    { name: 'moved to another swap area', before: SWAPPED, after: SWAPPED + 1n, changes: ['moved'] },
    { name: 'was populated', before: NONE, after: DIRTY, changes: ['populated', 'gained-exclusive'] },
    { name: 'was dropped', before: DIRTY, after: NONE, changes: ['dropped', 'lost-exclusive'] },
    {
      name: 'became a marker',
      before: NONE,
      after: MARKER,
      changes: ['became-pte-marker:uffd_wp', 'gained-uffd_wp'],
    },
    {
      name: 'became a guard page',
      before: NONE,
      after: GUARD,
      changes: ['became-pte-marker:guard', 'gained-guard'],
    },
    { name: 'stayed', before: MARKER, after: MARKER, changes: [] },
  ];
  test.each(cases)('$name', ({ before, after, changes }) => {
    expect(diff([before], [after])).toEqual(changes.length === 0 ? [] : [{ page: 0, pages: 1, changes }]);
  });
});

test('pages that only one side has', () => {
  expect(diff([NONE, NONE, NONE], [NONE, NONE, NONE], { startAfter: 2 })).toEqual([
    { page: 0, pages: 2, changes: ['unmapped'] },
    { page: 3, pages: 2, changes: ['mapped'] },
  ]);
});

test('neighbours that changed alike are one range, whatever the chunks', () => {
  const before = Array.from({ length: 50 }, (_, i) => PRESENT + BigInt(i));
  const after = before.map((word, i) => (i >= 10 && i < 40 ? word | NONE : word));
  fc.assert(
    fc.property(fc.integer({ min: 8, max: 500 }), (step) => {
      expect(diff(before, after, { step })).toEqual([
        { page: 10, pages: 30, changes: ['gained-soft_dirty'] },
      ]);
    }),
  );
});

test('any two dumps: exactly the words that differ are listed', () => {
  const word = fc.constantFrom(
    0n,
    NONE,
    PRESENT,
    PRESENT + 1n,
    DIRTY,
    PROTECTED,
    SWAPPED,
    SWAPPED + 32n,
    MARKER,
    GUARD,
  );
  const words = fc.array(word, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(words, words, fc.integer({ min: 8, max: 100 }), (a, b, step) => {
      const length = Math.min(a.length, b.length);
      const [before, after] = [a.slice(0, length), b.slice(0, length)];
      const listed = diff(before, after, { step }).flatMap(({ page, pages }) =>
        Array.from({ length: pages }, (_, i) => page + i),
      );
      expect(listed).toEqual(before.flatMap((each, i) => (each === after[i] ? [] : [i])));
    }),
  );
});
