import { isPteDecodeError } from '../core/errors.ts';
import { printable } from '../core/printable.ts';
import { spec as decodeSpec } from './commands/decode/spec.ts';
import { EXIT } from './exit.ts';
import { ClosedPipeError, type Io } from '../input/io.ts';
import { commandFirst, parseFast, shieldNegative } from './parse.ts';
import { findCommand } from './registry.ts';

/**
 * Runs pte-decode.
 *
 * @param argv the words after the program's name
 * @returns the exit status; never throws
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    return report(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const words = argv.map(shieldNegative);
  const ordered = commandFirst(words[0] === 'decode' ? words.slice(1) : words);
  const command = findCommand(ordered);
  const spec = command ? (await command.load()).spec : decodeSpec;
  const invocation = parseFast(spec, command?.rest ?? ordered);
  if (invocation) return (await spec.load())(invocation, io);
  const { runCommander } = await import('./program.ts');
  return runCommander(ordered, io);
}

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
