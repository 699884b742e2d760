import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/core/entry/entry.ts';
import { applyFunction } from '../../src/core/functions/functions.ts';
import { answerOf } from '../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// What the headers of releases say that the vectors do not have: each with the file, and the commit that changed it.
interface Case {
  readonly arch: string;
  readonly name: string;
  readonly kernels: readonly string[];
  readonly value: bigint;
  readonly is: boolean | bigint;
}

// arch/loongarch/include/asm/pgtable.h: ddc1729b07cc (6.4, 6.1.53: review of 6.1.53-rc1), 303be4b33562 (6.6 and stable).
const LOONGARCH: readonly Case[] = [
  {
    arch: 'loongarch64',
    name: 'pmd_trans_huge',
    kernels: ['6.3', '6.1.52', '5.19'],
    value: 0x1000_0000_0000_0040n,
    is: false,
  },
  {
    arch: 'loongarch64',
    name: 'pmd_trans_huge',
    kernels: ['6.4', '6.5', '6.6', '6.1.53'],
    value: 0x1000_0000_0000_0040n,
    is: true,
  },
  {
    arch: 'loongarch64',
    name: 'pmd_leaf',
    kernels: ['6.0', '6.1.52', '6.4.15', '6.5.2'],
    value: 0xc0n,
    is: false,
  },
  {
    arch: 'loongarch64',
    name: 'pmd_leaf',
    kernels: ['6.1.53', '6.4.16', '6.5.3', '6.6'],
    value: 0xc0n,
    is: true,
  },
];

// arch/arm64/include/asm/pgtable.h, asm-generic/5level-fixup.h: the top of four levels is a pgd before 5.8;
// 24cecc377463 (5.5, 5.4.9, 4.19.94, 4.14.163) to 5.13: pages for execution alone.
const ARM64: readonly Case[] = [
  ...['pgd', 'p4d'].flatMap((level): readonly Case[] => [
    { arch: 'arm64', name: `${level}_none`, kernels: ['4.19', '5.4', '5.7'], value: 0n, is: level === 'pgd' },
    {
      arch: 'arm64',
      name: `${level}_bad`,
      kernels: ['4.19', '5.7'],
      value: 0x4000_1001n,
      is: level === 'pgd',
    },
    {
      arch: 'arm64',
      name: `${level}_none`,
      kernels: ['5.8', '5.10', '5.15'],
      value: 0n,
      is: level === 'p4d',
    },
  ]),
  {
    arch: 'arm64',
    name: 'pte_valid_not_user',
    kernels: ['4.19.93', '5.3', '5.4.8', '5.13', '5.15'],
    value: 0x3n,
    is: false,
  },
  {
    arch: 'arm64',
    name: 'pte_valid_not_user',
    kernels: ['4.14.163', '4.19.94', '5.4.9', '5.5', '5.12'],
    value: 0x3n,
    is: true,
  },
];

// arch/arm64/include/asm/pgtable.h: pmd_bad(), pud_bad() e377ab82311a (5.14, 5.10.113); [p4d|pgd]_bad() 4fa8a9c0fc99 (6.15).
const ARM64_BAD: readonly Case[] = [
  ...['pmd_bad', 'pud_bad'].flatMap((name): readonly Case[] => [
    { arch: 'arm64', name, kernels: ['4.19', '5.4', '5.10.112', '5.13'], value: 0x4000_0002n, is: false },
    { arch: 'arm64', name, kernels: ['5.10.113', '5.14', '5.15', '6.6'], value: 0x4000_0002n, is: true },
  ]),
  { arch: 'arm64', name: 'pgd_bad', kernels: ['5.4', '5.7'], value: 0x4000_1002n, is: false },
  { arch: 'arm64', name: 'p4d_bad', kernels: ['5.8', '6.12', '6.14'], value: 0x4000_1002n, is: false },
  { arch: 'arm64', name: 'p4d_bad', kernels: ['6.15', '6.16', '7.3'], value: 0x4000_1002n, is: true },
];

// v5.4 arch/riscv/include/asm/pgtable.h has no pages of pmd size: e88b333142e4 (5.14), d062a79b7c80 (5.17), NUMA since 5.12.
const RISCV_THP: readonly Case[] = [
  {
    arch: 'riscv64',
    name: 'pmd_trans_huge',
    kernels: ['5.4', '5.10', '5.13'],
    value: 0x2000_00cfn,
    is: false,
  },
  {
    arch: 'riscv64',
    name: 'pmd_trans_huge',
    kernels: ['5.14', '5.15', '6.6'],
    value: 0x2000_00cfn,
    is: true,
  },
  { arch: 'riscv64', name: 'pte_protnone', kernels: ['5.4', '5.11'], value: 0x2n, is: false },
  { arch: 'riscv64', name: 'pte_protnone', kernels: ['5.12', '5.15'], value: 0x2n, is: true },
];

