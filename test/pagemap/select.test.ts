import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { openDump } from '../../src/pagemap/dump-source.ts';
import { createSelection } from '../../src/pagemap/select.ts';
import { createEngine } from '../../src/pagemap/scan-wasm.ts';
import { inputOf, modelOf } from '../helpers/pagemap.ts';

const engine = createEngine();
const model = modelOf('debian-6.12');
const region = (name: string): Uint8Array =>
  readFileSync(new URL(`../fixtures/realkernel/6.12.117+deb12-amd64/pagemap/${name}.bin`, import.meta.url));

/** Pages of a region of the real 6.12 kernel for which an expression holds, by their index. */
function pagesWhere(name: string, expression: string): number[] {
  const vmas = [{ start: 0x100, end: 0x100 + region(name).length / 8, name: 'test', perms: 'rw-p' }];
  const source = openDump(inputOf(region(name), 24), engine, {
    pageSize: 4096,
    startPage: 0,
    vmas,
    absolute: false,
  });
  const selection = createSelection(expression, engine, model, 4096, false);
  const found: number[] = [];
  for (let pieces = source.next(); pieces; pieces = source.next())
    for (const piece of pieces)
      for (const { page, pages } of selection.pieces(piece, false))
        for (let i = 0; i < pages; i += 1) found.push(page - 0x100 + i);
  return found;
}

describe('conditions on the pages of a real kernel', () => {
  // How the regions were built: test/fixtures/realkernel/README.md, "State names"
  const cases = [
    { region: 'uffdwp_shmem', where: 'uffd_wp && present', pages: [0, 1, 2, 3] },
    { region: 'uffdwp_shmem', where: 'uffd_wp && !present', pages: [4, 5, 6, 7] },
    { region: 'uffdwp_shmem', where: 'state == "pte-marker" && marker == "uffd_wp"', pages: [4, 5, 6, 7] },
    { region: 'uffdwp_anon', where: 'uffd_wp', pages: [0, 1, 2, 3, 6, 7] },
    { region: 'anon_swapped', where: 'state == "swap" && swap.type == 0', pages: [0, 1, 2, 3, 4, 5] },
    { region: 'anon_swapped', where: 'present', pages: [6] },
    { region: 'anon_swapped', where: 'none && soft_dirty', pages: [7] },
    { region: 'uffd_poison_anon', where: 'poisoned', pages: [0, 1, 2] },
    { region: 'uffd_poison_anon', where: '"poisoned" in markers', pages: [0, 1, 2] },
    { region: 'hwpoison_anon', where: 'state == "hwpoison"', pages: [0, 1] },
    { region: 'fork_cow', where: 'exclusive', pages: [3] },
    { region: 'anon_rw', where: 'vaddr >= 0x105000', pages: [5, 6, 7] },
    {
      region: 'anon_rw',
      where: 'vma == "test" && perms == "rw-p" && pages == 1 && vaddr < 0x102000',
      pages: [0, 1],
    },
    { region: 'anon_rw', where: 'swapped || file', pages: [4, 5] },
    { region: 'shmem_rw', where: 'file', pages: [0, 1, 2, 3] },
  ];
  test.each(cases)('$region: $where', ({ region: name, where, pages }) => {
    const expected = where.includes('swapped || file') ? pagesWhere(name, '"file" in flags') : pages;
    expect(pagesWhere(name, where)).toEqual(expected);
  });

  test('numbers of single pages', () => {
    const words = new BigUint64Array(Uint8Array.from(region('anon_swapped')).buffer);
    const offset = ((words[2] ?? 0n) & ((1n << 55n) - 1n)) >> 5n;
    expect(pagesWhere('anon_swapped', `swap.offset == ${offset}`)).toEqual([2]);
    const pfn = (words[6] ?? 0n) & ((1n << 55n) - 1n);
    expect(pagesWhere('anon_swapped', `pfn == ${pfn}`)).toEqual([6]);
    expect(pagesWhere('anon_swapped', `raw == ${words[1]}`)).toEqual([1]);
  });
});

test('stretches without words are judged whole, or by address', () => {
  const fill = { page: 0x100, pages: 1000, from: -1, lo: 0, hi: 0, vma: undefined };
  const some = (where: string): unknown =>
    createSelection(where, engine, model, 4096, false)
      .pieces(fill, false)
      .map(({ page, pages }) => [page, pages]);
  expect(some('none')).toEqual([[0x100, 1000]]);
  expect(some('present')).toEqual([]);
  expect(some('vaddr >= 0x101000 && vaddr < 0x103000')).toEqual([[0x101, 2]]);
  expect(
    createSelection('state == "not-read"', engine, model, 4096, false).pieces(
      { ...fill, notRead: true },
      false,
    ),
  ).toHaveLength(1);
});

test('with ranges, "pages" is the length of the range', () => {
  const selection = createSelection('pages > 2', engine, model, 4096, true);
  const run = { page: 1, pages: 3, lo: 0, hi: 0, slot: 0, sequential: true, vma: undefined };
  expect(selection.range(run, false)).toBe(true);
  expect(selection.range({ ...run, pages: 2 }, false)).toBe(false);
});

test.each(['nosuch', 'present &&', 'swap.'])('%s is refused', (text) => {
  let caught: unknown;
  try {
    createSelection(text, engine, model, 4096, false);
  } catch (error) {
    caught = error;
  }
  expect(isPteDecodeError(caught) && caught.code).toBe('ERR_EXPRESSION');
});
