import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import type { Level } from '../../../src/core/rows/layout.ts';
import { keyOfNotes, notesOf as rowsOf } from '../../../src/core/verdicts/notes.ts';
import { lowestSpecialType } from '../../../src/core/verdicts/other-meanings.ts';
import { shapesOf, splitTypes } from '../../../src/core/entry/shapes.ts';
import { otherKernels } from '../../../src/kernel/others.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

/** What the fact sheet says of a value, and the codes of the notes that tell it. */
const CASES: readonly {
  name: string;
  kernel: string;
  raw: bigint;
  codes: readonly string[];
  level?: Level;
}[] = [
  {
    name: 'the special pte',
    kernel: 'uffd-wp-special',
    raw: 0x4n,
    codes: ['raw-fields-zero', 'other-kernels'],
  },
  {
    name: 'an erratum bit beside it',
    kernel: 'uffd-wp-special',
    raw: 0x44n,
    codes: ['raw-fields-zero', 'not-the-special', 'offset-beyond-swapfile', 'swap-accessed-dirty'],
  },
  { name: 'accessed and dirty alone', kernel: '6.1', raw: 0x60n, codes: ['none-accessed-dirty'] },
  { name: 'nothing at all', kernel: '6.1', raw: 0x0n, codes: [] },
  {
    name: 'nothing, where the special value is 0',
    kernel: 'uffd-wp-special,CONFIG_HAVE_ARCH_USERFAULTFD_WP=n',
    raw: 0x0n,
    codes: ['none-matches-special'],
  },
  {
    name: 'the special value on 6.1',
    kernel: '6.1',
    raw: 0x4n,
    codes: ['raw-fields-zero', 'special-on-stock-kernel', 'offset-beyond-swapfile', 'other-kernels'],
  },
  {
    name: 'the special value on 5.10',
    kernel: '5.10',
    raw: 0x4n,
    codes: ['raw-fields-zero', 'special-on-stock-kernel', 'offset-beyond-swapfile', 'other-kernels'],
  },
  {
    name: 'write-protected and writable',
    kernel: '6.12',
    raw: 0x80000000029e8c67n,
    codes: ['uffd-wp-writable'],
  },
  {
    name: 'write-protected writable migration',
    kernel: '6.12',
    raw: 0xf7fffffffdb97404n,
    codes: ['swap-uffd-wp-writable', 'other-kernels'],
  },
  {
    name: 'write-protected writable device entry',
    kernel: '7.3',
    raw: 0xe7fffffffdb97404n,
    codes: ['swap-uffd-wp-writable', 'other-kernels'],
  },
  {
    name: 'RWP page',
    kernel: 'debian-7.3',
    raw: 0x040ffffffcd13d20n,
    codes: ['rwp-or-protnone-uffd', 'other-kernels'],
  },
  {
    name: 'dirty without write on 6.12',
    kernel: '6.12',
    raw: 0x8000000002e86865n,
    codes: ['dirty-not-writable'],
  },
  {
    name: 'dirty without write with shadow stacks',
    kernel: '6.12,CPU_SHADOW_STACK=y',
    raw: 0x8000000002e86865n,
    codes: ['shadow-stack'],
  },
  { name: 'dirty without write on 6.1', kernel: '6.1', raw: 0x8000000002e86865n, codes: [] },
  {
    name: 'a pmd leaf being split',
    kernel: '6.1',
    raw: 0x000ffffffb2008e0n,
    codes: ['invalid-leaf'],
    level: 'pmd',
  },
  { name: 'a table with NX', kernel: '6.1', raw: 0x8000000003cb3067n, codes: ['bad-table'], level: 'pmd' },
  {
    name: 'a table with a reserved bit',
    kernel: '6.1',
    raw: 0x0100000003cb3067n,
    codes: ['bad-table', 'reserved-bits'],
    level: 'pgd',
  },
  { name: 'a good table', kernel: '6.1', raw: 0x3cb3067n, codes: [], level: 'pud' },
  {
    name: 'PROT_NONE pmd without PSE',
    kernel: '6.1',
    raw: 0x000ffffffb200960n,
    codes: ['large-not-leaf'],
    level: 'pmd',
  },
  {
    name: 'hugetlb marker',
    kernel: '6.12',
    raw: 0xfffffffffffffc00n,
    codes: ['swap-at-level', 'other-kernels'],
    level: 'pmd',
  },
  // The frame of a migrating THP is its first: 0x12400, and 0x12402, one bit of the inverted offset later.
  { name: 'migration pmd', kernel: '6.12', raw: 0xe7fffffffdb7fe00n, codes: ['other-kernels'], level: 'pmd' },
  {
    name: 'migration pmd within another page',
    kernel: '6.12',
    raw: 0xe7fffffffdb7fa00n,
    codes: ['frame-not-aligned', 'other-kernels'],
    level: 'pmd',
  },
  // swp_type 0 of a page slot: hugetlb has none.
  {
    name: 'page slot as pmd',
    kernel: '6.12',
    raw: 0x07fffffffffbfe00n,
    codes: ['swap-at-level', 'page-slot-at-level'],
    level: 'pmd',
  },
  {
    name: 'swap entry as pgd',
    kernel: '6.12',
    raw: 0x07fffffffffffc00n,
    codes: ['swap-at-level'],
    level: 'pgd',
  },
  { name: 'slot 0 on 6.1', kernel: '6.1', raw: 0x07fffffffffffe00n, codes: ['swap-slot-zero'] },
  { name: 'slot 0 on 7.3', kernel: '7.3', raw: 0x07fffffffffffe00n, codes: ['swap-slot-zero'] },
  {
    name: 'one flipped bit of an empty entry',
    kernel: '6.1',
    raw: 0x400000000n,
    codes: ['offset-beyond-swapfile'],
  },
  {
    name: 'hwpoison beyond memory',
    kernel: 'debian-6.1',
    raw: 0xd000000000000000n,
    codes: ['pfn-beyond-memory', 'other-kernels'],
  },
  {
    name: 'marker without bits',
    kernel: '6.12',
    raw: 0xfffffffffffffe00n,
    codes: ['marker-empty', 'other-kernels'],
  },
  {
    name: 'marker of the future',
    kernel: '6.12',
    raw: 0xfffffffffffff600n,
    codes: ['marker-unknown-bits', 'other-kernels'],
  },
  { name: 'bit 7 in a swap entry', kernel: '6.1', raw: 0x07fffffffffffc80n, codes: ['reserved-bits'] },
  { name: 'devmap page', kernel: '6.1', raw: 0x84000000029e8a67n, codes: ['other-kernels'] },
  { name: 'an ordinary page', kernel: '6.1', raw: 0x80000000029e8867n, codes: [] },
];

