import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readAddress, writeAddress } from '../../../src/core/entry/address.ts';

describe('addresses in pieces', () => {
  // Source: v6.12 arch/arm64/include/asm/pgtable-hwdef.h, 64 KiB pages with 52-bit addresses.
  const pieces = [
    { hi: 47, lo: 16, at: 16 },
    { hi: 15, lo: 12, at: 48 },
  ];

  test('bits 12-15 of an entry are bits 48-51 of the address', () => {
    expect(readAddress(0x12345a000n, pieces)).toBe(0xa000123450000n);
    expect(writeAddress(0xa000123450000n, pieces)).toBe(0x12345a000n);
  });

  test('what has no place is dropped, and the rest comes back', () => {
    expect(writeAddress(0xfffn, pieces)).toBe(0n);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 36n) - 1n }), (frame) => {
        expect(readAddress(writeAddress(frame << 16n, pieces), pieces)).toBe(frame << 16n);
      }),
    );
  });
});
