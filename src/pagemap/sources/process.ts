import { PteDecodeError, tried } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { type Io, readText } from '../../input/bytes/io.ts';
import { errorCode } from '../../input/bytes/system-errors.ts';

/** Entries of the auxiliary vector are pairs of 64-bit words; the one of this kind has the page size (AT_PAGESZ). */
const AUXV_PAGE_SIZE = 6n;

/** The page size of the running machine in bytes; 4096 when it cannot be found out. */
export function hostPageSize(io: Io): number {
  try {
    const { buffer, byteOffset, byteLength } = io.readFile('/proc/self/auxv');
    const view = new DataView(buffer, byteOffset, byteLength);
    for (let at = 0; at + 16 <= byteLength; at += 16)
      if (view.getBigUint64(at, true) === AUXV_PAGE_SIZE) return Number(view.getBigUint64(at + 8, true));
  } catch {
    // Not readable: the usual size.
  }
  return 4096;
}

/**
 * Finds a process.
 *
 * @param text a process number, `self`, or a name as in /proc/PID/comm (first 15 characters) or the file name of its program
 * @throws PteDecodeError `ERR_INPUT` when there is none, or more than one of that name
 */
export function findProcess(io: Io, text: string): number {
  if (text === 'self') return process.pid;
  if (/^[1-9]\d{0,9}$/.test(text)) return numbered(io, text);
  const found = io
    .listFolder('/proc')
    .filter((entry) => /^\d+$/.test(entry) && entry !== String(process.pid) && hasName(io, entry, text))
    .map(Number);
  const [first, second] = found;
  if (first === undefined)
    throw new PteDecodeError('ERR_INPUT', `--pid "${printable(text)}": no process of that name`);
  if (second !== undefined)
    throw new PteDecodeError(
      'ERR_INPUT',
      `--pid "${printable(text)}": ${found.length} processes have that name: ${found.slice(0, 10).join(', ')}`,
    );
  return first;
}

/** @throws PteDecodeError `ERR_INPUT` when there is no such process, or /proc hides it (`hidepid=2`) */
function numbered(io: Io, text: string): number {
  try {
    io.readFile(`/proc/${text}/comm`);
  } catch (error) {
    if (error instanceof PteDecodeError && ['ENOENT', 'ESRCH'].includes(errorCode(error.cause)))
      throw new PteDecodeError('ERR_INPUT', `--pid ${text}: no such process`, { cause: error });
    // It is there and not ours to look at: what is read next says so.
  }
  return Number(text);
}

function hasName(io: Io, entry: string, name: string): boolean {
  // One that went away meanwhile, or is not ours to look at, says nothing.
  const textOf = (file: string): string => tried(() => readText(io, `/proc/${entry}/${file}`)) ?? '';
  if (name === '') return false;
  if (textOf('comm').trimEnd() === name) return true;
  const [program = ''] = textOf('cmdline').split('\0');
  return program.slice(program.lastIndexOf('/') + 1) === name;
}