const others = otherKernels();
const notesOf = (kernel: string, raw: bigint, level: Level = 'pte') =>
  decodeEntry(resolveKernel({ kernel }), raw, { level, others }).notes;

describe('notes', () => {
  test.each(CASES)('$name', ({ kernel, raw, codes, level }) => {
    expect(notesOf(kernel, raw, level).map((note) => note.code)).toEqual(codes);
  });

  // include/asm-generic/pgtable-nop4d.h, pgtable-nopud.h: what a level is folded into reads its entries.
  test.each([
    { kernel: '6.1', raw: 0x0100000003cb3067n, name: 'p4d_bad' },
    { kernel: '6.1,paging=5', raw: 0x0100000003cb3067n, name: 'pgd_bad' },
    { kernel: '6.12,arch=powerpc64', raw: (1n << 63n) | 0x1080n, name: 'p4d_bad' },
    { kernel: '5.4,arch=powerpc64', raw: (1n << 63n) | 0x1080n, name: 'pgd_bad' },
    { kernel: '6.12,arch=i386', raw: 0x1009n, name: 'pud_bad' },
  ])('$kernel: $name calls the top table $raw bad', ({ kernel, raw, name }) => {
    expect(notesOf(kernel, raw, 'pgd').find((note) => note.code === 'bad-table')?.text).toMatch(
      new RegExp(`^${name}\\(\\) is true: `),
    );
  });

  test.each([
    ['6.1', 'BUG: Bad page map'],
    ['6.12', 'munmap oopses'],
    ['7.3', 'does not oops'],
  ])('what stock %s does with the special value', (kernel, words) => {
    const text = notesOf(kernel, 0x4n).find((note) => note.code === 'special-on-stock-kernel')?.text ?? '';
    expect(text).toContain(words);
    expect(text).toContain('Bad swap offset entry 3ffffffffffff');
  });

  test('the collision of the fact sheet is named, with its kernels', () => {
    // pte-facts section 4.2: a marker on 6.1, a writable migration entry on 6.12.
    const text =
      notesOf('debian-6.1', 0xf7fffffffffffc00n).find((note) => note.code === 'other-kernels')?.text ?? '';
    expect(text).toContain('migration (SWP_MIGRATION_WRITE) on 6.2-7.1');
    expect(text).toContain('device-exclusive (SWP_DEVICE_EXCLUSIVE) on 7.2-7.3');
  });

  // v4.14 pgtable_types.h: _PAGE_BIT_DEVMAP is _PAGE_BIT_SOFTW4, bit 58; bcd11afa7ade (4.19): type and offset changed places.
  test.each([
    { kernel: '6.12', raw: 0x8400000002bcbc25n, text: ': _PAGE_DEVMAP on 4.14-6.5,' },
    { kernel: '4.14', raw: 0x8400000002bcb825n, text: ': _PAGE_SAVED_DIRTY on 6.6-7.3' },
    {
      kernel: '6.12',
      raw: 0xf7fffffffffffc00n,
      text: ': other bits for type and offset on 4.14-4.18; migration',
    },
    // v4.14 include/linux/swap.h: SWP_DEVICE_WRITE is the last type but one where there is CONFIG_DEVICE_PRIVATE.
    {
      kernel: '4.14',
      raw: 0xf7fffffffffffc00n,
      text: ': other bits for type and offset on 4.19-7.3, 5.11 with the patch; device-private (SWP_DEVICE_WRITE) on this kernel with CONFIG_DEVICE_PRIVATE=y',
    },
    { kernel: '7.3,arch=arm64', raw: 0x0068000040000783n, text: undefined },
  ])('$kernel: what is said of $raw begins with 4.14', ({ kernel, raw, text }) => {
    const said = notesOf(kernel, raw).find((note) => note.code === 'other-kernels')?.text;
    if (text === undefined) expect(said).toBeUndefined();
    else expect(said).toContain(text);
  });

  test('the uffd-wp flag beside a marker is no bit of the marker', () => {
    // SWP_PTE_MARKER with offset 0, stored inverted, and _PAGE_SWP_UFFD_WP (bit 2): no marker bit is set.
    const text =
      notesOf('5.14', 0xfffffffffffffe04n).find((note) => note.code === 'other-kernels')?.text ?? '';
    expect(text).toContain('pte-marker');
    expect(text).not.toMatch(/pte-marker \([^)]*uffd.wp/);
  });

  test('without other kernels nothing is compared', () => {
    const entry = decodeEntry(resolveKernel({ kernel: '6.1' }), 0xf7fffffffffffc00n);
    expect(entry.notes.some((note) => note.code === 'other-kernels')).toBe(false);
  });
});