// ARCH_ENABLE_THP_MIGRATION: arm64 53fa117bb33c (5.10), riscv d062a79b7c80 (5.17). SWP_MIGRATION_WRITE is 31 in all of them.
const THP_MIGRATION: readonly Case[] = [
  { arch: 'arm64', name: 'is_pmd_migration_entry', kernels: ['4.19', '5.9'], value: 0x1_237cn, is: false },
  { arch: 'arm64', name: 'is_pmd_migration_entry', kernels: ['5.10', '5.15'], value: 0x1_237cn, is: true },
  { arch: 'arm64', name: 'pmd_to_swp_entry', kernels: ['5.9'], value: 0x1_237cn, is: 0n },
  {
    arch: 'riscv64',
    name: 'is_pmd_migration_entry',
    kernels: ['5.4', '5.13', '5.16'],
    value: 0x1_7cn,
    is: false,
  },
  { arch: 'riscv64', name: 'is_pmd_migration_entry', kernels: ['5.17', '5.18'], value: 0x1_07c0n, is: true },
];

// arch/riscv/include/asm/pgtable.h: 141682f5b9d6 (5.14); pte_user 3fee229a8eb9 (5.19).
const RISCV: readonly Case[] = [
  {
    arch: 'riscv64',
    name: 'pmd_bad',
    kernels: ['5.4', '5.10', '5.13'],
    value: 0x0000_0000_2000_00cfn,
    is: false,
  },
  {
    arch: 'riscv64',
    name: 'pmd_bad',
    kernels: ['5.14', '5.15', '6.6'],
    value: 0x0000_0000_2000_00cfn,
    is: true,
  },
];

// arch/powerpc/include/asm/book3s/64/pgtable.h: da7ad366b497 (4.20), p4d_is_leaf of 5.10, "Drop p4d_leaf()" (6.1).
const POWERPC: readonly Case[] = [
  { arch: 'powerpc64', name: 'pud_present', kernels: ['4.19'], value: 0x4000_0000_0000_0000n, is: true },
  {
    arch: 'powerpc64',
    name: 'pud_present',
    kernels: ['4.20', '5.10'],
    value: 0x4000_0000_0000_0000n,
    is: false,
  },
  // bd0dbb73e013 (4.19) for a pte, da7ad366b497 (4.20) for a pmd.
  ...[
    { name: 'pte_present', since: '4.19', before: '4.18' },
    { name: 'pte_access_permitted_read', since: '4.20', before: '4.19' },
    { name: 'pte_access_permitted_write', since: '4.20', before: '4.19' },
  ].flatMap(({ name, since, before }): readonly Case[] => [
    { arch: 'powerpc64', name, kernels: [before], value: 0x6000_0000_0001_0007n, is: false },
    { arch: 'powerpc64', name, kernels: [since], value: 0x6000_0000_0001_0007n, is: true },
  ]),
  { arch: 'powerpc64', name: 'pgd_none', kernels: ['4.19', '5.4'], value: 0n, is: true },
  {
    arch: 'powerpc64',
    name: 'p4d_leaf',
    kernels: ['5.8', '5.10', '6.0'],
    value: 0xc000_0000_0000_0000n,
    is: true,
  },
  { arch: 'powerpc64', name: 'p4d_leaf', kernels: ['5.7', '6.1'], value: 0xc000_0000_0000_0000n, is: false },
];

// arch/s390/include/asm/pgtable.h: 2d1fc1eb9b54, 1c27a4bc817b (5.5); "fix pxd_bad with folded page tables" (5.2, 5.1.17).
const S390: readonly Case[] = [
  { arch: 's390x', name: 'pmd_dirty', kernels: ['4.19', '5.4'], value: 0x1000n, is: true },
  { arch: 's390x', name: 'pmd_dirty', kernels: ['5.5', '5.10'], value: 0x1000n, is: false },
  { arch: 's390x', name: 'pmd_bad', kernels: ['4.19', '5.4'], value: 0x10_0403n, is: false },
  { arch: 's390x', name: 'pmd_bad', kernels: ['5.5', '5.10'], value: 0x10_0403n, is: true },
  { arch: 's390x', name: 'pmd_bad', kernels: ['4.19', '5.4'], value: 0x1_0403n, is: true },
  { arch: 's390x', name: 'pud_bad', kernels: ['4.19', '5.1.16'], value: 0x1100n, is: true },
  { arch: 's390x', name: 'pud_bad', kernels: ['5.1.17', '5.2', '5.10'], value: 0x1100n, is: false },
  { arch: 's390x', name: 'pgd_bad', kernels: ['4.19'], value: 0x1100n, is: true },
  { arch: 's390x', name: 'pgd_bad', kernels: ['5.2', '5.10'], value: 0x1100n, is: false },
  { arch: 's390x', name: 'p4d_bad', kernels: ['4.19'], value: 0x100cn, is: false },
  { arch: 's390x', name: 'p4d_bad', kernels: ['5.2', '5.10'], value: 0x100cn, is: true },
];

