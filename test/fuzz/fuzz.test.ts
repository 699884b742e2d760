import { describe, expect, test } from '@jest/globals';
import { checkCase, inputOf } from './check.ts';
import { Random } from './random.ts';
import { seedsOf } from './seeds.ts';
import { TARGETS } from './targets.ts';

const folder = new URL('seeds/', import.meta.url);
/** Cases of each target beside its seeds; "npm run fuzz" runs as many as there is time for. */
const CASES = 25;
const SEED = 9;

describe('changed inputs', () => {
  test.each(TARGETS)('$name', async (target) => {
    const seeds = seedsOf(folder, target.name);
    expect(seeds.length).toBeGreaterThan(0);
    for (let number = 0; number < seeds.length + CASES; number += 1)
      expect(await checkCase(target, seeds, SEED, number)).toBeUndefined();
  });
});

test('a case is the same for the same seed and number', () => {
  for (const target of TARGETS) {
    const seeds = seedsOf(folder, target.name);
    const [one, two] = [inputOf(target, seeds, 3, 500), inputOf(target, seeds, 3, 500)];
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(target.run(one.bytes, one.random).argv).toEqual(target.run(two.bytes, two.random).argv);
  }
});

test('numbers of a generator are spread', () => {
  const random = new Random(1);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 10_000; i += 1) {
    const number = random.below(10);
    counts[number] = (counts[number] ?? 0) + 1;
  }
  for (const count of counts) expect(count).toBeGreaterThan(800);
});
