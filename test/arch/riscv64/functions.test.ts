import { expect, test } from '@jest/globals';
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
