import { describe, expect, test } from '@jest/globals';
import { decodeEntry } from '../../../src/core/decode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const PG3 = 'arch/x86/include/asm/pgtable-3level.h';
const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
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
