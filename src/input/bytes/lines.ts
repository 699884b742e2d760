import { isPteDecodeError, type Origin, PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import type { Io } from './io.ts';
import { tell } from './safe-io.ts';

/** The longest line of JSON that is read, in bytes. */
const MAX_LINE = 1 << 20;
const CHUNK = 1 << 16;

/** A line of an input with its place. */
interface InputLine {
  readonly text: string;
  readonly origin: Origin;
}

/** Reads an input line by line with bounded memory. @throws PteDecodeError for an unreadable input or endless line */
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
  try {
    for (;;) {
      beforeRead();
      const length = input.read(buffer);
      rest += decoder.decode(buffer.subarray(0, length), { stream: length > 0 });
      const pieces = rest.split('\n');
      rest = pieces.pop() ?? '';
      for (const text of pieces) yield { text, origin: { source, line: line++ } };
      if (length === 0) break;
      if (rest.length > MAX_LINE)
        throw new PteDecodeError('ERR_INPUT', 'a line of more than 1 MiB', { origin: { source, line } });
    }
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
    const placed =
      origin && !error.origin ? new PteDecodeError(error.code, error.message, { origin }) : error;
    tell(io, placed.message);
  };
  try {
    for (const { text, origin } of readLines(io, path, beforeRead)) {
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
