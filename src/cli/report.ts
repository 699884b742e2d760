import { isPteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { ClosedPipeError, type Io } from '../input/io.ts';
import { EXIT } from './exit.ts';

/** Tells of an error on standard error. @returns the exit status that it means; never throws */
export function report(error: unknown, io: Io): number {
  if (error instanceof ClosedPipeError) return EXIT.ok;
  const isMistake = isPteDecodeError(error);
  try {
    if (isMistake) io.stderr.write(`pte-decode: ${error.message}\n`);
    else io.stderr.write(`pte-decode: a bug in pte-decode, please report it:\n${bugText(error)}`);
  } catch {
    // Nobody can be told any more; the exit status still says it.
  }
  return isMistake ? EXIT.unanswered : EXIT.bug;
}

/** The stack of an unexpected error, safe for a terminal. */
function bugText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .map((line) => `${printable(line, 500)}\n`)
    .join('');
}
