import type { Io } from '../input/io.ts';
import { safeIo } from '../input/safe-io.ts';
import { parseFast, shieldNegative } from './parse.ts';
import { report } from './report.ts';
import type { CommandSpec } from './spec.ts';

/**
 * Runs one command: all that a command's own bundle does, without the other commands.
 *
 * @param words the command line without the command's name
 * @returns the exit status; undefined, with nothing done, where a word to the user is wanted (help, a mistake): that is
 *   for the whole program. Never throws.
 */
export async function runCommand(
  spec: CommandSpec,
  words: readonly string[],
  outside: Io,
): Promise<number | undefined> {
  const io = safeIo(outside);
  try {
    const invocation = parseFast(spec, words.map(shieldNegative));
    if (!invocation) return undefined;
    const action = await spec.load();
    return await action(invocation, io, {
      help: async () => (await import('./program.ts')).helpOf(spec.name, io),
      commands: async () => (await import('./registry.ts')).commandTree(),
    });
  } catch (error) {
    return report(error, io);
  }
}
