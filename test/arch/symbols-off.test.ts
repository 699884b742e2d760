import { describe, expect, test } from '@jest/globals';
import { applyFunction } from '../../src/core/functions/functions.ts';
import { answerOf } from '../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

// Configurations that no vector has: the stubs of the headers, as 6.1.192 and 6.12.117 have them.
const hex = (value: bigint | boolean): string =>
  typeof value === 'bigint' ? `0x${value.toString(16)}` : String(value);

// include/linux/swapops.h, and include/linux/leafops.h of 7.0: without MIGRATION is_migration_entry_young() and _dirty() are
// false and make_migration_entry_young() and _dirty() give what they take; with it they ask migration_entry_supports_ad().
describe('young and dirty of a migration entry', () => {
  // Type 30 of 6.12, the offset has the bits 34 and 35 set, which are inverted.
  const entry = 0xf7ffe7fffdb97400n;
  test.each([
    { kernel: '6.1', name: 'is_migration_entry_young' },
    { kernel: '6.12', name: 'is_migration_entry_young' },
    { kernel: '6.12', name: 'is_migration_entry_dirty' },
    { kernel: '7.0', name: 'softleaf_is_migration_young' },
    { kernel: '7.0', name: 'softleaf_is_migration_dirty' },
  ])('$name() of $kernel with MIGRATION alone', ({ kernel, name }) => {
    const answers = [true, false].map((on) =>
      answerOf(resolveKernel({ kernel, config: new Map([['MIGRATION', on]]) }), name, entry),
    );
    expect(answers).toEqual([true, false]);
  });
});

// arch/x86/include/asm/pgtable.h: pmd_mkdevmap() and pud_mkdevmap() set _PAGE_DEVMAP, which pgtable_types.h has whether
// ARCH_HAS_PTE_DEVMAP is there or not.
test.each([
  { kernel: '6.1', made: '0x4000000000000e7' },
  { kernel: '6.12', made: '0x2000000000000e7' },
])('a large page of a device, made without ARCH_HAS_PTE_DEVMAP: $kernel', ({ kernel, made }) => {
  const without = resolveKernel({ kernel, config: new Map([['ARCH_HAS_PTE_DEVMAP', false]]) });
  expect(
    ['pmd_mkdevmap', 'pud_mkdevmap'].map((name) => hex(applyFunction(without, name, { pte: 0xe7n }))),
  ).toEqual([made, made]);
});

// v6.12 arch/x86/Kconfig: "select ARCH_ENABLE_THP_MIGRATION if X86_64 && TRANSPARENT_HUGEPAGE", and so since 4.14; 7.3 has
// ARCH_HAS_PMD_SOFTLEAVES in its place. Without it is_pmd_migration_entry() and pmd_is_migration_entry() are false.
test.each([
  { kernel: '4.14', name: 'is_pmd_migration_entry' },
  { kernel: '6.12', name: 'is_pmd_migration_entry' },
  { kernel: '7.3', name: 'pmd_is_migration_entry' },
])('$name() of i386 $kernel, with PAE and without', ({ kernel, name }) => {
  // Type 30 or 31 is of migration in each of them.
  const entries = { true: [0xf7ff_ffff_fffb_fe00n, 0xffff_ffff_fffb_fe00n], false: [0x4_0078n, 0x4_007cn] };
  const answers = [true, false].flatMap((pae) => {
    const i386 = resolveKernel({ arch: 'i386', kernel, config: new Map([['X86_PAE', pae]]) });
    return entries[`${pae}`].map((entry) => answerOf(i386, name, entry));
  });
  expect(answers).toEqual([false, false, false, false]);
});

// arch/powerpc/include/asm/book3s/64/pgtable.h of 6.1 and 6.12: pte_soft_dirty() and pte_mksoft_dirty() are there with
// HAVE_ARCH_SOFT_DIRTY, which PPC_BOOK3S_64 selects, and pte_mkdirty() sets _PAGE_SOFT_DIRTY (0x200) in any case; MEM_SOFT_DIRTY
// decides _PAGE_SWP_SOFT_DIRTY alone.
test.each(['6.1', '6.12'])('soft-dirty of powerpc64 %s without MEM_SOFT_DIRTY', (kernel) => {
  const powerpc64 = resolveKernel({
    arch: 'powerpc64',
    kernel,
    config: new Map([['MEM_SOFT_DIRTY', false]]),
  });
  const page = 0xc000_0000_0001_0105n;
  expect(
    ['pte_soft_dirty', 'pmd_soft_dirty', 'pte_swp_soft_dirty'].map((name) =>
      answerOf(powerpc64, name, page | 0x200n),
    ),
  ).toEqual([true, true, false]);
  expect(
    ['pte_mkdirty', 'pte_mksoft_dirty', 'pte_swp_mksoft_dirty'].map((name) =>
      hex(applyFunction(powerpc64, name, { pte: page })),
    ),
  ).toEqual(['0xc000000000010385', '0xc000000000010305', '0xc000000000010105']);
  expect(hex(applyFunction(powerpc64, 'pte_modify', { pte: page | 0x200n, prot: 0x105n }))).toBe(
    '0x4000000000010305',
  );
});