// arch/x86/include/asm/page_32_types.h: __PHYSICAL_MASK_SHIFT is 44 with PAE before L1TF (4.18.1, 4.17.15, 4.14.63), then 52.
const I386: readonly Case[] = [
  {
    arch: 'i386',
    name: 'pte_flags',
    kernels: ['4.14', '4.14.62', '4.18'],
    value: 0x0001_0000_0000_1067n,
    is: 0x0001_0000_0000_0067n,
  },
  { arch: 'i386', name: 'pmd_bad', kernels: ['4.14', '4.18'], value: 0x0001_0000_0000_1067n, is: true },
  {
    arch: 'i386',
    name: 'pte_flags',
    kernels: ['4.14.63', '4.18.1', '4.19', '5.4', '6.6'],
    value: 0x0001_0000_0000_1067n,
    is: 0x67n,
  },
  {
    arch: 'i386',
    name: 'pmd_bad',
    kernels: ['4.14.63', '4.19', '5.4'],
    value: 0x0001_0000_0000_1067n,
    is: false,
  },
];

// arch/arm64/include/asm/pgtable.h: pte_rdonly d0ba961217e0 (6.6); arch/riscv pte_user 3fee229a8eb9 (5.19).
const ANSWERS: readonly Case[] = [
  { arch: 'arm64', name: 'pte_rdonly', kernels: ['6.6', '6.12'], value: 0x80n, is: true },
  { arch: 'arm64', name: 'pte_rdonly', kernels: ['6.6', '7.3'], value: 0xfff_ff7fn, is: false },
  { arch: 'riscv64', name: 'pte_user', kernels: ['5.19', '6.6'], value: 0x11n, is: true },
  { arch: 'riscv64', name: 'pte_user', kernels: ['5.19', '6.6'], value: 0x1n, is: false },
];

describe('what a kernel function answered in earlier releases', () => {
  test.each([
    ...LOONGARCH,
    ...ARM64,
    ...ARM64_BAD,
    ...RISCV,
    ...RISCV_THP,
    ...THP_MIGRATION,
    ...POWERPC,
    ...S390,
    ...I386,
    ...ANSWERS,
  ])('$arch $name of $kernels: $is', ({ arch, name, kernels, value, is }) => {
    for (const kernel of kernels)
      expect([kernel, answerOf(resolveKernel({ arch, kernel }), name, value)]).toEqual([kernel, is]);
  });
});

