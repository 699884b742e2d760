import { closeSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { PteDecodeError } from '../core/errors.ts';

/** Bytes that can be read at any position: a file, or a file seen through a format that reorders it. */
export interface ByteSource {
  /** Name for messages: the path as given. */
  readonly name: string;
  /** Size in bytes; `Infinity` where the system does not say (devices, pseudo files). */
  readonly size: number;
  /**
   * Fills `target` from byte `offset` on and returns how many bytes there were (fewer only at the end).
   *
   * @throws PteDecodeError `ERR_INPUT` when the system refuses the read
   */
  readAt(offset: number, target: Uint8Array): number;
  /** Gives the file back. Reading afterwards is an error. */
  close(): void;
}

/** The `code` of a thrown value (`ENOENT`), or `unknown error`: errors of Node's own modules carry one. */
export function systemErrorCode(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string')
    return error.code;
  return 'unknown error';
}

/**
 * Opens a file for positioned reads; nothing of it is read yet.
 *
 * @throws PteDecodeError `ERR_INPUT` when it cannot be opened or is a directory or a pipe
 */
export function openFile(path: string): ByteSource {
  const refuse = (what: string, cause?: unknown) =>
    new PteDecodeError('ERR_INPUT', what, { origin: { source: path }, cause });
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw refuse(`cannot be opened: ${systemErrorCode(error)}`, error);
    }
  };
  // Looked at before it is opened: opening a pipe would wait for its writer.
  const stat = attempt((): Stats => statSync(path));
  if (stat.isDirectory() || stat.isFIFO() || stat.isSocket())
    throw refuse('a memory image has to be a file, which can be read at any position');
  const fd = attempt(() => openSync(path, 'r'));
  return {
    name: path,
    size: stat.isFile() && stat.size > 0 ? stat.size : unknownSize(fd),
    readAt(offset, target) {
      let done = 0;
      try {
        while (done < target.length) {
          const got = readSync(fd, target, done, target.length - done, offset + done);
          if (got === 0) break;
          done += got;
        }
      } catch (error) {
        throw new PteDecodeError('ERR_INPUT', `cannot be read: ${systemErrorCode(error)}`, {
          origin: { source: path, offset },
          cause: error,
        });
      }
      return done;
    },
    close() {
      closeSync(fd);
    },
  };
}

/** Size 0 is said of empty files and of pseudo files alike: only a read tells them apart. */
function unknownSize(fd: number): number {
  try {
    return readSync(fd, new Uint8Array(1), 0, 1, 0) === 0 ? 0 : Infinity;
  } catch {
    return Infinity;
  }
}

/**
 * Reads exactly `length` bytes at `offset`. The caller bounds `length`; a size that a header gives must be
 * checked before it comes here.
 *
 * @param what the name of the thing read, for the message
 * @throws PteDecodeError `ERR_TRUNCATED` when the file ends before
 */
export function readExactly(source: ByteSource, offset: number, length: number, what: string): Uint8Array {
  if (offset + length <= source.size) {
    const bytes = new Uint8Array(length);
    if (source.readAt(offset, bytes) === length) return bytes;
  }
  throw truncated(source, offset, length, what);
}

/** The error for a file that ends inside something. */
export function truncated(source: ByteSource, offset: number, length: number, what: string): PteDecodeError {
  const end = source.size === Infinity ? 'before' : `at 0x${source.size.toString(16)}`;
  return new PteDecodeError(
    'ERR_TRUNCATED',
    `the file ends ${end}, inside the ${what} (0x${length.toString(16)} bytes wanted here)`,
    { origin: { source: source.name, offset } },
  );
}

/** The error for a file whose contents contradict its format. */
export function malformed(source: ByteSource, offset: number, message: string): PteDecodeError {
  return new PteDecodeError('ERR_FORMAT', message, { origin: { source: source.name, offset } });
}
