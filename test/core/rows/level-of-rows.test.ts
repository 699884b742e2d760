import { describe, expect, test } from '@jest/globals';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { type KernelSpec, resolveKernel } from '../../../src/kernel/resolve.ts';

interface Case {
  readonly name: string;
  readonly spec: KernelSpec;
  /** PGDIR_SHIFT: what an entry of the pgd maps. */
  readonly shift: number;
  readonly raw: bigint;
  readonly pfn: bigint;
}

const config = (...symbols: readonly string[]) => new Map(symbols.map((symbol) => [symbol, true]));

/** Kernels whose pgd is of a lower level than the fourth, by the shift that their headers give it. */
const CASES: readonly Case[] = [
  {
    name: 'Sv39: arch/riscv/include/asm/pgtable-64.h PGDIR_SHIFT_L3',
    spec: { arch: 'riscv64', kernel: '6.12', paging: 3 },
    shift: 30,
    raw: 0x2000_00efn,
    pfn: 0x8_0000n,
  },
  {
    name: '39 bits: arch/arm64/include/asm/pgtable-hwdef.h ARM64_HW_PGTABLE_LEVEL_SHIFT(4 - 3)',
    spec: { arch: 'arm64', kernel: '6.12', config: config('ARM64_VA_BITS_39') },
    shift: 30,
    raw: 0x0068_0001_4000_0711n,
    pfn: 0x14_0000n,
  },
  {
    name: '64 KiB, 42 bits: ARM64_HW_PGTABLE_LEVEL_SHIFT(4 - 2)',
    spec: { arch: 'arm64', kernel: '6.12', config: config('ARM64_64K_PAGES', 'ARM64_VA_BITS_42') },
    shift: 29,
    raw: 0x0068_0001_4000_0711n,
    pfn: 0x1_4000n,
  },
  {
    name: 'Sv48: PGDIR_SHIFT_L4',
    spec: { arch: 'riscv64', kernel: '6.12' },
    shift: 39,
    raw: 0x20_0000_00efn,
    pfn: 0x800_0000n,
  },
];

const ABOVE: readonly Level[] = ['pgd', 'p4d'];

describe.each(CASES)('a pgd of $name', ({ spec, shift, raw, pfn }) => {
  const kernel = resolveKernel(spec);

  test.each(ABOVE)('a page, as %s', (level) => {
    const entry = decodeEntry(kernel, raw, { level });
    expect([entry.state, entry.shape.frame?.pageShift]).toEqual(['present', shift]);
    expect(encodeEntry(kernel, entry)).toBe(raw);
    const built = { state: 'present', level, pfn, flags: [] } as const;
    const again = decodeEntry(kernel, encodeEntry(kernel, built), { level });
    expect(again.shape.frame?.pageShift).toBe(shift);
  });

  test('an entry of a page that moves stands there where the top table is one of large pages', () => {
    // mm/hugetlb.c keeps them where the page was, mm/huge_memory.c in a pmd alone.
    const top = kernel.levels[0]?.level;
    const expected = { pgd: ['violation'], pud: ['remark'], pmd: [] };
    for (const level of ABOVE) {
      const raw = encodeEntry(kernel, { state: 'migration', level, pfn: 0x24_0000n });
      const { state, notes } = decodeEntry(kernel, raw, { level });
      const grades = notes.filter(({ code }) => code === 'swap-at-level').map(({ grade }) => grade);
      expect([level, state, grades]).toEqual([level, 'migration', expected[top as keyof typeof expected]]);
    }
  });
});

test('a table of s390x says itself of which level it is: arch/s390/include/asm/pgtable.h _REGION_ENTRY_TYPE_MASK', () => {
  const kernel = resolveKernel({ arch: 's390x', kernel: '6.12' });
  expect(kernel.levels[0]?.level).toBe('pud');
  const entry = decodeEntry(kernel, 0x8123_700fn, { level: 'pgd' });
  expect(entry.state).toBe('table');
  expect(entry.notes.map(({ code }) => code)).not.toContain('invalid-leaf');
});

// v6.12 arch/x86/Kconfig ARCH_WANT_GENERAL_HUGETLB: of two levels too; mm/hugetlb.c keeps what is poisoned or migrates where the
// page was, which is the pgd (include/asm-generic/pgtable-nopmd.h).
test('a swap entry as pgd of i386 with two levels is one of hugetlb', () => {
  const kernel = resolveKernel({ arch: 'i386', kernel: '6.12', config: new Map([['X86_PAE', false]]) });
  expect(kernel.levels.map(({ level }) => level)).toEqual(['pgd', 'pte']);
  const notesOf = (level: Level, pfn: bigint) =>
    decodeEntry(kernel, encodeEntry(kernel, { state: 'hwpoison', level, pfn }), { level })
      .notes.filter(({ code }) => code !== 'other-kernels')
      .map(({ code, grade }) => `${code} ${grade}`);
  // A report prints the same entry as pgd, p4d and pud: v6.18 mm/memory.c __print_bad_page_map_pgtable.
  for (const level of [...ABOVE, 'pud'] as const)
    expect([level, notesOf(level, 0x1_2400n)]).toEqual([level, ['swap-at-level remark']]);
  // No page of 4 MiB begins there.
  expect(notesOf('pgd', 0x1_2402n)).toEqual(['swap-at-level remark', 'frame-not-aligned violation']);
});
