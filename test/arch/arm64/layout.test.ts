import { describe, expect, test } from '@jest/globals';
import { applyFunction } from '../../../src/core/functions/functions.ts';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { parseConfigText } from '../../../src/kernel/dot-config.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const SWAP = { state: 'swap', swapClass: 'a.1' } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'pte of a bad page map: Bad swap file entry 40207070a050609',
    kernel: '6.0',
    raw: 0x0a07070a0506090an,
    entry: { ...SWAP, swap: { type: 1, offset: 0x207070a050609n }, reserved: 0x0800000000000002n },
    generic: 0x40207070a050609n,
    src: 'github.com/raspberrypi/linux issue 5138, 6.0.0-rc1-v8',
  },
  {
    name: 'pmd of the same line: a table',
    kernel: '6.0',
    level: 'pmd',
    raw: 0x0800000001801003n,
    entry: {
      state: 'table',
      pfn: 0x1801n,
      flags: ['PMD_TABLE_PXN', 'PTE_TABLE_BIT', 'PTE_VALID'],
      unknown: 0n,
    },
    src: 'github.com/raspberrypi/linux issue 5138, 6.0.0-rc1-v8',
  },
  // Arm ARM DDI 0487 D8.3: bits [51:48] are RES0 where addresses have 48 bits; v6.9 pgtable-hwdef.h PTE_ADDR_LOW reads two of them.
  ...(['4.14', '6.8', '6.9', '7.3'] as const).flatMap((kernel): Example[] => {
    const before = kernel === '4.14' || kernel === '6.8';
    return [
      {
        name: 'bits above the address of a table',
        kernel,
        level: 'pmd',
        raw: 0xf_0000_4000_1003n,
        entry: { state: 'table', reserved: (before ? 0xfn : 0xcn) << 48n, unknown: 0n },
        src: `v${kernel} arch/arm64/include/asm/pgtable-hwdef.h PTE_ADDR_LOW, PTE_ADDR_MASK`,
      },
      {
        name: 'bits above the address of a page',
        kernel,
        raw: 0x3_0000_4000_1713n,
        entry: {
          state: 'present',
          pfn: before ? 0x40001n : 0x30_0004_0001n,
          reserved: before ? 3n << 48n : 0n,
        },
        src: `v${kernel} arch/arm64/include/asm/pgtable-hwdef.h PTE_ADDR_LOW, PTE_ADDR_MASK`,
      },
    ];
  }),
  {
    name: 'pud of such tables, each level of which has names of its own',
    kernel: '6.13',
    level: 'pud',
    raw: 0x1800000040000403n,
    entry: {
      state: 'table',
      flags: ['PUD_TABLE_UXN', 'PUD_TABLE_PXN', 'PUD_TABLE_AF', 'PTE_TABLE_BIT', 'PTE_VALID'],
      unknown: 0n,
    },
    src: 'v6.13 arch/arm64/include/asm/pgtable-hwdef.h PUD_TABLE_UXN, PUD_TABLE_PXN, PUD_TABLE_AF',
  },
  {
    name: 'pud of a fault: a table that kpti has passed over',
    kernel: '4.14',
    level: 'pud',
    raw: 0x97fff6803n,
    entry: { state: 'table', pfn: 0x97fff6n, flags: ['PTE_NG', 'PTE_TABLE_BIT', 'PTE_VALID'], unknown: 0n },
    src: 'a public oops of 4.14.98-07190-gbcdaf61; commit 2ce77f6d8a9a: nG is set in table entries, where the CPU ignores it',
  },
  {
    name: 'top entry of a fault with pages of 64 KiB: the same, before 6.10',
    kernel: '5.5,ARM64_64K_PAGES=y',
    level: 'pud',
    raw: 0x81d30803n,
    entry: {
      state: 'table',
      pfn: 0x81d3n,
      flags: ['PTE_NG', 'PTE_TABLE_BIT', 'PTE_VALID'],
      unknown: 0n,
      reserved: 0n,
    },
    src: 'a public oops of 5.5.0-rc3-tegra; v5.5 and v6.12 arch/arm64/mm/proc.S idmap_kpti_install_ng_mappings: every table',
  },
  {
    name: 'top entry of a fault with pages of 64 KiB: the same, since 6.10',
    kernel: '6.12,ARM64_64K_PAGES=y',
    level: 'pud',
    raw: 0x81d30803n,
    entry: {
      state: 'table',
      pfn: 0x81d3n,
      flags: ['PTE_NG', 'PTE_TABLE_BIT', 'PTE_VALID'],
      unknown: 0n,
      reserved: 0n,
    },
    src: 'a public oops of 5.5.0-rc3-tegra; v5.5 and v6.12 arch/arm64/mm/proc.S idmap_kpti_install_ng_mappings: every table',
  },
  {
    name: 'pte of a fault: a device page of the kernel',
    kernel: '5.10',
    raw: 0x0068002000155f03n,
    entry: {
      state: 'present',
      pfn: 0x2000155n,
      flags: [
        'PTE_UXN',
        'PTE_PXN',
        'PTE_WRITE',
        'PTE_NG',
        'PTE_AF',
        'PTE_SHARED[1]',
        'PTE_SHARED[0]',
        'PTE_TABLE_BIT',
        'PTE_VALID',
      ],
      unknown: 0n,
    },
    src: 'github.com/HEAPLab/ASPIS issue 13, Debian 5.10.0-22-arm64',
  },
  {
    name: 'pud of the same line: a table',
    kernel: '5.10',
    level: 'pud',
    raw: 0x000000237fffe003n,
    entry: { state: 'table', pfn: 0x237fffen, unknown: 0n, reserved: 0n },
    src: 'github.com/HEAPLab/ASPIS issue 13, Debian 5.10.0-22-arm64',
  },
  {
    name: 'type 1, offset 0x1234 up to 5.18',
    kernel: '5.18',
    raw: 0x123404n,
    entry: { ...SWAP, swap: { type: 1, offset: 0x1234n } },
    src: 'v5.18 pgtable.h __SWP_TYPE_SHIFT 2, 6 bits, __SWP_OFFSET_SHIFT 8',
  },
  {
    name: 'type 1, offset 0x1234 from 5.19',
    kernel: '5.19',
    raw: 0x123408n,
    entry: { ...SWAP, swap: { type: 1, offset: 0x1234n } },
    src: 'v5.19 pgtable.h __SWP_TYPE_SHIFT 3, 5 bits, __SWP_OFFSET_SHIFT 8',
  },
  {
    name: 'type 1, offset 0x1234 from 6.10',
    kernel: '6.10',
    raw: 0x1234040n,
    entry: { ...SWAP, swap: { type: 1, offset: 0x1234n } },
    src: 'v6.10 pgtable.h __SWP_TYPE_SHIFT 6, __SWP_OFFSET_SHIFT 12',
  },
  {
    name: 'with exclusive and uffd-wp',
    kernel: '6.10',
    raw: 0x123404cn,
    entry: { ...SWAP, short: ['uffd_wp', 'exclusive'] },
    src: 'v6.10 pgtable-prot.h PTE_SWP_EXCLUSIVE, PTE_SWP_UFFD_WP',
  },
  {
    name: 'bit 3 is no uffd-wp before 6.10',
    kernel: '6.9',
    raw: 0x8n,
    entry: { ...SWAP, swap: { type: 1, offset: 0n }, flags: [] },
    src: 'v6.9 pgtable.h __SWP_TYPE_SHIFT 3',
  },
  {
    name: 'uffd-wp marker',
    kernel: '6.10',
    raw: 0x17c0n,
    entry: { state: 'pte-marker', marker: 1n },
    src: 'v6.10 __swp_entry(SWP_PTE_MARKER, PTE_MARKER_UFFD_WP), computed',
  },
  {
    name: 'a type above 31',
    kernel: '5.18',
    raw: (33n << 2n) | (1n << 8n),
    entry: { state: 'swap', swap: { type: 33, offset: 1n } },
    src: 'v5.18 pgtable.h __SWP_TYPE_BITS 6',
  },
  {
    name: 'PROT_NONE up to 6.9',
    kernel: '6.9',
    raw: (1n << 58n) | (3n << 53n) | 0x12345f82n,
    entry: { state: 'protnone', pfn: 0x12345n },
    src: 'v6.9 pgtable-prot.h PAGE_NONE',
  },
  {
    name: 'PROT_NONE from 6.10',
    kernel: '6.10',
    raw: (3n << 53n) | 0x12345f82n,
    entry: { state: 'protnone', pfn: 0x12345n },
    src: 'v6.10 pgtable.h pte_protnone',
  },
  {
    name: 'invalid but not PROT_NONE: a user page',
    kernel: '6.10',
    raw: (3n << 53n) | 0x12345fc2n,
    entry: { state: 'present', invalid: true },
    src: 'v6.10 pgtable.h pte_present_invalid',
  },
  {
    // bits[1:0] of a level 3 descriptor: 0b01 is reserved, and invalid.
    name: 'a page that is no page for the CPU',
    kernel: '6.12',
    raw: 0x12345f41n,
    entry: { state: 'present', pfn: 0x12345n, invalid: true },
    src: 'v6.12 pgtable.h pte_present (PTE_VALID alone); Arm ARM DDI 0487 D8.3.1.2 level 3 descriptors',
  },
  {
    name: 'a block that is being split',
    kernel: '6.1',
    level: 'pmd',
    raw: (1n << 59n) | 0x40000f40n,
    entry: { state: 'present', invalid: true, pageSize: 0x200000n },
    src: 'v6.1 pgtable.h pmd_mkinvalid',
  },
  {
    name: 'contiguous hint',
    kernel: '6.12',
    raw: (1n << 52n) | 0x12345f43n,
    entry: { state: 'present', pfn: 0x12345n },
    has: ['cont'],
    src: 'v6.12 pgtable-hwdef.h PTE_CONT',
  },
  {
    name: '64 KiB pages',
    kernel: '6.12,ARM64_64K_PAGES=y',
    raw: 0x123450f43n,
    entry: { pfn: 0x12345n, pageSize: 0x10000n },
    src: 'v6.12 pgtable-hwdef.h PTE_ADDR_LOW',
  },
  {
    name: '64 KiB pages, 52-bit address',
    kernel: '6.12,ARM64_64K_PAGES=y,ARM64_PA_BITS_52=y',
    raw: 0x12345af43n,
    entry: { phys: 0xa000123450000n, pfn: 0xa00012345n },
    src: 'v6.12 pgtable-hwdef.h PTE_ADDR_HIGH, PTE_ADDR_HIGH_SHIFT 36',
  },
  {
    name: '4 KiB pages, LPA2',
    kernel: '6.12,ARM64_PA_BITS_52=y,ARM64_LPA2=y',
    raw: 0x3000012345643n,
    entry: { phys: 0xb000012345000n },
    src: 'v6.12 pgtable-hwdef.h PTE_ADDR_HIGH, PTE_ADDR_HIGH_SHIFT 42',
  },
  {
    name: '16 KiB pages, 32 MiB block',
    kernel: '6.12,ARM64_16K_PAGES=y',
    level: 'pmd',
    raw: 0x40000f41n,
    entry: { state: 'present', pageSize: 0x2000000n, phys: 0x40000000n },
    src: 'v6.12 pgtable-hwdef.h ARM64_HW_PGTABLE_LEVEL_SHIFT',
  },
  {
    name: 'protection key 5',
    kernel: '6.12',
    raw: (5n << 60n) | 0x12345f43n,
    entry: { pkey: 5 },
    src: 'v6.12 pgtable-hwdef.h PTE_PO_IDX_MASK',
  },
];

