import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDump } from '../../src/pagemap/sources/dump-source.ts';
import type { Vma } from '../../src/pages/maps.ts';
import { decodePagemap } from '../../src/pagemap/model.ts';
import { HiddenTest, type PageRun, RunMerger } from '../../src/pagemap/page-runs.ts';
import { createEngine } from '../../src/pagemap/scan/wasm.ts';
import { dumpOf, inputOf, modelOf } from '../helpers/pagemap.ts';

const model = modelOf('debian-7.3');
const engine = createEngine();

interface PlainRun {
  page: number;
  pages: number;
  raw: bigint;
  sequential: boolean;
  vma: string | undefined;
}

function runsOf(
  words: readonly bigint[],
  step: number,
  vmas: readonly Vma[] | undefined,
  split: boolean,
): PlainRun[] {
  const runs: PlainRun[] = [];
  const emit = ({ page, pages, lo, hi, sequential, vma }: PageRun): void => {
    runs.push({ page, pages, raw: (BigInt(hi) << 32n) | BigInt(lo), sequential, vma: vma?.name });
  };
  const shape = { pageSize: 4096, startPage: 0, vmas, absolute: false };
  const source = openDump(inputOf(dumpOf(words), step), engine, shape);
  const merger = new RunMerger(engine, model, emit, split);
  for (let pieces = source.next(); pieces; pieces = source.next())
    for (const piece of pieces) merger.add(piece);
  merger.end();
  return runs;
}

/** Bits 0-54: what the kernel zeroes for all but CAP_SYS_ADMIN (v4.2 fs/proc/task_mmu.c pagemap_open). */
const NUMBER = (1n << 55n) - 1n;

/** One page at a time, from the decoded entries. */
function reference(words: readonly bigint[], border: number, split: boolean): PlainRun[] {
  const runs: PlainRun[] = [];
  words.forEach((raw, page) => {
    const last = runs.at(-1);
    const before = words[page - 1] ?? 0n;
    const [a, b] = [decodePagemap(model, before), decodePagemap(model, raw)];
    const step =
      b.number === 'pfn'
        ? 1n
        : b.state === 'none' || b.huge
          ? raw - before
          : b.state === 'pte-marker'
            ? 0n
            : 32n;
    const goesOn = raw === before + step;
    const same = a.slot === b.slot && page !== border;
    // Of hidden numbers all are 0, and no run counts them.
    const isHidden = [raw, before].every((each) => each >> 62n !== 0n && (each & NUMBER) === 0n);
    const isLonger = last?.sequential === true && goesOn;
    if (last && same && (isLonger || !split || isHidden)) {
      last.pages += 1;
      last.sequential = isLonger;
    } else {
      const vma = border === 0 ? undefined : page < border ? 'a' : 'b';
      runs.push({ page, pages: 1, raw, sequential: true, vma });
    }
  });
  return runs;
}

const word = fc.oneof(
  fc.constantFrom(
    0n,
    0x0080_0000_0000_0000n,
    0x0280_0000_0000_0000n,
    0x4280_0000_0000_003fn,
    0x4480_0000_0000_009fn,
  ),
  fc.constantFrom(0x8180_0000_0000_0000n, 0x8080_0000_0000_0000n, 0x4080_0000_0000_0000n),
  fc.integer({ min: 1, max: 5 }).map((pfn) => 0x8180_0000_0000_0000n + BigInt(pfn)),
  fc.integer({ min: 1, max: 3 }).map((slot) => 0x4080_0000_0000_0001n + (BigInt(slot) << 5n)),
  fc.integer({ min: 1, max: 3 }).map((pfn) => 0x4080_0000_0000_0019n + (BigInt(pfn) << 5n)),
);
const dump = fc
  .array(
    fc.record({ first: word, length: fc.integer({ min: 1, max: 60 }), step: fc.constantFrom(0n, 1n, 32n) }),
    { maxLength: 8 },
  )
  .map((pieces) =>
    pieces.flatMap(({ first, length, step }) =>
      Array.from({ length }, (_, i) => first + (first >> 62n === 0n ? 0n : step * BigInt(i))),
    ),
  );

describe.each([
  { name: 'runs of one state', split: false },
  { name: 'runs whose numbers go on', split: true },
])('$name', ({ split }) => {
  test('against one page at a time, whatever the borders of chunks', () => {
    fc.assert(
      fc.property(dump, fc.integer({ min: 1, max: 600 }), (words, step) => {
        expect(runsOf(words, step, undefined, split)).toEqual(reference(words, 0, split));
      }),
      { numRuns: 150 },
    );
  });

  test('never across the border of two mappings', () => {
    fc.assert(
      fc.property(
        dump,
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 600 }),
        (words, border, step) => {
          const vmas = [
            { name: 'a', start: 0, end: border, perms: 'rw-p' },
            { name: 'b', start: border, end: border + 1000, perms: 'rw-p' },
          ];
          expect(runsOf(words, step, vmas, split)).toEqual(reference(words, border, split));
        },
      ),
      { numRuns: 80 },
    );
  });
});

test('frame numbers that go on over the 32-bit border', () => {
  const words = [0x8000_0000_ffff_ffffn, 0x8000_0001_0000_0000n, 0x8000_0001_0000_0001n];
  expect(runsOf(words, 8, undefined, false)).toEqual([
    { page: 0, pages: 3, raw: words[0], sequential: true, vma: undefined },
  ]);
});

test('the first present or swapped word tells whether numbers are hidden', () => {
  const see = (...words: bigint[]): boolean | undefined => {
    const seen = new HiddenTest();
    for (const each of words) seen.look(Number(each & 0xffff_ffffn), Number(each >> 32n));
    return seen.hidden;
  };
  expect(see(0n, 0x0080_0000_0000_0000n)).toBeUndefined();
  expect(see(0n, 0x8180_0000_0000_0000n, 0x8180_0000_0000_0001n)).toBe(true);
  expect(see(0x4000_0000_0000_0020n, 0x8180_0000_0000_0000n)).toBe(false);
});
