import { describe, expect, test } from '@jest/globals';
import { applyFunction, kernelFunctions } from '../../../src/core/functions/functions.ts';
import { answerOf } from '../../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const kernelOf = (kernel: string) => resolveKernel({ arch: 'arm64', kernel });

// PTE_RDONLY bit 7, PTE_WRITE (DBM) bit 51, PTE_DIRTY bit 55: v6.12 arch/arm64/include/asm/pgtable-hwdef.h, pgtable-prot.h.
const [RDONLY, WRITE, DIRTY, ATTR] = [1n << 7n, 1n << 51n, 1n << 55n, 7n << 2n];
const VALID = 0x403n;

// pgtable.h by upstream commits and the stable releases that took them: wrprotect ff1712f953e2 (5.10-rc6), modify
// 3c0696076aad (6.7-rc6), mkwrite 143937ca51cc (6.18-rc3), the memory type in pte_modify() 9f3419315f3c (5.10).
describe('what the dirty bits of arm64 became in its releases', () => {
  const before = {
    wrprotect: VALID | RDONLY,
    mkwrite: VALID | WRITE,
    modify: VALID | WRITE | DIRTY | RDONLY,
  };
  const after = {
    wrprotect: VALID | RDONLY | DIRTY,
    mkwrite: VALID | WRITE | RDONLY,
    modify: VALID | WRITE | DIRTY,
  };
  test.each([
    {
      function: 'wrprotect',
      old: ['4.14', '4.14.209', '4.19.160', '5.4.80', '5.9.11', '5.8.18'],
      new: ['4.14.210', '4.19.161', '5.4.81', '5.9.12', '5.10', '6.1'],
    },
    {
      function: 'mkwrite',
      old: ['4.14', '5.4.300', '5.10', '5.10.245', '5.15.195', '6.1', '6.1.157'],
      new: ['5.4.301', '5.10.246', '5.15.196', '6.1.158'],
    },
    {
      function: 'mkwrite_novma',
      old: ['6.6', '6.6.114', '6.12', '6.12.55', '6.17.5'],
      new: ['6.6.115', '6.12.56', '6.17.6', '6.18', '7.3'],
    },
    {
      function: 'modify',
      old: ['4.14', '4.19.302', '5.4.264', '5.10', '5.10.204', '5.15.143', '6.1', '6.1.68', '6.6.7'],
      new: ['4.19.303', '5.4.265', '5.10.205', '5.15.144', '6.1.69', '6.6.8', '6.7'],
    },
  ] as const)('pte_$function', (row) => {
    const key = row.function === 'mkwrite_novma' ? 'mkwrite' : row.function;
    const inputs = {
      wrprotect: { pte: VALID | WRITE },
      mkwrite: { pte: VALID | RDONLY },
      modify: { pte: VALID | DIRTY, prot: VALID | WRITE | RDONLY },
    }[key];
    const answer = (kernel: string) => applyFunction(kernelOf(kernel), `pte_${row.function}`, inputs);
    expect(row.old.map(answer)).toEqual(row.old.map(() => before[key]));
    expect(row.new.map(answer)).toEqual(row.new.map(() => after[key]));
  });

  test('the memory type of a protection counts since 5.10', () => {
    const modify = (kernel: string) =>
      applyFunction(kernelOf(kernel), 'pte_modify', { pte: VALID, prot: VALID | ATTR });
    expect([modify('5.9'), modify('5.10')]).toEqual([VALID, VALID | ATTR]);
  });
});

// Commits 23bc8f69f0ec (5.18, 5.15.36, 5.10.113) and "Remove [PUD|PMD]_TABLE_BIT from [pud|pmd]_bad()" (5.15, 5.10.113):
// a page without access is a leaf, and nothing that is no table is well.
test.each([
  { kernel: '5.10.112', leaf: false, bad: false },
  { kernel: '5.10.113', leaf: true, bad: true },
  { kernel: '5.15.35', leaf: false, bad: true },
  { kernel: '5.15.36', leaf: true, bad: true },
])('large pages without access on $kernel', ({ kernel, leaf, bad }) => {
  const protnone = (1n << 58n) | 2n;
  expect([
    answerOf(kernelOf(kernel), 'pmd_leaf', protnone),
    answerOf(kernelOf(kernel), 'pmd_bad', protnone),
  ]).toEqual([leaf, bad]);
});

