import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CellRow, mainCategory } from '../../src/pages/cells.ts';

test('cells hold every page once, in order, and never more than the limit', () => {
  const run = fc.record({
    category: fc.constantFrom('none', 'present', 'swap'),
    pages: fc.integer({ min: 1, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(run), fc.integer({ min: 2, max: 20 }), (runs, limit) => {
      const row = new CellRow(limit);
      for (const { category, pages } of runs) row.add(category, pages);
      const pages = runs.flatMap((each) => Array.from({ length: each.pages }, () => each.category));
      expect(row.pages).toBe(pages.length);
      expect(row.length).toBeLessThanOrEqual(limit);
      [...row.cells()].forEach((cell, i) => {
        const own = pages.slice(i * row.pagesPerCell, (i + 1) * row.pagesPerCell);
        const expected = new Map<string, number>();
        for (const category of own) expected.set(category, (expected.get(category) ?? 0) + 1);
        expect(cell).toEqual(expected);
      });
    }),
  );
});

test('a row that is packed now and then is the same', () => {
  const run = fc.record({
    category: fc.constantFrom('none', 'present', 'swap'),
    pages: fc.integer({ min: 1, max: 40 }),
    raw: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { nil: undefined }),
    packs: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(run), fc.integer({ min: 2, max: 20 }), (runs, limit) => {
      const [plain, packed] = [new CellRow(20), new CellRow(20)];
      for (const { category, pages, raw, packs } of runs) {
        for (const row of [plain, packed]) row.add(category, pages, raw);
        if (packs) packed.pack();
      }
      for (const row of [plain, packed]) row.shrink(limit);
      packed.pack();
      expect(packed.categories).toEqual(plain.categories);
      expect([packed.length, packed.pages]).toEqual([plain.length, plain.pages]);
      expect([...packed.cells()]).toEqual([...plain.cells()]);
      packed.pack();
      expect(packed.samples()).toEqual(plain.samples());
    }),
  );
});

test('a tebibyte in one call', () => {
  const row = new CellRow(100);
  row.add('none', 2 ** 28);
  row.add('present', 1);
  expect(row.length).toBeLessThanOrEqual(100);
  expect(row.pages).toBe(2 ** 28 + 1);
});

test('a cell is drawn as most of its pages that are not empty', () => {
  expect(mainCategory(new Map([['none', 500], ['swap', 2], ['present', 1]]))).toBe('swap'); // prettier-ignore
  expect(mainCategory(new Map([['none', 1]]))).toBe('none');
});

test('a part of a row, and a row that has to make do with fewer cells', () => {
  const row = new CellRow(8);
  row.add('present', 3);
  row.add('none', 5);
  expect(row.slice(2, 4)).toEqual(new Map([['present', 1], ['none', 1]])); // prettier-ignore
  expect(row.slice(3.2, 3.4)).toEqual(new Map([['none', 1]]));
  row.shrink(2);
  expect([row.length, row.pagesPerCell]).toEqual([2, 4]);
  expect(row.slice(0, 8)).toEqual(new Map([['present', 3], ['none', 5]])); // prettier-ignore
});
