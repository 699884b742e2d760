import { describe, expect, test } from '@jest/globals';
import { applyFunction } from '../../../src/core/functions/functions.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'pte of a bad page map: a page of a program',
    kernel: '6.6',
    raw: 0x2050145bn,
    entry: {
      state: 'present',
      pfn: 0x81405n,
      flags: ['_PAGE_ACCESSED', '_PAGE_USER', '_PAGE_EXEC', '_PAGE_READ', '_PAGE_PRESENT'],
    },
    src: 'github.com/ucb-bar/chipyard issue 2239, 6.6.0',
  },
  {
    name: 'pmd of the same line',
    kernel: '6.6',
    level: 'pmd',
    raw: 0x407bb801n,
    entry: { state: 'table', pfn: 0x101eeen, reserved: 0n, unknown: 0n },
    src: 'github.com/ucb-bar/chipyard issue 2239, 6.6.0',
  },
  {
    name: 'swap up to 5.16',
    kernel: '5.16',
    raw: (1n << 2n) | (0x1234n << 7n),
    entry: { state: 'swap', swap },
    src: 'v5.11 pgtable.h __SWP_TYPE_SHIFT 2',
  },
  {
    name: 'swap 5.17 to 6.2',
    kernel: '6.2',
    raw: (1n << 6n) | (0x1234n << 11n),
    entry: { state: 'swap', swap },
    src: 'v6.1 pgtable.h __SWP_TYPE_SHIFT 6',
  },
  {
    name: 'swap from 6.3',
    kernel: '6.3',
    raw: (1n << 7n) | (0x1234n << 12n),
    entry: { state: 'swap', swap },
    src: 'v6.12 pgtable.h __SWP_TYPE_SHIFT 7',
  },
  {
    name: 'exclusive, soft-dirty and uffd-wp',
    kernel: '6.19',
    raw: 0x12340d8n,
    entry: { state: 'swap', swap, short: ['exclusive', 'uffd_wp', 'soft_dirty'] },
    src: 'v6.19 pgtable-bits.h',
  },
  {
    name: 'without Svrsw60t59b the same bits are reserved',
    kernel: '6.19,RISCV_ISA_EXT_SVRSW60T59B=n',
    raw: 0x12340d8n,
    entry: { short: ['exclusive'], reserved: 0x18n },
    src: 'v6.19 pgtable-bits.h _PAGE_SWP_UFFD_WP',
  },
  {
    name: 'uffd-wp marker',
    kernel: '6.19',
    raw: 0x1f80n,
    entry: { state: 'pte-marker', marker: 1n },
    src: 'v6.19 __swp_entry(SWP_PTE_MARKER, PTE_MARKER_UFFD_WP), computed',
  },
  {
    name: 'PROT_NONE',
    kernel: '6.12',
    raw: 0x2050146an & ~0x8n,
    entry: { state: 'protnone', pfn: 0x81405n },
    src: 'v6.12 pgtable.h PAGE_NONE',
  },
  {
    name: 'Svnapot: a run of 64 KiB',
    kernel: '6.12,RISCV_ISA_EXT_SVNAPOT=y',
    raw: (1n << 63n) | (0x81408n << 10n) | 0xdfn,
    entry: { state: 'present', pfn: 0x81400n, pageSize: 0x10000n },
    src: 'v6.12 pgtable.h pte_pfn, pgtable-64.h NAPOT_CONT64KB_ORDER',
  },
  {
    name: 'a CPU without Svnapot and Svpbmt: the same bits are reserved',
    kernel: '6.12',
    raw: (7n << 61n) | (0x81408n << 10n) | 0xdfn,
    entry: { state: 'present', pfn: 0x81408n, pageSize: 0x1000n, reserved: 7n << 61n },
    src: 'v6.12 pgtable.h pte_pfn, has_svnapot',
  },
  {
    name: 'Svpbmt: I/O memory',
    kernel: '6.12,RISCV_ISA_EXT_SVPBMT=y',
    raw: (1n << 62n) | (0x10000n << 10n) | 0xc7n,
    entry: { pfn: 0x10000n },
    has: ['io'],
    src: 'v6.12 pgtable-64.h _PAGE_IO_SVPBMT',
  },
  {
    name: 'a 2 MiB page',
    kernel: '6.12',
    level: 'pmd',
    raw: (0x80000n << 10n) | 0xcfn,
    entry: { state: 'present', pageSize: 0x200000n, pfn: 0x80000n },
    src: 'v6.12 pgtable.h pmd_leaf',
  },
  // Sv48: "any level of PTE may be a leaf PTE, so in addition to 4 KiB pages, Sv48 supports 2 MiB megapages, 1 GiB gigapages,
  // and 512 GiB terapages"; Sv57 besides "256 TiB petapages". A page that is not aligned to its size faults.
  ...[
    { kernel: '6.12', level: 'pgd' as const, pageSize: 1n << 39n, below: 0x7ff_ffffn },
    { kernel: '6.12,paging=5', level: 'p4d' as const, pageSize: 1n << 39n, below: 0x7ff_ffffn },
    { kernel: '6.12,paging=5', level: 'pgd' as const, pageSize: 1n << 48n, below: 0xf_ffff_ffffn },
  ].flatMap(({ kernel, level, pageSize, below }): Example[] => [
    {
      name: `a page of ${pageSize >> 39n} times 512 GiB`,
      kernel,
      level,
      raw: ((1n << 36n) << 10n) | 0xe7n,
      entry: { state: 'present', pfn: 1n << 36n, pageSize, reserved: 0n, unknown: 0n },
      src: 'privileged architecture, "Sv48: Page-Based 48-bit Virtual-Memory System", "Sv57"',
    },
    {
      name: 'one that is not aligned',
      kernel,
      level,
      raw: (((1n << 36n) | below) << 10n) | 0xe7n,
      entry: { state: 'present', pfn: 1n << 36n, pageSize, reserved: below << 10n },
      src: 'privileged architecture, "Virtual Address Translation Process", misaligned superpage',
    },
    {
      name: 'a table',
      kernel,
      level,
      raw: (0x80001n << 10n) | 1n,
      entry: { state: 'table', pfn: 0x80001n, reserved: 0n },
      src: 'privileged architecture, "Encoding of PTE R/W/X fields"',
    },
  ]),
  ...(['pte', 'pmd', 'pud', 'p4d', 'pgd'] as const).flatMap((level) =>
    [
      { kernel: '5.10', bits: 0xc5n, invalid: true },
      { kernel: '6.12', bits: 0xc5n, invalid: true },
      { kernel: '6.12,TRANSPARENT_HUGEPAGE=n', bits: 0xc5n, invalid: true },
      { kernel: '6.12', bits: 0xcdn, invalid: true },
      { kernel: '7.0', bits: 0xc5n, invalid: false },
      { kernel: '7.0', bits: 0xcdn, invalid: true },
      { kernel: '6.12', bits: 0xc9n, invalid: false },
    ].map(({ kernel, bits, invalid }) => ({
      name: `a page of ${level} level with the bits 0x${bits.toString(16)}`,
      kernel: `${kernel},paging=5`,
      level,
      raw: ((1n << 36n) << 10n) | bits,
      entry: { state: 'present', pfn: 1n << 36n, invalid } as const,
      // W without R is reserved at every level; a shadow stack with Zicfiss, of which kernels since 7.0 know, where X is clear.
      src: 'privileged architecture, "Encoding of PTE R/W/X fields"; v7.0 pgtable-bits.h PAGE_SHADOWSTACK',
    })),
  ),
  ...['5.10', '6.12', '7.3'].map((kernel): Example => ({
    name: 'a pte without access is a pointer for the CPU',
    kernel,
    raw: (0x80000n << 10n) | 0xd1n,
    entry: { state: 'present', pfn: 0x80000n, invalid: true },
    src: 'privileged architecture, "Virtual Address Translation Process", step 4: below the last level there is no table',
  })),
  // "The value 3 is reserved for future standard use" and "Attempting to use it raises a page-fault exception".
  ...(['pte', 'pmd', 'pud', 'p4d', 'pgd'] as const).flatMap((level) =>
    [
      { kernel: '6.12', svpbmt: 'y', type: 2n, invalid: false },
      { kernel: '6.12', svpbmt: 'y', type: 3n, invalid: true },
      { kernel: '7.3', svpbmt: 'y', type: 3n, invalid: true },
      { kernel: '6.12', svpbmt: 'n', type: 3n, invalid: false },
    ].map(({ kernel, svpbmt, type, invalid }) => ({
      name: `a page of ${level} level of the memory type ${type}`,
      kernel: `${kernel},paging=5,RISCV_ISA_EXT_SVPBMT=${svpbmt}`,
      level,
      raw: (type << 61n) | ((1n << 36n) << 10n) | 0xe7n,
      entry: {
        state: 'present',
        pfn: 1n << 36n,
        invalid,
        reserved: svpbmt === 'y' ? 0n : type << 61n,
      } as const,
      src: 'privileged architecture, "Svpbmt" Extension',
    })),
  ),
  // v6.12 arch/riscv/include/asm/pgtable-64.h _PAGE_PMA_THEAD: bits 62, 61 and 60, in every page of such a machine.
  ...(['pte', 'pmd'] as const).map((level): Example => ({
    name: `ordinary memory of a T-Head CPU, ${level}`,
    kernel: '6.12,RISCV_ISA_EXT_SVPBMT=y',
    level,
    raw: (7n << 60n) | (0x80000n << 10n) | 0xcfn,
    entry: { state: 'present', pfn: 0x80000n, invalid: false },
    src: 'v6.12 pgtable-64.h _PAGE_PMA_THEAD, errata ERRATA_THEAD_MAE',
  })),
  // _PAGE_PMA_THEAD, _PAGE_IO_THEAD and _PAGE_MTMASK_THEAD of v6.12 pgtable-64.h.
  ...[
    { kernel: '5.19,ERRATA_THEAD_PBMT=y', types: 0xen, has: ['thead_c', 'thead_b', 'thead_sh'] },
    { kernel: '7.3,ERRATA_THEAD_MAE=y', types: 0x12n, has: ['thead_so', 'thead_sh'] },
    { kernel: '6.12,ERRATA_THEAD_MAE=y,RISCV_ISA_EXT_SVPBMT=y', types: 0x1n, has: ['thead_sec'] },
  ].flatMap(({ kernel, types, has }) =>
    (['pte', 'pmd', 'pud'] as const).map((level): Example => ({
      name: `memory type ${types} of a T-Head CPU, ${level}`,
      kernel,
      level,
      raw: (types << 59n) | (0x80000n << 10n) | 0xd7n,
      entry: { state: 'present', pfn: 0x80000n, reserved: 0n, unknown: 0n },
      has,
      src: 'v6.12 arch/riscv/include/asm/pgtable-64.h _PAGE_MTMASK_THEAD',
    })),
  ),
  // "Bits 60-54 are reserved": of them 60 and 59 are software's with Svrsw60t59b.
  ...(['pte', 'pmd', 'pud'] as const).map((level): Example => ({
    name: `bits that no extension uses, ${level}`,
    kernel: '6.12',
    level,
    raw: (0x1fn << 54n) | (0x80000n << 10n) | 0xcfn,
    entry: { state: 'present', reserved: 0x1fn << 54n },
    src: 'privileged architecture, "Sv39: Page-Based 39-bit Virtual-Memory System"',
  })),
  {
    name: 'a 2 MiB page that is being split',
    kernel: '6.12',
    level: 'pmd',
    raw: (0x80000n << 10n) | 0xcen,
    entry: { state: 'present', invalid: true },
    src: 'v6.12 pgtable.h pmd_present',
  },
];

