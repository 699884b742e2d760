import { describe, expect, test } from '@jest/globals';
import {
  coversKey,
  joinKeys,
  type KeyTest,
  keyOfBits,
  keyOfTests,
  narrowKey,
  NO_KEY,
  passesTest,
  readHole,
} from '../../../src/core/entry/keys.ts';
import { U64_MAX } from '../../../src/core/u64.ts';

const HIGH: KeyTest = { xor: 0n, mask: 0xff00n };

describe('a test of a value', () => {
  test.each<{ name: string; raw: bigint; of: KeyTest; passes: boolean }>([
    { name: 'any bit of the mask', raw: 0x0100n, of: HIGH, passes: true },
    { name: 'none of them', raw: 0x00ffn, of: HIGH, passes: false },
    {
      name: 'a bit that is clear, of a complement',
      raw: 0xfe00n,
      of: { ...HIGH, xor: 0xff00n },
      passes: true,
    },
    { name: 'all set, of a complement', raw: 0xff00n, of: { ...HIGH, xor: 0xff00n }, passes: false },
    { name: 'a number that is large enough', raw: 0x0400n, of: { ...HIGH, atLeast: 0x0400n }, passes: true },
    { name: 'one that is not', raw: 0x03ffn, of: { ...HIGH, atLeast: 0x0400n }, passes: false },
  ])('$name', ({ raw, of, passes }) => {
    expect(passesTest(raw, of)).toBe(passes);
  });
});

describe('a number in a value', () => {
  test.each([
    { raw: 0x1234n, hole: { xor: 0n, mask: 0xff0n, shift: 4 }, number: 0x23n },
    { raw: 0x1234n, hole: { xor: 0xff0n, mask: 0xff0n, shift: 4 }, number: 0xdcn },
    { raw: 0x1234n, hole: { xor: 0n, mask: 0xffn, shift: -8 }, number: 0x3400n },
    { raw: U64_MAX, hole: { xor: 0n, mask: U64_MAX, shift: -4 }, number: 0xffff_ffff_ffff_fff0n },
  ])('$hole of $raw', ({ raw, hole, number }) => {
    expect(readHole(raw, hole)).toBe(number);
  });
});

describe('keys', () => {
  test('no bits and tests that nothing passes are no key', () => {
    expect(keyOfBits(0n)).toBe(NO_KEY);
    expect(keyOfTests({ xor: 0n, mask: 0n })).toEqual(NO_KEY);
  });

  test('are joined, tests of the same kind once', () => {
    const same: KeyTest = { xor: 0xffn, mask: 0xff00n, atLeast: 1n };
    expect(joinKeys([keyOfBits(1n), keyOfTests(HIGH), keyOfBits(4n), keyOfTests(same)])).toEqual({
      bits: 5n,
      tests: [same],
    });
    expect(joinKeys([])).toEqual(NO_KEY);
  });

  test('lose what all values of a shape agree on, and tests of bits that they have anyway', () => {
    const key = joinKeys([
      keyOfBits(0xf0n),
      keyOfTests(HIGH, { xor: 0n, mask: 0xf0n }, { xor: 0n, mask: 3n }),
    ]);
    expect(narrowKey(key, { settled: 0x13n, settledValue: 0n })).toEqual({ bits: 0xe0n, tests: [HIGH] });
  });

  test.each([
    { name: 'the same', wide: keyOfBits(3n), narrow: keyOfBits(3n), covers: true },
    { name: 'more bits', wide: keyOfBits(7n), narrow: keyOfBits(3n), covers: true },
    { name: 'fewer bits', wide: keyOfBits(1n), narrow: keyOfBits(3n), covers: false },
    { name: 'the same test', wide: keyOfTests(HIGH), narrow: keyOfTests(HIGH), covers: true },
    { name: 'the bits of a test', wide: keyOfBits(0xffffn), narrow: keyOfTests(HIGH), covers: true },
    {
      name: 'another limit',
      wide: keyOfTests({ ...HIGH, atLeast: 2n }),
      narrow: keyOfTests(HIGH),
      covers: false,
    },
    { name: 'a test alone', wide: keyOfTests(HIGH), narrow: keyOfBits(0x100n), covers: false },
  ])('one covers another: $name', ({ wide, narrow, covers }) => {
    expect(coversKey(wide, narrow)).toBe(covers);
  });
});
