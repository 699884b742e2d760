import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../src/core/entry/entry.ts';
import { applyFunction } from '../../src/core/functions/functions.ts';
import { answerOf, type PredicateValue } from '../../src/core/functions/predicates.ts';
import { configSymbols } from '../../src/kernel/config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// Functions whose bodies changed between the releases that the vectors have; what is expected stands in the sources named.
interface Case {
  readonly arch: string;
  readonly name: string;
  readonly kernels: readonly string[];
  readonly value: bigint;
  readonly is: PredicateValue | undefined;
}

const [PRESENT, PTE, INVALID] = [1n << 63n, 1n << 62n, 1n << 61n];
const powerpc = (
  name: string,
  value: bigint,
  answers: Readonly<Record<string, PredicateValue | undefined>>,
): readonly Case[] =>
  Object.entries(answers).map(([kernel, is]) => ({ arch: 'powerpc64', name, kernels: [kernel], value, is }));

// arch/powerpc/include/asm/book3s/64/pgtable.h of v4.14, v4.19, v5.2 and v6.12. _PAGE_INVALID: bd0dbb73e013 (4.19);
// pte_present() by other helpers: 1b2443a547f9 (4.20); "use _PAGE_PTE when checking for pte_present" (powerpc-5.8-1);
// pmd_is_serializing(): 33258a1db165 (5.2, 5.1.12); helpers of daba790242df (4.20).
const POWERPC: readonly Case[] = [
  ...powerpc('pte_present', PRESENT | 0x105n, { '4.14': true, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('is_swap_pte', PRESENT | 0x105n, { '4.19': false, '5.7': false, '5.8': true }),
  ...powerpc('pte_present', INVALID | 0x105n, { '4.18': false, '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_present', INVALID | PTE | 0x105n, { '4.18': false, '4.19': true, '5.8': true }),
  ...powerpc('pte_hw_valid', PRESENT, { '4.19': undefined, '4.20': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_hw_valid', PRESENT | PTE, { '4.20': true, '5.8': true, '5.10': true }),
  ...powerpc('pte_exec', 0x1n, { '4.19': undefined, '4.20': true, '6.12': true }),
  ...powerpc('pte_access_permitted_read', PRESENT | 0x4n, {
    '4.14': true,
    '4.19': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_read', INVALID | PTE | 0x4n, { '4.19': false, '4.20': true, '5.8': true }),
  ...powerpc('pte_access_permitted_read', INVALID | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.7': true,
    '5.8': false,
  }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x4n, { '4.19': false, '5.7': false }),
  ...powerpc('pte_access_permitted_write', PRESENT | 0x6n, { '4.19': true, '5.7': true, '5.8': false }),
  ...powerpc('pte_access_permitted_read', PRESENT | PTE | 0xcn, {
    '4.19': false,
    '5.7': false,
    '5.8': false,
  }),
  ...powerpc('pmd_access_permitted_read', INVALID | PTE | 0x4n, {
    '4.19': false,
    '4.20': true,
    '5.1.11': true,
    '5.1.12': false,
    '5.2': false,
    '6.12': false,
  }),
  // __pmd_to_swp_entry() and pmd migration entries came in 4.20.
  ...powerpc('is_pmd_migration_entry', PTE | 0x1_001en, { '4.19': false }),
];

// arch/x86/include/asm/pgtable.h v6.12, v7.3: pud_write() is _PAGE_RW, pmd_write() and pte_write() ask for shadow stacks too.
describe('what shadow stacks change', () => {
  test.each(['6.6', '6.12', '7.3'])('a large page of %s that is dirty and not writable', (kernel) => {
    const withStacks = resolveKernel({
      arch: 'x86_64',
      kernel,
      config: new Map([['CPU_SHADOW_STACK', true]]),
    });
    const answers = ['pte_write', 'pmd_write', 'pud_write'].map((name) => answerOf(withStacks, name, 0xe5n));
    expect(answers).toEqual([true, true, false]);
  });
});

describe('what a kernel function answers by release', () => {
  test.each(POWERPC)('$arch $name of $kernels: $is', ({ arch, name, kernels, value, is }) => {
    for (const kernel of kernels)
      expect([kernel, answerOf(resolveKernel({ arch, kernel }), name, value)]).toEqual([kernel, is]);
  });
});

describe('what an operation gives by release', () => {
  test.each([
    // 4628a64591e6 (4.19-rc8, 4.18.16): _PAGE_CHG_MASK of x86 and powerpc got _PAGE_DEVMAP.
    {
      arch: 'x86_64',
      kernels: ['4.14', '4.14.77', '4.18.15'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: 0x1265n,
    },
    {
      arch: 'x86_64',
      kernels: ['4.14.78', '4.18.16', '4.19', '6.1'],
      pte: (1n << 58n) | 0x1267n,
      prot: 0x25n,
      is: (1n << 58n) | 0x1265n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.14', '4.18'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0504n,
    },
    {
      arch: 'powerpc64',
      kernels: ['4.18.16', '4.19', '6.12'],
      pte: PRESENT | PTE | 0x1_0d07n,
      prot: PRESENT | 0x104n,
      is: PRESENT | PTE | 0x1_0d04n,
    },
  ])('pte_modify of $arch $kernels', ({ arch, kernels, is, ...inputs }) => {
    for (const kernel of kernels)
      expect([kernel, applyFunction(resolveKernel({ arch, kernel }), 'pte_modify', inputs)]).toEqual([
        kernel,
        is,
      ]);
  });

  test.each(['pte_exprotect', 'pte_mkexec', 'pte_mkprivileged', 'pte_mkuser'])(
    'powerpc64 has no %s before 4.20',
    (name) => {
      expect(() =>
        applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.19' }), name, { pte: 1n }),
      ).toThrow();
      applyFunction(resolveKernel({ arch: 'powerpc64', kernel: '4.20' }), name, { pte: 1n });
    },
  );
});

// A value without _PAGE_PTE is mapped for the kernel and no leaf for the CPU.
test.each([
  { kernel: '5.7', value: PRESENT | 0x105n, form: 'leaf' },
  { kernel: '5.8', value: PRESENT | 0x105n, form: 'swap' },
  { kernel: '4.18', value: INVALID | PTE | 0x105n, form: 'swap' },
  { kernel: '4.19', value: INVALID | PTE | 0x105n, form: 'leaf' },
])('a pte of powerpc64 $kernel is a $form', ({ kernel, value, form }) => {
  const entry = readEntry(resolveKernel({ arch: 'powerpc64', kernel }), value, 'pte');
  expect([entry.form, entry.shape.formRow?.invalid]).toEqual([form, form === 'leaf' ? true : undefined]);
});

// "s390/mm: Enable THP_SWAP and THP_MIGRATION" (s390-6.17-2); powerpc: v4.19 pgtable.h has no __pmd_to_swp_entry().
test.each([
  { arch: 's390x', before: '6.16', first: '6.17' },
  { arch: 'powerpc64', before: '4.19', first: '4.20' },
])('$arch moves large pages since $first', ({ arch, before, first }) => {
  const isOn = (kernel: string): boolean =>
    resolveKernel({ arch, kernel }).config('ARCH_ENABLE_THP_MIGRATION');
  expect([before, first].map(isOn)).toEqual([false, true]);
  expect(configSymbols(arch).find(({ name }) => name === 'ARCH_ENABLE_THP_MIGRATION')?.since).toBe(first);
});
