import { isPteDecodeError, PteDecodeError } from '../../core/errors.ts';
import { ClosedPipeError, type Io } from '../../input/bytes/io.ts';
import { EXIT } from '../exit.ts';
import { isSymbol } from '../options/kernel/symbols.ts';
import { heardBy } from '../options/output/format.ts';
import { report } from '../report.ts';
import { parseFast, shieldNegative } from './parse.ts';
import type { CommandSpec, Invocation, Program } from '../spec.ts';

/**
 * Reads a command line and runs its command. A command that was given no word at all and can do nothing without shows
 * what it is called with.
 *
 * @param words the command line without the command's name
 * @returns the exit status; undefined, with nothing done, for words that are no command line of the command
 */
export async function act(spec: CommandSpec, words: readonly string[], io: Io): Promise<number | undefined> {
  const program: Program = {
    help: async () => (await import('../help/texts.ts')).helpText('bare', spec.name, io.stderr.columns),
    commands: async () => (await import('../commands/registry.ts')).commandTree(),
  };
  const showUsage = async (): Promise<number> => {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  };
  const invocation = parseFast(spec, words.map(shieldNegative));
  if (!invocation) return words.length === 0 ? showUsage() : undefined;
  const action = await spec.load();
  const progress = mayTakeLong(spec, invocation, io)
    ? await (await import('../progress.ts')).openProgress(io, { isStreaming: true })
    : undefined;
  try {
    return await action(
      invocation,
      await named(invocation, heardBy(progress?.io ?? io, invocation)),
      program,
    );
  } catch (error) {
    // Nobody has seen the whole answer: what was not looked at any more can be what does not hold.
    if (error instanceof ClosedPipeError && isVerdict(spec, invocation))
      return report(new PteDecodeError('ERR_OUTPUT', 'nobody reads the output to its end: no verdict'), io);
    if (words.length === 0 && isPteDecodeError(error) && error.code === 'ERR_USAGE') return showUsage();
    throw error;
  } finally {
    progress?.end();
  }
}

/** The kernel of a `.config` counts where the command line names none. */
async function named(invocation: Invocation, io: Io): Promise<Io> {
  const paths = invocation.list('config').filter((item) => item !== '' && !isSymbol(item));
  if (paths.length === 0 || invocation.list('kernel').length > 0) return io;
  return (await import('../options/kernel/config-release.ts')).namedByConfig(io, paths);
}

function isVerdict({ isVerdict: when = [] }: CommandSpec, invocation: Invocation): boolean {
  return when === true || when.some((name) => invocation.list(name).length > 0 || invocation.has(name));
}

/** Whether somebody sees how far a command is that may be given many values. */
function mayTakeLong({ isLong }: CommandSpec, invocation: Invocation, io: Io): boolean {
  const { args } = invocation;
  return (
    isLong === true &&
    io.stderr.isTTY &&
    !io.stdout.isTTY &&
    !invocation.has('quiet') &&
    (args.length === 0 || args.includes('-') || invocation.list('file').length > 0)
  );
}
