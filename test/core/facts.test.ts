import { describe, expect, test } from '@jest/globals';
import { classify, isNone, matchingForm, passes, readFacts, swapFieldMask } from '../../src/core/facts.ts';
import type { Form, Level } from '../../src/core/layout.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const kernel = resolveKernel({ kernel: '6.12' });

describe('form of an entry', () => {
  // arch/x86/include/asm/pgtable.h of 6.12: pte_none() ignores accessed and dirty; pte_present() is P or PROTNONE,
  // pmd_present() P, PROTNONE or PSE, pud_present() P alone.
  test.each<{ raw: bigint; level: Level; form: Form }>([
    { raw: 0x0n, level: 'pte', form: 'none' },
    { raw: 0x60n, level: 'pte', form: 'none' },
    { raw: 0x64n, level: 'pte', form: 'swap' },
    { raw: 0x80000000029e8867n, level: 'pte', form: 'leaf' },
    { raw: 0x000ffffffd616960n, level: 'pte', form: 'protnone' },
    { raw: 0x80000000046008e7n, level: 'pmd', form: 'leaf' },
    { raw: 0x000ffffffb2008e0n, level: 'pmd', form: 'leaf' },
    { raw: 0x3cb3067n, level: 'pmd', form: 'table' },
    { raw: 0x3cb3067n, level: 'pgd', form: 'table' },
  ])('$raw as a $level is $form', ({ raw, level, form }) => {
    expect(classify(kernel, raw, level)).toBe(form);
    expect(isNone(kernel, raw, level)).toBe(form === 'none');
    expect(matchingForm(kernel, raw, level)?.form).toBe(
      form === 'none' || form === 'swap' ? undefined : form,
    );
    expect(readFacts(kernel, raw, level)).toMatchObject({ raw, level, form });
  });

  test('a test wants all of its bits set and all others clear', () => {
    expect(passes(0b101n, { set: 0b101n, clear: 0b010n })).toBe(true);
    expect(passes(0b100n, { set: 0b101n, clear: 0b010n })).toBe(false);
    expect(passes(0b111n, { set: 0b101n, clear: 0b010n })).toBe(false);
  });
});

describe('readFacts', () => {
  test('type is in bits 59 to 63, offset in 9 to 58 of an x86_64 swap pte', () => {
    expect(swapFieldMask(kernel)).toBe(0xfffffffffffffe00n);
  });

  test('a value that is no u64 is a mistake of the caller', () => {
    expect(() => readFacts(kernel, -1n, 'pte')).toThrow(RangeError);
    expect(() => readFacts(kernel, 1n << 64n, 'pte')).toThrow(RangeError);
  });
});
