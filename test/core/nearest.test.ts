import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { editDistance, nearest } from '../../src/core/nearest.ts';

const NAMES = ['state', 'level', 'dirty', 'swap.type', 'swap.offset', 'uffd_wp', 'soft_dirty', 'pfn', 'rw'];

describe('nearest', () => {
  test.each([
    { word: 'dirtyy', meant: 'dirty' },
    { word: 'stat', meant: 'state' },
    { word: 'satte', meant: 'state' },
    { word: 'elvel', meant: 'level' },
    { word: 'UFFD-WP', meant: 'uffd_wp' },
    { word: 'uffdwp', meant: 'uffd_wp' },
    { word: 'swp.type', meant: 'swap.type' },
    { word: 'pf', meant: 'pfn' },
    { word: 'offset', meant: 'swap.offset' },
    { word: 'wp', meant: undefined },
    { word: 'soft', meant: 'soft_dirty' },
    { word: 'swap', meant: undefined },
    { word: 'colour', meant: undefined },
    { word: 'rx', meant: undefined },
    { word: '', meant: undefined },
    { word: 'x'.repeat(60_000), meant: undefined },
  ])('$word', ({ word, meant }) => expect(nearest(word, NAMES)).toBe(meant));

  test('of equals the first', () => {
    expect(nearest('ppd', ['pmd', 'ptd', 'pud'])).toBe('pmd');
  });
});

describe('editDistance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['ab', 'ba', 1],
    ['ca', 'abc', 3],
    ['present', 'presnt', 1],
  ])('%j to %j', (from, to, distance) => {
    expect(editDistance(from, to)).toBe(distance);
    expect(editDistance(to, from)).toBe(distance);
  });

  test('a limit changes nothing below it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.nat(9), (from, to, limit) => {
        expect(editDistance(from, to, limit)).toBe(Math.min(editDistance(from, to), limit + 1));
      }),
    );
  });
});
