import { Worker } from 'node:worker_threads';
import { MEMORY, SLOTS, WORD_BYTES } from './scan-memory.ts';
import { SCAN_WASM } from './scan-wasm-code.ts';
import type { WholeDump } from './whole-dump.ts';
import type { Piece, WordSource } from './word-source.ts';

/** Bytes of a part: the threads take them in turn, one from the front, the other from the end. */
const PART_BYTES = 2 ** 22;

/** Bytes of one read, as in dump-source.ts. */
const READ_BYTES = 2 ** 18;

/** What the second thread gives back: the histogram, and whether a word was present or swapped. */
interface Counted {
  readonly histogram: Uint32Array;
  readonly used: number;
}

const NOTHING: Counted = { histogram: new Uint32Array(0), used: 0 };

/** The second thread, as text, because it has no file of its own in a bundle: counts parts from the end of the file on. */
const PROGRAM = `
const { readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { code, fd, taken, parts, partBytes, readBytes, size, words, counts, countBytes, markerType } = workerData;
const module = new WebAssembly.Module(Buffer.from(code, 'base64'));
const { memory, countStates } = new WebAssembly.Instance(module, { env: { abort() {} } }).exports;
const piece = new Uint8Array(memory.buffer, words, readBytes);
let used = 0;
for (let part = parts - 1; Atomics.add(taken, 0, 1) < parts; part -= 1) {
  const end = Math.min(size, (part + 1) * partBytes);
  for (let at = part * partBytes; at < end; at += readBytes) {
    const length = Math.min(readBytes, end - at);
    if (readSync(fd, piece, 0, length, at) !== length) throw new Error('the file became shorter');
    used |= countStates(0, length / ${WORD_BYTES}, markerType);
  }
}
parentPort.postMessage({ histogram: new Uint32Array(memory.buffer.slice(counts, counts + countBytes)), used });
`;

/** A source that leaves the end of its file to a second thread. */
export interface SharedSource extends WordSource {
  /**
   * What the other thread counted, when this source is at its end; undefined where that is of no use: the file became
   * shorter, or a read gave less than was asked for. Then everything has to be counted again by one.
   */
  readonly counted: () => Promise<Counted | undefined>;
}

/**
 * The same source, of which a second thread counts the end: both take parts until none is left, so that a processor
 * that does something else costs nothing.
 *
 * @param source what has read nothing yet
 */
export function shareWithSecond(
  source: WordSource,
  { fd, size }: WholeDump,
  markerType: number,
): SharedSource {
  const parts = Math.ceil(size / PART_BYTES);
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(PROGRAM, {
    eval: true,
    env: {},
    execArgv: [],
    // It makes next to nothing on its heap.
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, codeRangeSizeMb: 16 },
    workerData: {
      code: SCAN_WASM,
      fd,
      taken,
      parts,
      partBytes: PART_BYTES,
      readBytes: READ_BYTES,
      size,
      words: MEMORY.words,
      counts: MEMORY.counts,
      countBytes: 8 * SLOTS,
      markerType,
    },
  });
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      resolve();
    });
  });
  const answer = new Promise<Counted | undefined>((resolve) => {
    worker.once('message', (counted: Counted) => {
      resolve(counted);
    });
    for (const ending of ['error', 'exit'] as const)
      worker.once(ending, () => {
        resolve(undefined);
      });
  });
  // Bytes that this thread may read, and has read.
  let granted = 0;
  let read = 0;
  return {
    name: source.name,
    pageSize: source.pageSize,
    hasVmas: source.hasVmas,
    problems: source.problems,
    notes: source.notes,
    next(): readonly Piece[] | undefined {
      if (read >= granted) {
        if (Atomics.add(taken, 0, 1) >= parts) return undefined;
        granted += PART_BYTES;
      }
      const pieces = source.next();
      for (const { pages } of pieces ?? []) read += pages * WORD_BYTES;
      return pieces;
    },
    progress: () => Math.min(1, Atomics.load(taken, 0) / parts),
    close() {
      // The other thread may still be reading.
      void ended.then(() => {
        source.close();
      });
    },
    async counted() {
      const isWhole = read === Math.min(granted, size);
      const counted = !isWhole ? undefined : read === size ? NOTHING : await answer;
      await worker.terminate();
      return counted;
    },
  };
}
