import { afterAll, expect, jest, test } from '@jest/globals';
import { closeSync, ftruncateSync, openSync, truncateSync, utimesSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Worker as Thread } from 'node:worker_threads';
import type { Input } from '../../../src/input/bytes/io.ts';
import { openInput } from '../../../src/input/bytes/node-files.ts';
import type { Vma } from '../../../src/pages/maps.ts';
import { openDump } from '../../../src/pagemap/sources/dump-source.ts';
import { readAhead } from '../../../src/pagemap/sources/read-ahead.ts';
import { MEMORY, type WordEngine } from '../../../src/pagemap/scan/memory.ts';
import { createEngine } from '../../../src/pagemap/scan/wasm.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { dumpOf } from '../../helpers/pagemap.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});

// 21 chunks of 256 KiB and a piece of one, each word another.
const words = new BigUint64Array(Math.floor(21.3 * 2 ** 15));
// Words of pages that are present.
words.forEach((_, i) => (words[i] = (1n << 63n) | BigInt.asUintN(62, BigInt(i) * 0x9e37_79b9_7f4a_7c15n)));
const bytes = new Uint8Array(words.buffer);
const dump = folder.write('chunks.dump', bytes);

const aheadOf = (input: Input, engine: WordEngine): NonNullable<ReturnType<typeof readAhead>> => {
  const ahead = readAhead(input, engine);
  if (!ahead) throw new Error('there is a second thread');
  return ahead;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Reading {
  readonly input?: Input;
  readonly vmas?: readonly Vma[];
  /** Runs when the second thread has begun, and this one has not. */
  readonly before?: () => Promise<void> | void;
  /** Milliseconds between steps. */
  readonly wait?: number;
}

/** The pages and their words in the order in which they were read, and what was said. */
async function read({ input = openInput(dump), vmas, before, wait }: Reading): Promise<{
  pages: Uint32Array;
  read: BigUint64Array;
  problems: readonly string[];
}> {
  const engine = createEngine();
  const shape = { pageSize: 4096, startPage: 0, vmas, absolute: false };
  const source = openDump(input, engine, shape, aheadOf(input, engine));
  await before?.();
  const memory = new BigUint64Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 8);
  const pages: number[] = [];
  const all: bigint[] = [];
  try {
    for (let pieces = source.next(); pieces; pieces = source.next()) {
      for (const piece of pieces)
        memory.subarray(piece.from, piece.from + piece.pages).forEach((word, i) => {
          pages.push(piece.page + i);
          all.push(word);
        });
      if (wait !== undefined) await pause(wait);
    }
  } finally {
    source.close();
  }
  return { pages: Uint32Array.from(pages), read: BigUint64Array.from(all), problems: source.problems };
}

/** Compares bytes: what Jest says of 700,000 numbers takes it seconds. */
function expectSame(a: Uint32Array | BigUint64Array, b: Uint32Array | BigUint64Array): void {
  const [of, and] = [a, b].map(({ buffer, byteLength }) => Buffer.from(buffer, 0, byteLength));
  expect(Buffer.compare(of ?? Buffer.alloc(0), and ?? Buffer.alloc(1))).toBe(0);
}

test.each<Reading & { name: string }>([
  { name: 'this thread reads most' },
  { name: 'the second thread reads what has room before this one begins', before: () => pause(500) },
  { name: 'the second thread reads most', before: () => pause(300), wait: 2 },
])('two threads read every word once, in order: $name', async (reading) => {
  const { pages, read: got, problems } = await read(reading);
  expectSame(pages, Uint32Array.from(words.keys()));
  expectSame(got, words);
  expect(problems).toEqual([]);
});

test('words of mappings, whose borders lie within chunks', async () => {
  const flags = { perms: 'rw-p', offset: 0n, name: '' };
  const ends = [1, 40_000, 98_304, words.length];
  const vmas = ends.map((end, i) => ({ ...flags, start: 2 * end, end: 3 * end - (ends[i - 1] ?? 0) }));
  const { pages, read: got, problems } = await read({ vmas, before: () => pause(300), wait: 1 });
  const expected = ends.flatMap((end, i) =>
    Array.from({ length: end - (ends[i - 1] ?? 0) }, (_, at) => 2 * end + at),
  );
  expectSame(pages, Uint32Array.from(expected));
  expectSame(got, words);
  expect(problems).toEqual([]);
});

test('what the second thread cannot read this one reads', async () => {
  const input = openInput(dump);
  const { read: got, problems } = await read({ input: { ...input, fd: 9999 }, wait: 1 });
  expectSame(got, words);
  expect(problems).toEqual([]);
});

// As a disk that fails, or a file that was cut off, does: the other thread has not read it either.
test.each([0, 2 ** 20])('what cannot be read at all from %d on', async (from) => {
  const file = openInput(dump);
  const readAtOf = file.readAt ?? ((): number => 0);
  const broken: Input = {
    ...file,
    fd: 9999,
    readAt(offset, target) {
      if (offset >= from) throw new Error('EIO');
      return readAtOf(offset, target);
    },
  };
  await expect(read({ input: broken })).rejects.toThrow('EIO');
});

