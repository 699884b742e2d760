import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Mappings } from '../../../src/pages/mappings.ts';
import { splitPiece } from '../../../src/pagemap/capture/vma-split.ts';

test('every page once, in order, each with the mapping that holds it', () => {
  const gaps = fc.array(fc.record({ gap: fc.nat(3), pages: fc.integer({ min: 1, max: 5 }) }), {
    maxLength: 10,
  });
  const pieces = fc.array(
    fc.record({ gap: fc.nat(4), pages: fc.integer({ min: 1, max: 12 }), fill: fc.boolean() }),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(gaps, pieces, (mappings, given) => {
      let at = 0;
      const vmas = mappings.map(({ gap, pages }, i) => {
        const start = at + gap;
        at = start + pages;
        return { start, end: at, name: String(i), perms: 'rw-p' };
      });
      const all = new Mappings(vmas.map((vma) => ({ vma, start: vma.start, end: vma.end })));
      let page = 0;
      for (const { gap, pages, fill } of given) {
        page += gap;
        const parts = splitPiece({ page, pages, from: fill ? -1 : 7, lo: 1, hi: 2, vma: undefined }, all);
        const seen = parts.flatMap((part) =>
          Array.from({ length: part.pages }, (_, i) => [
            part.page + i,
            part.vma?.name,
            part.from < 0 ? -1 : part.from + i,
          ]),
        );
        expect(seen).toEqual(
          Array.from({ length: pages }, (_, i) => {
            const here = page + i;
            return [
              here,
              vmas.find(({ start, end }) => start <= here && here < end)?.name,
              fill ? -1 : 7 + i,
            ];
          }),
        );
        page += pages;
      }
    }),
  );
});
