import { describe, expect, test } from '@jest/globals';
import { numberOf, readEntry, setRows } from '../../../src/core/entry/entry.ts';
import { asUnmapped, decodePlaced, readUnmapped, unmappedBits } from '../../../src/core/verdicts/unmapped.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const x86 = resolveKernel({ kernel: '6.12' });
const arm64 = resolveKernel({ kernel: '6.12', arch: 'arm64' });

/** A pte of the kernel's half and the frame that it had: __pte_needs_invert() of v4.19 pgtable-invert.h inverts it. */
const PAGES = [
  { name: 'x86, the present bit taken away', kernel: x86, raw: 0x8000000012345062n, pfn: 0x12345n },
  { name: 'x86, its frame inverted', kernel: x86, raw: 0x800fffffedcba062n, pfn: 0x12345n },
  // From a log of debug_pagealloc, whose page table dump had pte=0068000081234f12.
  { name: 'arm64, the valid bit taken away', kernel: arm64, raw: 0x0068000081234f12n, pfn: 0x81234n },
] as const;

describe('an entry of the kernel that is not present', () => {
  test.each(PAGES)('$name: the page that it was', ({ kernel, raw, pfn }) => {
    const entry = decodePlaced(kernel, raw, 'pte', true);
    expect([entry.state, numberOf(entry, 'pfn'), entry.raw]).toEqual(['unmapped', pfn, raw]);
    expect(entry.notes).toEqual([]);
  });

  // v6.12 arch/x86/mm/pat/set_memory.c __change_page_attr(): a 2 MiB page that is not present has neither of the bits.
  test('a large page of the kernel is one with its PSE bit', () => {
    const entry = decodePlaced(x86, 0x8000000004600062n, 'pmd', true);
    expect([entry.state, numberOf(entry, 'pfn')]).toEqual(['unmapped', 0x4600n]);
    expect(readUnmapped(readEntry(x86, 0n, 'pmd'))).toBeUndefined();
    expect(unmappedBits(readEntry(x86, 0n, 'pmd'))).toBe(0n);
  });

  // pfn_pte() of that release inverts all address bits of a pte, so those below the frame are ones, the one of PAT among them.
  test('a large page of the kernel whose frame is inverted has no attribute that its address bits seem to be', () => {
    const entry = decodePlaced(x86, 0x800ffffeed9ff062n, 'pmd', true);
    expect([entry.state, numberOf(entry, 'pfn')]).toEqual(['unmapped', 0x112600n]);
    expect([entry.reserved, entry.unknown]).toEqual([0n, 0n]);
    expect(setRows(entry, ({ kind }) => kind === 'flag').map(({ short }) => short)).toEqual([
      'nx',
      'dirty',
      'accessed',
      'rw',
    ]);
  });

  // v4.18 arch/x86/mm/cpu_entry_area.c percpu_setup_debug_store: PAGE_NONE, whose frame 0 pfn_pte() inverts since L1TF.
  test.each([0x120n, 0x000f_ffff_ffff_f120n])('PAGE_NONE of frame 0 is none (%s)', (raw) => {
    expect(decodePlaced(x86, raw, 'pte', true).state).toBe('protnone');
    const { kernel, level } = readEntry(x86, raw, 'pte');
    const bits = unmappedBits(readEntry(kernel, raw, level));
    for (let bit = 0n; bit < 64n; bit++) {
      const other = readEntry(kernel, raw ^ (1n << bit), level);
      if (readUnmapped(other) !== undefined) expect([bit, bits & (1n << bit)]).toEqual([bit, 1n << bit]);
    }
  });

  // What is worked out for a kind of entries is kept: of many frames there may not be as many kinds.
  test('entries that differ in their frame alone have one shape', () => {
    const shapes = [0x800fffffedcba062n, 0x800fffffedcbb062n, 0x800fffff00000062n].map(
      (raw) => decodePlaced(x86, raw, 'pte', true).shape,
    );
    expect(new Set(shapes).size).toBe(1);
  });

  test.each(PAGES)('$name: in a process it is no such thing', ({ kernel, raw }) => {
    expect(decodePlaced(kernel, raw, 'pte', false).state).toBe(decodeEntry(kernel, raw).state);
  });

  test.each(PAGES)('$name: a bit that decides on it is among those that are named', ({ kernel, raw }) => {
    const entry = readEntry(kernel, raw, 'pte');
    const bits = unmappedBits(entry);
    const pfnOf = (value: bigint) => {
      const page = readUnmapped(readEntry(kernel, value, 'pte'));
      return page && [page.state, page.shape.numbers.pfn?.hole.mask];
    };
    for (let bit = 0n; bit < 64n; bit++)
      if ((bits & (1n << bit)) === 0n && readEntry(kernel, raw ^ (1n << bit), 'pte').form === entry.form)
        expect([bit, pfnOf(raw ^ (1n << bit))]).toEqual([bit, pfnOf(raw)]);
  });

  test.each([
    { name: 'none', raw: 0n },
    { name: 'present', raw: 0x8000000012345063n },
  ])('$name is something else', ({ raw }) => {
    const entry = readEntry(x86, raw, 'pte');
    expect(asUnmapped(entry)).toBeUndefined();
    if (raw === 0n) expect(unmappedBits(entry)).toBe(0n);
  });
});
