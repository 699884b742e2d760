import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lzo1xDecompress } from '../../../src/images/kdump/lzo.ts';
import { compressedPages } from '../../helpers/compressed-pages.ts';

const END = [0x11, 0, 0];

describe('lzo1xDecompress', () => {
  test.each(compressedPages())('$name: what liblzo2 made comes out again', ({ page, lzo, lzo999 }) => {
    for (const data of [lzo, lzo999]) {
      const out = new Uint8Array(4096);
      expect(lzo1xDecompress(data, out)).toBe(4096);
      expect(Buffer.compare(out, page)).toBe(0);
    }
  });

  test('literals and an overlapping copy, by the format description', () => {
    // 4 literals (17 + 4), then 1 LL DDD SS: length 5 + 3, distance 1.
    const out = new Uint8Array(12);
    expect(lzo1xDecompress(Uint8Array.of(21, 1, 2, 3, 9, 0b1110_0000, 0, ...END), out)).toBe(12);
    expect([...out]).toEqual([1, 2, 3, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
  });

  test.each([
    { name: 'nothing', data: [] },
    { name: 'no end', data: [21, 1, 2, 3, 4] },
    { name: 'literals cut off', data: [40, 1, 2] },
    { name: 'a copy from before the start', data: [18, 1, 0b0100_0100, 9, ...END] },
    { name: 'more than fits', data: [21, 1, 2, 3, 4, 0b0010_0000, 0, 0, 200, 0, 0, ...END] },
    { name: 'a length without end', data: [21, 1, 2, 3, 4, 0b0010_0000, 0, 0, 0] },
  ])('$name is refused', ({ data }) => {
    expect(lzo1xDecompress(Uint8Array.from(data), new Uint8Array(16))).toBeUndefined();
  });

  test('damaged data never write past the end', () => {
    const [sample] = compressedPages();
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(4095), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const data = new Uint8Array(sample?.lzo ?? []);
          for (const [at, byte] of changes) data[at % data.length] = byte;
          const out = new Uint8Array(4096);
          const length = lzo1xDecompress(data, out);
          expect(length === undefined || length <= 4096).toBe(true);
        },
      ),
      { seed: 3, numRuns: 2000 },
    );
  });
});
