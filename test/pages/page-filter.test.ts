import { describe, expect, test } from '@jest/globals';
import { clipPiece } from '../../src/pagemap/sources/word-source.ts';
import { clipRange, isPageSize, NamedFilter, vmaMatcher } from '../../src/pages/page-filter.ts';

const vma = (name: string): { name: string; start: number; end: number; perms: string } => ({
  name,
  start: 0,
  end: 9,
  perms: 'rw-p',
});

describe('names of mappings', () => {
  test.each([
    { pattern: 'lib', name: '/usr/lib/libc.so', matches: true },
    { pattern: 'lib', name: '[heap]', matches: false },
    { pattern: '*.so', name: '/usr/lib/libc.so', matches: true },
    { pattern: '*.so', name: '/usr/lib/libc.so.6', matches: false },
    { pattern: '/usr/*/lib?.so', name: '/usr/x/y/libc.so', matches: true },
    { pattern: '*a*a*a*a*a*b', name: 'a'.repeat(3000), matches: false },
    { pattern: '[anon]', name: '', matches: true },
    { pattern: '[anon]', name: '/a', matches: false },
    { pattern: '*', name: '', matches: true },
  ])('$pattern and $name: $matches', ({ pattern, name, matches }) => {
    expect(vmaMatcher(pattern)(vma(name))).toBe(matches);
  });
  test('no mapping has no name', () => {
    expect(['x', '*', '[anon]'].map((pattern) => vmaMatcher(pattern)(undefined))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

test('ranges cut pieces down', () => {
  const filter = { ranges: [{ start: 5, end: 8 }, { start: 12, end: 30 }], vma: undefined }; // prettier-ignore
  expect(clipRange(0, 20, filter)).toEqual([
    { start: 5, end: 8 },
    { start: 12, end: 20 },
  ]);
  const piece = { page: 4, pages: 10, from: 100, lo: 0, hi: 0, vma: undefined };
  expect(clipPiece(piece, filter).map(({ page, pages, from }) => [page, pages, from])).toEqual([
    [5, 3, 101],
    [12, 2, 108],
  ]);
  expect(clipPiece({ ...piece, from: -1 }, filter).map(({ from }) => from)).toEqual([-1, -1]);
  expect(clipPiece(piece, { ranges: [], vma: () => false })).toEqual([]);
});

test('page sizes', () => {
  expect([4096, 16384, 65536, 0, 1, 5000, 2 ** 20].map(isPageSize)).toEqual([
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});

test('a filter knows what of it picked nothing', () => {
  const filter = new NamedFilter(
    [
      { text: 'a', start: 5, end: 9 },
      { text: 'b', start: 0, end: 2 },
      { text: 'c', start: 30, end: 40 },
    ],
    ['[heep]', '*.so'],
  );
  expect(filter.ranges).toEqual([
    { start: 0, end: 2 },
    { start: 5, end: 9 },
    { start: 30, end: 40 },
  ]);
  expect(filter.vma?.(vma('[heap]'))).toBe(false);
  expect(filter.vma?.(vma('/lib/libc.so'))).toBe(true);
  expect(clipRange(1, 6, filter)).toEqual([
    { start: 1, end: 2 },
    { start: 5, end: 6 },
  ]);
  expect(filter.unmatched()).toEqual([
    {
      option: '--mapping "[heep]"',
      text: '--mapping "[heep]": no mapping that was read has such a name: did you mean [heap]?',
    },
    { option: '--range "c"', text: '--range "c": no page that was read lies in it' },
  ]);
});
