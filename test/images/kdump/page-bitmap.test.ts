import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openBitmap } from '../../../src/images/kdump/page-bitmap.ts';
import { openFile } from '../../../src/input/bytes/node-files.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

/** Runs over three chunks of 2^18 bits, as lengths of clear and set bits by turns. */
const runLengths = fc.array(fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 300_000 })), {
  minLength: 1,
  maxLength: 8,
});

test('has, rank and runs agree with the bits', () => {
  fc.assert(
    fc.property(runLengths, (lengths) => {
      const pages = lengths.reduce((sum, length) => sum + length, 0);
      const bytes = new Uint8Array(Math.ceil(pages / 8));
      const runs: { start: number; end: number }[] = [];
      let at = 0;
      lengths.forEach((length, i) => {
        if (i % 2 === 1) {
          runs.push({ start: at, end: at + length });
          for (let bit = at; bit < at + length; bit++)
            bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
        }
        at += length;
      });
      const source = openFile(
        folder.write('bitmap', Buffer.concat([Uint8Array.of(0xee), bytes, Uint8Array.of(0xff)])),
      );
      const bitmap = openBitmap(source, 1, pages);
      expect([...bitmap.runs()]).toEqual(runs);
      expect(bitmap.has(pages)).toBe(false);
      for (const { start, end } of runs.toReversed()) {
        const before = runs
          .filter((run) => run.end <= start)
          .reduce((sum, run) => sum + run.end - run.start, 0);
        expect(bitmap.rank(start)).toBe(before);
        expect(bitmap.rank(end - 1)).toBe(before + end - 1 - start);
        expect([bitmap.has(start - 1), bitmap.has(start), bitmap.has(end - 1), bitmap.has(end)]).toEqual([
          false,
          true,
          true,
          false,
        ]);
      }
      source.close();
    }),
    { seed: 8, numRuns: 30 },
  );
});

test('the first bit that another bitmap does not have, whatever their length', () => {
  const bitmaps = fc.integer({ min: 1, max: 2 ** 19 }).chain((pages) =>
    fc.record({
      pages: fc.constant(pages),
      fill: fc.constantFrom(0, 0x55, 0xff),
      more: fc.array(fc.nat(pages - 1), { maxLength: 3 }),
    }),
  );
  fc.assert(
    fc.property(bitmaps, ({ pages, fill, more }) => {
      const other = new Uint8Array(Math.ceil(pages / 8)).fill(fill);
      const bytes = new Uint8Array(other);
      for (const bit of more) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) | (1 << (bit & 7));
      const wanted = more
        .filter((bit) => (((other[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 0)
        .toSorted((a, b) => a - b);
      const source = openFile(folder.write('bitmaps', Buffer.concat([bytes, other])));
      const [one, wider] = [0, bytes.length].map((at) => openBitmap(source, at, pages));
      expect(wider && one?.outside(wider)).toBe(wanted[0]);
      expect(one && wider?.outside(one)).toBeUndefined();
      source.close();
    }),
    { seed: 8, numRuns: 60 },
  );
});
