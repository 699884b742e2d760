import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isPteDecodeError } from '../../../src/core/errors.ts';
import { formatU64, U64_MAX } from '../../../src/core/u64.ts';
import { parseValue } from '../../../src/input/values/value.ts';

/** The error that reading a token gives. */
function failure(token: string, decimal = false): { code: string; message: string } {
  try {
    parseValue(token, { decimal });
  } catch (error) {
    if (isPteDecodeError(error)) return error;
    throw error;
  }
  throw new Error(`"${token}" was read`);
}

describe('parseValue reads', () => {
  test.each([
    { token: '0x4', value: 4n },
    { token: '0X8400000002BCBC25', value: 0x8400000002bcbc25n },
    { token: '0x8400_0000_02bc_bc25', value: 0x8400000002bcbc25n },
    { token: '0x000000000000000000000004', value: 4n },
    { token: '0xffffffffffffffff', value: U64_MAX },
    { token: '8400000002bcbc25', value: 0x8400000002bcbc25n },
    { token: '8400_0000_02bc_bc25', value: 0x8400000002bcbc25n },
    { token: '1234567890123456', value: 0x1234567890123456n },
    { token: '0bc0000000000067', value: 0x0bc0000000000067n },
    { token: '0b100', value: 4n },
    { token: '0B1_00', value: 4n },
    { token: '0b' + '1'.repeat(64), value: U64_MAX },
    { token: '0b000' + '1'.repeat(64), value: U64_MAX },
  ])('$token', ({ token, value }) => {
    expect(parseValue(token)).toBe(value);
  });

  test.each([
    { token: '4', value: 4n },
    { token: '18446744073709551615', value: U64_MAX },
    { token: '1_000', value: 1000n },
    { token: '1234567890123456', value: 1234567890123456n },
    { token: '0x10', value: 16n },
    { token: '0b11000000000000', value: 0x3000n },
  ])('$token with the decimal option', ({ token, value }) => {
    expect(parseValue(token, { decimal: true })).toBe(value);
  });
});

describe('parseValue refuses', () => {
  test.each([
    { token: '', says: 'empty' },
    { token: '0x', says: 'no digit after 0x' },
    { token: '0b', says: 'no digit after 0b' },
    { token: '0x1g', says: '"g" at column 4 is not a hexadecimal digit' },
    { token: '0x1\x1b[2J', says: '"\\x1b" at column 4' },
    { token: '0b102', says: '"2" at column 5 is not a binary digit' },
    { token: '0x_4', says: 'underscore at column 3' },
    { token: '0x4_', says: 'underscore at column 4' },
    { token: '0x4__4', says: 'underscore at column 5' },
    { token: '-4', says: 'minus' },
    { token: '+4', says: 'plus' },
    { token: '4', says: 'write 0x… for hexadecimal, or give --decimal' },
    { token: 'abc', says: '3 digits without prefix, where exactly 16 are wanted: write 0x…' },
    { token: '8400000002bcbc255', says: '17 digits without prefix: an entry has exactly 16' },
    { token: 'present', says: '"p" at column 1 is not a hexadecimal digit' },
    { token: '0b11000000000000', says: 'binary, or 16 hexadecimal digits?' },
    { token: ' 0x4', says: '" " at column 1' },
  ])('$token', ({ token, says }) => {
    const { code, message } = failure(token);
    expect(code).toBe('ERR_VALUE_SYNTAX');
    expect(message).toContain(says);
  });

  test.each([
    { token: '0x1ffffffffffffffff', says: '65 bits' },
    { token: '0x' + 'f'.repeat(100_000), says: '100000 significant digits' },
    { token: '0b1' + '0'.repeat(64), says: '65 significant digits' },
    { token: '18446744073709551616', says: '65 bits', decimal: true },
  ])('what needs more than 64 bits: $says', ({ token, says, decimal }) => {
    const { code, message } = failure(token, decimal);
    expect(code).toBe('ERR_VALUE_RANGE');
    expect(message).toContain(says);
  });

  test('hexadecimal without prefix where decimal was asked for', () => {
    expect(failure('8400000002bcbc25', true).message).toContain('write 0x… for hexadecimal');
    expect(failure('12z', true).message).toContain('"z" at column 3 is not a decimal digit');
  });
});

describe('16 digits that begin with 0b, in groups', () => {
  test('are hexadecimal, or refused where they could be binary', () => {
    expect(parseValue('0b23_4567_89ab_cdef')).toBe(0x0b23_4567_89ab_cdefn);
    for (const text of ['0b00_0000_0000_0000', '0b11_0000_0000_0001'])
      expect(failure(text).message).toContain('binary, or 16 hexadecimal digits');
    expect(parseValue('0b0001_0000')).toBe(16n);
  });
});

describe('parseValue, any input', () => {
  const u64 = fc.bigInt({ min: 0n, max: U64_MAX });

  test('gives back every value in every spelling', () => {
    fc.assert(
      fc.property(u64, (value) => {
        const hex = formatU64(value);
        const binary = '0b0' + value.toString(2);
        expect(parseValue(hex)).toBe(value);
        expect(parseValue(hex.toUpperCase().replace('X', 'x'))).toBe(value);
        expect(parseValue('0x' + value.toString(16))).toBe(value);
        const grouped = hex.slice(2).replace(/(.{4})(?=.)/g, '$1_');
        // Two meanings, or one.
        if (/^0b[01]{14}$/.test(hex.slice(2))) expect(() => parseValue(grouped)).toThrow('binary, or 16');
        else expect(parseValue(grouped)).toBe(value);
        if (binary.length !== 16) expect(parseValue(binary)).toBe(value);
        expect(parseValue(value.toString(), { decimal: true })).toBe(value);
      }),
    );
  });

  test('throws nothing but its own errors, with printable messages', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'0xXbB_19afAFgz-+ \x1b') }),
    );
    fc.assert(
      fc.property(texts, fc.boolean(), (text, decimal) => {
        try {
          const value = parseValue(text, { decimal });
          expect(value >= 0n && value <= U64_MAX).toBe(true);
        } catch (error) {
          if (!isPteDecodeError(error)) throw error;
          expect(error.message).not.toMatch(/\p{Cc}/u);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['a'.repeat(60_000) + 'g', '_'.repeat(60_000), '0x' + '0'.repeat(60_000), '1'.repeat(60_000)])(
    'takes linear time (%#)',
    (token) => {
      for (const decimal of [false, true]) {
        try {
          parseValue(token, { decimal });
        } catch (error) {
          if (!isPteDecodeError(error)) throw error;
        }
      }
    },
  );
});
