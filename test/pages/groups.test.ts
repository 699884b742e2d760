import { expect, test } from '@jest/globals';
import { CellRow } from '../../src/pages/cells.ts';
import { baseName, groupStrips, isEmpty } from '../../src/pages/groups.ts';
import type { Strip } from '../../src/pages/strips.ts';

const strip = (page: number, pages: number, name?: string, perms = 'rw-p', category = 'present'): Strip => {
  const row = new CellRow(8);
  row.add(category, pages);
  return { page, row, vma: name === undefined ? undefined : { start: page, end: page + pages, perms, name } };
};
const shape = (strips: readonly Strip[]): unknown =>
  groupStrips(strips).map(({ name, strips: own, behind }) => [name, own.map(({ page }) => page), behind]);

const LIB = '/usr/lib/a.so';
const process = [
  strip(1, 2, LIB, 'r-xp'),
  strip(4, 2, LIB),
  strip(6, 1, ''), // behind what is written of a file: nothing tells whether it is the file's
  strip(7, 1, ''), // behind anonymous memory
  strip(8, 4, '', '---p', 'none'),
  strip(20, 1, ''), // behind a hole
  strip(21, 1, '/usr/lib/b.so', 'r--p'),
  strip(22, 1, ''), // nothing is written of that file
  strip(30, 1, LIB),
  strip(31, 2 ** 20, ''), // 4 GiB
];

test('mappings of a file, anonymous memory without a hole, and no file with memory that has no name', () => {
  expect(shape(process)).toEqual([
    [LIB, [1, 4, 30], []],
    ['', [6, 31], [LIB, LIB]],
    ['', [7, 8], []],
    ['', [20], []],
    ['/usr/lib/b.so', [21], []],
    ['', [22], []],
  ]);
});

test('groups of which it is known that nothing is in them', () => {
  expect(groupStrips(process).map(isEmpty)).toEqual([false, false, false, false, false, false]);
  expect(groupStrips([strip(0, 4, '', 'rw-p', 'none')]).map(isEmpty)).toEqual([true]);
  // What was not read is neither in use nor empty.
  expect(groupStrips([strip(0, 4, '', 'rw-p', 'not-read')]).map(isEmpty)).toEqual([false]);
});

test('where mappings are not known, what lies near each other', () => {
  const far = 2 ** 30;
  expect(shape([strip(0, 1), strip(9, 1), strip(far, 1)])).toEqual([
    [undefined, [0, 9], []],
    [undefined, [far], []],
  ]);
});

test('names of files', () => {
  expect(['/a/b.so', '[heap]', '/', 'x/y', '/a/'].map(baseName)).toEqual([
    'b.so',
    '[heap]',
    '/',
    'x/y',
    'a/',
  ]);
});
