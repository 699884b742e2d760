import { describe, expect, test } from '@jest/globals';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { checkExample, type Example } from '../../helpers/examples.ts';

const PGTABLE = 'arch/s390/include/asm/pgtable.h';
const swap = { type: 1, offset: 0x1234n } as const;

const EXAMPLES: readonly Example[] = [
  {
    name: 'an empty pte',
    kernel: '6.12',
    raw: 0x400n,
    entry: { state: 'none' },
    src: `v6.12 ${PGTABLE} pte_none`,
  },
  {
    name: '0 is neither empty nor present',
    kernel: '6.12',
    raw: 0n,
    entry: { state: 'swap', missing: 0x600n },
    src: `v6.12 ${PGTABLE} pte_none, pte_present`,
  },
  {
    name: 'swap',
    kernel: '6.12',
    raw: 0x1234604n,
    entry: { state: 'swap', swap, missing: 0n },
    src: `v6.12 ${PGTABLE} mk_swap_pte`,
  },
  {
    name: 'swap, soft-dirty and exclusive',
    kernel: '6.12',
    raw: 0x1234e06n,
    entry: { swap, short: ['exclusive', 'soft_dirty'] },
    src: `v6.12 ${PGTABLE} _PAGE_SWP_EXCLUSIVE, _PAGE_SOFT_DIRTY`,
  },
  // The patterns are those of the table "possible bit combinations" in the header.
  {
    name: 'read-write, dirty, young',
    kernel: '6.12',
    raw: 0x1234503dn,
    entry: { state: 'present', pfn: 0x12345n },
    src: `v6.12 ${PGTABLE} .00.xx1111.1`,
  },
  {
    name: 'read-only, clean, old',
    kernel: '6.12',
    raw: 0x12345611n,
    entry: { state: 'present', short: ['invalid', 'protect', 'read', 'present'] },
    src: `v6.12 ${PGTABLE} .11.xx0100.1`,
  },
  {
    name: 'prot-none, clean, old',
    kernel: '6.12',
    raw: 0x12345601n,
    entry: { state: 'protnone', pfn: 0x12345n },
    src: `v6.12 ${PGTABLE} .11.xx0000.1`,
  },
  {
    name: 'an empty segment',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x20n,
    entry: { state: 'none' },
    src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_EMPTY`,
  },
  {
    name: 'an empty region-third entry',
    kernel: '6.12',
    level: 'pud',
    raw: 0x24n,
    entry: { state: 'none' },
    src: `v6.12 ${PGTABLE} _REGION3_ENTRY_EMPTY`,
  },
  {
    name: 'a table of ptes, on half a page',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x12345800n,
    entry: { state: 'table', phys: 0x12345800n },
    src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_ORIGIN`,
  },
  {
    name: 'a 1 MiB page up to 6.12',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x12303403n,
    entry: { state: 'present', pageSize: 0x100000n, short: ['dirty', 'accessed', 'pse', 'rw', 'read'] },
    src: `v6.12 ${PGTABLE} _SEGMENT_ENTRY_*`,
  },
  {
    name: 'a 1 MiB page from 6.13',
    kernel: '6.13',
    level: 'pmd',
    raw: 0x1230f401n,
    entry: {
      state: 'present',
      pageSize: 0x100000n,
      short: ['rw', 'read', 'dirty', 'accessed', 'pse', 'present'],
    },
    src: `v6.13 ${PGTABLE} _SEGMENT_ENTRY_*`,
  },
  {
    name: 'a swap segment from 6.13',
    kernel: '6.13',
    level: 'pmd',
    raw: 0x1234070n,
    entry: { state: 'swap', swap },
    src: `v6.13 ${PGTABLE} mk_swap_rste`,
  },
  {
    name: 'no swap segment before',
    kernel: '6.12',
    level: 'pmd',
    raw: 0x1234070n,
    entry: { state: 'table' },
    src: `v6.12 ${PGTABLE} pmd_present`,
  },
  {
    name: 'a region-first table',
    kernel: '6.12',
    level: 'pgd',
    raw: 0x1234500fn,
    entry: { state: 'table', phys: 0x12345000n },
    src: `v6.12 ${PGTABLE} _REGION1_ENTRY`,
  },
  // Principles of Operation, "Page-Table Entries": bit 52 (of 63) must be zero where the entry is valid; QEMU, PAGE_ENTRY_0.
  ...[
    { raw: 0x1234_583dn, invalid: true },
    { raw: 0x1234_503dn, invalid: false },
    { raw: 0x1234_5c11n, invalid: false },
  ].map(({ raw, invalid }): Example => ({
    name: `a pte 0x${raw.toString(16)}`,
    kernel: '6.12',
    raw,
    entry: { state: 'present', pfn: 0x12345n, invalid },
    src: `v6.12 ${PGTABLE} _PAGE_LARGE; z/Architecture Principles of Operation`,
  })),
  // Principles of Operation, "Translation-Specification Exception": the table type of a segment entry is 0, of a region-third entry 1,
  // with format control too. Read bits of the releases by pgtable.h _SEGMENT_ENTRY_READ, _REGION3_ENTRY_READ.
  ...[
    { kernel: '6.1', level: 'pmd' as const, read: 0x1n, right: 0x0n },
    { kernel: '6.1', level: 'pud' as const, read: 0x2n, right: 0x4n },
    { kernel: '6.12', level: 'pmd' as const, read: 0x1n, right: 0x0n },
    { kernel: '6.12', level: 'pud' as const, read: 0x1n, right: 0x4n },
    { kernel: '6.13', level: 'pmd' as const, read: 0x4001n, right: 0x0n },
    { kernel: '6.13', level: 'pud' as const, read: 0x4001n, right: 0x4n },
  ].flatMap(({ kernel, level, read, right }) =>
    [0x0n, 0x4n, 0x8n, 0xcn].map((type) => ({
      name: `a large page with the table type ${type >> 2n}`,
      kernel,
      level,
      raw: 0x1_8000_0000n | 0x400n | read | type,
      entry: { state: 'present', invalid: type !== right } as const,
      src: 'z/Architecture Principles of Operation, "Segment-Table Entries", "Region-Table Entries"',
    })),
  ),
  // Tables whose flags alone are those of an empty entry: with a frame none of pud_none(), p4d_none(), pgd_none() is true.
  {
    name: 'an invalid region-third table',
    kernel: '6.1',
    level: 'pud',
    raw: 0x210004000024n,
    entry: { state: 'table', phys: 0x210004000000n, short: ['invalid', 'table_type0'] },
    src: `v6.1 ${PGTABLE} pud_none`,
  },
  {
    name: 'an invalid region-second table',
    kernel: '6.1',
    level: 'p4d',
    raw: 0x100000002028n,
    entry: { state: 'table', phys: 0x100000002000n, short: ['invalid', 'table_type1'] },
    src: `v6.1 ${PGTABLE} p4d_none`,
  },
  {
    name: 'an invalid region-first table',
    kernel: '6.1',
    level: 'pgd',
    raw: 0x114000402cn,
    entry: { state: 'table', phys: 0x1140004000n, short: ['invalid', 'table_type1', 'table_type0'] },
    src: `v6.1 ${PGTABLE} pgd_none`,
  },
];

