import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  read,
  readdirSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';
import { PteDecodeError } from '../../core/errors.ts';
import type { ByteSource } from './byte-source.ts';
import type { Input } from './io.ts';
import { rest } from './rest.ts';
import { cannotRead, errorCode } from './system-errors.ts';

/** Node wants positions that a number may not hold exactly as bigints. */
function positionOf(offset: number): number | bigint {
  return Number.isSafeInteger(offset) ? offset : BigInt(offset);
}

/** One read, in order or at a position; waits for a pipe that is not ready, and takes Node's EOF error for the end. */
function readOnce(fd: number, name: string, target: Uint8Array, offset: number | null): number {
  for (;;) {
    try {
      return readSync(fd, target, 0, target.length, offset === null ? null : positionOf(offset));
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw cannotRead(name, error, offset ?? undefined);
      rest();
    }
  }
}

/** @param size the size of the file when it was opened, where the system said it */
function readAt(fd: number, name: string, size: number, offset: number, target: Uint8Array): number {
  let done = readOnce(fd, name, target, offset);
  for (let got = done; got > 0 && done < target.length; done += got)
    got = readOnce(fd, name, target.subarray(done), offset + done);
  if (done < target.length) checkEnd(fd, name, size, offset + done);
  return done;
}

/**
 * Looks at a file that ends: where it is shorter than it was, what stood behind is not known. Files that never held what the
 * system said, as those of /sys, are none of these.
 *
 * @param size the size of the file when it was opened, where the system said it
 * @param end where it ends now
 * @throws PteDecodeError `ERR_TRUNCATED`
 */
function checkEnd(fd: number, name: string, size: number, end: number): void {
  if (end >= size || size === Infinity || fstatSync(fd).size >= size) return;
  throw new PteDecodeError(
    'ERR_TRUNCATED',
    `the file became shorter while it was read: ${end} of ${size} bytes`,
    { origin: { source: name, offset: end } },
  );
}

/** Reads in another thread; a descriptor that is not ready is asked again a little later. */
async function readLater(fd: number, name: string, target: Uint8Array): Promise<number> {
  for (;;) {
    const outcome = await new Promise<number | Error>((resolve) => {
      read(fd, target, 0, target.length, null, (error, length) => {
        resolve(error ?? length);
      });
    });
    if (typeof outcome === 'number') return outcome;
    const code = errorCode(outcome);
    if (code === 'EOF') return 0;
    if (code !== 'EAGAIN') throw cannotRead(name, outcome);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The regular files that were opened to be read, by device and inode: nobody writes into what he reads. */
const opened = new Set<string>();
/** Most of them: all that a command line names, and not each file of a large directory. */
const MOST_OPENED = 10_000;

function remember(stat: Stats): void {
  if (stat.isFile() && opened.size < MOST_OPENED) opened.add(`${stat.dev}:${stat.ino}`);
}

/** Whether this process opened a file to read it. */
export function wasOpened({ dev, ino }: Stats): boolean {
  return opened.has(`${dev}:${ino}`);
}

const isOther = (now: Stats, then: Stats): boolean => now.size !== then.size || now.mtimeMs !== then.mtimeMs;

/** An open descriptor as an input. @param own whether closing the input closes it */
function inputOf(fd: number, name: string, own: boolean): Input {
  const stat = fstatSync(fd);
  remember(stat);
  const size = stat.isFile() && stat.size > 0 ? stat.size : undefined;
  let done = 0;
  const count = (length: number): number => {
    done += length;
    if (length === 0 && size !== undefined) checkEnd(fd, name, size, done);
    return length;
  };
  return {
    name,
    size,
    isDevice: stat.isCharacterDevice(),
    read: (target) => count(readOnce(fd, name, target, null)),
    readLater: async (target) => count(await readLater(fd, name, target)),
    ...(stat.isFile() ? { readAt: (offset, target) => readAt(fd, name, size ?? 0, offset, target) } : {}),
    ...(own && stat.isFile() ? { fd } : {}),
    ...(size === undefined ? {} : { hasChanged: () => isOther(fstatSync(fd), stat) }),
    close: () => {
      if (own) closeSync(fd);
    },
  };
}

function openToRead(path: string): number {
  try {
    return openSync(path, constants.O_RDONLY);
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** Opens a file, or standard input for `-`, to be read in order. @throws PteDecodeError `ERR_INPUT` */
export function openInput(path: string): Input {
  return path === '-' ? inputOf(0, '<stdin>', false) : inputOf(openToRead(path), path, true);
}

/**
 * Opens a file for reads at any position; nothing of it is read yet.
 *
 * @throws PteDecodeError `ERR_INPUT` when it cannot be opened or is a directory, a pipe or a socket
 */
export function openFile(path: string): ByteSource {
  // Looked at before it is opened: opening a pipe would wait for its writer.
  const stat = statOf(path);
  if (stat.isDirectory() || stat.isFIFO() || stat.isSocket())
    throw new PteDecodeError('ERR_INPUT', 'wanted a file, which can be read at any position', {
      origin: { source: path },
    });
  const fd = openToRead(path);
  remember(stat);
  const size = stat.isFile() && stat.size > 0 ? stat.size : unknownSize(fd);
  return {
    name: path,
    size,
    readAt: (offset, target) => readAt(fd, path, size, offset, target),
    close: () => {
      closeSync(fd);
    },
  };
}

function statOf(path: string): Stats {
  try {
    return statSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
}

/** Size 0 is said of empty files and of pseudo files alike: only a read tells them apart. */
function unknownSize(fd: number): number {
  try {
    return readSync(fd, new Uint8Array(1), 0, 1, 0) === 0 ? 0 : Infinity;
  } catch {
    return Infinity;
  }
}

/** Bytes of one read of a file that is read whole. */
const PIECE = 1 << 16;

/**
 * Reads a file whole; one without an end, such as /dev/zero, is refused.
 *
 * @param limit the most bytes
 * @throws PteDecodeError `ERR_INPUT`
 */
export function readFile(path: string, limit = 1 << 26): Uint8Array {
  const fd = openToRead(path);
  try {
    remember(fstatSync(fd));
    const pieces: Uint8Array[] = [];
    let piece = new Uint8Array(PIECE);
    let used = 0;
    for (;;) {
      const length = readOnce(fd, path, piece.subarray(used), null);
      if (length === 0) return Buffer.concat([...pieces, piece.subarray(0, used)]);
      used += length;
      if (pieces.length * PIECE + used > limit)
        throw new PteDecodeError(
          'ERR_INPUT',
          `larger than ${limit / 2 ** 20} MiB, the most that is read whole`,
          { origin: { source: path } },
        );
      // A pipe may give a byte at a time: each piece is filled before the next one is made.
      if (used < PIECE) continue;
      pieces.push(piece);
      piece = new Uint8Array(PIECE);
      used = 0;
    }
  } finally {
    closeSync(fd);
  }
}

/** The names in a directory, in no order. @throws PteDecodeError `ERR_INPUT` */
export function listFolder(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
}
