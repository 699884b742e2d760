import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/verdicts/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const PG3 = 'arch/x86/include/asm/pgtable-3level.h';
const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'a page with bits above any address',
    kernel: '6.12',
    raw: (0x7ffn << 52n) | 0x1234_5067n,
    entry: { state: 'present', pfn: 0x12345n, reserved: 0x7ffn << 52n },
    src: 'Intel SDM vol. 3A, table 4-11, bits 62:MAXPHYADDR',
  },
  {
    name: 'swap from 4.19',
    kernel: '6.12',
    raw: 0x0fffffffffdb9600n,
    entry: { state: 'swap', swap },
    generic: 0x4001234n,
    src: `v6.12 ${PG3} __swp_pteval_entry`,
  },
  {
    name: 'swap up to 4.18.0: in the high word',
    kernel: '4.18',
    raw: (1n << 32n) | (0x1234n << 37n),
    entry: { state: 'swap', swap },
    generic: 0x2001234n,
    src: `v4.18 ${PG3} __swp_entry_to_pte`,
  },
  {
    name: 'exclusive from 6.3',
    kernel: '6.12',
    raw: 0x0fffffffffdb9680n,
    entry: { short: ['exclusive'], swap },
    src: `v6.3 ${PG3} _PAGE_SWP_EXCLUSIVE`,
  },
  {
    name: 'accessed and dirty alone are empty',
    kernel: '6.12',
    raw: 0x60n,
    entry: { state: 'none' },
    src: 'v6.12 pgtable_types.h _PAGE_KNL_ERRATUM_MASK',
  },
  {
    name: 'a user page',
    kernel: '6.12',
    raw: 0x8000000012345067n,
    entry: { state: 'present', pfn: 0x12345n },
    src: 'v6.12 pgtable_types.h _PAGE_*',
  },
  {
    name: 'PROT_NONE, its frame inverted',
    kernel: '6.12',
    raw: 0x000fffffedcba120n,
    entry: { state: 'protnone', pfn: 0x12345n },
    src: 'v4.19 pgtable-invert.h',
  },
  {
    name: 'a page-directory pointer',
    kernel: '6.12',
    level: 'pgd',
    raw: 0x12345001n,
    entry: { state: 'table', pfn: 0x12345n, reserved: 0n },
    src: 'v6.12 pgalloc.h pud_populate',
  },
  {
    // "*pde = b1849067 *pte = 1703aa3e" and "get_swap_device: Bad swap file entry 700b81c7", 5.6.0-11490.
    name: 'a table, without PAE',
    kernel: '5.6,X86_PAE=n',
    level: 'pmd',
    raw: 0xb184_9067n,
    entry: { state: 'table', pfn: 0xb1849n, reserved: 0n, unknown: 0n },
    src: 'https://lore.kernel.org/all/?q=%22700b81c7%22',
  },
  {
    name: 'swap, without PAE',
    kernel: '6.12,X86_PAE=n',
    raw: 0x0024_6802n,
    entry: { state: 'swap', swap },
    src: 'v6.12 arch/x86/include/asm/pgtable-2level.h __swp_entry',
  },
  {
    name: 'PROT_NONE, without PAE: nothing is inverted',
    kernel: '6.12,X86_PAE=n',
    raw: 0x1234_5120n,
    entry: { state: 'protnone', pfn: 0x12345n },
    src: 'v6.12 arch/x86/include/asm/pgtable-2level.h protnone_mask',
  },
  {
    name: 'accessed and dirty alone are not empty, without PAE',
    kernel: '6.12,X86_PAE=n',
    raw: 0x60n,
    entry: { state: 'swap', swap: { type: 16, offset: 0n } },
    src: 'v6.12 pgtable_types.h _PAGE_KNL_ERRATUM_MASK',
  },
  {
    name: 'a page of 4 MiB',
    kernel: '6.12,X86_PAE=n',
    level: 'pgd',
    raw: 0x3740_01e3n,
    entry: { state: 'present', pfn: 0x37400n, reserved: 0n, unknown: 0n },
    src: 'Intel SDM vol. 3A, 4.3 32-bit paging',
  },
];

describe('i386', () => {
  test.each(EXAMPLES)('$kernel: $name', (example) => {
    checkExample('i386', example);
  });

  test('0x4 has an offset of 50 bits, of which the kernel keeps 26: it names a slot', () => {
    const kernel = resolveKernel({ arch: 'i386', kernel: '6.12' });
    const entry = decodeEntry(kernel, 0x4n);
    expect(entry.notes.map(({ code }) => code)).toContain('offset-truncated');
    expect(entry.rules['4'].holds).toBe(false);
  });
});
