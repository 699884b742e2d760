import type { Io } from '../../input/bytes/io.ts';
import { safeIo } from '../../input/bytes/safe-io.ts';
import { act } from './act.ts';
import { report } from '../report.ts';
import type { CommandSpec } from '../spec.ts';

/**
 * Runs one command: all that a command's own bundle does, without the other commands.
 *
 * @param words the command line without the command's name
 * @returns the exit status; undefined, with nothing done, where a mistake is to be told: that is for the whole program.
 *   Never throws.
 */
export async function runCommand(
  spec: CommandSpec,
  words: readonly string[],
  outside: Io,
): Promise<number | undefined> {
  const io = safeIo(outside);
  try {
    return await act(spec, words, io);
  } catch (error) {
    return report(error, io);
  }
}
