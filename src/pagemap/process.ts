import { readdirSync, readFileSync } from 'node:fs';
import { PteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { cannotRead, openInput } from '../input/bytes.ts';

/** Most of a kernel's text file that is read: 65,530 mappings with long paths stay below it. */
const TEXT_LIMIT = 1 << 29;

/** Reads a text file of /proc whole; bytes that are no UTF-8 become U+FFFD. */
export function readProcText(path: string): string {
  const input = openInput(path);
  try {
    const parts: Uint8Array[] = [];
    let total = 0;
    for (;;) {
      const part = new Uint8Array(1 << 16);
      const got = input.read(part);
      if (got === 0) break;
      total += got;
      if (total > TEXT_LIMIT)
        throw new PteDecodeError('ERR_INPUT', `is longer than ${TEXT_LIMIT} bytes`, {
          origin: { source: path },
        });
      parts.push(part.subarray(0, got));
    }
    return new TextDecoder().decode(Buffer.concat(parts));
  } finally {
    input.close();
  }
}

/** Entries of the auxiliary vector are pairs of 64-bit words; the one of this kind has the page size (AT_PAGESZ). */
const AUXV_PAGE_SIZE = 6n;

/** The page size of the running machine in bytes; 4096 when it cannot be found out. */
export function hostPageSize(): number {
  try {
    const bytes = readFileSync('/proc/self/auxv');
    for (let at = 0; at + 16 <= bytes.length; at += 16)
      if (bytes.readBigUInt64LE(at) === AUXV_PAGE_SIZE) return Number(bytes.readBigUInt64LE(at + 8));
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
export function findProcess(text: string): number {
  if (text === 'self') return process.pid;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  const found: number[] = [];
  let entries: string[];
  try {
    entries = readdirSync('/proc');
  } catch (error) {
    throw cannotRead('/proc', error);
  }
  for (const entry of entries) {
    if (!/^\d+$/.test(entry) || entry === String(process.pid)) continue;
    if (hasName(entry, text)) found.push(Number(entry));
  }
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

function hasName(entry: string, name: string): boolean {
  try {
    if (readFileSync(`/proc/${entry}/comm`, 'utf8').trimEnd() === name) return true;
    const [program = ''] = readFileSync(`/proc/${entry}/cmdline`, 'utf8').split('\0');
    return program.slice(program.lastIndexOf('/') + 1) === name && name !== '';
  } catch {
    // It went away meanwhile, or is not ours to look at.
    return false;
  }
}