// Commit b65399f6111b (5.10): a large page is present; before anything was one that is not empty and no table.
test.each([
  { kernel: '5.9', is: true },
  { kernel: '5.10', is: false },
])('pmd_trans_huge() of a swap entry on $kernel: $is', ({ kernel, is }) => {
  expect(answerOf(kernelOf(kernel), 'pmd_trans_huge', 0x1234n << 8n)).toBe(is);
  expect(answerOf(kernelOf(kernel), 'pmd_trans_huge', 0x4000_0401n)).toBe(true);
  expect(answerOf(kernelOf(kernel), 'pmd_trans_huge', 0x4000_0403n)).toBe(false);
  expect(answerOf(kernelOf(kernel), 'pmd_trans_huge', 0n)).toBe(false);
});

// Commit 169226583097 (6.14).
test.each([
  { kernel: '6.13', has: 'pte_mkpresent', lacks: 'pte_mkvalid' },
  { kernel: '6.14', has: 'pte_mkvalid', lacks: 'pte_mkpresent' },
])('$kernel has $has', ({ kernel, has, lacks }) => {
  const names = kernelFunctions(kernelOf(kernel)).map(({ name }) => name);
  expect([names.includes(has), names.includes(lacks)]).toEqual([true, false]);
});

// v6.12 arch/arm64/include/asm/pgtable.h: pmd_special() and pmd_mkspecial() with CONFIG_ARCH_SUPPORTS_PMD_PFNMAP, which
// needs transparent huge pages; include/linux/mm.h otherwise.
test.each([
  { thp: true, is: 1n << 56n },
  { thp: false, is: 0n },
])('pmd_mkspecial() with THP $thp', ({ thp, is }) => {
  const kernel = resolveKernel({
    arch: 'arm64',
    kernel: '6.12',
    config: new Map([['TRANSPARENT_HUGEPAGE', thp]]),
  });
  const pmd = applyFunction(kernel, 'pmd_mkspecial', { pte: 0n });
  expect([pmd, answerOf(kernel, 'pmd_special', 1n << 56n)]).toEqual([is, thp]);
});

// "arm64: Implement arch-specific pte_access_permitted()" (4.15-rc1; ChangeLog-4.14.3 in Debian's changelog of 4.14.7-1): before,
// include/asm-generic/pgtable.h asks pte_present() and pte_write() alone.
test.each(['pte', 'pmd'])('%s_access_permitted of a page of the kernel', (level) => {
  const answers = (kernel: string) =>
    ['read', 'write'].map((access) =>
      answerOf(kernelOf(kernel), `${level}_access_permitted_${access}`, VALID | WRITE),
    );
  for (const kernel of ['4.14', '4.14.2']) expect(answers(kernel)).toEqual([true, true]);
  for (const kernel of ['4.14.3', '4.15', '6.12']) expect(answers(kernel)).toEqual([false, false]);
  expect(answerOf(kernelOf('4.14'), `${level}_access_permitted_write`, VALID)).toBe(false);
  expect(answerOf(kernelOf('4.14'), `${level}_access_permitted_read`, 1n << 58n)).toBe(true);
  expect(answerOf(kernelOf('4.14'), `${level}_access_permitted_read`, 0x100n)).toBe(false);
});

