import { isPteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { ClosedPipeError, type Io } from '../input/bytes/io.ts';
import { brokenLine } from '../input/bytes/safe-io.ts';
import { EXIT } from './exit.ts';

/** Tells of an error on standard error. @returns the exit status that it means; never throws */
export function report(error: unknown, io: Pick<Io, 'stderr'>): number {
  if (error instanceof ClosedPipeError) return EXIT.ok;
  const isMistake = isPteDecodeError(error);
  const isOutOfMemory = !isMistake && wantsMemory(error);
  try {
    if (isOutOfMemory)
      io.stderr.write('pte-decode: out of memory: the system gives no more (see ulimit -v)\n');
    else if (isMistake) io.stderr.write(brokenLine(`pte-decode: ${error.message}`, io.stderr) + '\n');
    else io.stderr.write(`pte-decode: a bug in pte-decode, please report it:\n${bugText(error)}`);
  } catch {
    // Nobody can be told any more; the exit status still says it.
  }
  return isMistake || isOutOfMemory ? EXIT.unanswered : EXIT.bug;
}

/** What V8, Node and zlib say when the system, or a limit like that of `ulimit -v`, refuses memory. */
const NO_MEMORY = /allocation failed|could not allocate|out of memory|cannot allocate|invalid string length/i;
const NO_MEMORY_CODES = ['ENOMEM', 'Z_MEM_ERROR', 'ERR_MEMORY_ALLOCATION_FAILED', 'ERR_STRING_TOO_LONG'];

function wantsMemory(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const message: unknown = Reflect.get(error, 'message');
  const isRefused = typeof message === 'string' && NO_MEMORY.test(message);
  return isRefused || NO_MEMORY_CODES.includes(String(Reflect.get(error, 'code')));
}

/** The stack of an unexpected error, safe for a terminal. */
function bugText(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .map((line) => `${printable(line, 500)}\n`)
    .join('');
}