// A type below the special ones of every kernel is a swap area everywhere: nothing to tell apart but the special value.
test('what other kernels make of a swap area hangs on no bit of its type', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const others = otherKernels();
  const lowest = lowestSpecialType([kernel, ...others.map((other) => other.kernel)]);
  const shapes = splitTypes(shapesOf(kernel, 'pte'), lowest);
  const area = shapes.find(({ typesBelow }) => typesBelow === lowest);
  const typeBits = 0xf800_0000_0000_0000n;
  const keyOf = (shape: typeof area): bigint =>
    (shape && keyOfNotes(shape, kernel, others).bits & typeBits) ?? -1n;
  expect(keyOf(area)).toBe(0n);
});

// What the CPU has reserved no kernel makes; what it makes invalid for a while is no sign of damage. Sources at the rows of each in
// test/arch, and test/images/address.test.ts.
test.each([
  { kernel: '6.12,arch=riscv64', level: 'pte', raw: (0x80000n << 10n) | 0xc5n, grade: 'violation' },
  { kernel: '6.12,arch=riscv64', level: 'pmd', raw: (0x80000n << 10n) | 0xc5n, grade: 'violation' },
  { kernel: '6.12,arch=riscv64', level: 'pmd', raw: (0x80000n << 10n) | 0xcen, grade: 'remark' },
  { kernel: '6.12,arch=s390x', level: 'pud', raw: 0x1_0003n, grade: 'violation' },
  { kernel: '6.12,arch=s390x', level: 'pud', raw: 0x1_0027n, grade: 'remark' },
  { kernel: '6.12,arch=loongarch64', level: 'pmd', raw: 0n, grade: 'violation' },
  { kernel: '6.1', level: 'pmd', raw: 0x000ffffffb2008e0n, grade: 'remark' },
] as const)('invalid-leaf, $kernel $level $raw: $grade', ({ kernel, level, raw, grade }) => {
  const { notes } = decodeEntry(resolveKernel({ kernel }), raw, { level });
  expect(notes.filter(({ code }) => code === 'invalid-leaf')).toEqual([expect.objectContaining({ grade })]);
});

