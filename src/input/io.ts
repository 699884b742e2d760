import { closeSync, constants, fstatSync, openSync, read, readSync, writeSync } from 'node:fs';
import { PteDecodeError } from '../core/errors.ts';

/** Thrown when the reader of an output went away; the program ends quietly with 0. */
export class ClosedPipeError extends Error {}

/** Where text and bytes go. */
export interface Output {
  readonly isTTY: boolean;
  /** Width of the terminal in columns, or undefined. */
  readonly columns: number | undefined;
  /** @throws ClosedPipeError when nobody reads any more */
  write(data: string | Uint8Array): void;
}

/** An open input. */
export interface Input {
  /** Name for messages, such as `<stdin>` or the file's name. */
  readonly name: string;
  /** Bytes of a regular file; undefined for a pipe or terminal. */
  readonly size: number | undefined;
  /** Fills `buffer` from its beginning and gives the number of bytes, 0 at the end. */
  read(buffer: Uint8Array): number;
  /** The same without blocking, for readers that have something else to do when nothing comes. */
  readLater?(buffer: Uint8Array): Promise<number>;
  close(): void;
}

/** Everything outside that the program touches; tests hand in their own. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly stdinIsTTY: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Opens a file, or standard input for `-`. @throws PteDecodeError `ERR_INPUT` */
  open(path: string): Input;
  /** Reads a small file whole. @throws PteDecodeError `ERR_INPUT` */
  readFile(path: string): Uint8Array;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory',
  ENOSPC: 'no space left on device',
  EIO: 'input/output error',
};

function inputError(path: string, error: unknown): PteDecodeError {
  const code = codeOf(error);
  return new PteDecodeError('ERR_INPUT', `cannot read: ${REASONS[code] ?? (code || String(error))}`, {
    origin: { source: path },
    cause: error,
  });
}

/** Waits a millisecond: a pipe that is not ready must not be spun on. */
function rest(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
}

function writeAll(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EAGAIN') rest();
      else if (code === 'EPIPE') throw new ClosedPipeError('nobody reads the output', { cause: error });
      else
        throw new PteDecodeError('ERR_OUTPUT', `cannot write: ${REASONS[code] ?? (code || String(error))}`, {
          origin: { source: fd === 1 ? '<stdout>' : '<stderr>' },
          cause: error,
        });
    }
  }
}

function outputOf(fd: 1 | 2, stream: () => NodeJS.WriteStream): Output {
  return {
    get isTTY() {
      return isTerminal(fd);
    },
    // The stream is made only on a terminal: it costs a tenth of the start-up.
    get columns() {
      return isTerminal(fd) ? stream().columns : undefined;
    },
    write: (data) => {
      writeAll(fd, data);
    },
  };
}

function inputOf(fd: number, name: string, own: boolean): Input {
  const stat = fstatSync(fd);
  return {
    name,
    size: stat.isFile() ? stat.size : undefined,
    read: (buffer) => {
      for (;;) {
        try {
          return readSync(fd, buffer, 0, buffer.length, null);
        } catch (error) {
          const code = codeOf(error);
          if (code === 'EAGAIN') rest();
          else if (code === 'EOF') return 0;
          else throw inputError(name, error);
        }
      }
    },
    readLater: (buffer) => readLater(fd, name, buffer),
    close: () => {
      if (own) closeSync(fd);
    },
  };
}

/** Reads in another thread; a descriptor that is not ready is asked again a little later. */
async function readLater(fd: number, name: string, buffer: Uint8Array): Promise<number> {
  for (;;) {
    const outcome = await new Promise<number | Error>((resolve) => {
      read(fd, buffer, 0, buffer.length, null, (error, length) => {
        resolve(error ?? length);
      });
    });
    if (typeof outcome === 'number') return outcome;
    const code = codeOf(outcome);
    if (code === 'EOF') return 0;
    if (code !== 'EAGAIN') throw inputError(name, outcome);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** `/dev/null` on Linux: major number 1, minor number 3. */
const NULL_DEVICE = 0x103;

/** True when a file descriptor is a character device that is a terminal, without loading `tty`. */
function isTerminal(fd: number): boolean {
  try {
    const stat = fstatSync(fd);
    return stat.isCharacterDevice() && stat.rdev !== NULL_DEVICE && isatty(fd);
  } catch {
    return false;
  }
}

function isatty(fd: number): boolean {
  return fd === 0 ? process.stdin.isTTY : fd === 1 ? process.stdout.isTTY : process.stderr.isTTY;
}

/** The most bytes of a file that is read whole. */
const MAX_FILE = 64 << 20;

/** Reads a file whole; one without an end, such as /dev/zero, is refused. */
function readLimited(path: string): Uint8Array {
  const fd = openSync(path, constants.O_RDONLY);
  try {
    const pieces: Uint8Array[] = [];
    for (let size = 0; ;) {
      const piece = new Uint8Array(1 << 16);
      const length = readSync(fd, piece, 0, piece.length, null);
      if (length === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, length));
      size += length;
      if (size > MAX_FILE)
        throw new PteDecodeError('ERR_INPUT', 'larger than 64 MiB, the most that is read whole', {
          origin: { source: path },
        });
    }
  } finally {
    closeSync(fd);
  }
}

/** The real world: this process's descriptors, files and environment. */
export function nodeIo(): Io {
  return {
    stdout: outputOf(1, () => process.stdout),
    stderr: outputOf(2, () => process.stderr),
    get stdinIsTTY() {
      return isTerminal(0);
    },
    env: process.env,
    open: (path) => {
      if (path === '-') return inputOf(0, '<stdin>', false);
      try {
        return inputOf(openSync(path, constants.O_RDONLY), path, true);
      } catch (error) {
        throw inputError(path, error);
      }
    },
    readFile: (path) => {
      try {
        return readLimited(path);
      } catch (error) {
        throw error instanceof PteDecodeError ? error : inputError(path, error);
      }
    },
  };
}
