import { availableParallelism } from 'node:os';
import { type WordEngine, WORD_BYTES } from './scan-memory.ts';

/** A dump that two threads can count: a regular file of words alone, the first of them that of address 0. */
export interface WholeDump {
  /** The system's number of the file, which all threads of the process share. */
  readonly fd: number;
  /** Bytes. */
  readonly size: number;
}

/** Bytes from which on a second thread pays (bench/pagemap.mjs): half of this takes as long with one. */
const WORTH_IT = 2 ** 30;

/** Whether a second thread pays, and can do it. */
export function isWorthTwo({ size }: WholeDump, engine: WordEngine): boolean {
  return engine.kind === 'wasm' && size >= WORTH_IT && size % WORD_BYTES === 0 && availableParallelism() > 1;
}