// MAX_PHYSMEM_BITS of v6.12 arch/{arm64,powerpc,x86}/include/asm/sparsemem.h, arch/powerpc/include/asm/book3s/64/radix.h: tables
// are kernel memory, which ends there. With arm64 that is what the CPU has (PHYS_MASK_SHIFT; Arm ARM DDI 0487 D8.3: bits [51:48]
// are RES0 without LPA2), elsewhere a device can be above. Which bit encrypts is not known where nobody says it. Kernels since 6.9
// can have LPA2 (arch/arm64/Kconfig ARM64_LPA2), with 64 KiB pages 52 bits since 4.16 (ARM64_PA_BITS_52): they say so, or nobody knows.
test.each([
  { kernel: '6.12,arch=arm64', level: 'pte', raw: 0x1_0000_4000_0713n, is: 'unknown' },
  {
    kernel: '6.12,arch=arm64,ARM64_VA_BITS_52=y,ARM64_PA_BITS_52=y',
    level: 'pte',
    raw: 0x1_0000_4000_0713n,
    is: 'unknown',
  },
  { kernel: '6.12,arch=arm64,ARM64_LPA2=n', level: 'pte', raw: 0x1_0000_4000_0713n, is: 'violation' },
  { kernel: '6.12,arch=arm64,ARM64_PA_BITS_52=n', level: 'pte', raw: 0x1_0000_4000_0713n, is: 'violation' },
  { kernel: '6.12,arch=arm64', level: 'pte', raw: 0x8000_4000_0713n, is: undefined },
  { kernel: '6.12,arch=arm64', level: 'pmd', raw: 0x2_0000_4000_1003n, is: 'unknown' },
  { kernel: '6.12,arch=arm64,ARM64_LPA2=n', level: 'pmd', raw: 0x2_0000_4020_0711n, is: 'violation' },
  { kernel: '6.12,arch=arm64,ARM64_16K_PAGES=y', level: 'pmd', raw: 0x1_0000_4000_4003n, is: 'unknown' },
  { kernel: '4.15,arch=arm64,ARM64_64K_PAGES=y', level: 'pte', raw: 0x1_0000_4000_0713n, is: undefined },
  { kernel: '6.12,arch=arm64,ARM64_64K_PAGES=y', level: 'pte', raw: 0x1_0000_4000_0713n, is: 'unknown' },
  {
    kernel: '6.12,arch=arm64,ARM64_64K_PAGES=y,ARM64_PA_BITS_52=n',
    level: 'pte',
    raw: 0x1_0000_4000_0713n,
    is: 'violation',
  },
  {
    kernel: '6.12,arch=arm64,ARM64_PA_BITS_52=y,ARM64_LPA2=y',
    level: 'pte',
    raw: 0x1_0000_4000_0413n,
    is: undefined,
  },
  { kernel: '6.12,arch=powerpc64', level: 'pmd', raw: 0x8008_0000_0001_0005n, is: 'violation' },
  // v6.12 arch/s390/Kconfig MAX_PHYSMEM_BITS: 42 to 53, by default 46.
  { kernel: '6.12,arch=s390x', level: 'pmd', raw: 0x4000_0000_1000n, is: 'unknown' },
  { kernel: '6.12,arch=s390x', level: 'pmd', raw: 0x2000_0000_1000n, is: undefined },
  { kernel: '6.12,arch=s390x', level: 'pmd', raw: 0x1f_ffff_ffff_f000n, is: 'unknown' },
  { kernel: '6.12,arch=s390x', level: 'pmd', raw: 0x20_0000_0000_1000n, is: 'violation' },
  { kernel: '6.12,arch=s390x', level: 'pte', raw: 0x4000_0000_1003n, is: undefined },
  { kernel: '6.12,arch=powerpc64', level: 'pmd', raw: 0x8004_0000_0001_0005n, is: undefined },
  { kernel: '6.12,arch=powerpc64', level: 'pte', raw: 0xc008_0000_0001_0187n, is: undefined },
  { kernel: '6.12,arch=i386', level: 'pmd', raw: 0x10_4000_1067n, is: 'violation' },
  { kernel: '6.12,arch=i386', level: 'pmd', raw: 0x8_4000_1067n, is: undefined },
  { kernel: '6.12,arch=i386', level: 'pte', raw: 0x10_4000_1067n, is: undefined },
  { kernel: '6.12,enc-bit=47', level: 'pmd', raw: 0xc000_4000_1067n, is: 'violation' },
  { kernel: '6.12,enc-bit=47', level: 'pmd', raw: 0x8000_4000_1067n, is: undefined },
  { kernel: '6.12', level: 'pmd', raw: 0x8000_4000_1067n, is: undefined },
] as const)('pfn-beyond-memory, $kernel $level $raw: $is', ({ kernel, level, raw, is }) => {
  const { notes } = decodeEntry(resolveKernel({ kernel }), raw, { level });
  const said = notes.filter(({ code }) => code === 'pfn-beyond-memory');
  expect(said.map(({ grade }) => grade)).toEqual(is === undefined ? [] : [is]);
  // What would make it none is told where it can be so.
  for (const { text } of said) expect(text.includes('unless')).toBe(is === 'unknown');
});

