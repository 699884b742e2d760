import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { U64_MAX } from '../../../src/core/u64.ts';
import { BINARY_FORMATS, BinaryReader, entryBytes } from '../../../src/input/values/binary-reader.ts';

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

  test.each([
    { format: 'u32le', want: [0x67n, 0x8000_0000n, 0x02bc_bc25n, 0x8400_0000n] },
    { format: 'u32be', want: [0x6700_0000n, 0x80n, 0x25bc_bc02n, 0x84n] },
  ] as const)('reads $format', ({ format, want }) => {
    const reader = new BinaryReader(format, 'page.bin');
    expect(reader.feed(BYTES)).toEqual({ offset: 0, values: BigUint64Array.from(want) });
    reader.feed(BYTES.subarray(0, 6));
    const message = 'page.bin@0x14: the input ends inside an entry: 2 bytes of 4';
    expect(reader.end()).toMatchObject({ code: 'ERR_TRUNCATED', message });
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
        (format, words, more, cuts) => {
          const size = entryBytes(format);
          const entries = words.map((word) => BigInt.asUintN(8 * size, word));
          const rest = more.subarray(0, size - 1);
          const bytes = new Uint8Array(entries.length * size + rest.length);
          const view = new DataView(bytes.buffer);
          const isLittle = format.endsWith('le');
          entries.forEach((entry, index) => {
            if (size === 8) view.setBigUint64(index * size, entry, isLittle);
            else view.setUint32(index * size, Number(entry), isLittle);
          });
          bytes.set(rest, entries.length * size);
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
            return Array.from(values, (value, at) => ({ value, offset: offset + at * size }));
          });
          expect(found).toEqual(entries.map((value, index) => ({ value, offset: index * size })));
          expect(reader.end()?.origin?.offset).toBe(rest.length > 0 ? entries.length * size : undefined);
        },
      ),
    );
  });
});
