import { expect, test } from '@jest/globals';
import { applyFunction } from '../../../src/core/functions/functions.ts';
import { answerOf } from '../../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// arch/riscv/include/asm/pgtable.h: _PAGE_PFN_MASK with 100631b48ded and 88573389aaa3, both in 5.19. Before, pte_pfn() takes
// all bits above the flags, and pmd_pfn() (5.14) those that an address of 64 bits has room for.
test.each([
  {
    name: 'pte_pfn',
    kernels: ['5.0', '5.10', '5.18'],
    value: 0x8040_0000_2000_00cfn,
    pfn: 0x20_1000_0008_0000n,
  },
  { name: 'pte_pfn', kernels: ['5.19', '6.1', '6.12'], value: 0x0040_0000_2000_00cfn, pfn: 0x8_0000n },
  { name: 'pmd_pfn', kernels: ['5.14', '5.18'], value: 0xc040_0000_2000_04cfn, pfn: 0x1000_0008_0000n },
  { name: 'pmd_pfn', kernels: ['5.19', '6.1'], value: 0xc040_0000_2000_04cfn, pfn: 0x8_0000n },
  { name: 'pud_pfn', kernels: ['5.19', '6.1'], value: 0xc040_0000_2000_04cfn, pfn: 0x8_0000n },
])('$name() of riscv64 with bits above the frame, in $kernels', ({ name, kernels, value, pfn }) => {
  for (const kernel of kernels)
    expect([kernel, answerOf(resolveKernel({ arch: 'riscv64', kernel }), name, value)]).toEqual([
      kernel,
      pfn,
    ]);
});

// include/linux/pgtable.h p4d_leaf, pgd_leaf: no header of riscv has its own, though create_p4d_mapping() makes such pages.
test('a leaf of a p4d or pgd is none for the kernel: its functions are the generic ones', () => {
  const kernel = resolveKernel({ arch: 'riscv64', kernel: '6.12,paging=5' });
  const value = ((1n << 36n) << 10n) | 0xe7n;
  for (const level of ['p4d', 'pgd'])
    expect(['leaf', 'present', 'bad'].map((name) => answerOf(kernel, `${level}_${name}`, value))).toEqual([
      false,
      true,
      false,
    ]);
});

// v6.12 arch/riscv/include/asm/errata_list.h ALT_THEAD_PMA: what has no memory type (_PAGE_MTMASK_THEAD) is ordinary memory, bits 60 to
// 62; pgtable.h pfn_pte, pte_modify, pgtable-64.h pfn_pmd, and not pfn_pud. v5.19 has the same.
test.each(['5.19', '6.12', '7.3'])('what %s makes of an entry on a T-Head CPU', (kernel) => {
  const known = resolveKernel({ kernel: `${kernel},arch=riscv64,ERRATA_THEAD_MAE=y` });
  const made = (name: string, inputs: object) => applyFunction(known, name, inputs);
  const frame = 0x80000n << 10n;
  const memory = 7n << 60n;
  const io = 9n << 60n;
  for (const level of ['pte', 'pmd']) {
    expect(made(`pfn_${level}`, { pfn: 0x80000n, prot: 0xd7n })).toBe(memory | frame | 0xd7n);
    expect(made(`pfn_${level}`, { pfn: 0x80000n, prot: io | 0xd7n })).toBe(io | frame | 0xd7n);
  }
  expect(made('pfn_pud', { pfn: 0x80000n, prot: 0xd7n })).toBe(frame | 0xd7n);
  expect(made('pte_modify', { pte: (0x1fn << 59n) | frame | 0xdfn, prot: 0xd3n })).toBe(
    memory | frame | 0xd3n,
  );
  expect(made('pte_modify', { pte: memory | frame | 0xdfn, prot: io | 0xd3n })).toBe(io | frame | 0xd3n);
});
