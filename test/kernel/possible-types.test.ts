import { expect, test } from '@jest/globals';
import { possibleSwapTypes } from '../../src/kernel/possible-types.ts';
import { RELEASES } from '../../src/kernel/profiles.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';

const SYMBOLS = ['MEMORY_FAILURE', 'MIGRATION', 'DEVICE_PRIVATE'];
const configs = SYMBOLS.map(
  (_, at) => new Map(SYMBOLS.map((symbol, other) => [symbol, other !== at] as const)),
);

// v6.12 include/linux/swap.h MAX_SWAPFILES: what is configured takes numbers from the top of 0..31.
test.each([...RELEASES])('holds the types of every kernel: %s', (kernel) => {
  const possible = possibleSwapTypes().map((types) => types.map(({ name }) => name));
  for (const config of [new Map<string, boolean>(), ...configs])
    for (const { number, name } of resolveKernel({ kernel, config }).swapTypes.slice(0, 32))
      expect(possible[number]).toContain(name);
});

test.each([
  { type: 0, kinds: ['swap'] },
  // v5.19 to v6.1 have the most special types: ten.
  { type: 21, kinds: ['swap'] },
  { type: 22, kinds: ['hwpoison', 'swap'] },
  // docs/pagemap.md, "Which kernel"
  { type: 30, kinds: expect.arrayContaining(['pte-marker', 'migration', 'device-exclusive']) },
])('type $type', ({ type, kinds }) => {
  const found = possibleSwapTypes()[type]?.map(({ kind }) => kind);
  expect([...new Set(found)].toSorted()).toEqual(kinds);
});