describe('what an operation gave in earlier releases', () => {
  test.each([
    // a073d637c8cf: the review lists of 6.1.159-rc1 and 6.6.117-rc1 have it.
    {
      arch: 'loongarch64',
      name: 'pte_modify',
      kernels: ['6.1.158', '6.6.116', '6.12.58'],
      pte: 0x183n,
      prot: 0x81n,
      is: 0x81n,
    },
    {
      arch: 'loongarch64',
      name: 'pte_modify',
      kernels: ['6.1.159', '6.6.117', '6.12.59'],
      pte: 0x183n,
      prot: 0x81n,
      is: 0x281n,
    },
    {
      arch: 'loongarch64',
      name: 'pmd_mkinvalid',
      kernels: ['5.19', '6.3', '6.1.52'],
      pte: 0x5c3n,
      is: 0x140n,
    },
    {
      arch: 'loongarch64',
      name: 'pmd_mkinvalid',
      kernels: ['6.4', '6.6', '6.1.53'],
      pte: 0x5c3n,
      is: 0x1000_0000_0000_0140n,
    },
    // 86ec2da037b8 (5.8) renames it.
    {
      arch: 'arm64',
      name: 'pmd_mknotpresent',
      kernels: ['4.19', '5.7'],
      pte: 0x4000_0001n,
      is: 0x4000_0000n,
    },
    {
      arch: 'powerpc64',
      name: 'pmd_mknotpresent',
      kernels: ['4.14', '4.19', '5.7'],
      pte: 0xc000_0000_4000_0105n,
      is: 0x4000_0000_4000_0105n,
    },
    {
      arch: 'x86_64',
      name: 'pmd_mknotpresent',
      kernels: ['4.18', '4.14'],
      pte: 0x4000_01e7n,
      is: 0x4000_00e6n,
    },
    {
      arch: 'x86_64',
      name: 'pmd_mknotpresent',
      kernels: ['4.19', '5.7'],
      pte: 0x4000_01e7n,
      is: 0x000f_ffff_bfe0_00e6n,
    },
    {
      arch: 'x86_64',
      name: 'pmd_mkinvalid',
      kernels: ['5.8'],
      pte: 0x4000_01e7n,
      is: 0x000f_ffff_bfe0_00e6n,
    },
    // Before b65399f6111b (5.10) it takes the bit of the CPU away, and no more.
    { arch: 'arm64', name: 'pmd_mkinvalid', kernels: ['5.8', '5.9'], pte: 0x4000_0001n, is: 0x4000_0000n },
    // ced841702ee7 (6.13): it no longer sets the type of a page too.
    {
      arch: 'arm64',
      name: 'pte_mkcont',
      kernels: ['4.14', '5.4', '6.12'],
      pte: 0x40n,
      is: 0x0010_0000_0000_0043n,
    },
    {
      arch: 'arm64',
      name: 'pte_mkcont',
      kernels: ['6.13', '6.14', '7.3'],
      pte: 0x40n,
      is: 0x0010_0000_0000_0040n,
    },
    // 379c926d6334 (5.10) and 53f45ecc9cd0 (5.11): which function sets the bit of a leaf.
    {
      arch: 'powerpc64',
      name: 'pmd_mkhuge',
      kernels: ['4.19', '5.4', '5.10'],
      pte: 0x8000_0000_0100_0105n,
      is: 0xc000_0000_0100_0105n,
    },
    {
      arch: 'powerpc64',
      name: 'pmd_mkhuge',
      kernels: ['5.11', '5.15', '6.6'],
      pte: 0x8000_0000_0100_0105n,
      is: 0x8000_0000_0100_0105n,
    },
    {
      arch: 'powerpc64',
      name: 'pfn_pte',
      kernels: ['4.19', '5.9'],
      pfn: 0x12n,
      prot: 0x8000_0000_0000_0105n,
      is: 0x8000_0000_0012_0105n,
    },
    {
      arch: 'powerpc64',
      name: 'pfn_pte',
      kernels: ['5.10', '5.15'],
      pfn: 0x12n,
      prot: 0x8000_0000_0000_0105n,
      is: 0xc000_0000_0012_0105n,
    },
    // 6bb25170d7a4 (5.4) "Remove redundant pfn_pte bitop": no PTE_RPN_MASK, whose highest bit is 52.
    {
      arch: 'powerpc64',
      name: 'pfn_pte',
      kernels: ['4.19', '5.2'],
      pfn: 0x100_0000_0012n,
      prot: 0x8000_0000_0000_0105n,
      is: 0x8000_0000_0012_0105n,
    },
    {
      arch: 'powerpc64',
      name: 'pfn_pte',
      kernels: ['5.4', '5.9'],
      pfn: 0x100_0000_0012n,
      prot: 0x8000_0000_0000_0105n,
      is: 0x8100_0000_0012_0105n,
    },
    // 2d1fc1eb9b54 (5.5): a table stayed as it was.
    { arch: 's390x', name: 'pmd_mkclean', kernels: ['4.19', '5.4'], pte: 0x10_2000n, is: 0x10_2000n },
    { arch: 's390x', name: 'pmd_mkclean', kernels: ['5.5', '5.10'], pte: 0x10_2000n, is: 0x10_0200n },
    { arch: 's390x', name: 'pmd_mkwrite', kernels: ['4.19', '5.4'], pte: 0x10_0200n, is: 0x10_0002n },
    { arch: 's390x', name: 'pmd_mkwrite', kernels: ['5.5', '5.10'], pte: 0x10_0200n, is: 0x10_0202n },
    { arch: 's390x', name: 'pmd_mkold', kernels: ['5.4'], pte: 0x10_1400n, is: 0x10_0420n },
    // 6767df245f47 (5.4, 5.3.11, 4.19.84): the bit of read-only pages was left out of the comparison.
    {
      arch: 'arm64',
      name: 'pte_same',
      kernels: ['4.19.83', '5.3.10', '5.2'],
      pte: 0xe3n,
      other: 0x63n,
      is: true,
    },
    {
      arch: 'arm64',
      name: 'pte_same',
      kernels: ['4.19.84', '5.3.11', '5.4'],
      pte: 0xe3n,
      other: 0x63n,
      is: false,
    },
    { arch: 'arm64', name: 'pte_same', kernels: ['5.2'], pte: 0xe0n, other: 0x60n, is: false },
    // A pte of a large page: PTE_TABLE_BIT of arm64 (f8192813dcbe: up to 6.12), _PAGE_HUGE of loongarch64, _PAGE_LARGE of s390x.
    { arch: 'arm64', name: 'pte_mkhuge', kernels: ['4.19', '6.12'], pte: 0xe3n, is: 0xe1n },
    { arch: 'loongarch64', name: 'pte_mkhuge', kernels: ['6.1', '7.3'], pte: 0x81n, is: 0xc1n },
    { arch: 's390x', name: 'pte_mkhuge', kernels: ['4.19', '7.3'], pte: 0x11n, is: 0x811n },
    { arch: 'riscv64', name: 'pte_mkhuge', kernels: ['5.4', '7.3'], pte: 0xcfn, is: 0xcfn },
    // f56ffb8ada46 (7.0): XWR = 010 is a page of a shadow stack.
    { arch: 'riscv64', name: 'pte_mkwrite_shstk', kernels: ['7.0', '7.3'], pte: 0xdbn, is: 0xd5n },
    { arch: 'riscv64', name: 'pmd_mkwrite_shstk', kernels: ['7.0', '7.3'], pte: 0xd3n, is: 0xd5n },
    { arch: 'powerpc64', name: 'pte_mkhuge', kernels: ['4.19', '7.3'], pte: 0x105n, is: 0x105n },
  ])('$arch $name of $kernels', ({ arch, name, kernels, is, ...inputs }) => {
    for (const kernel of kernels)
      expect([kernel, applyFunction(resolveKernel({ arch, kernel }), name, inputs)]).toEqual([kernel, is]);
  });
});

