import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { joinHalves } from '../../../src/images/address.ts';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { pageAddress } from '../../../src/images/scan/scan.ts';
import { selectEntries } from '../../../src/images/scan/entry-choice.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const kernel = resolveKernel({ kernel: 'debian-6.12' });
const pte = { level: 'pte', shift: 12, indexBits: 9 } as const;

test('the entries wanted come in stretches, at their own pages', () => {
  const entry = fc.constantFrom(0n, 0x1067n, 0x2067n, 0x1025n, 0xfffffffffffffc00n);
  fc.assert(
    fc.property(fc.array(entry, { minLength: 1, maxLength: 30 }), fc.boolean(), (entries, byGroup) => {
      const wanted = (raw: bigint): boolean => (byGroup ? (raw & 0x2n) !== 0n : raw === 0x2067n);
      const calls: [number, number][] = [];
      const found: [bigint, bigint][] = [];
      const words = new Int32Array(BigUint64Array.from(entries).buffer);
      const asked: string[] = [];
      const sink = selectEntries(
        kernel,
        createGrouper(kernel),
        {
          group: ({ sample }) => (byGroup ? wanted(sample.raw) : undefined),
          entry({ raw, level }, vaddr) {
            asked.push(level);
            expect(entries[Number(vaddr / 4096n) - 700]).toBe(raw);
            return wanted(raw);
          },
        },
        {
          entries(_, given, first, last, page) {
            calls.push([first, last]);
            for (let i = first; i < last; i++)
              found.push([
                pageAddress(kernel, page + i - first),
                joinHalves(given[2 * i] ?? 0, given[2 * i + 1] ?? 0),
              ]);
          },
        },
      );
      sink.entries(pte, words, 0, entries.length, 700);
      expect(found).toEqual(
        entries.map((raw, i) => [BigInt(700 + i) * 4096n, raw]).filter(([, raw]) => wanted(raw ?? 0n)),
      );
      expect(asked.length).toBe(byGroup ? 0 : entries.length);
      // No two stretches touch.
      calls.slice(1).forEach(([first], i) => expect(first).toBeGreaterThan(calls[i]?.[1] ?? 0));
    }),
    { seed: 21, numRuns: 200 },
  );
});
