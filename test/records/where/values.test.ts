import { describe, expect, test } from '@jest/globals';
import { areEqual, compareIntegers, integerOf, isMember, isTrue } from '../../../src/records/where/values.ts';

describe('values of expressions', () => {
  test.each([
    { value: 4n, integer: 4n, holds: true },
    { value: 0n, integer: 0n, holds: false },
    { value: 4, integer: 4n, holds: true },
    { value: 2 ** 60, integer: undefined, holds: false },
    { value: true, integer: 1n, holds: true },
    { value: false, integer: 0n, holds: false },
    { value: '0xffffffffffffffff', integer: 0xffff_ffff_ffff_ffffn, holds: true },
    { value: '0x0000000000000000', integer: 0n, holds: false },
    { value: '0x1ffffffffffffffff', integer: undefined, holds: true },
    { value: '4', integer: undefined, holds: true },
    { value: '', integer: undefined, holds: false },
    { value: null, integer: undefined, holds: false },
    { value: undefined, integer: undefined, holds: false },
    { value: [], integer: undefined, holds: false },
    { value: [0n], integer: undefined, holds: true },
  ])('integer and truth of %#', ({ value, integer, holds }) => {
    expect(integerOf(value)).toBe(integer);
    expect(isTrue(value)).toBe(holds);
  });

  test('equality', () => {
    expect(areEqual('0x04', 4n)).toBe(true);
    expect(areEqual('0x04', '0x4')).toBe(true);
    expect(areEqual('swap', 'swap')).toBe(true);
    expect(areEqual('swap', 'Swap')).toBe(false);
    expect(areEqual(true, 1n)).toBe(true);
    expect(areEqual(null, undefined)).toBe(true);
    expect(areEqual(0n, null)).toBe(false);
    expect(areEqual(null, 0n)).toBe(false);
    expect(areEqual('swap', 4n)).toBe(false);
    expect(areEqual([1n], [1n])).toBe(false);
  });

  test('order', () => {
    expect(compareIntegers(1n, '0x2')).toBe(-1);
    expect(compareIntegers(2, 1n)).toBe(1);
    expect(compareIntegers(0xffff_ffff_ffff_fffen, '0xfffffffffffffffe')).toBe(0);
    expect(compareIntegers('a', 'b')).toBeUndefined();
    expect(compareIntegers(1n, null)).toBeUndefined();
  });

  test('membership', () => {
    expect(isMember('a', ['b', 'a'])).toBe(true);
    expect(isMember(4n, ['0x4'])).toBe(true);
    expect(isMember('a', [['a']])).toBe(true);
    expect(isMember('a', ['b', ['c']])).toBe(false);
    expect(isMember('a', 'abc')).toBe(false);
    expect(isMember(null, undefined)).toBe(false);
  });
});
