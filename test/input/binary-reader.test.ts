import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { U64_MAX } from '../../src/core/u64.ts';
import { BINARY_FORMATS, BinaryReader } from '../../src/input/binary-reader.ts';

const BYTES = Uint8Array.of(0x67, 0, 0, 0, 0, 0, 0, 0x80, 0x25, 0xbc, 0xbc, 0x02, 0, 0, 0, 0x84);

describe('BinaryReader', () => {
  test.each([
    { format: 'u64le', want: [0x8000000000000067n, 0x8400000002bcbc25n] },
    { format: 'u64be', want: [0x6700000000000080n, 0x25bcbc0200000084n] },
  ] as const)('reads $format', ({ format, want }) => {
    const reader = new BinaryReader(format, 'page.bin');
    expect(reader.feed(BYTES)).toEqual({ offset: 0, values: BigUint64Array.from(want) });
    expect(reader.feed(BYTES.subarray(0, 8))).toEqual({
      offset: 16,
      values: BigUint64Array.from(want.slice(0, 1)),
    });
    expect(reader.end()).toBeUndefined();
  });

  test('an empty input holds no values', () => {
    const reader = new BinaryReader('u64le', '<stdin>');
    expect(reader.feed(new Uint8Array(0)).values).toHaveLength(0);
    expect(reader.end()).toBeUndefined();
  });

  test.each([
    { left: 1, message: 'page.bin@0x8: the input ends inside an entry: 1 byte of 8' },
    { left: 7, message: 'page.bin@0x8: the input ends inside an entry: 7 bytes of 8' },
  ])('names $left left over bytes', ({ left, message }) => {
    const reader = new BinaryReader('u64le', 'page.bin');
    reader.feed(BYTES.subarray(0, 8 + left));
    expect(reader.end()).toMatchObject({ code: 'ERR_TRUNCATED', message, origin: { offset: 8 } });
  });

  test('gives every value at its offset, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...BINARY_FORMATS),
        fc.array(fc.bigInt({ min: 0n, max: U64_MAX }), { maxLength: 40 }),
        fc.uint8Array({ maxLength: 7 }),
        fc.array(fc.nat(330), { maxLength: 20 }),
        (format, entries, rest, cuts) => {
          const bytes = new Uint8Array(entries.length * 8 + rest.length);
          const view = new DataView(bytes.buffer);
          entries.forEach((entry, index) => view.setBigUint64(index * 8, entry, format === 'u64le'));
          bytes.set(rest, entries.length * 8);
          const reader = new BinaryReader(format, 'page.bin');
          const places = [
            0,
            ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b),
            bytes.length,
          ];
          const found = places.slice(1).flatMap((end, index) => {
            const chunk = bytes.slice(places[index], end);
            const { offset, values } = reader.feed(chunk);
            chunk.fill(0xff);
            return Array.from(values, (value, at) => ({ value, offset: offset + at * 8 }));
          });
          expect(found).toEqual(entries.map((value, index) => ({ value, offset: index * 8 })));
          expect(reader.end()?.origin?.offset).toBe(rest.length > 0 ? entries.length * 8 : undefined);
        },
      ),
    );
  });
});
