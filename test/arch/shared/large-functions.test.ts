import { describe, expect, test } from '@jest/globals';
import { readEntry } from '../../../src/core/entry/entry.ts';
import { applyFunction, kernelFunctions } from '../../../src/core/functions/functions.ts';
import { findNotes } from '../../../src/core/verdicts/notes.ts';
import { evaluatePredicates } from '../../../src/core/functions/predicates.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const levels = (count: number, value: bigint): Record<string, unknown> => {
  const answers = evaluatePredicates(
    resolveKernel({ arch: 'riscv64', kernel: '6.12', paging: count }),
    value,
  );
  const names = ['p4d_none', 'p4d_present', 'p4d_bad', 'pgd_none', 'pgd_present', 'pgd_bad'];
  return Object.fromEntries(names.map((name) => [name, answers[name]]));
};

// v6.12 arch/riscv/include/asm/pgtable-64.h: pgtable_l4_enabled, pgtable_l5_enabled.
describe('a level that is folded is there, never empty and never bad', () => {
  const folded = { none: false, present: true, bad: false };
  const empty = { none: true, present: false, bad: true };
  const named = (level: string, answers: typeof folded): Record<string, boolean> =>
    Object.fromEntries(Object.entries(answers).map(([name, answer]) => [`${level}_${name}`, answer]));

  test.each([
    { count: 3, p4d: folded, pgd: folded },
    { count: 4, p4d: empty, pgd: folded },
    { count: 5, p4d: empty, pgd: empty },
  ])('$count levels', ({ count, p4d, pgd }) => {
    expect(levels(count, 0n)).toEqual({ ...named('p4d', p4d), ...named('pgd', pgd) });
  });
});

// v6.12 include/linux/swapops.h: without CONFIG_ARCH_ENABLE_THP_MIGRATION pmd_to_swp_entry() is swp_entry(0, 0).
describe('without migration of large pages the functions of a swap pmd are stubs', () => {
  const on = resolveKernel({ arch: 'arm64', kernel: '6.8' });
  const off = resolveKernel({
    arch: 'arm64',
    kernel: '6.8',
    config: new Map([['ARCH_ENABLE_THP_MIGRATION', false]]),
  });
  const pmd = applyFunction(on, 'swp_entry_to_pmd', { type: 30, offset: 0x1234n });

  test('what is read', () => {
    const name = 'pmd_to_swp_entry';
    expect(typeof pmd === 'bigint' && evaluatePredicates(on, pmd)[name]).toBe(0x7800000000001234n);
    expect(typeof pmd === 'bigint' && evaluatePredicates(off, pmd)[name]).toBe(0n);
  });

  test('what is made', () => {
    expect(applyFunction(off, 'swp_entry_to_pmd', { type: 30, offset: 0x1234n })).toBe(0n);
  });

  test('a function is listed once', () => {
    const names = kernelFunctions(on).map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });
});

// v6.12 arch/arm64/include/asm/pgtable.h pmd_bad: !pmd_table(); arch/s390/include/asm/pgtable.h pmd_bad: ~_SEGMENT_ENTRY_BITS.
describe('a table is called bad where the kernel calls it so', () => {
  test.each([
    { arch: 'arm64', raw: 0x1234_5000n | 0x3n, isBad: false },
    { arch: 'arm64', raw: 0x1234_5000n | 0xefn, isBad: false },
    { arch: 's390x', raw: 0x1234_5000n, isBad: false },
    { arch: 's390x', raw: 0x1234_5000n | 0x40n, isBad: true },
  ])('$arch $raw: $isBad', ({ arch, raw, isBad }) => {
    const entry = readEntry(resolveKernel({ arch, kernel: '6.12' }), raw, 'pmd');
    expect(entry.form).toBe('table');
    expect(findNotes(entry).some(({ code }) => code === 'bad-table')).toBe(isBad);
  });
});
