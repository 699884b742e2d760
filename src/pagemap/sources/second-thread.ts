import { Worker } from 'node:worker_threads';
import { MEMORY, SLOTS, WORD_BYTES } from '../scan/memory.ts';
import { SCAN_WASM } from '../scan/scan-wasm-code.ts';
import type { WholeDump } from './whole-dump.ts';
import type { Piece, WordSource } from './word-source.ts';

/** Bytes of a part: the threads take them in turn, one from the front, the other from the end. */
const PART_BYTES = 2 ** 22;

/** Bytes of one read, as in dump-source.ts. */
const READ_BYTES = 2 ** 18;

/** What the second thread counted. */
export interface SecondCounts {
  /** 64-bit counters of the slots, as halves. */
  readonly histogram: Uint32Array;
  /** The halves of its first word that was present or swapped. */
  readonly first: readonly [lo: number, hi: number] | undefined;
}

/** What came of the second thread. */
interface Second {
  /** Undefined where it could not read its part, or this thread did not read all of its own. */
  readonly counts: SecondCounts | undefined;
  /** The file was written to meanwhile. */
  readonly hasChanged: boolean;
}

/** What it counted where this thread did it all: so where the other one could not start, for want of memory. */
const NOTHING: SecondCounts = { histogram: new Uint32Array(0), first: undefined };

/** The second thread, as text because a bundle is one file: counts parts from the end of the file on. */
const PROGRAM = `
const { readSync } = require('node:fs');
const { parentPort, workerData } = require('node:worker_threads');
const { code, fd, taken, parts, partBytes, readBytes, size, words, counts, countBytes, markerType } = workerData;
const module = new WebAssembly.Module(Buffer.from(code, 'base64'));
const { memory, countStates } = new WebAssembly.Instance(module, { env: { abort() {} } }).exports;
const piece = new Uint8Array(memory.buffer, words, readBytes);
const halves = new Uint32Array(memory.buffer, words, readBytes / 4);
let first;
for (let part = parts - 1; Atomics.add(taken, 0, 1) < parts; part -= 1) {
  const end = Math.min(size, (part + 1) * partBytes);
  let own;
  for (let at = part * partBytes; at < end; at += readBytes) {
    const length = Math.min(readBytes, end - at);
    if (readSync(fd, piece, 0, length, at) !== length) throw new Error('the file became shorter');
    if (countStates(0, length / 8, markerType) === 0 || own) continue;
    for (let i = 1; !own && i < length / 4; i += 2) if (halves[i] >>> 30 !== 0) own = [halves[i - 1], halves[i]];
  }
  first = own ?? first;
}
parentPort.postMessage({ histogram: new Uint32Array(memory.buffer.slice(counts, counts + countBytes)), first });
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

/** A source that leaves the end of its file to a second thread. */
interface SharedSource extends WordSource {
  /** What came of the other thread, once this source is closed. */
  readonly counted: () => Promise<Second>;
}

/**
 * The same source, of which a second thread counts the end: both take parts until none is left, so that a processor
 * that does something else costs nothing.
 *
 * @param source what has read nothing yet
 * @param markerType the swap type of PTE markers
 * @returns undefined where the system gives no further thread; nothing was read then
 */
export function shareWithSecond(
  source: WordSource,
  dump: WholeDump,
  markerType: number,
): SharedSource | undefined {
  const { fd, size, hasChanged } = dump;
  const parts = Math.ceil(size / PART_BYTES);
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const worker = startWorker({
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
  });
  if (!worker) return undefined;
  const answer = new Promise<SecondCounts | undefined>((resolve) => {
    worker.once('message', resolve);
    for (const ending of ['error', 'exit'] as const)
      worker.once(ending, () => {
        resolve(undefined);
      });
  });
  // Bytes that this thread may read, and has read.
  let granted = 0;
  let read = 0;
  let shared: Promise<Second> | undefined;
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
      // Nothing is left to be taken, also where this thread stopped early; the other one still reads what it has.
      Atomics.store(taken, 0, parts);
      shared ??= answer.then((counted) => {
        const isChanged = hasChanged();
        source.close();
        const isMine = read === Math.min(granted, size);
        return { counts: !isMine ? undefined : read === size ? NOTHING : counted, hasChanged: isChanged };
      });
    },
    async counted() {
      const second = (await shared) ?? { counts: undefined, hasChanged: false };
      await worker.terminate();
      return second;
    },
  };
}