describe('arm64', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('arm64', example);
  });

  test('functions of its own header: dirty is kept when write permission goes', () => {
    const kernel = resolveKernel({ arch: 'arm64', kernel: '6.12' });
    const writable = (1n << 51n) | 0x12345f43n;
    expect(evaluatePredicates(kernel, writable)).toMatchObject({
      pte_dirty: true,
      pte_write: true,
      pte_uffd_wp: false,
    });
    const marked = applyFunction(kernel, 'pte_mkuffd_wp', { pte: writable });
    expect(marked).toBe((1n << 58n) | (1n << 55n) | 0x12345fc3n);
  });

  test.each([
    { config: '', shifts: [39, 30, 21, 12] },
    { config: ',paging=3', shifts: [30, 21, 12] },
    // VA_BITS_MIN of v6.12 memory.h: a CPU without LPA2 gets 48 bits, with 16 KiB pages 47.
    { config: ',ARM64_VA_BITS_52=y', shifts: [39, 30, 21, 12] },
    { config: ',ARM64_VA_BITS_52=y,ARM64_LPA2=y', shifts: [48, 39, 30, 21, 12] },
    { config: ',ARM64_VA_BITS_52=y,ARM64_16K_PAGES=y', shifts: [36, 25, 14] },
    { config: ',ARM64_VA_BITS_52=y,ARM64_LPA2=y,ARM64_16K_PAGES=y', shifts: [47, 36, 25, 14] },
    { config: ',ARM64_16K_PAGES=y', shifts: [47, 36, 25, 14] },
    { config: ',ARM64_64K_PAGES=y', shifts: [42, 29, 16] },
    { config: ',ARM64_64K_PAGES=y,paging=2', shifts: [29, 16] },
  ])('levels of "$config" (v6.12 pgtable-hwdef.h ARM64_HW_PGTABLE_LEVEL_SHIFT)', ({ config, shifts }) => {
    const kernel = resolveKernel({ arch: 'arm64', kernel: `6.12${config}` });
    expect(kernel.levels.map(({ shift }) => shift)).toEqual(shifts);
  });

  // arch/arm64/include/asm/pgtable-hwdef.h: PTRS_PER_PGD is 1 << (MAX_USER_VA_BITS - PGDIR_SHIFT) from "arm64: mm: introduce
  // 52-bit userspace support" (5.0) to b6d00d47e81a (5.4), and MAX_USER_VA_BITS is 52 with CONFIG_ARM64_USER_VA_BITS_52, for
  // which pages are of 64 KiB.
  test.each([
    { kernel: '4.20', indexBits: 6 },
    { kernel: '5.0', indexBits: 10 },
    { kernel: '5.3', indexBits: 10 },
  ])('the top table with 52-bit addresses of processes: $kernel', ({ kernel, indexBits }) => {
    const config = parseConfigText('CONFIG_ARM64_64K_PAGES=y\nCONFIG_ARM64_USER_VA_BITS_52=y\n', 'arm64');
    const { levels, paging } = resolveKernel({ arch: 'arm64', kernel, config });
    expect([paging, levels[0]?.indexBits]).toEqual([3, indexBits]);
    const named = resolveKernel({ kernel: `${kernel},arch=arm64,ARM64_64K_PAGES=y,ARM64_USER_VA_BITS_52=y` });
    expect(named.levels[0]?.indexBits).toBe(indexBits);
  });
});
