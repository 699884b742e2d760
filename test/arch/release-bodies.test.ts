import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/core/entry/entry.ts';
import { applyFunction } from '../../src/core/functions/functions.ts';
import { answerOf, type PredicateValue } from '../../src/core/functions/predicates.ts';
import { configSymbols } from '../../src/kernel/config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// Functions whose bodies changed between the releases that the vectors have; what is expected stands in the sources named.
interface Case {
  readonly arch: string;
  readonly name: string;
  readonly kernels: readonly string[];
  readonly value: bigint;
  readonly is: PredicateValue | undefined;
}

const [PRESENT, PTE, INVALID] = [1n << 63n, 1n << 62n, 1n << 61n];
const powerpc = (
  name: string,
  value: bigint,
  answers: Readonly<Record<string, PredicateValue | undefined>>,
): readonly Case[] =>
  Object.entries(answers).map(([kernel, is]) => ({ arch: 'powerpc64', name, kernels: [kernel], value, is }));

// arch/powerpc/include/asm/book3s/64/pgtable.h of v4.14, v4.19, v5.2 and v6.12. _PAGE_INVALID: bd0dbb73e013 (4.19);
// pte_present() by other helpers: 1b2443a547f9 (4.20); "use _PAGE_PTE when checking for pte_present" (powerpc-5.8-1);
// pmd_is_serializing(): 33258a1db165 (5.2, 5.1.12); helpers of daba790242df (4.20).
const POWERPC: readonly Case[] = [
  ...powerpc('pte_present', PRESENT | 0x105n, { '4.14': true, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('is_swap_pte', PRESENT | 0x105n, { '4.19': false, '5.7': false, '5.8': true }),
  ...powerpc('pte_present', INVALID | 0x105n, { '4.18': false, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_present', INVALID | PTE | 0x105n, { '4.18': false, '4.19': true, '5.8': true }),
  ...powerpc('pte_hw_valid', PRESENT, { '4.19': undefined, '4.20': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_hw_valid', PRESENT | PTE, { '4.20': true, '5.8': true, '5.10': true }),
  ...powerpc('pte_exec', 0x1n, { '4.19': undefined, '4.20': true, '6.12': true }),
  ...powerpc('pte_access_permitted_read', PRESENT | 0x4n, {
    '4.14': true,
    '4.19': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_read', INVALID | PTE | 0x4n, { '4.19': false, '4.20': true, '5.8': true }),
  ...powerpc('pte_access_permitted_read', INVALID | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x4n, { '4.19': false, '5.7': false }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x6n, { '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_access_permitted_read', PRESENT | PTE | 0xcn, {
    '4.19': false,
    '5.7': false,
    '5.8': false,
  }),
  ...powerpc('pmd_access_permitted_read', INVALID | PTE | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.1.11': true,
    '5.1.12': false,
    '5.2': false,
    '6.12': false,
  }),
  // __pmd_to_swp_entry() and pmd migration entries came in 4.20.
  ...powerpc('is_pmd_migration_entry', PTE | 0x1_001en, { '4.19': false }),
];

// arch/x86/include/asm/pgtable.h v6.12, v7.3: pud_write() is _PAGE_RW, pmd_write() and pte_write() ask for shadow stacks too.
describe('what shadow stacks change', () => {
  test.each(['6.6', '6.12', '7.3'])('a large page of %s that is dirty and not writable', (kernel) => {
    const withStacks = resolveKernel({
      arch: 'x86_64',
      kernel,
      config: new Map([['CPU_SHADOW_STACK', true]]),
    });
    const answers = ['pte_write', 'pmd_write', 'pud_write'].map((name) => answerOf(withStacks, name, 0xe5n));
    expect(answers).toEqual([true, true, false]);
  });

  // pmd_shstk() is of 6.6; pud_shstk() came with arch_check_zapped_pud() of "mm/mprotect: Fix dax puds" in 6.12.
  test('pud_shstk is younger than pmd_shstk', () => {
    const config = new Map([['CPU_SHADOW_STACK', true]]);
    const answers = ['6.5', '6.6', '6.11', '6.12'].map((kernel) => {
      const resolved = resolveKernel({ arch: 'x86_64', kernel, config });
      return ['pmd_shstk', 'pud_shstk'].map((name) => answerOf(resolved, name, 0xe5n));
    });
    expect(answers).toEqual([
      [undefined, undefined],
      [true, undefined],
      [true, undefined],
      [true, true],
    ]);
  });
});

// "x86/mm/pae: Populate valid user PGD entries" (4.19, with the page-table isolation of 32 bits) masks what is read of a
// page-directory pointer: PGD_ALLOWED_BITS of arch/x86/include/asm/pgtable_types.h. v4.14, v4.18 read every bit.
const I386: readonly Case[] = [
  { name: 'pud_none', value: 0x40n, before: true, since: true },
  { name: 'pud_none', value: 0x102n, before: false, since: true },
  { name: 'pud_none', value: 1n << 63n, before: false, since: true },
  { name: 'pud_bad', value: 0x1067n, before: false, since: false },
  { name: 'pud_bad', value: 0x1101n, before: true, since: false },
  { name: 'pud_bad', value: 0x1009n, before: true, since: true },
  { name: 'pud_bad', value: (1n << 63n) | 0x1001n, before: true, since: false },
  { name: 'pud_large', value: 0x81n, before: true, since: false },
  { name: 'pud_large', value: 0x80n, before: false, since: false },
  { name: 'pud_write', value: 0x2n, before: true, since: false },
  { name: 'pud_dirty', value: 0x40n, before: true, since: false },
  { name: 'pud_young', value: 0x20n, before: true, since: false },
  { name: 'pud_pfn', value: 0x1234_5081n, before: 0n, since: 0x12345n },
  { name: 'pud_pfn', value: 0x1234_5001n, before: 0x12345n, since: 0x12345n },
  { name: 'pud_flags', value: 0x1234_5067n, before: 0x67n, since: 0x1n },
].flatMap(({ name, value, before, since }) => [
  {
    arch: 'i386',
    name,
    kernels: name === 'pud_write' ? ['4.15', '4.18'] : ['4.14', '4.18'],
    value,
    is: before,
  },
  { arch: 'i386', name, kernels: ['4.19', '5.10'], value, is: since },
]);

describe('what a kernel function answers by release', () => {
  test.each([...POWERPC, ...I386])('$arch $name of $kernels: $is', ({ arch, name, kernels, value, is }) => {
    for (const kernel of kernels)
      expect([kernel, answerOf(resolveKernel({ arch, kernel }), name, value)]).toEqual([kernel, is]);
  });
});

describe('what an operation gives by release', () => {
  test.each([
    // 4628a64591e6 (4.19-rc8; ChangeLog-4.18.15 in Debian's changelog of 4.18.20-1): _PAGE_CHG_MASK of x86 and powerpc got
    // _PAGE_DEVMAP.
    {
      arch: 'x86_64',
      kernels: ['4.14', '4.14.76', '4.18.14'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: 0x1265n,
    },
    {
      arch: 'x86_64',
      kernels: ['4.14.77', '4.18.15', '4.19', '6.1'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: (1n << 58n) | 0x1265n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.14', '4.18'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0504n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.18.15', '4.19', '6.12'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0d04n,
    },
  ])('pte_modify of $arch $kernels', ({ arch, kernels, is, ...inputs }) => {
    for (const kernel of kernels)
      expect([kernel, applyFunction(resolveKernel({ arch, kernel }), 'pte_modify', inputs)]).toEqual([
        kernel,
        is,
      ]);
  });

  // 6db73f17c5f1 (5.7): _PAGE_CHG_MASK of x86 got _PAGE_ENC. The announcements of 5.6.5, 5.5.18 and 4.19.116 have it, and
  // the review lists of 5.4.33 and 4.14.177. Before, an encrypted page was so by the new protection alone.
  test.each([
    { kernels: ['4.14.176', '4.18', '4.19.115', '5.4.32', '5.5.17', '5.6.4'], keeps: false },
    { kernels: ['4.14.177', '4.19.116', '5.4.33', '5.5.18', '5.6.5', '5.7', '6.1'], keeps: true },
  ])('pte_modify and the encryption bit on $kernels', ({ kernels, keeps }) => {
    const enc = 1n << 47n;
    for (const kernel of kernels) {
      const modify = (pte: bigint, prot: bigint) =>
        applyFunction(resolveKernel({ kernel, encBit: 47 }), 'pte_modify', { pte, prot });
      expect([kernel, modify(enc | 0x1067n, 0x25n)]).toEqual([kernel, (keeps ? enc : 0n) | 0x1065n]);
      expect([kernel, modify(0x1067n, enc | 0x25n)]).toEqual([kernel, (keeps ? 0n : enc) | 0x1065n]);
    }
  });

  // 6b28baca9b1f (L1TF): pfn_pte() and its kin mask the frame. A frame number of i386 is an unsigned long of 32 bits.
  test.each([
    { arch: 'x86_64', name: 'pfn_pmd', is: ['0x123456780a7', '0x123456000a7'] },
    { arch: 'x86_64', name: 'pfn_pud', is: ['0x123456780a7', '0x123400000a7'] },
    { arch: 'i386', name: 'pfn_pte', is: ['0x123456780a7', '0x123456780a7'], over: 1n << 32n },
    { arch: 'i386', name: 'pfn_pmd', is: ['0x123456780a7', '0x123456000a7'], over: 1n << 32n },
    { arch: 'i386', name: 'pfn_pud', is: ['0x123456780a7', '0x12340000001'], over: 1n << 32n },
  ])('$name of $arch', ({ arch, name, is, over = 0n }) => {
    const [before, since] = [['4.14.62', '4.18'], arch === 'i386' ? ['4.19'] : ['4.14.63', '4.18.1', '4.19']];
    for (const [kernels, expected] of [
      [before, is[0]],
      [since, is[1]],
    ] as const)
      for (const kernel of kernels) {
        const inputs = { pfn: 0x1234_5678n | over, prot: 0xa7n };
        const made = applyFunction(resolveKernel({ arch, kernel }), name, inputs);
        expect([kernel, `0x${made.toString(16)}`]).toEqual([kernel, expected]);
      }
  });

  // v5.2 arch/powerpc/mm/book3s64/pgtable.c, v4.14 arch/powerpc/mm/pgtable-book3s64.c pmd_set_protbits(); 53f45ecc9cd0 (5.11).
  test.each([
    { name: 'pfn_pmd', kernels: ['4.14', '5.4', '5.10'], is: PRESENT | 0x100_0105n },
    { name: 'pfn_pmd', kernels: ['5.11', '5.15', '6.12'], is: PRESENT | PTE | 0x100_0105n },
    { name: 'pmd_mkhuge', kernels: ['4.14', '5.10'], is: PRESENT | PTE | 0x100_0105n },
    { name: 'pmd_mkhuge', kernels: ['5.11', '6.12'], is: PRESENT | 0x100_0105n },
  ])('$name of powerpc64 $kernels', ({ name, kernels, is }) => {
    for (const kernel of kernels) {
      const inputs = { pfn: 0x100n, prot: PRESENT | 0x105n, pte: PRESENT | 0x100_0105n };
      const made = applyFunction(resolveKernel({ arch: 'powerpc64', kernel }), name, inputs);
      expect([kernel, made]).toEqual([kernel, is]);
    }
  });

  test.each(['pte_exprotect', 'pte_mkexec', 'pte_mkprivileged', 'pte_mkuser'])(
    'powerpc64 has no %s before 4.20',
    (name) => {
      expect(() =>
        applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.19' }), name, { pte: 1n }),
      ).toThrow();
      applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.20' }), name, { pte: 1n });
    },
  );
});

// f19f5c49bbc3: ChangeLog-4.17.17, ChangeLog-4.18.3. Before, __pte_needs_invert() of v4.18.1 is true of 0.
test.each([
  { kernels: ['4.17.14', '4.17.17', '4.18', '4.18.3', '4.19'], pfn: 0n, entry: 0x1000n },
  { kernels: ['4.17.15', '4.18.1', '4.18.2'], pfn: 0xff_ffff_ffffn, entry: 0xf_ffff_ffff_e000n },
])('an empty entry of x86_64 $kernels', ({ kernels, pfn, entry }) => {
  for (const name of kernels) {
    const kernel = resolveKernel({ kernel: name });
    expect([name, answerOf(kernel, 'pte_pfn', 0n)]).toEqual([name, pfn]);
    expect([name, applyFunction(kernel, 'pfn_pte', { pfn: 1n, prot: 0n })]).toEqual([name, entry]);
    expect(applyFunction(kernel, 'pfn_pte', { pfn: 1n, prot: 0x25n })).toBe(0x1025n);
    expect(answerOf(kernel, 'pte_pfn', 0x1025n)).toBe(1n);
  }
});

// 1501899a898d (4.15-rc2; ChangeLog-4.14.4 in Debian's changelog of 4.14.7-1): the generic one of before is a BUG().
test.each([
  { arch: 'x86_64', value: 0xe7n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'x86_64', value: 0xe7n, kernels: ['4.14.4', '4.15', '6.12'], is: true },
  { arch: 'i386', value: 0x2n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'i386', value: 0x2n, kernels: ['4.14.4', '4.15'], is: true },
  { arch: 'arm64', value: 1n << 51n, kernels: ['4.14', '4.14.3'], is: undefined },
  { arch: 'arm64', value: 1n << 51n, kernels: ['4.14.4', '4.15', '6.12'], is: true },
])('pud_write of $arch $kernels: $is', ({ arch, value, kernels, is }) => {
  for (const kernel of kernels)
    expect([kernel, answerOf(resolveKernel({ arch, kernel }), 'pud_write', value)]).toEqual([kernel, is]);
});

// include/linux/huge_mm.h, up to v6.18: without CONFIG_TRANSPARENT_HUGEPAGE it is 0.
test.each([
  { arch: 'x86_64', kernel: '4.14' },
  { arch: 'x86_64', kernel: '6.18' },
  { arch: 'arm64', kernel: '6.1' },
])('is_swap_pmd of $arch $kernel is false without THP', ({ arch, kernel }) => {
  const answers = [true, false].map((set) =>
    answerOf(
      resolveKernel({ arch, kernel, config: new Map([['TRANSPARENT_HUGEPAGE', set]]) }),
      'is_swap_pmd',
      0x4n,
    ),
  );
  expect(answers).toEqual([true, false]);
});

// pud_none() of v4.14 ignores accessed and dirty alone.
test.each([
  { kernel: '4.18', value: 0x60n, form: 'none' },
  { kernel: '4.18', value: 0x2n, form: 'swap' },
  { kernel: '4.19', value: 0x2n, form: 'none' },
])('a page-directory pointer $value of i386 $kernel is $form', ({ kernel, value, form }) => {
  expect(readEntry(resolveKernel({ arch: 'i386', kernel }), value, 'pgd').form).toBe(form);
});

// A value without _PAGE_PTE is mapped for the kernel and no leaf for the CPU.
test.each([
  { kernel: '5.7', value: PRESENT | 0x105n, form: 'leaf' },
  { kernel: '5.8', value: PRESENT | 0x105n, form: 'swap' },
  { kernel: '4.18', value: INVALID | PTE | 0x105n, form: 'swap' },
  { kernel: '4.19', value: INVALID | PTE | 0x105n, form: 'leaf' },
])('a pte of powerpc64 $kernel is a $form', ({ kernel, value, form }) => {
  const entry = readEntry(resolveKernel({ arch: 'powerpc64', kernel }), value, 'pte');
  expect([entry.form, entry.shape.formRow?.invalid]).toEqual([form, form === 'leaf' ? true : undefined]);
});

// "s390/mm: Enable THP_SWAP and THP_MIGRATION" (s390-6.17-2); powerpc: v4.19 pgtable.h has no __pmd_to_swp_entry().
test.each([
  { arch: 's390x', before: '6.16', first: '6.17' },
  { arch: 'powerpc64', before: '4.19', first: '4.20' },
])('$arch moves large pages since $first', ({ arch, before, first }) => {
  const isOn = (kernel: string): boolean =>
    resolveKernel({ arch, kernel }).config('ARCH_ENABLE_THP_MIGRATION');
  expect([before, first].map(isOn)).toEqual([false, true]);
  expect(configSymbols(arch).find(({ name }) => name === 'ARCH_ENABLE_THP_MIGRATION')?.since).toBe(first);
});
