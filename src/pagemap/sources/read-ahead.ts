import { Worker } from 'node:worker_threads';
import type { Input } from '../../input/bytes/io.ts';
import { MEMORY, READ_BYTES, type WordEngine } from '../scan/memory.ts';

/** Chunks that lie in the memory of the engine at once. */
const CHUNKS = MEMORY.wordsBytes / READ_BYTES;

/**
 * What both threads share, as indices of an Int32Array. Chunks are numbered in the order of the file; number n lies
 * in the n-th place of the memory, modulo `CHUNKS`.
 */
const TAKEN = 0; // chunks that one of the threads has taken to read
const FREED = 1; // chunks that are no longer needed
const DONE = 2; // of each place: 1 + the number of the chunk that was read into it, negative where that failed

/** The second thread, as text because a bundle is one file: reads the chunks that come next, as far as there is room. */
const PROGRAM = `
const { readSync } = require('node:fs');
const { workerData } = require('node:worker_threads');
const { fd, shared, memory, words, chunks, chunkBytes, size, all, TAKEN, FREED, DONE } = workerData;
for (;;) {
  const freed = Atomics.load(shared, FREED);
  const n = Atomics.load(shared, TAKEN);
  if (n >= all) break;
  if (n >= freed + chunks) {
    Atomics.wait(shared, FREED, freed);
    continue;
  }
  if (Atomics.compareExchange(shared, TAKEN, n, n + 1) !== n) continue;
  const place = n % chunks;
  const length = Math.min(chunkBytes, size - n * chunkBytes);
  let got = -1;
  try {
    got = readSync(fd, new Uint8Array(memory, words + place * chunkBytes, length), 0, length, n * chunkBytes);
  } catch {}
  Atomics.store(shared, DONE + place, got === length ? n + 1 : -n - 1);
  Atomics.notify(shared, DONE + place);
}
`;

/** Starts the second thread; undefined where there can be no more (RLIMIT_NPROC, pids.max). */
function startWorker(workerData: object): Worker | undefined {
  try {
    return new Worker(PROGRAM, {
      eval: true,
      env: {},
      execArgv: [],
      // It makes next to nothing on its heap.
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, codeRangeSizeMb: 16 },
      workerData,
    });
  } catch {
    return undefined;
  }
}

/** Reads a file from its beginning to its end into the words of an engine. */
export interface ReadAhead {
  /**
   * The next bytes, which stay where they are until the next call.
   *
   * @returns where they begin in the memory of the engine, and how many there are: 0 at the end
   */
  next(): { readonly at: number; readonly bytes: number };
  /** Ends the second thread's reading; the file can be closed then. */
  stop(): void;
}

/**
 * Reads a large file with two threads, each the next chunk that none has taken. The second one is no more than a help:
 * what it could not read, or not in full, this thread reads anew, so that errors and the end of the file are met as by one.
 *
 * @returns undefined where one thread has to do: it is no file that was opened by its name, the engine's memory is not shared, or
 *   the system gives no further thread
 */
export function readAhead(input: Input, engine: WordEngine): ReadAhead | undefined {
  const { fd, size = 0, readAt } = input;
  const { buffer } = engine;
  if (fd === undefined || !readAt || size === 0) return undefined;
  if (!(buffer instanceof SharedArrayBuffer)) return undefined;
  const all = Math.ceil(size / READ_BYTES);
  const shared = new Int32Array(new SharedArrayBuffer(4 * (DONE + CHUNKS)));
  const worker = startWorker({
    fd,
    shared,
    memory: buffer,
    words: MEMORY.words,
    chunks: CHUNKS,
    chunkBytes: READ_BYTES,
    size,
    all,
    TAKEN,
    FREED,
    DONE,
  });
  if (!worker) return undefined;
  worker.unref();
  // Where it cannot go on, this thread reads what it has not taken.
  worker.on('error', () => undefined);
  const lengthOf = (n: number): number => Math.min(READ_BYTES, size - n * READ_BYTES);
  const placeOf = (n: number): number => MEMORY.words + (n % CHUNKS) * READ_BYTES;
  const read = (n: number): number => readAt(n * READ_BYTES, new Uint8Array(buffer, placeOf(n), lengthOf(n)));
  /** Reads a chunk that this thread has taken before it is wanted: what hinders that is met again, and told, in its turn. */
  const readEarly = (n: number): void => {
    let got = -1;
    try {
      got = read(n);
    } catch {
      // As above: whatever happens, nobody may wait for it for ever.
    }
    Atomics.store(shared, DONE + (n % CHUNKS), got === lengthOf(n) ? n + 1 : -n - 1);
  };
  /** Waits for the chunk that the other thread has taken. @returns whether it was read in full */
  const waitFor = (n: number): boolean => {
    const place = DONE + (n % CHUNKS);
    for (;;) {
      const done = Atomics.load(shared, place);
      if (Math.abs(done) === n + 1) return done > 0;
      Atomics.wait(shared, place, done);
    }
  };
  // The chunk that comes next.
  let n = 0;
  return {
    next() {
      if (n >= all) return { at: 0, bytes: 0 };
      Atomics.store(shared, FREED, n);
      Atomics.notify(shared, FREED);
      const place = n % CHUNKS;
      // While the other thread reads the one that is wanted, this one reads a later one.
      while (Math.abs(Atomics.load(shared, DONE + place)) !== n + 1) {
        const taken = Atomics.load(shared, TAKEN);
        if (taken >= Math.min(all, n + CHUNKS)) {
          waitFor(n);
          break;
        }
        if (Atomics.compareExchange(shared, TAKEN, taken, taken + 1) !== taken) continue;
        readEarly(taken);
      }
      const [at, length] = [placeOf(n), lengthOf(n)];
      const bytes = waitFor(n) ? length : read(n);
      n = bytes === length ? n + 1 : all;
      return { at, bytes };
    },
    stop() {
      // Nothing is left to be taken; what the other thread reads just now it reads to its end.
      const taken = Math.min(all, Atomics.exchange(shared, TAKEN, all));
      const freed = Atomics.exchange(shared, FREED, all);
      Atomics.notify(shared, FREED);
      for (let open = Math.max(freed, taken - CHUNKS); open < taken; open += 1) waitFor(open);
    },
  };
}
