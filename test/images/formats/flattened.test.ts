import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openFlattened } from '../../../src/images/formats/flattened.ts';
import { readExactly, type ByteSource } from '../../../src/input/bytes/byte-source.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { flatRecord, writeFlattened } from '../../helpers/image-writer.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

const open = (bytes: Uint8Array): ByteSource => openFlattened(openFile(folder.write('flat', bytes)));
const inner = Uint8Array.from({ length: 1000 }, (_, i) => (i * 7) & 0xff);

describe('openFlattened', () => {
  test('gives the file inside, whatever the size and order of the records', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.boolean(), (step, reverse) => {
        const source = open(
          writeFlattened(inner, step, (records) => (reverse ? records.reverse() : records)),
        );
        expect(source.size).toBe(1000);
        expect(Buffer.compare(readExactly(source, 0, 1000, 'all'), inner)).toBe(0);
        expect(Buffer.compare(readExactly(source, 333, 400, 'part'), inner.subarray(333, 733))).toBe(0);
        source.close();
      }),
      { seed: 7, numRuns: 50 },
    );
  });

  test('a later record replaces an earlier one, and gaps are zero', () => {
    const header = writeFlattened(new Uint8Array(0), 1).subarray(0, 4096);
    const bytes = Buffer.concat([
      header,
      flatRecord(0n, 4n),
      Uint8Array.of(1, 1, 1, 1),
      flatRecord(6n, 2n),
      Uint8Array.of(2, 2),
      flatRecord(1n, 2n),
      Uint8Array.of(9, 9),
      flatRecord(-1n, -1n),
    ]);
    expect([...readExactly(open(bytes), 0, 8, 'all')]).toEqual([1, 9, 9, 1, 0, 0, 2, 2]);
  });

  const flat = writeFlattened(inner, 500);
  const patched = (at: number, ...bytes: number[]): Uint8Array => {
    const out = new Uint8Array(flat);
    out.set(bytes, at);
    return out;
  };
  test.each([
    {
      name: 'no closing record',
      bytes: flat.subarray(0, flat.length - 16),
      size: 1000,
      cut: /before the closing record/,
    },
    {
      name: 'inside a record',
      bytes: flat.subarray(0, 4096 + 16 + 500 + 16 + 100),
      size: 600,
      cut: /ends at 0x1278, inside the flattened record at 0x1204/,
    },
    { name: 'a record larger than the file', bytes: patched(4096 + 13, 1), size: 1032, cut: /inside/ },
  ])('a file that ends too early is read to its end: $name', ({ bytes, size, cut }) => {
    const source = openFlattened(openFile(folder.write('flat', bytes)));
    expect(source.size).toBe(size);
    expect(source.cut).toMatch(cut);
    expect(Buffer.compare(readExactly(source, 0, 500, 'first'), inner.subarray(0, 500))).toBe(0);
    expect([source.holds?.(0, size), source.holds?.(size - 1, 2)]).toEqual([true, false]);
  });

  test.each([
    { name: 'another version', bytes: patched(31, 9), code: 'ERR_FORMAT', text: /@0x10/ },
    { name: 'no record', bytes: flat.subarray(0, 4100), code: 'ERR_TRUNCATED', text: /record header/ },
    { name: 'a record of no bytes', bytes: patched(4096 + 14, 0, 0), code: 'ERR_FORMAT', text: /@0x1000/ },
    {
      name: 'a record of negative size',
      bytes: patched(4096 + 8, 0x80),
      code: 'ERR_FORMAT',
      text: /@0x1000/,
    },
    {
      name: 'a header cut off',
      bytes: flat.subarray(0, 20),
      code: 'ERR_TRUNCATED',
      text: /flattened header/,
    },
  ])('$name is refused with its place', ({ bytes, code, text }) => {
    expect(() => open(bytes)).toThrow(expect.objectContaining({ code }));
    expect(() => open(bytes)).toThrow(text);
  });
});
