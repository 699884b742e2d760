import { fstatSync, writeSync } from 'node:fs';
import { later } from '../../core/later.ts';
import { ClosedPipeError, type Io, type Output } from './io.ts';
import { rest } from './rest.ts';
import { cannotWrite, errorCode } from './system-errors.ts';

function writeAll(fd: number, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EAGAIN') rest();
      else if (code === 'EPIPE') throw new ClosedPipeError('nobody reads the output', { cause: error });
      else throw cannotWrite(fd === 1 ? '<stdout>' : '<stderr>', error);
    }
  }
}

function outputOf(fd: 1 | 2, stream: () => NodeJS.WriteStream): Output {
  const isTTY = later(() => isTerminal(fd));
  return {
    get isTTY() {
      return isTTY();
    },
    // The stream is made only on a terminal: it costs a tenth of the start-up.
    get columns() {
      return isTTY() ? stream().columns : undefined;
    },
    get rows() {
      return isTTY() ? stream().rows : undefined;
    },
    write: (data) => {
      writeAll(fd, data);
    },
  };
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

/** What every command of this process has: its output, and its environment. */
export function nodeStreams(): Pick<Io, 'stdout' | 'stderr' | 'stdinIsTTY' | 'env'> {
  return {
    stdout: outputOf(1, () => process.stdout),
    stderr: outputOf(2, () => process.stderr),
    get stdinIsTTY() {
      return isTerminal(0);
    },
    env: process.env,
  };
}
