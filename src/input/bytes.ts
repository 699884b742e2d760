import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { PteDecodeError } from '../core/errors.ts';

/** Bytes to read from: a file, a pipe, a kernel file. */
export interface ByteInput {
  /** For messages: the path, or `<stdin>`. */
  readonly name: string;
  /** Bytes of a regular file; undefined for anything whose length is not known beforehand. */
  readonly size: number | undefined;
  /** Reads on from where the last read ended; gives the number of bytes, 0 at the end. */
  read(target: Uint8Array): number;
  /** Reads at an offset; undefined for what can only be read in order. */
  readonly readAt?: (target: Uint8Array, offset: number | bigint) => number;
  close(): void;
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** The `code` of an error of Node, or an empty string. */
export function errorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ESRCH: 'no such process',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
};

/** An `ERR_INPUT` for something that cannot be read. */
export function cannotRead(name: string, error: unknown): PteDecodeError {
  const code = errorCode(error);
  const reason = REASONS[code] ?? (code || String(error));
  return new PteDecodeError('ERR_INPUT', `cannot read: ${reason}`, {
    origin: { source: name },
    cause: error,
  });
}

/** `readSync` that waits for a pipe which is not ready and takes Node's EOF error for the end. */
function readNow(fd: number, target: Uint8Array, position: number | bigint | null): number {
  for (;;) {
    try {
      return readSync(fd, target, 0, target.length, position);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(sleeper, 0, 0, 1);
    }
  }
}

/**
 * Opens a file for reading.
 *
 * @throws PteDecodeError `ERR_INPUT` when it cannot be opened or is a directory
 */
export function openInput(path: string): ByteInput {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch (error) {
    throw cannotRead(path, error);
  }
  const stat = fstatSync(fd);
  const close = (): void => {
    closeSync(fd);
  };
  const guarded = (target: Uint8Array, position: number | bigint | null): number => {
    try {
      return readNow(fd, target, position);
    } catch (error) {
      throw cannotRead(path, error);
    }
  };
  const read = (target: Uint8Array): number => guarded(target, null);
  // Files of /proc say that they are regular and empty.
  if (!stat.isFile()) return { name: path, size: undefined, read, close };
  return { name: path, size: stat.size > 0 ? stat.size : undefined, read, readAt: guarded, close };
}

/** Bytes of the first read of an input: as many as of each later one, so that those lie on pages of the file. */
const PEEK_BYTES = 0x4_0000;

/** Reads the beginning of an input, at least `length` bytes where it has them, and gives it with the same input anew. */
export function peekInput(input: ByteInput, length: number): { bytes: Uint8Array; input: ByteInput } {
  const bytes = new Uint8Array(PEEK_BYTES);
  let have = 0;
  while (have < length) {
    const got = input.read(bytes.subarray(have));
    if (got === 0) break;
    have += got;
  }
  let given = 0;
  const again = (target: Uint8Array): number => {
    if (given >= have) return input.read(target);
    const part = bytes.subarray(given, Math.min(have, given + target.length));
    target.set(part);
    given += part.length;
    return part.length;
  };
  return { bytes: bytes.subarray(0, have), input: { ...input, read: again } };
}
