import { expect, test } from '@jest/globals';
import { SeenTables } from '../../../src/images/scan/seen-tables.ts';

test('tables are told by their address alone, however many there are and wherever they lie', () => {
  const seen = new SeenTables();
  const known = new Map<number, number>();
  // Neighbours, addresses of 52 bits, and those of which the hash takes no bit.
  for (let i = 0; i < 5000; i++)
    for (const address of [i * 4096, 2 ** 51 + i * 2 ** 16, i * 2 ** 38 + 64]) {
      expect(seen.depthOf(address)).toBe(known.get(address));
      if (known.has(address)) continue;
      known.set(address, i % 5);
      seen.add(address, i % 5);
    }
  expect(seen.size).toBe(known.size);
  for (const [address, depth] of known) expect(seen.depthOf(address)).toBe(depth);
  expect(seen.depthOf(63)).toBeUndefined();
});
