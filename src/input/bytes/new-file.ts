import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { PteDecodeError } from '../../core/errors.ts';
import type { NewFile } from './io.ts';
import { wasOpened } from './node-files.ts';
import { rest } from './rest.ts';
import { cannotWrite, errorCode } from './system-errors.ts';

/** Bytes that are copied at once. */
const PIECE = 1 << 18;

/** Signals that end the program, where nobody hears them. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Errors of file systems without hard links. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EXDEV', 'EMLINK'];

function refuse(path: string, reason: string): PteDecodeError {
  return new PteDecodeError('ERR_OUTPUT', `cannot write: ${reason}`, { origin: { source: path } });
}

/** Does something to a file. @throws PteDecodeError `ERR_OUTPUT` for what the system throws */
function attempt<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof PteDecodeError ? error : cannotWrite(path, error);
  }
}

/** Writes all bytes; waits for a pipe that is full. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      rest();
    }
  }
}

/** What stands at a path, links followed; undefined when there is nothing. */
function statOf(path: string): Stats | undefined {
  if (path === '' || path.endsWith('/')) throw refuse(path, 'no name of a file');
  // Node makes U+FFFD of bytes of a word that are no UTF-8: the file that was meant cannot be named.
  if (path.includes('\ufffd')) throw refuse(path, 'its name is no UTF-8');
  return attempt(path, () => {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return undefined;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) throw refuse(path, 'a link to nothing');
    return stat;
  });
}

function kindOf(stat: Stats): string {
  if (stat.isDirectory()) return 'is a directory';
  return stat.isBlockDevice() ? 'is a block device' : 'is no file';
}

/**
 * Begins a file. Nothing that is there is ever replaced: a file is written into when all that is to be in it is known,
 * a device or pipe as it comes, and anything else is refused. A file that is not there yet appears under its name when
 * it is whole. What is not whole lies under another name beside it, in a file that nobody else made.
 *
 * @param access `private`: only the owner may read it; a file that others may read, or that is not one's own, is refused
 * @throws PteDecodeError `ERR_OUTPUT`
 */
export function createFile(path: string, access?: 'private'): NewFile {
  const there = statOf(path);
  if (there === undefined) return stagedFile(path, access, path, undefined);
  if (there.isCharacterDevice() || there.isFIFO()) return openStream(path);
  if (!there.isFile()) throw refuse(path, kindOf(there));
  if (wasOpened(there)) throw refuse(path, 'it is read by this command');
  if (access === 'private' && (there.mode & 0o077) !== 0)
    throw refuse(path, 'exists already, and others than its owner may read it');
  if (access === 'private' && process.geteuid !== undefined && there.uid !== process.geteuid())
    throw refuse(path, 'exists already, and is the file of somebody else');
  // The part lies beside the file itself, not beside a link to it.
  return stagedFile(
    path,
    access,
    attempt(path, () => realpathSync(path)),
    there,
  );
}

/** A device or a pipe: written as it comes. */
function openStream(path: string): NewFile {
  // A pipe that nobody reads is refused: waiting for a reader might never end.
  const flags = constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY;
  const fd = attempt(path, () => {
    try {
      return openSync(path, flags);
    } catch (error) {
      throw errorCode(error) === 'ENXIO' ? refuse(path, 'nobody reads it') : error;
    }
  });
  let isOpen = true;
  const close = (): void => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
  return {
    write(data) {
      attempt(path, () => {
        writeAll(fd, typeof data === 'string' ? Buffer.from(data) : data);
      });
    },
    finish: close,
    abandon: close,
  };
}

/** Opens a file of a new name, which nobody can have put there before. */
function openPart(near: string, mode: number): { readonly fd: number; readonly part: string } {
  const folder = near.slice(0, near.lastIndexOf('/') + 1);
  const random = Math.random().toString(36).slice(2);
  const part = `${folder}.pte-decode-${process.pid}-${random}.part`;
  return { fd: openSync(part, 'wx+', mode), part };
}

/**
 * A file that is put together beside its place.
 *
 * @param near a path in the folder for the part
 * @param there the file that is to be written into; undefined for a new one
 */
function stagedFile(
  path: string,
  access: 'private' | undefined,
  near: string,
  there: Stats | undefined,
): NewFile {
  const mode = access === 'private' ? 0o600 : 0o666;
  let opened: ReturnType<typeof openPart> | undefined;
  // Signals are heard while there is a part: one that came before or behind would leave it.
  const abandon = (): void => {
    const mine = opened;
    opened = undefined;
    try {
      if (mine !== undefined) rmSync(mine.part, { force: true });
    } finally {
      if (mine !== undefined) closeSync(mine.fd);
      for (const signal of ENDING) process.off(signal, end);
    }
  };
  /** Takes the part back, and lets the signal do what it does; who works on the part may hear it himself. */
  const end = (signal: NodeJS.Signals): void => {
    if (process.listenerCount(signal) > 1) return;
    abandon();
    process.kill(process.pid, signal);
  };
  const orAbandon = <T>(action: () => T): T => {
    try {
      return attempt(path, action);
    } catch (error) {
      try {
        abandon();
      } catch {
        // What went wrong first is told.
      }
      throw error;
    }
  };
  for (const signal of ENDING) process.on(signal, end);
  const { fd, part } = orAbandon(() => (opened = openPart(near, there === undefined ? mode : 0o600)));
  return {
    write(data) {
      orAbandon(() => {
        writeAll(fd, typeof data === 'string' ? Buffer.from(data) : data);
      });
    },
    finish() {
      orAbandon(() => {
        fsyncSync(fd);
        if (there !== undefined) copyInto(fd, path, there);
        else if (!linked(part, path)) copyInto(fd, path, claim(path, mode));
      });
      abandon();
    },
    abandon,
  };
}

/** Gives a whole file its name, unless something has it by now; false where the file system has no links. */
function linked(part: string, path: string): boolean {
  try {
    linkSync(part, path);
    return true;
  } catch (error) {
    if (NO_LINKS.includes(errorCode(error))) return false;
    throw error;
  }
}

/** Makes an empty file, unless something has its name by now. */
function claim(path: string, mode: number): Stats {
  const fd = openSync(path, 'wx', mode);
  try {
    return fstatSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Writes what is in one file into another, which stays the file that it is. */
function copyInto(from: number, path: string, wanted: Stats): void {
  const fd = openSync(path, constants.O_WRONLY);
  try {
    const stat = fstatSync(fd);
    if (stat.dev !== wanted.dev || stat.ino !== wanted.ino)
      throw refuse(path, 'another file has taken its place meanwhile');
    const piece = new Uint8Array(PIECE);
    let size = 0;
    for (let got = readSync(from, piece, 0, PIECE, 0); got > 0; got = readSync(from, piece, 0, PIECE, size)) {
      writeAll(fd, piece.subarray(0, got));
      size += got;
    }
    ftruncateSync(fd, size);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
