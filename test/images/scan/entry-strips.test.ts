import { describe, expect, test } from '@jest/globals';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { imageMappings } from '../../../src/images/scan/image-mappings.ts';
import { entryCategory, EntryStrips } from '../../../src/images/scan/entry-strips.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { parseMaps } from '../../../src/pages/maps.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const grouper = createGrouper(kernel);
const groupOf = (raw: bigint, level: 'pte' | 'pmd' = 'pte') =>
  grouper.groupOf(level, Number(BigInt.asIntN(32, raw)), Number(BigInt.asIntN(32, raw >> 32n)));
const run = (raw: bigint, page: number, entries: number, pagesPerEntry = 1) => ({
  group: groupOf(raw, pagesPerEntry === 1 ? 'pte' : 'pmd'),
  page,
  entries,
  pagesPerEntry,
  raw,
  contiguous: false,
  equal: false,
});
const PRESENT = 0x8000000000000067n;

test.each([
  { raw: 0n, level: 'pmd', category: 'none' },
  { raw: PRESENT, level: 'pte', category: 'present' },
  // _PAGE_UFFD_WP is bit 10 (v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_BIT_UFFD_WP).
  { raw: PRESENT | 0x400n, level: 'pte', category: 'present +uffd_wp' },
  { raw: PRESENT | 0x80n, level: 'pmd', category: 'present (pmd)' },
  // make_pte_marker(PTE_MARKER_UFFD_WP): type 31, offset 1, stored inverted.
  { raw: 0xfffffffffffffc00n, level: 'pte', category: 'pte-marker:uffd_wp' },
] as const)('$category', ({ raw, level, category }) => {
  expect(entryCategory(groupOf(raw, level))).toBe(category);
});

describe('EntryStrips', () => {
  const maps = `00010000-00018000 rw-p 0 00:00 0 a
00018000-00020000 rw-p 0 00:00 0 b
00030000-00032000 rw-p 0 00:00 0 empty
00090000-00092000 rw-p 0 00:00 0 not scanned
`;
  const range = { start: 0, end: 0x40 };
  const flat = (strips: ReturnType<EntryStrips['end']>) =>
    strips.map(({ page, vma, row }) => ({
      page,
      name: vma?.name,
      cells: [...row.cells()].map((cell) => [...cell].flat().join(' ')).join(),
    }));

  test('a bar per mapping, filled up with empty pages, and empty mappings', () => {
    const strips = new EntryStrips(kernel, imageMappings(kernel, parseMaps(maps, 'maps', 4096)), range, true);
    strips.add(run(PRESENT, 0x12, 2));
    strips.add(run(0xfffffffffffffc00n, 0x18, 1));
    strips.add(run(PRESENT, 0x28, 1));
    const one = 'none 1';
    expect(flat(strips.end())).toEqual([
      { page: 0x10, name: 'a', cells: [one, one, 'present 1', 'present 1', one, one, one, one].join() },
      { page: 0x18, name: 'b', cells: ['pte-marker:uffd_wp 1', ...Array<string>(7).fill(one)].join() },
      { page: 0x28, name: undefined, cells: 'present 1' },
      { page: 0x30, name: 'empty', cells: [one, one].join() },
    ]);
  });

  test('with a choice of entries nothing is said of the others', () => {
    const strips = new EntryStrips(
      kernel,
      imageMappings(kernel, parseMaps(maps, 'maps', 4096)),
      range,
      false,
    );
    strips.add(run(PRESENT, 0x12, 2));
    strips.add(run(PRESENT, 0x15, 1));
    expect(flat(strips.end())).toEqual([
      { page: 0x12, name: 'a', cells: 'present 1,present 1,left-out 1,present 1' },
    ]);
  });

  test('without maps: neighbours within a table are one bar, addresses of the kernel half are whole', () => {
    const strips = new EntryStrips(kernel, imageMappings(kernel, []), { start: 0, end: 2 ** 36 }, true);
    strips.add(run(PRESENT, 0, 1));
    strips.add(run(PRESENT, 3, 1));
    strips.add(run(PRESENT, 5000, 1));
    strips.add(run(PRESENT | 0x80n, 2 ** 35, 1, 512));
    const found = flat(strips.end());
    expect(found.map(({ page }) => page)).toEqual([0, 5000, 0xffff800000000]);
    expect(found[0]?.cells).toBe('present 1,none 1,none 1,present 1');
  });
});
