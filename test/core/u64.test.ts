import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  bit,
  formatHex,
  formatU64,
  maskOf,
  not64,
  parseInteger,
  runsOf,
  topBit,
  U64_MAX,
} from '../../src/core/u64.ts';

describe('u64', () => {
  test('formatU64 has 16 digits, and the language reads it back', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: U64_MAX }), (value) => {
        const text = formatU64(value);
        expect(text).toMatch(/^0x[0-9a-f]{16}$/);
        expect(BigInt(text)).toBe(value);
      }),
    );
  });

  test('masks and complements', () => {
    // include/linux/bits.h: GENMASK(51, 12) is 0x000ffffffffff000.
    expect(maskOf(51, 12)).toBe(0x000f_ffff_ffff_f000n);
    expect(maskOf(63, 0)).toBe(U64_MAX);
    expect(bit(63)).toBe(0x8000_0000_0000_0000n);
    expect(not64(0x60n)).toBe(0xffff_ffff_ffff_ff9fn);
    expect(formatHex(0x2bcbn)).toBe('0x2bcb');
    expect(formatHex(10)).toBe('0xa');
  });

  test.each([
    ['0x1234', 0x1234n],
    ['0X00ff', 255n],
    ['0xffff_ffff_ffff_ffff', U64_MAX],
    ['0b1010_0000', 160n],
    [' 42 ', 42n],
    ['0', 0n],
    // C: integer constants (C11 6.4.4.1) and casts.
    ['0x12UL', 0x12n],
    ['12ull', 12n],
    ['((pteval_t)0x4UL)', 4n],
    ['(unsigned long)(12)', 12n],
  ])('parseInteger reads %s', (text, value) => {
    expect(parseInteger(text, 'n')).toBe(value);
  });

  test.each([
    ['', 'ERR_VALUE_SYNTAX'],
    ['0x', 'ERR_VALUE_SYNTAX'],
    ['-1', 'ERR_VALUE_SYNTAX'],
    ['1.5', 'ERR_VALUE_SYNTAX'],
    ['0b2', 'ERR_VALUE_SYNTAX'],
    // As logs and /proc/PID/maps print hexadecimal; octal in C.
    ['00400000', 'ERR_VALUE_SYNTAX'],
    ['010', 'ERR_VALUE_SYNTAX'],
    ['8000000000000867', 'ERR_VALUE_SYNTAX'],
    ['0x12UUL', 'ERR_VALUE_SYNTAX'],
    ['(pteval_t)', 'ERR_VALUE_SYNTAX'],
    ['0x10000000000000000', 'ERR_VALUE_RANGE'],
    ['18446744073709551616', 'ERR_VALUE_RANGE'],
  ])('parseInteger refuses "%s"', (text, code) => {
    expect(() => parseInteger(text, 'n')).toThrow(expect.objectContaining({ code }));
  });
});

test.each([
  [1n, 0],
  [0x000ffffffffff000n, 51],
  [U64_MAX, 63],
])('the top bit of %s is %d', (mask, bit) => expect(topBit(mask)).toBe(bit));

test('the runs of neighbouring bits of a mask', () => {
  expect(runsOf(0n)).toEqual([]);
  expect(runsOf(0xc000_0000_0000_0605n)).toEqual([
    { hi: 63, lo: 62, mask: 0xc000_0000_0000_0000n },
    { hi: 10, lo: 9, mask: 0x600n },
    { hi: 2, lo: 2, mask: 4n },
    { hi: 0, lo: 0, mask: 1n },
  ]);
  expect(runsOf(U64_MAX)).toEqual([{ hi: 63, lo: 0, mask: U64_MAX }]);
});