// v6.12 arch/riscv/include/asm/pgtable.h pfn_pgd(), pgtable-64.h pfn_pmd(): ALT_THEAD_PMA(), also of PAGE_TABLE, so that tables which the
// kernel makes of its own memory have bits 60 to 62 (mm/init.c create_pgd_mapping(), create_pmd_mapping()), and no others. It came
// with 5.19 (arch/riscv/include/asm/errata_list.h).
test.each([
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', types: 0xen, codes: [] },
  { kernel: '5.19,arch=riscv64,ERRATA_THEAD_MAE=y', types: 0xen, codes: [] },
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', types: 0n, codes: [] },
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', types: 0xfn, codes: ['invalid-leaf', 'reserved-bits'] },
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', types: 0x1en, codes: ['invalid-leaf', 'reserved-bits'] },
  { kernel: '6.12,arch=riscv64', types: 0xen, codes: ['other-machine', 'reserved-bits'] },
  { kernel: '5.18,arch=riscv64', types: 0xen, codes: ['invalid-leaf', 'reserved-bits'] },
] as const)('a table of a T-Head CPU, $kernel, memory type $types', ({ kernel, types, codes }) => {
  for (const level of ['pgd', 'pud', 'pmd'] as const) {
    const raw = (types << 59n) | (0x80001n << 10n) | 1n;
    const { notes } = decodeEntry(resolveKernel({ kernel, paging: 5 }), raw, { level });
    const told = notes.map(({ code }) => code).filter((code) => code !== 'other-kernels');
    expect([level, ...told]).toEqual([level, ...codes]);
  }
});

