import { expect, test } from '@jest/globals';
import { CellRow } from '../../../src/pages/cells.ts';
import { pageData } from '../../../src/pages/html/html-data.ts';
import { MAPPINGS, type Strip } from '../../../src/pages/strips.ts';

const strip = (page: number, pages: number, name: string, perms = 'rw-p'): Strip => {
  const row = new CellRow(8);
  row.add('present', pages);
  return { page, row, vma: { start: page, end: page + pages, perms, name } };
};

test('rows are told apart: files of one name by their folder, memory without a name by its address', () => {
  const strips = [
    strip(0x10, 2, '/cache/a/data_0'),
    strip(0x12, 1, ''),
    strip(0x20, 2, '/cache/b/data_0'),
    strip(0x22, 3, ''),
    strip(0x30, 1, ''),
    strip(0x40, 1, ''),
    strip(0x50, 1, '/usr/lib/c.so'),
  ];
  const { data } = pageData(strips, 4096, MAPPINGS);
  expect(data.groups.map(({ title }) => title)).toEqual([
    'a/data_0',
    '[anon] behind files',
    'b/data_0',
    '[anon] 0x30000',
    '[anon] 0x40000',
    'c.so',
  ]);
  expect(data.groups[1]?.strips.map(({ name, pages }) => [name, pages])).toEqual([
    ['behind data_0', 1],
    ['behind data_0', 3],
  ]);
});
