import { afterAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { closeSync, ftruncateSync, openSync, truncateSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { openInput } from '../../../src/input/bytes/node-files.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { type SecondCounts, shareWithSecond } from '../../../src/pagemap/sources/second-thread.ts';
import { createCounter, type SlotCounts } from '../../../src/pagemap/summary.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { dumpOf, modelOf } from '../../helpers/pagemap.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const model = modelOf('debian-7.3');

// Five parts of 4 MiB and a piece of one: words that change their state often and seldom, of every kind.
const SEEDS = fc.sample(
  fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { minLength: 64, maxLength: 64 }),
  {
    numRuns: 2,
    seed: 7,
  },
);
const words = new BigUint64Array(5.3 * 2 ** 19);
words.forEach((_, i) => {
  const seed = SEEDS[i & 1]?.[(i >> (i % 3 === 0 ? 2 : 9)) & 63] ?? 0n;
  words[i] = i > 2 ** 20 && i < 2 ** 21 ? 0n : seed;
});
const bytes = new Uint8Array(words.buffer);
const dump = folder.write('parts.dump', bytes);

/** Counts with two threads; `before` runs when the second one has begun, and this one has not. */
async function counted(
  path: string,
  before: () => Promise<void> | void,
): Promise<{ counts: SlotCounts; other: SecondCounts | undefined; isChanged: boolean }> {
  const engine = createEngine();
  const input = openInput(path);
  const alone = openDump(input, engine, { pageSize: 4096, startPage: 0, vmas: undefined, absolute: false });
  const { fd = -1, size = 0, hasChanged = () => true } = input;
  const source = shareWithSecond(alone, { fd, size, hasChanged }, model.markerType);
  if (!source) throw new Error('there is a second thread');
  const counter = createCounter(engine, model);
  await before();
  let steps = 0;
  for (let pieces = source.next(); pieces; pieces = source.next()) {
    pieces.forEach((piece) => {
      counter.add(piece);
    });
    // Now and then the other one gets the processor.
    if (++steps % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
  source.close();
  const { counts: other, hasChanged: isChanged } = await source.counted();
  if (other) counter.join(other);
  return { counts: counter.result().counts, other, isChanged };
}

function countedByOne(): SlotCounts {
  const engine = createEngine('js');
  const input = openInput(dump);
  const source = openDump(input, engine, { pageSize: 4096, startPage: 0, vmas: undefined, absolute: false });
  const counter = createCounter(engine, model);
  for (let pieces = source.next(); pieces; pieces = source.next())
    pieces.forEach((piece) => {
      counter.add(piece);
    });
  input.close();
  return counter.result().counts;
}

const pause = (ms: number) => (): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test.each([
  { name: 'this thread does most', before: () => undefined },
  { name: 'the second thread does most', before: pause(700) },
])('two threads count what one counts: $name', async ({ before }) => {
  const { counts, other } = await counted(dump, before);
  expect(other).toBeDefined();
  expect(counts).toEqual(countedByOne());
});

test('a file that becomes shorter is not counted', async () => {
  const path = folder.write('shorter.dump', bytes);
  const shorter = counted(path, () => {
    truncateSync(path, bytes.length / 2);
  });
  await expect(shorter).rejects.toThrow('the file became shorter while it was read');
});

test('a file that was written to', async () => {
  const path = folder.write('written.dump', bytes);
  const { isChanged } = await counted(path, () => {
    utimesSync(path, 1, 1);
  });
  expect(isChanged).toBe(true);
});

// Words that are all empty up to the last ones: only these tell that the kernel hides numbers (v6.1 fs/proc/task_mmu.c
// pte_to_pagemap_entry, without CAP_SYS_ADMIN).
test('what only the end of a large dump tells', async () => {
  const path = join(folder.path, 'large.dump');
  const fd = openSync(path, 'w');
  const last = dumpOf([0x8180_0000_0000_0000n, 0x4080_0000_0000_0000n]);
  ftruncateSync(fd, 2 ** 30);
  writeSync(fd, last, 0, last.length, 2 ** 30 - last.length);
  closeSync(fd);
  const { stdout, stderr, code } = await runOnDisk(['pagemap', path, '--json', '-k', 'debian-6.12']);
  const record: unknown = JSON.parse(stdout);
  expect(record).toMatchObject({ pages: 2 ** 27, numbers_hidden: true, complete: true });
  expect(stderr).toContain('only with CAP_SYS_ADMIN');
  expect(code).toBe(0);
});
