import { describe, expect, test } from '@jest/globals';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const BOOK3S = 'arch/powerpc/include/asm/book3s/64/pgtable.h';
const K4 = ',PPC_64K_PAGES=n';
const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'swap, 4 KiB pages',
    kernel: `6.12${K4}`,
    raw: 0x4000000001234001n,
    entry: { state: 'swap', swap, missing: 0n },
    src: `v6.12 ${BOOK3S} __swp_entry`,
  },
  {
    name: 'swap, 64 KiB pages',
    kernel: '6.12',
    raw: 0x4000000012340001n,
    entry: { state: 'swap', swap },
    src: `v6.12 ${BOOK3S} __swp_entry`,
  },
  {
    name: 'swap, exclusive and soft-dirty',
    kernel: '6.12',
    raw: 0x4000000012340221n,
    entry: { swap, short: ['soft_dirty', 'exclusive'] },
    src: `v6.12 ${BOOK3S} _PAGE_SWP_*`,
  },
  {
    name: 'soft-dirty up to 5.18',
    kernel: '5.18',
    raw: 0x4000000012340021n,
    entry: { swap, short: ['soft_dirty'] },
    src: `v5.11 ${BOOK3S} _PAGE_SWP_SOFT_DIRTY`,
  },
  {
    name: 'the swp_entry_t of the same: no _PAGE_PTE',
    kernel: '6.12',
    raw: 0x12340001n,
    entry: { state: 'swap', swap, missing: 1n << 62n },
    src: `v6.12 ${BOOK3S} __pte_to_swp_entry`,
  },
  {
    name: 'accessed and dirty alone are empty',
    kernel: '6.12',
    raw: 0x180n,
    entry: { state: 'none' },
    src: 'v6.12 radix.h RADIX_PTE_NONE_MASK',
  },
  {
    name: 'a user page',
    kernel: '6.12',
    raw: 0xc000000012340187n,
    entry: {
      state: 'present',
      pfn: 0x1234n,
      short: ['present', 'pte', 'accessed', 'dirty', 'read', 'rw', 'exec'],
    },
    src: `v6.12 ${BOOK3S} _PAGE_*`,
  },
  {
    name: 'PROT_NONE',
    kernel: '6.12',
    raw: 0xc000000012340108n,
    entry: { state: 'protnone', pfn: 0x1234n },
    src: `v6.12 ${BOOK3S} pte_protnone`,
  },
  {
    name: 'a page that is being changed',
    kernel: '6.12',
    raw: 0x6000000012340187n,
    entry: { state: 'present', invalid: true },
    src: `v6.12 ${BOOK3S} pte_present`,
  },
  {
    name: 'a table, which need not fill a page',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x8000000012345705n,
    entry: { state: 'table', phys: 0x12345700n },
    src: 'v6.12 radix.h RADIX_PMD_VAL_BITS',
  },
  {
    name: 'bits above the frame number: _PAGE_PA_MAX to _RPAGE_PA_MAX, and the keys of the hash MMU',
    kernel: '6.12',
    raw: 0xdfe0_0000_0001_0187n,
    entry: { state: 'present', pfn: 0x1n, reserved: 0x1fe0_0000_0000_0000n, unknown: 0n },
    src: 'v6.12 book3s/64/pgtable.h PTE_RPN_MASK, _RPAGE_PKEY_BIT0 to _RPAGE_PKEY_BIT4; pkeys.h vmflag_to_pte_pkey_bits: BUG() with radix',
  },
  {
    name: 'a bad table',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x80000000123457a5n,
    entry: { state: 'table', reserved: 0xa0n },
    src: 'v6.12 radix.h RADIX_PMD_BAD_BITS',
  },
];

describe('powerpc64', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('powerpc64', example);
  });

  test.each([
    { config: K4, indexBits: [13, 9, 9, 9] },
    { config: '', indexBits: [13, 9, 9, 5] },
  ])('index sizes "$config" (radix-4k.h, radix-64k.h)', ({ config, indexBits }) => {
    const kernel = resolveKernel({ arch: 'powerpc64', kernel: `6.12${config}` });
    expect(kernel.levels.map((level) => level.indexBits)).toEqual(indexBits);
  });
});