// v5.10 arch/arm64/include/asm/pgtable.h: CONFIG_PGTABLE_LEVELS > 2, > 3 (BUILD_BUG() else), pud_sect(), pud_table() of less than
// 3; pgtable-hwdef.h PGDIR_SHIFT, which is PUD_SHIFT and P4D_SHIFT too where those are folded.
test.each([
  {
    symbols: ['ARM64_64K_PAGES'],
    paging: 2,
    pud: [false, false, true],
    paddr: [false, false],
    pfn: 0x1_2000n,
  },
  {
    symbols: ['ARM64_16K_PAGES'],
    paging: 2,
    pud: [false, false, true],
    paddr: [false, false],
    pfn: 0x4_8800n,
  },
  { symbols: ['ARM64_16K_PAGES'], paging: 3, pud: [true, true, false], paddr: [true, false], pfn: 0n },
  { symbols: [], paging: 3, pud: [true, true, false], paddr: [true, false], pfn: 0x10_0000n },
  { symbols: [], paging: 4, pud: [true, true, false], paddr: [true, true], pfn: 0x10_0000n },
])('a pud of arm64 with $symbols and $paging levels', ({ symbols, paging, pud, paddr, pfn }) => {
  const config = new Map(symbols.map((symbol) => [symbol, true]));
  const kernel = resolveKernel({ arch: 'arm64', kernel: '6.12', config, paging });
  const value = 0x1_2341_0001n;
  expect(['pud_leaf', 'pud_sect', 'pud_table'].map((name) => answerOf(kernel, name, value))).toEqual(pud);
  expect(
    ['pud_page_paddr', 'p4d_page_paddr'].map((name) => answerOf(kernel, name, value) !== undefined),
  ).toEqual(paddr);
  expect(answerOf(kernel, 'pud_valid', value)).toBe(paging > 2 ? true : undefined);
  expect(answerOf(kernel, 'pud_pfn', value)).toBe(pfn);
});

// v6.1 arch/arm64/include/asm/pgtable.h __phys_to_pte_val(): (phys | (phys >> 36)) & PTE_ADDR_MASK, bits 47:12 of
// pgtable-hwdef.h; v6.12: (phys | (phys >> PTE_ADDR_HIGH_SHIFT)) & PHYS_TO_PTE_ADDR_MASK, bits 49:12 with pages of 64 KiB,
// 49:8 and a shift of 42 with LPA2. With physical addresses of 48 bits it is the address as it is.
describe('pfn_pte(): a frame number that no memory has', () => {
  const PA_52 = ['ARM64_PA_BITS_52', true] as const;
  test.each([
    { kernel: '6.1', symbols: ['ARM64_64K_PAGES', PA_52], pfn: 0xa9_c4bc_9760n, made: 0xc4bc_976a_9000n },
    { kernel: '6.12', symbols: ['ARM64_64K_PAGES', PA_52], pfn: 0xa9_c4bc_9760n, made: 0x1_c4bc_976a_9000n },
    { kernel: '6.1', symbols: ['ARM64_64K_PAGES', PA_52], pfn: 0x9_c4bc_9760n, made: 0xc4bc_9760_9000n },
    { kernel: '6.12', symbols: ['ARM64_LPA2', PA_52], pfn: 0xff_f000_0001n, made: 0x3_ff00_0000_1300n },
    { kernel: '6.12', symbols: ['ARM64_LPA2', PA_52], pfn: 0x3ff_f000_0001n, made: 0x3_ff00_0000_1f00n },
    // Without LPA2 in the CPU the same.
    { kernel: '6.12', symbols: [PA_52], pfn: 0xc0_0000_0001n, made: 0x1300n },
    { kernel: '6.1', symbols: [], pfn: 0x3ff_f000_0001n, made: 0x3f_ff00_0000_1000n },
  ])('$kernel, $symbols, $pfn', ({ kernel, symbols, pfn, made }) => {
    const config = new Map(symbols.map((symbol) => (typeof symbol === 'string' ? [symbol, true] : symbol)));
    const arm64 = resolveKernel({ arch: 'arm64', kernel, config });
    expect(BigInt(applyFunction(arm64, 'pfn_pte', { pfn, prot: 0n }))).toBe(made);
  });
});
