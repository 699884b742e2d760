import { describe, expect, test } from '@jest/globals';
import { PteDecodeError } from '../../../src/core/errors.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const PGTABLE = 'arch/loongarch/include/asm/pgtable.h';

const EXAMPLES: readonly Example[] = [
  {
    name: 'swap',
    kernel: '6.12',
    raw: 0x1234010000n,
    entry: { state: 'swap', swap: { type: 1, offset: 0x1234n } },
    src: `v6.12 ${PGTABLE} mk_swap_pte`,
  },
  {
    name: 'swap, exclusive',
    kernel: '6.12',
    raw: 0x1234810000n,
    entry: { short: ['exclusive'], swap: { type: 1, offset: 0x1234n } },
    src: `v6.12 ${PGTABLE} pte_swp_exclusive`,
  },
  {
    name: 'bit 23 belonged to the type up to 6.2, but a swp_entry_t has no place for it',
    kernel: '6.2',
    raw: 0x1234810000n,
    entry: { swap: { type: 1, offset: 0x1234n }, reserved: 0x800000n },
    src: `v6.2 ${PGTABLE} mk_swap_pte, include/linux/swapops.h swp_entry`,
  },
  {
    name: 'the global bit alone is empty',
    kernel: '6.12',
    raw: 0x40n,
    entry: { state: 'none', flags: ['_PAGE_GLOBAL'] },
    src: `v6.12 ${PGTABLE} pte_none`,
  },
  {
    name: 'a user page of 16 KiB',
    kernel: '6.12',
    raw: 0x40000000048d039fn | (1n << 20n),
    entry: {
      state: 'present',
      pageSize: 0x4000n,
    },
    has: ['nx', 'rw', 'present', 'dirty', 'accessed'],
    src: `v6.12 ${PGTABLE} pte_pfn`,
  },
  {
    name: 'a page of 4 KiB',
    kernel: '6.12,PAGE_SIZE_16KB=n',
    raw: 0x1234519dn,
    entry: { pfn: 0x12345n, pageSize: 0x1000n },
    src: `v6.12 ${PGTABLE} pte_pfn`,
  },
  {
    name: 'PROT_NONE',
    kernel: '6.12',
    raw: (1n << 61n) | 0x1234441cn,
    entry: { state: 'protnone' },
    src: 'v6.12 pgtable-bits.h PAGE_NONE',
  },
  {
    name: 'a large page of 32 MiB',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x400001dfn,
    entry: { state: 'present', pageSize: 0x2000000n, phys: 0x40000000n },
    src: `v6.12 ${PGTABLE} pmd_leaf`,
  },
  {
    name: 'a large page that is being split',
    kernel: '6.12',
    level: 'pmd',
    raw: (1n << 60n) | 0x4000015cn,
    entry: { state: 'present', invalid: true },
    src: `v6.12 ${PGTABLE} pmd_mkinvalid`,
  },
  {
    name: 'a migrating large page has the huge bit',
    kernel: '6.12',
    level: 'pmd',
    raw: (30n << 16n) | (0x12345n << 24n) | 0x40n,
    entry: { state: 'migration', pfn: 0x12345n, missing: 0n },
    src: `v6.12 ${PGTABLE} __swp_entry_to_pmd`,
  },
  {
    name: 'a table, by its address in the direct map',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x9000000001234000n,
    entry: { state: 'table', phys: 0x1234000n, reserved: 0n },
    src: `v6.12 ${PGTABLE} pmd_phys`,
  },
];

describe('loongarch64', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('loongarch64', example);
  });

  test('no pmd value means empty: that is an address of each kernel', () => {
    const kernel = resolveKernel({ arch: 'loongarch64', kernel: '6.12' });
    expect(() => encodeEntry(kernel, { state: 'none', level: 'pmd' })).toThrow(PteDecodeError);
  });
});
