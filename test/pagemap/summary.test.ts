import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDump } from '../../src/pagemap/sources/dump-source.ts';
import { NOT_READ_SLOT } from '../../src/pagemap/model.ts';
import { slotOf } from '../../src/pagemap/scan/memory.ts';
import { createEngine } from '../../src/pagemap/scan/wasm.ts';
import { createCounter, createVmaCounter } from '../../src/pagemap/summary.ts';
import { dumpOf, inputOf, modelOf } from '../helpers/pagemap.ts';

const model = modelOf('debian-7.3');
const word = fc.oneof(
  fc.constantFrom(
    0n,
    0x0080_0000_0000_0000n,
    0x4280_0000_0000_003fn,
    0x4480_0000_0000_009fn,
    0x4080_0000_0000_005fn,
  ),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
);

function plainCounts(words: readonly bigint[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const each of words) {
    const slot = slotOf(Number(each & 0xffff_ffffn), Number(each >> 32n), model.markerType);
    counts.set(slot, (counts.get(slot) ?? 0) + 1);
  }
  return counts;
}

describe.each([
  { name: 'all together', create: createCounter },
  { name: 'per mapping', create: createVmaCounter },
])('$name', ({ create }) => {
  test('any words, in reads of any size', () => {
    fc.assert(
      fc.property(fc.array(word, { maxLength: 200 }), fc.integer({ min: 1, max: 500 }), (words, step) => {
        const engine = createEngine('js');
        const vmas = [
          { name: 'a', start: 5, end: 55, perms: 'rw-p' },
          { name: 'b', start: 60, end: 1000, perms: 'rw-p' },
        ];
        const source = openDump(inputOf(dumpOf(words), step), engine, {
          pageSize: 4096,
          startPage: 0,
          vmas,
          absolute: false,
        });
        const counter = create(engine, model);
        for (let pieces = source.next(); pieces; pieces = source.next())
          pieces.forEach((piece) => counter.add(piece));
        const { counts, vmas: perVma, hidden } = counter.result();
        expect(counts).toEqual(plainCounts(words));
        const first = words.find((each) => each >> 62n !== 0n);
        expect(hidden).toBe(first !== undefined && (first & (2n ** 55n - 1n)) === 0n);
        for (const { vma, counts: own } of perVma)
          expect(own).toEqual(plainCounts(vma?.name === 'a' ? words.slice(0, 50) : words.slice(50)));
      }),
      { numRuns: 60 },
    );
  });

  test('stretches without words', () => {
    const counter = create(createEngine('js'), model);
    const fill = { page: 0, pages: 2 ** 40, from: -1, lo: 0, hi: 0x0080_0000, vma: undefined };
    counter.add(fill);
    counter.add({ ...fill, page: 2 ** 40, pages: 7, notRead: true });
    expect(counter.result().counts).toEqual(
      new Map([
        [1, 2 ** 40],
        [NOT_READ_SLOT, 7],
      ]),
    );
  });
});