describe('riscv64', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('riscv64', example);
  });

  // v6.12 pgtable.h _PAGE_CHG_MASK, pgtable-64.h _PAGE_MTMASK: 3 << 61 with Svpbmt, else 0.
  test.each([
    { svpbmt: 'y', types: 0n },
    { svpbmt: 'n', types: 1n << 62n },
  ])('pte_modify() takes the memory type out with Svpbmt alone: $svpbmt', ({ svpbmt, types }) => {
    const kernel = resolveKernel({ arch: 'riscv64', kernel: `6.12,RISCV_ISA_EXT_SVPBMT=${svpbmt}` });
    const page = 0x81405n << 10n;
    const made = applyFunction(kernel, 'pte_modify', {
      pte: types | (1n << 62n) | page | 0xdfn,
      prot: 0x53n,
    });
    expect(made).toBe(types | page | 0xd3n);
  });

  // ERRATA_THEAD_PBMT up to v6.8 arch/riscv/Kconfig.errata; openSUSE's configurations have the new name since 6.9-rc6.
  test('the symbol of the memory types of T-Head has its older name before 6.9', () => {
    const symbol = resolveKernel({ arch: 'riscv64' }).layout.symbols.find(
      ({ name }) => name === 'ERRATA_THEAD_MAE',
    );
    expect(symbol?.text).toContain('ERRATA_THEAD_PBMT before 6.9)');
  });

  test.each([
    { paging: 3, shifts: [30, 21, 12] },
    { paging: 4, shifts: [39, 30, 21, 12] },
    { paging: 5, shifts: [48, 39, 30, 21, 12] },
  ])('levels of Sv39, Sv48, Sv57: $paging', ({ paging, shifts }) => {
    expect(
      resolveKernel({ arch: 'riscv64', kernel: '6.12', paging }).levels.map(({ shift }) => shift),
    ).toEqual(shifts);
  });
});
