import { describe, expect, test } from '@jest/globals';
import { integerFrom, markerFrom } from '../../../../src/cli/options/values/fields.ts';
import { Invocation } from '../../../../src/cli/spec.ts';
import { resolveKernel } from '../../../../src/kernel/resolve.ts';

const given = (name: string, ...values: readonly string[]): Invocation =>
  new Invocation([], new Map([[name, values]]), new Set());

describe('integerFrom', () => {
  test('gives the number of an option, or nothing without it', () => {
    expect(integerFrom(given('pfn', '0x2bcb'), 'pfn')).toBe(0x2bcbn);
    expect(integerFrom(given('pfn', '0x2bcb'), 'offset')).toBeUndefined();
  });
  test('says which option is wrong', () => {
    expect(() => integerFrom(given('pfn', 'x'), 'pfn')).toThrow(/^--pfn "x"/);
  });
});

describe('markerFrom', () => {
  // include/linux/swapops.h, v6.12: PTE_MARKER_UFFD_WP BIT(0), PTE_MARKER_POISONED BIT(1), PTE_MARKER_GUARD since v6.13.
  const kernel = resolveKernel({ kernel: '6.12' });
  test.each([
    { texts: ['uffd-wp'], bits: 1n },
    { texts: ['uffd_wp'], bits: 1n },
    { texts: ['PTE_MARKER_POISONED'], bits: 2n },
    { texts: ['uffd-wp,poisoned'], bits: 3n },
    { texts: ['1', '0x2'], bits: 3n },
  ])('$texts: $bits', ({ texts, bits }) => expect(markerFrom(given('marker', ...texts), kernel)).toBe(bits));

  test('a marker goes by the name that the release has for it', () => {
    // include/linux/swapops.h, v6.2: PTE_MARKER_SWAPIN_ERROR BIT(1).
    const older = resolveKernel({ kernel: '6.2' });
    expect(markerFrom(given('marker', 'PTE_MARKER_SWAPIN_ERROR'), older)).toBe(2n);
    expect(() => markerFrom(given('marker', 'PTE_MARKER_SWAPIN_ERROR'), kernel)).toThrow(/has/);
  });

  test('nothing without the option', () => expect(markerFrom(given('pfn', '1'), kernel)).toBeUndefined());

  test('refuses a marker of another kernel, and says what there is', () => {
    expect(() => markerFrom(given('marker', 'guard'), kernel)).toThrow(
      expect.objectContaining({
        code: 'ERR_UNKNOWN_NAME',
        message: expect.stringMatching(/has uffd.wp, poisoned$/),
      }),
    );
  });
});
