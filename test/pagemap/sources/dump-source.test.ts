import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import type { Vma } from '../../../src/pages/maps.ts';
import { dumpOf, inputOf, pagesOf } from '../../helpers/pagemap.ts';

const plain = { pageSize: 4096, startPage: 0, vmas: undefined, absolute: false };
const PRESENT = 1n << 63n;
const vma = (name: string, start: number, end: number): Vma => ({ name, start, end, perms: 'rw-p' });

describe('plain dumps', () => {
  test('any length and any size of reads gives every word, and says what is left over', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 40 }), (bytes, step) => {
        // Words of pages that are present.
        for (let top = 7; top < bytes.length; top += 8) bytes[top] = 0x80 | ((bytes[top] ?? 0) & 0x3f);
        const { pages, source } = pagesOf((engine) => openDump(inputOf(bytes, step), engine, plain));
        const whole = Math.floor(bytes.length / 8);
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        expect(pages.map(({ word }) => word)).toEqual(
          Array.from({ length: whole }, (_, i) => view.getBigUint64(8 * i, true)),
        );
        expect(pages.map(({ page }) => page)).toEqual(pages.map((_, i) => i));
        expect(source.problems).toEqual(
          bytes.length === 0
            ? ['test.dump: empty: no words in it']
            : bytes.length % 8 === 0
              ? []
              : [`test.dump: ${bytes.length % 8} bytes are left over behind ${whole} entries of 8 bytes`],
        );
      }),
    );
  });

  test('a dump longer than one read', () => {
    const words = Array.from({ length: 100_001 }, (_, i) => PRESENT | BigInt(i));
    const { pages } = pagesOf((engine) =>
      openDump(inputOf(dumpOf(words), 65_537), engine, { ...plain, startPage: 5 }),
    );
    expect(pages.length).toBe(words.length);
    expect(pages.every(({ page, word }, i) => word === (PRESENT | BigInt(i)) && page === i + 5)).toBe(true);
  });

  test('words behind the end of the address space are left out', () => {
    const startPage = 2 ** 52 - 2;
    const { pages, source } = pagesOf((engine) =>
      openDump(inputOf(dumpOf([PRESENT | 1n, PRESENT | 2n, PRESENT | 3n])), engine, { ...plain, startPage }),
    );
    expect(pages.map(({ word }) => word)).toEqual([PRESENT | 1n, PRESENT | 2n]);
    expect(source.problems).toHaveLength(1);
  });

  test.each(['/proc/self/pagemap', '/proc/1/task/2/pagemap'])('%s is refused', (name) => {
    expect(() => pagesOf((engine) => openDump({ ...inputOf(dumpOf([])), name }, engine, plain))).toThrow(
      '--pid',
    );
  });
});

describe('dumps of mappings one behind the other', () => {
  const vmas = [vma('a', 10, 13), vma('b', 20, 21), vma('', 30, 34)];
  const pagesOfVmas = vmas.flatMap(({ name, start, end }) =>
    Array.from({ length: end - start }, (_, i) => ({ page: start + i, vma: name })),
  );

  test('each word belongs to its mapping, whatever the reads', () => {
    const words = pagesOfVmas.map((_, i) => PRESENT | (BigInt(i) + 100n));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), (step) => {
        const { pages, source } = pagesOf((engine) =>
          openDump(inputOf(dumpOf(words), step), engine, { ...plain, vmas }),
        );
        expect(pages).toEqual(pagesOfVmas.map((each, i) => ({ ...each, word: words[i] })));
        expect(source.problems).toEqual([]);
      }),
    );
  });

  test.each([
    { count: 7, problem: 'ends 1 page before the end of the mappings' },
    { count: 2, problem: 'ends 6 pages before the end of the mappings' },
    { count: 9, problem: 'more entries than the mappings have pages (8)' },
  ])('$count words for 8 pages: $problem', ({ count, problem }) => {
    const words = Array.from({ length: count }, () => 0n);
    const { pages, source } = pagesOf((engine) =>
      openDump(inputOf(dumpOf(words)), engine, { ...plain, vmas }),
    );
    expect(pages).toHaveLength(Math.min(8, count));
    expect(source.problems).toHaveLength(1);
    expect(source.problems[0]).toContain(problem);
  });

  test('a missing [vsyscall] is no problem: the kernel gives no words for it', () => {
    const { source } = pagesOf((engine) =>
      openDump(inputOf(dumpOf([0n])), engine, {
        ...plain,
        vmas: [vma('a', 1, 2), vma('[vsyscall]', 9, 10)],
      }),
    );
    expect(source.problems).toEqual([]);
  });
});

describe('dumps indexed by page number', () => {
  const words = Array.from({ length: 40 }, (_, i) => BigInt(i));
  const shape = { ...plain, absolute: true, vmas: [vma('a', 3, 5), vma('b', 5, 6), vma('c', 38, 40)] };
  test.each([
    { name: 'a pipe', seekable: false },
    { name: 'a file', seekable: true },
  ])('$name', ({ seekable }) => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 400 }), (step) => {
        const { pages } = pagesOf((engine) =>
          openDump(inputOf(dumpOf(words), step, seekable), engine, shape),
        );
        expect(pages.map(({ page, word, vma: name }) => [page, Number(word), name])).toEqual([
          [3, 3, 'a'], [4, 4, 'a'], [5, 5, 'b'], [38, 38, 'c'], [39, 39, 'c'],
        ]); // prettier-ignore
      }),
    );
  });
});
