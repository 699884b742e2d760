import { isPteDecodeError, type Origin, placedError, PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { Io } from './io.ts';
import { tell } from './safe-io.ts';

/** The longest line of JSON that is read, in bytes. */
const MAX_LINE = 1 << 20;
const CHUNK = 1 << 16;

/** A line of an input with its place. */
interface InputLine {
  /** Empty where the line is too long. */
  readonly text: string;
  readonly origin: Origin;
  /** The line is longer than any that is read, and was skipped. */
  readonly isLong?: true;
}

function tooLong(origin: Origin): PteDecodeError {
  return new PteDecodeError('ERR_INPUT', 'a line of more than 1 MiB: skipped', { origin });
}

/**
 * Reads an input line by line with bounded memory.
 *
 * @throws PteDecodeError for an unreadable input, one that ends inside a line that is too long, and one with zero bytes in
 * such a line: a device may have no end
 */
export function* readLines(
  io: Io,
  path: string,
  beforeRead: () => void,
): Generator<InputLine, void, undefined> {
  const input = io.open(path);
  const source = printable(input.name, 4096);
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(CHUNK);
  let rest = '';
  let line = 1;
  let isLong = false;
  try {
    for (;;) {
      beforeRead();
      const length = input.read(buffer);
      rest += decoder.decode(buffer.subarray(0, length), { stream: length > 0 });
      const pieces = rest.split('\n');
      rest = pieces.pop() ?? '';
      for (const text of pieces) {
        const origin = { source, line: line++ };
        yield isLong ? { text: '', origin, isLong } : { text, origin };
        isLong = false;
      }
      if (length === 0) break;
      if (rest.length > MAX_LINE || isLong) {
        if (rest.includes('\0'))
          throw new PteDecodeError('ERR_INPUT', 'binary data where text was wanted', {
            origin: { source, line },
          });
        isLong = true;
        rest = '';
      }
    }
    if (isLong) throw tooLong({ source, line });
    if (rest !== '') yield { text: rest, origin: { source, line } };
  } finally {
    input.close();
  }
}

/**
 * Runs a function for every line that is not blank; an error of one line is reported with its place and counted, the
 * rest goes on.
 *
 * @returns the number of lines that failed
 */
export function forEachLine(
  io: Io,
  path: string,
  beforeRead: () => void,
  work: (text: string) => void,
): number {
  let errors = 0;
  const report = (error: unknown, origin?: Origin): void => {
    if (!isPteDecodeError(error)) throw error;
    errors += 1;
    tell(io, placedError(error, origin).message);
  };
  try {
    for (const { text, origin, isLong } of readLines(io, path, beforeRead)) {
      if (isLong) report(tooLong(origin));
      if (text.trim() === '') continue;
      try {
        work(text);
      } catch (error) {
        report(error, origin);
      }
    }
  } catch (error) {
    report(error);
  }
  return errors;
}
