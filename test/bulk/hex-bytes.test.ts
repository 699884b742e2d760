import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { writeDecimalBytes, writeHexBytes, writeShortHexBytes } from '../../src/bulk/hex-bytes.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const text = (write: (out: Uint8Array) => number): string => {
  const out = new Uint8Array(64);
  return Buffer.from(out.subarray(2, write(out))).toString();
};

test('32 bits, digits left out in front', () => {
  fc.assert(
    fc.property(u32, fc.integer({ min: 0, max: 7 }), (value, skip) => {
      const expected = value.toString(16).padStart(8, '0').slice(skip);
      expect(text((out) => writeHexBytes(out, 2, value, skip))).toBe(expected);
    }),
  );
});

test('64 bits as short as they can be', () => {
  fc.assert(
    fc.property(fc.oneof(u32, fc.constant(0)), u32, (hi, lo) => {
      const expected = ((BigInt(hi) << 32n) | BigInt(lo)).toString(16);
      expect(text((out) => writeShortHexBytes(out, 2, hi, lo))).toBe(expected);
    }),
  );
});

test('decimal numbers, blanks in front', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.integer({ min: 1, max: 20 }),
      (value, width) => {
        expect(text((out) => writeDecimalBytes(out, 2, value, width))).toBe(String(value).padStart(width));
      },
    ),
  );
});
