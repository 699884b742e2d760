import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { countEntries } from '../../../src/images/scan/entry-counter.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';

const pte = { level: 'pte', shift: 12, indexBits: 9 } as const;

// Runs of what tables hold, and any bits between; the last two are a swap entry of type 0 and its like with nothing in it.
const entry = fc.oneof(
  fc.constantFrom(0n, 0xfffffffffffffc00n, 0x8000000000000067n, 0x8000000000000467n, 0x8000000000000025n),
  fc.integer({ min: 0, max: 0xffff }).map((pfn) => 0x867n | (BigInt(pfn) << 12n)),
  fc.integer({ min: 0, max: 0xffff }).map((slot) => (~BigInt(slot) & 0x3ffffffffffffn) << 9n),
  fc.integer({ min: 0, max: 0xffff }).map((slot) => (1n << 59n) | ((~BigInt(slot) & 0x3ffffffffffffn) << 9n)),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);
const table = fc
  .array(fc.tuple(entry, fc.integer({ min: 1, max: 40 })), { maxLength: 20 })
  .map((runs) => runs.flatMap(([raw, length]) => Array<bigint>(length).fill(raw)).slice(0, 512));

describe('countEntries', () => {
  test.each([{ name: 'debian-6.12' }, { name: 'uffd-wp-special' }])(
    'counts as one entry at a time, $name',
    ({ name }) => {
      const kernel = resolveKernel({ kernel: name });
      fc.assert(
        fc.property(table, fc.nat(511), (entries, from) => {
          const fast = createGrouper(kernel);
          const counter = countEntries(fast);
          const raws = BigUint64Array.from({ length: 512 }, (_, i) => entries[i] ?? 0n);
          const words = new Int32Array(raws.buffer);
          counter.entries(pte, words, from, 512, 0);

          const slow = createGrouper(kernel);
          const counts = new Map<string, number>();
          const key = (group: (typeof slow.groups)[number]) =>
            `${group.sample.raw & group.mask} ${group.mask}`;
          for (let i = from; i < 512; i++) {
            const group = slow.groupOf('pte', words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
            counts.set(key(group), (counts.get(key(group)) ?? 0) + 1);
          }
          expect(
            new Map(fast.groups.map((group) => [key(group), counter.counts[group.id]] as const)),
          ).toEqual(counts);
        }),
      );
    },
  );
});