// 5.14, e88b333142e4: pmd_present() of riscv64 looks at the bits of a leaf, since splitting takes the present bit away.
test.each([
  { kernel: '5.13', form: 'swap' },
  { kernel: '5.14', form: 'leaf' },
  { kernel: '5.15', form: 'leaf' },
])('a large page of riscv64 that is being split on $kernel', ({ kernel, form }) => {
  expect(readEntry(resolveKernel({ arch: 'riscv64', kernel }), 0x2000_00ccn, 'pmd').form).toBe(form);
});

// arch/x86/include/asm/pgtable.h, include/linux/pgtable.h: without CONFIG_TRANSPARENT_HUGEPAGE no page is one, and
// include/linux/mm.h (v4.14 to v6.16): without CONFIG_TRANSPARENT_HUGEPAGE, pmd_devmap() and pud_devmap() are 0.
test.each([
  { arch: 'x86_64', name: 'pmd_trans_huge', kernel: '4.19', value: 0xe7n },
  { arch: 'x86_64', name: 'pud_trans_huge', kernel: '6.17', value: 0xe7n },
  { arch: 'i386', name: 'pmd_trans_huge', kernel: '6.1', value: 0xe7n },
  { arch: 'x86_64', name: 'pmd_devmap', kernel: '5.11', value: 0x0400_0000_0000_00e7n },
  { arch: 'x86_64', name: 'pud_devmap', kernel: '6.12', value: 0x0200_0000_0000_00e7n },
  { arch: 'arm64', name: 'pmd_devmap', kernel: '5.15', value: 0x0200_0000_0000_0741n },
  { arch: 'riscv64', name: 'pmd_devmap', kernel: '6.12', value: 0x2000_02cfn },
  { arch: 'loongarch64', name: 'pmd_devmap', kernel: '6.12', value: 0x0800_0000_0000_00c1n },
  { arch: 'powerpc64', name: 'pmd_devmap', kernel: '6.1', value: 0xc000_0000_0000_0987n },
  { arch: 'powerpc64', name: 'pud_devmap', kernel: '6.6', value: 0xc000_0000_0000_0987n },
])('$name of $arch is false without THP', ({ arch, name, kernel, value }) => {
  const answers = [true, false].map((set) =>
    answerOf(resolveKernel({ arch, kernel, config: new Map([['TRANSPARENT_HUGEPAGE', set]]) }), name, value),
  );
  expect(answers).toEqual([true, false]);
});
