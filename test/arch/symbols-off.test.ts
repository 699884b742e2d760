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
