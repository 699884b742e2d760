import { expect, test } from '@jest/globals';
import { architectures } from '../../../src/arch/index.ts';
import { encodeEntry } from '../../../src/core/encode/encode.ts';
import { EntryValues } from '../../../src/images/scan/entry-values.ts';
import { createGrouper } from '../../../src/images/scan/groups.ts';
import { mergeRuns } from '../../../src/images/scan/entry-runs.ts';
import { entryCategory } from '../../../src/images/scan/entry-strips.ts';
import type { KnownEntries } from '../../../src/pages/entry-lists.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import type { Kernel } from '../../../src/core/rows/model.ts';
import { valuesOf } from '../../helpers/entry-lists.ts';

/** Frames or slots in no order, some of them one behind the other, some the same. */
function numbers(count: number): readonly bigint[] {
  let seed = 4711;
  return Array.from({ length: count }, (_, at) => {
    if (at % 8 > 3) return BigInt(seed & 0xffff) + BigInt(at % 8);
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return BigInt(seed & 0xffff) + 16n;
  });
}

function keep(kernel: Kernel, raws: readonly bigint[], most?: number): KnownEntries {
  const geometry = kernel.levels.at(-1);
  if (geometry === undefined) throw new Error('no levels');
  const words = new Int32Array(raws.flatMap((raw) => [Number(BigInt.asIntN(32, raw)), Number(BigInt.asIntN(32, raw >> 32n))])); // prettier-ignore
  const values = new EntryValues(kernel, entryCategory, most);
  const merged = mergeRuns(kernel, createGrouper(kernel), () => undefined, undefined, (...stretch) => {
    values.add(...stretch);
  }); // prettier-ignore
  merged.entries(geometry, words, 0, raws.length, 0x1000);
  return values.end();
}

test.each(architectures().map(({ arch }) => arch))('%s: values come back out of their lists', (arch) => {
  const kernel = resolveKernel({ kernel: '6.12', arch });
  const empty = encodeEntry(kernel, { state: 'none' });
  const raws = numbers(3000).flatMap((pfn) => [
    encodeEntry(kernel, { state: 'present', pfn }),
    encodeEntry(kernel, { state: 'present', pfn: pfn + 1n }),
    encodeEntry(kernel, { state: 'swap', swap: { type: 1, offset: pfn } }),
    empty,
  ]);
  const { lists, isWhole } = keep(kernel, raws);
  const found = new Map(
    lists.flatMap(({ page, every, values, shift }) =>
      valuesOf(values, shift).map((raw, at) => [page + at * every, raw] as const),
    ),
  );
  expect([...found]).toEqual(raws.flatMap((raw, at) => (raw === empty ? [] : [[0x1000 + at, raw]])));
  expect(['present', 'swap'].map(isWhole)).toEqual([true, true]);
});

test('what is common is cut before what is rare is', () => {
  const kernel = resolveKernel({ kernel: '6.12' });
  const raws = numbers(4000).map((pfn, at) =>
    at % 400 === 399
      ? encodeEntry(kernel, { state: 'swap', swap: { type: 1, offset: pfn } })
      : encodeEntry(kernel, { state: 'present', pfn }),
  );
  const { lists, isWhole } = keep(kernel, raws, 8000);
  expect([isWhole('present'), isWhole('swap')]).toEqual([false, true]);
  const swaps = lists.filter(({ category }) => category === 'swap');
  expect(swaps.reduce((sum, { count }) => sum + count, 0)).toBe(10);
  expect(JSON.stringify(lists.map(({ values }) => values)).length).toBeLessThan(40_000);
});
