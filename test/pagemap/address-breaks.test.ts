import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createEngine } from '../../src/pagemap/scan/wasm.ts';
import { createSelection } from '../../src/pagemap/pages/selection.ts';
import { modelOf } from '../helpers/pagemap.ts';

const engine = createEngine();
const model = modelOf('debian-6.12');

/** The pages of a stretch of equal words for which a condition holds, as ranges of page numbers. */
function rangesOf(where: string, page: number, pages: number, pageSize = 4096): number[][] {
  const piece = { page, pages, from: -1, lo: 5, hi: 0x8000_0000, vma: undefined };
  const found = createSelection({ where }, engine, model, { pageSize, hasVmas: true }).pieces(piece, false);
  return [...found].flatMap((part) => (part === undefined ? [] : [[part.page, part.page + part.pages]]));
}

/** The same with the condition asked for each page by itself. */
function oneByOne(where: string, page: number, pages: number, pageSize = 4096): number[][] {
  const ranges: number[][] = [];
  for (let at = page; at < page + pages; at += 1) {
    if (rangesOf(where, at, 1, pageSize).length === 0) continue;
    const last = ranges.at(-1);
    if (last?.[1] === at) last[1] = at + 1;
    else ranges.push([at, at + 1]);
  }
  return ranges;
}

const number = fc.oneof(
  fc.integer({ min: 0, max: 0x50000 }).map((value) => `0x${value.toString(16)}`),
  fc.constantFrom('0x5000', '0x4fff', '0xffffffffffffffff', '0xfffffffffffff000', '0x7000', '0x1c000', 'pfn'),
);
const side = fc.oneof(
  fc.constant('vaddr'),
  number.map((mask) => `(vaddr & ${mask})`),
);
const atom = fc.oneof(
  fc
    .tuple(side, fc.constantFrom('==', '!=', '<', '<=', '>', '>='), number)
    .map(([left, op, right]) => `${left} ${op} ${right}`),
  fc.tuple(number, fc.constantFrom('<', '>='), side).map(([left, op, right]) => `${left} ${op} ${right}`),
  fc.tuple(side, number, number).map(([value, a, b]) => `${value} in (${a}, ${b})`),
  side,
  fc.constantFrom('present', 'vaddr == raw', 'swap.offset < vaddr'),
);
const condition = fc
  .tuple(atom, fc.constantFrom('&&', '||'), atom, fc.boolean())
  .map(([a, op, b, not]) => `${not ? '!' : ''}(${a} ${op} ${b})`);

test('a stretch gives what its pages give one by one', () => {
  let compared = 0;
  fc.assert(
    fc.property(
      condition,
      fc.integer({ min: 0, max: 80 }),
      fc.constantFrom(4096, 16384),
      (where, page, size) => {
        let expected: number[][];
        try {
          expected = oneByOne(where, page, 40, size);
        } catch {
          // A comparison that can never be true is refused.
          return;
        }
        compared += 1;
        expect({ where, ranges: rangesOf(where, page, 40, size) }).toEqual({ where, ranges: expected });
      },
    ),
    { numRuns: 800, seed: 9 },
  );
  expect(compared).toBeGreaterThan(300);
});

test.each([
  { where: 'vaddr < 0x5000', ranges: [[0, 5]] },
  { where: 'vaddr >= 0x5000 && vaddr < 0x7001', ranges: [[5, 8]] },
  { where: 'vaddr & 0xfffffffff000 == 0x5000', ranges: [[5, 6]] },
  {
    where: 'vaddr in (0x1000, 0x3000, 0x3000)',
    ranges: [
      [1, 2],
      [3, 4],
    ],
  },
  { where: '!(vaddr & 0xfffffff0000)', ranges: [[0, 16]] },
  { where: 'vaddr == pfn', ranges: [] },
])('2^32 pages take no longer than a few: $where', ({ where, ranges }) => {
  expect(rangesOf(where, 0, 2 ** 32 - 1)).toEqual(ranges);
});

test('who asks gets a turn while nothing is found', () => {
  const piece = { page: 0, pages: 2 ** 32 - 1, from: -1, lo: 5, hi: 0x8000_0000, vma: undefined };
  const where = 'vaddr & 0x5000 == 0x4000 && vaddr > 0xfffffffffff';
  const [first] = createSelection({ where }, engine, model, { pageSize: 4096, hasVmas: true }).pieces(
    piece,
    false,
  );
  expect(first).toBeUndefined();
});
