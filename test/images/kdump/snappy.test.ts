import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { snappyDecompress } from '../../../src/images/kdump/snappy.ts';
import { compressedPages } from '../../helpers/compressed-pages.ts';

describe('snappyDecompress', () => {
  test.each(compressedPages())('$name: what libsnappy made comes out again', ({ page, snappy }) => {
    const out = new Uint8Array(4096);
    expect(snappyDecompress(snappy, out)).toBe(4096);
    expect(Buffer.compare(out, page)).toBe(0);
  });

  test('the other tags, by the format description', () => {
    // Length 10; literal of 2 (length in one extra byte); copy of 4 at 2 (one byte); copy of 4 at 1 (four bytes).
    const data = Uint8Array.of(10, 60 << 2, 1, 7, 8, 0b000_000_01, 2, (3 << 2) | 3, 1, 0, 0, 0);
    const out = new Uint8Array(10);
    expect(snappyDecompress(data, out)).toBe(10);
    expect([...out]).toEqual([7, 8, 7, 8, 7, 8, 8, 8, 8, 8]);
  });

  test.each([
    { name: 'nothing', data: [] },
    { name: 'a length without end', data: [0xff, 0xff, 0xff, 0xff, 0xff, 0xff] },
    { name: 'a length beyond the page', data: [0x80, 0x80, 0x40, 0, 1] },
    { name: 'fewer bytes than said', data: [4, 0, 1] },
    { name: 'more bytes than said', data: [1, 4, 1, 2] },
    { name: 'a copy from before the start', data: [6, 0, 1, 1, 9] },
    { name: 'a copy at distance 0', data: [6, 0, 1, 1, 0] },
    { name: 'a copy cut off', data: [6, 0, 1, 3, 1, 0] },
    {
      name: 'a literal whose length would step backwards',
      data: [6, 63 << 2, 0xf9, 0xff, 0xff, 0xff, 1, 2, 3],
    },
  ])('$name is refused', ({ data }) => {
    expect(snappyDecompress(Uint8Array.from(data), new Uint8Array(16))).toBeUndefined();
  });

  test('any bytes end', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (data) => void snappyDecompress(data, new Uint8Array(256)),
      ),
      { seed: 5, numRuns: 3000 },
    );
  });
});