// v6.12 arch/riscv/include/asm/pgtable-64.h _PAGE_PMA_THEAD: bits 60 to 62 in every page of such a machine. Bit 60 alone is software's
// with Svrsw60t59b, and memory type 3 is reserved with Svpbmt: together they are of no other machine.
test.each([
  { kernel: '6.12,arch=riscv64', level: 'pte', types: 7n, is: true },
  { kernel: '6.12,arch=riscv64', level: 'pmd', types: 7n, is: true },
  { kernel: '6.12,arch=riscv64,RISCV_ISA_EXT_SVPBMT=y', level: 'pte', types: 7n, is: true },
  { kernel: '7.3,arch=riscv64,RISCV_ISA_EXT_SVPBMT=y', level: 'pte', types: 7n, is: true },
  { kernel: '7.3,arch=riscv64,RISCV_ISA_EXT_SVPBMT=y', level: 'pte', types: 6n, is: false },
  { kernel: '7.3,arch=riscv64,RISCV_ISA_EXT_SVPBMT=y', level: 'pte', types: 1n, is: false },
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', level: 'pte', types: 7n, is: false },
  // Kernels before have no such types: v5.19 arch/riscv/include/asm/errata_list.h.
  { kernel: '5.19,arch=riscv64', level: 'pmd', types: 7n, is: true },
  { kernel: '5.18,arch=riscv64', level: 'pmd', types: 7n, is: false },
  { kernel: '5.18,arch=riscv64', level: 'pte', types: 7n, is: false },
] as const)('other-machine, $kernel $level, memory type $types: $is', ({ kernel, level, types, is }) => {
  const raw = (types << 60n) | (0x80000n << 10n) | 0xd7n;
  const { notes } = decodeEntry(resolveKernel({ kernel }), raw, { level });
  expect(notes.filter(({ code }) => code === 'other-machine').map(({ text }) => text)).toEqual(
    is ? [expect.stringContaining('ERRATA_THEAD_MAE=y')] : [],
  );
});

// v6.1 include/linux/swap.h: SWP_DEVICE_NUM of CONFIG_DEVICE_PRIVATE moves the migration types, which are 28 without.
test.each([
  { kernel: '6.1', is: false },
  { kernel: '6.1,DEVICE_PRIVATE=y', is: true },
  { kernel: '6.1,enc-bit=47', is: false },
] as const)(
  'other-kernels says of $kernel that the others have their standard configuration: $is',
  ({ kernel, is }) => {
    const { notes } = decodeEntry(resolveKernel({ kernel }), 0xe7fffffffdb97400n, {
      others: otherKernels(),
    });
    const [text = ''] = notes.filter(({ code }) => code === 'other-kernels').map((note) => note.text);
    expect(text).toContain('migration (SWP_MIGRATION_READ) on 6.2-7.1');
    expect(text.includes('on other kernels (standard configuration): ')).toBe(is);
  },
);

// What no entry can raise is no question of a kernel, and no verdict of `scan --check`.
test.each([
  { kernel: '6.12', asked: false },
  { kernel: '7.3,arch=arm64', asked: false },
  { kernel: '7.3,arch=s390x', asked: false },
  { kernel: '5.18,arch=riscv64', asked: false },
  { kernel: '5.19,arch=riscv64', asked: true },
  { kernel: '6.12,arch=riscv64,ERRATA_THEAD_MAE=y', asked: false },
])('other-machine is asked of $kernel: $asked', ({ kernel, asked }) => {
  expect(rowsOf(resolveKernel({ kernel })).some(({ code }) => code === 'other-machine')).toBe(asked);
});
