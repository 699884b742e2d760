import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { createSelection, type Selection } from '../../../src/pagemap/pages/selection.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import type { Piece } from '../../../src/pagemap/sources/word-source.ts';
import { inputOf, modelOf } from '../../helpers/pagemap.ts';

const engine = createEngine();
const model = modelOf('debian-6.12');
const region = (name: string): Uint8Array =>
  readFileSync(
    new URL(`../../fixtures/realkernel/6.12.117+deb12-amd64/pagemap/${name}.bin`, import.meta.url),
  );

/** The parts of a piece that a condition picks. */
const selected = (selection: Selection, piece: Piece): Piece[] =>
  [...selection.pieces(piece, false)].filter((part) => part !== undefined);

/** Pages of a region of the real 6.12 kernel for which an expression holds, by their index. */
function pagesWhere(name: string, expression: string): number[] {
  const vmas = [{ start: 0x100, end: 0x100 + region(name).length / 8, name: 'test', perms: 'rw-p' }];
  const source = openDump(inputOf(region(name), 24), engine, {
    pageSize: 4096,
    startPage: 0,
    vmas,
    absolute: false,
  });
  const selection = createSelection({ where: expression }, engine, model, { pageSize: 4096, hasVmas: true });
  const found: number[] = [];
  for (let pieces = source.next(); pieces; pieces = source.next())
    for (const piece of pieces)
      for (const { page, pages } of selected(selection, piece))
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
    { region: 'uffdwp_shmem', where: 'marker == null', pages: [0, 1, 2, 3] },
    { region: 'uffdwp_shmem', where: 'marker != null', pages: [4, 5, 6, 7] },
    { region: 'anon_swapped', where: 'marker != null', pages: [] },
    { region: 'shmem_rw', where: 'file', pages: [0, 1, 2, 3] },
    { region: 'uffdwp_shmem', where: 'UFFD-WP && markers has "uffd_wp"', pages: [4, 5, 6, 7] },
    { region: 'anon_swapped', where: 'flags has "soft_dirty" && !Present', pages: [0, 1, 2, 3, 4, 5, 7] },
    { region: 'uffdwp_anon', where: '_PAGE_UFFD_WP', pages: [0, 1, 2, 3, 6, 7] },
    { region: 'uffdwp_anon', where: 'PM_UFFD_WP and _page_swp_uffd_wp', pages: [0, 1, 2, 3, 6, 7] },
    { region: 'anon_swapped', where: 'none && _PAGE_SOFT_DIRTY', pages: [7] },
    { region: 'anon_rw', where: 'pages == 1', pages: [0, 1, 2, 3, 4, 5, 6, 7] },
    { region: 'anon_rw', where: 'perms == "RW-P"', pages: [0, 1, 2, 3, 4, 5, 6, 7] },
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
    selected(createSelection({ where }, engine, model, { pageSize: 4096, hasVmas: true }), fill).map(
      ({ page, pages }) => [page, pages],
    );
  expect(some('none')).toEqual([[0x100, 1000]]);
  expect(some('present')).toEqual([]);
  expect(some('vaddr >= 0x101000 && vaddr < 0x103000')).toEqual([[0x101, 2]]);
  expect(
    selected(
      createSelection({ where: 'state == "not-read"' }, engine, model, { pageSize: 4096, hasVmas: true }),
      {
        ...fill,
        notRead: true,
      },
    ),
  ).toHaveLength(1);
});

test('with ranges, "pages" is the length of the range', () => {
  const selection = createSelection({ where: 'pages > 2', ofRanges: true }, engine, model, {
    pageSize: 4096,
    hasVmas: true,
  });
  const run = { page: 1, pages: 3, lo: 0, hi: 0, slot: 0, sequential: true, vma: undefined };
  expect(selection.range(run, false)).toBe(true);
  expect(selection.range({ ...run, pages: 2 }, false)).toBe(false);
});

test('--present and an expression hold both', () => {
  const fill = { page: 0x100, pages: 4, from: -1, lo: 1, hi: 1 << 31, vma: undefined };
  const found = (where?: string): number =>
    selected(
      createSelection({ where, isPresent: true }, engine, model, { pageSize: 4096, hasVmas: true }),
      fill,
    ).length;
  expect([found(), found('pfn == 1'), found('pfn == 2')]).toEqual([1, 1, 0]);
});

test.each([
  {
    text: 'nosuch',
    says: 'unknown name "nosuch" (text stands in quotes); names are listed in docs/pagemap.md',
  },
  { text: '_PAGE_SOFT_DRITY', says: 'did you mean _PAGE_SOFT_DIRTY?' },
  { text: '_PAGE_SWP_EXCLUSIVE', says: 'unknown name' },
  { text: 'present &&', says: 'found the end' },
  { text: 'swap.', says: 'unexpected "."' },
  { text: 'state == present', says: 'text stands in quotes: state == "present"' },
  { text: 'state == "presnt"', says: 'did you mean "present"?' },
  { text: 'state == not-read', says: 'text stands in quotes: "not-read"' },
  { text: 'flags has "soft_drity"', says: 'did you mean "soft_dirty"?' },
  {
    text: 'state == "pte-marker:uffd_wp"',
    says: 'state is never "pte-marker:uffd_wp": did you mean marker == "uffd_wp"?',
  },
  { text: '"PTE_MARKER:uffd-wp+poisoned" == state', says: 'did you mean marker == "uffd_wp+poisoned"?' },
  { text: 'state == "swap:uffd_wp"', says: 'did you mean marker == "uffd_wp"?' },
  { text: 'state == "nothing:uffd_wp"', says: 'state is never "nothing:uffd_wp"' },
  { text: 'marker == "poison"', says: 'did you mean "poisoned"?' },
  { text: 'markers has "uffd_wp+poisoned"', says: 'markers never holds' },
  { text: 'perms == "rwx"', says: 'did you mean "rwxp"?' },
  { text: 'flags == null', says: 'flags is never null' },
  { text: 'pages > 1', says: 'pages > 1 is never true' },
  // A word has bit 63, or bit 62, or neither: Documentation/admin-guide/mm/pagemap.rst.
  { text: 'present && (none || swapped)', says: 'this is never true here: its parts never hold together' },
  { text: 'swap.type == 32', says: 'swap.type is 0 to 31' },
  { text: 'swap.name == "SWP_MARKER"', says: 'swap.name is never "SWP_MARKER"' },
])('$text is refused', ({ text, says }) => {
  expect(() => createSelection({ where: text }, engine, model, { pageSize: 4096, hasVmas: true })).toThrow(
    expect.objectContaining({ code: 'ERR_EXPRESSION', message: expect.stringContaining(says) }),
  );
});

test.each([
  'marker == "uffd_wp+poisoned"',
  'marker == "uffd-wp+bit-2"',
  'marker == ""',
  'flags has "bit-60"',
  'flags has "bit_60"',
])('%s can be true', (where) => {
  expect(() => createSelection({ where }, engine, model, { pageSize: 4096, hasVmas: true })).not.toThrow();
});
