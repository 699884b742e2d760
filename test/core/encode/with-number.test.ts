import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { numberOf, readEntry } from '../../../src/core/entry/entry.ts';
import { withNumber } from '../../../src/core/encode/with-number.ts';
import { architectures } from '../../../src/arch/index.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

// include/asm/pgtable_64.h: `__swp_entry(type, offset)` keeps ~offset in bits 9..58 and the type in 59..63.
const kernel = resolveKernel({ kernel: '6.12' });
const swap = (type: bigint, offset: bigint): bigint =>
  (type << 59n) | (((~offset & ((1n << 50n) - 1n)) << 9n) & ((1n << 59n) - 1n));

describe('withNumber', () => {
  test('puts type and offset where the kernel puts them, and keeps the flags', () => {
    const entry = readEntry(kernel, swap(1n, 0x1234n) | 4n, 'pte');
    expect(withNumber(entry, 'offset', 0x1235n)).toBe(swap(1n, 0x1235n) | 4n);
    expect(withNumber(entry, 'type', 2n)).toBe(swap(2n, 0x1234n) | 4n);
  });

  test('refuses a number that does not fit', () => {
    const entry = readEntry(kernel, swap(1n, 0x1234n), 'pte');
    expect(() => withNumber(entry, 'type', 32n)).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD_RANGE' }),
    );
    expect(() => withNumber(entry, 'pfn', 1n)).toThrow(expect.objectContaining({ code: 'ERR_NO_ENCODING' }));
  });

  test.each(architectures().map(({ arch }) => ({ arch })))(
    'its own numbers change nothing on $arch',
    ({ arch }) => {
      const one = resolveKernel({ arch });
      fc.assert(
        fc.property(fc.bigInt(0n, (1n << BigInt(one.entryBits)) - 1n), (raw) => {
          const entry = readEntry(one, raw, 'pte');
          for (const name of ['pfn', 'phys', 'type', 'offset', 'marker'] as const) {
            const number = numberOf(entry, name);
            // A frame whose address stands in two places is written to both.
            if (number !== null && !entry.shape.frame?.twice)
              expect(withNumber(entry, name, number)).toBe(raw);
          }
        }),
        { numRuns: 50 },
      );
    },
  );
});
