import type { Input } from '../../input/bytes/io.ts';
import { WORD_BYTES } from '../scan/memory.ts';

/** A dump that two threads can count: a regular file of words and nothing else. */
export interface WholeDump {
  /** The system's number of the file, which all threads of the process share. */
  readonly fd: number;
  /** Bytes, a multiple of eight. */
  readonly size: number;
  /** Whether it was written to since it was opened. */
  readonly hasChanged: () => boolean;
}

/** An input as such a dump; undefined where it is none. */
export function wholeDump({ fd, size, hasChanged }: Input): WholeDump | undefined {
  if (fd === undefined || size === undefined || hasChanged === undefined || size % WORD_BYTES !== 0)
    return undefined;
  return { fd, size, hasChanged };
}
