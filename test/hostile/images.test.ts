import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ExtentList, nextHeld } from '../../src/images/formats/extents.ts';
import { openFlattened } from '../../src/images/formats/flattened.ts';
import { openBitmap } from '../../src/images/kdump/page-bitmap.ts';
import { openFile } from '../../src/input/bytes/node-files.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { hostilePath } from '../helpers/hostile.ts';
import { flatRecord, writeFlattened } from '../helpers/image-writer.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('16 KiB that claim 2^36 pages', () => {
  const path = hostilePath('flattened-2e36-pages.img');
  test.each([
    { argv: ['image', path], code: 0 },
    { argv: ['image', '--json', path], code: 0 },
    { argv: ['walk', '--memory', path, '--pgd', '0x3fffffffff000', '0x1000'], code: 2 },
    { argv: ['scan', '--memory', path, '--pgd', '0x3fffffffff000'], code: 2 },
  ])('$argv.0: an answer at once', async ({ argv, code }) => {
    expect((await runOnDisk(argv)).code).toBe(code);
  });
});

test('a bitmap with holes is the bitmap with zeros there', () => {
  const record = fc.tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 1, max: 3000 }),
    fc.constantFrom(0, 255, 6),
  );
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 5 }), (records) => {
      const header = writeFlattened(new Uint8Array(0), 1).subarray(0, 4096);
      const parts = records.flatMap(([start, length, byte]) => [
        flatRecord(BigInt(start) * 31_000n, BigInt(length)),
        new Uint8Array(length).fill(byte),
      ]);
      const end = new Uint8Array(16).fill(0xff);
      const source = openFlattened(openFile(folder.write('f', Buffer.concat([header, ...parts, end]))));
      const { nextData, ...held } = source;
      expect(nextData).toBeDefined();
      const pages = 8 * (source.size - 3);
      const [sparse, dense] = [openBitmap(source, 1, pages), openBitmap(held, 1, pages)];
      expect(JSON.stringify([...sparse.runs()])).toBe(JSON.stringify([...dense.runs()]));
      for (const pfn of [0, pages >> 1, pages - 1])
        expect([sparse.rank(pfn), sparse.has(pfn)]).toEqual([dense.rank(pfn), dense.has(pfn)]);
      source.close();
    }),
    { seed: 3, numRuns: 40 },
  );
});

test('the next held address', () => {
  const extents = ExtentList.of([
    { start: 10, end: 20, offset: 0 },
    { start: 30, end: 31, offset: 10 },
  ]);
  expect([0, 10, 19, 20, 30, 31].map((address) => nextHeld(extents, address))).toEqual([
    10,
    10,
    19,
    30,
    30,
    Infinity,
  ]);
});

describe('a scan of a device without end ends', () => {
  test.each([
    { argv: ['--table', '/dev/zero'], code: 2 },
    { argv: ['--memory', '/dev/zero', '--pgd', '0x1000'], code: 2 },
    { argv: ['--memory', '/dev/zero', '--memory-base', '0', '--paging', '4', '--pgd', '0x1000'], code: 0 },
    { argv: ['--memory', '/dev/urandom', '--memory-base', '0', '--paging', '4', '--pgd', '0x1000'], code: 2 },
  ])('$argv', async ({ argv, code }) => {
    expect((await runOnDisk(['scan', ...argv])).code).toBe(code);
  });
});

test('a dump of a device without end ends', async () => {
  const { code, stdout, stderr } = await runOnDisk(['pagemap', '/dev/zero']);
  expect(code).toBe(2);
  expect(stdout).toMatch(/^1048576 pages/m);
  expect(stderr).toMatch(/\/dev\/zero: a device, which may have no end: the first 1048576 words were read/);
});