describe('s390x', () => {
  test.each(EXAMPLES)('$kernel $level: $name', (example) => {
    checkExample('s390x', example);
  });

  test.each([
    { level: 'pgd', raw: 0x1234500fn, src: '_REGION1_ENTRY' },
    { level: 'p4d', raw: 0x1234500bn, src: '_REGION2_ENTRY' },
    { level: 'pud', raw: 0x12345007n, src: '_REGION3_ENTRY' },
    { level: 'pmd', raw: 0x12345000n, src: '_SEGMENT_ENTRY' },
  ] as const)('a table made of a frame alone, $level: $src of v6.12 pgtable.h', ({ level, raw }) => {
    const kernel = resolveKernel({ arch: 's390x', kernel: '6.12' });
    expect(encodeEntry(kernel, { state: 'table', level, pfn: 0x12345n })).toBe(raw);
  });

  test('a table on half a page is made of its address', () => {
    const kernel = resolveKernel({ arch: 's390x', kernel: '6.12' });
    const fields = { state: 'table', level: 'pmd', phys: 0x12345800n } as const;
    expect(encodeEntry(kernel, fields)).toBe(0x12345800n);
    expect(encodeEntry(kernel, { ...fields, pfn: null })).toBe(0x12345800n);
    expect(encodeEntry(kernel, { ...fields, pfn: 0x12345n })).toBe(0x12345800n);
  });

  test('pte_swap() of its own header', () => {
    const kernel = resolveKernel({ arch: 's390x', kernel: '6.12' });
    expect(evaluatePredicates(kernel, 0x1234604n)).toMatchObject({ pte_swap: true, is_swap_pte: true });
    expect(evaluatePredicates(kernel, 0n)).toMatchObject({
      pte_swap: false,
      is_swap_pte: true,
      pte_none: false,
    });
  });
});