test('bytes behind the last word', async () => {
  const path = folder.write('bytes.dump', bytes.subarray(0, -3));
  const { pages, problems } = await read({ input: openInput(path) });
  expect(pages).toHaveLength(words.length - 1);
  expect(problems).toEqual([`${path}: 5 bytes are left over behind ${words.length - 1} entries of 8 bytes`]);
});

test('a file that becomes shorter', async () => {
  const path = folder.write('shorter.dump', bytes);
  const before = (): void => {
    truncateSync(path, bytes.length / 2);
  };
  await expect(read({ input: openInput(path), before })).rejects.toThrow('became shorter while it was read');
});

test('a file that was written to', async () => {
  const path = folder.write('written.dump', bytes);
  const before = (): void => {
    utimesSync(path, 1, 1);
  };
  const { problems } = await read({ input: openInput(path), before });
  expect(problems).toEqual([expect.stringContaining('was written to while it was read')]);
});

test('who stops early', async () => {
  const input = openInput(dump);
  const ahead = aheadOf(input, createEngine());
  await pause(300);
  expect(ahead.next()).toEqual({ at: 0, bytes: 2 ** 18 });
  ahead.stop();
  input.close();
});

test.each([
  { name: 'a memory of its own', input: {}, engine: 'js' as const },
  { name: 'no file', input: { fd: undefined }, engine: 'wasm' as const },
])('one thread: $name', ({ input, engine }) => {
  const file = openInput(dump);
  const { fd, ...rest } = { ...file, ...input };
  expect(readAhead(fd === undefined ? rest : { ...rest, fd }, createEngine(engine))).toBeUndefined();
  file.close();
});

// Words that are all empty up to the last ones: only these tell that the kernel hides numbers (v6.1 fs/proc/task_mmu.c
// pte_to_pagemap_entry, without CAP_SYS_ADMIN).
test('a large dump, of which only the end tells', async () => {
  const size = 2 ** 28 + 8;
  const path = join(folder.path, 'large.dump');
  const fd = openSync(path, 'w');
  const last = dumpOf([0x8180_0000_0000_0000n, 0x4080_0000_0000_0000n]);
  ftruncateSync(fd, size);
  writeSync(fd, last, 0, last.length, size - last.length);
  closeSync(fd);
  const { stdout, stderr, code } = await runOnDisk(['pagemap', path, '--json', '-k', 'debian-6.12']);
  const record: unknown = JSON.parse(stdout);
  expect(record).toMatchObject({ pages: size / 8, numbers_hidden: true, complete: true });
  expect(stderr).toContain('only with CAP_SYS_ADMIN');
  expect(code).toBe(0);
});

// Who closes the file then, and opens another, can get its number: the second thread would read that one.
test('behind a read that gives less than was wanted nothing is left that the second thread still reads', async () => {
  jest.resetModules();
  const [TAKEN, DONE, NEVER] = [0, 1, 2];
  const counts = new Int32Array(new SharedArrayBuffer(12));
  // As the program is, but slow: it counts the chunks that it begins to read, and those that it has read.
  const Worker = jest.fn(
    (program: string, options: { workerData: object }) =>
      new Thread(
        `const { add } = Atomics; const { counts } = require('node:worker_threads').workerData; ${program}`
          .replace('got = readSync', `add(counts, ${TAKEN}, 1); Atomics.wait(counts, ${NEVER}, 0, 200); $&`)
          .replace('Atomics.store(', `add(counts, ${DONE}, 1); $&`),
        { ...options, workerData: { ...options.workerData, counts } },
      ),
  );
  jest.unstable_mockModule('node:worker_threads', () => ({ Worker }));
  const { readAhead: fresh } = await import('../../../src/pagemap/sources/read-ahead.ts');
  const input = openInput(dump);
  const readAt = (): number => 8;
  const ahead = fresh({ ...input, readAt }, createEngine());
  expect(ahead?.next().bytes).toBe(8);
  while (Atomics.load(counts, TAKEN) === Atomics.load(counts, DONE)) await pause(1);
  ahead?.stop();
  expect(Atomics.load(counts, TAKEN)).toBe(Atomics.load(counts, DONE));
  input.close();
});

// As Node does where the system gives no further thread: uv_thread_create() fails with EAGAIN.
test('where there is no second thread one reads', async () => {
  jest.resetModules();
  const Worker = jest.fn(() => {
    throw Object.assign(new Error('EAGAIN'), { code: 'ERR_WORKER_INIT_FAILED' });
  });
  jest.unstable_mockModule('node:worker_threads', () => ({ Worker }));
  const { readAhead: fresh } = await import('../../../src/pagemap/sources/read-ahead.ts');
  const input = openInput(dump);
  expect(fresh(input, createEngine())).toBeUndefined();
  expect(Worker).toHaveBeenCalledTimes(1);
  input.close();
});
