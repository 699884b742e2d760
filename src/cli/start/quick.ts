import type { Io } from '../../input/bytes/io.ts';
import { safeIo } from '../../input/bytes/safe-io.ts';
import { parseFast, shieldNegative } from './parse.ts';
import { heardBy } from '../options/output/format.ts';
import { report } from '../report.ts';
import type { Action, CommandSpec } from '../spec.ts';

/** Thrown where an answer needs what the quick bundle of a command leaves out. */
class LeftOutError extends Error {}

function leftOut(): never {
  throw new LeftOutError();
}

/**
 * Answers a plain command line out of a bundle that leaves much out: files and standard input, what is loaded by
 * `import()`, all architectures but the default one. Where anything of that is wanted, and where there is anything to be
 * said on standard error, nothing is written and nothing has happened: the whole bundle of the command then begins anew.
 *
 * @param words the command line without the command's name
 * @returns the exit status; undefined, with nothing done, for what the whole bundle has to answer. Never throws.
 */
export async function answerQuickly(
  spec: CommandSpec,
  action: Action,
  words: readonly string[],
  outside: Pick<Io, 'stdout' | 'stderr' | 'env'>,
): Promise<number | undefined> {
  const written: (string | Uint8Array)[] = [];
  let isComplete = true;
  const giveUp = (): never => {
    isComplete = false;
    return leftOut();
  };
  const io = safeIo({
    stdout: {
      get isTTY() {
        return outside.stdout.isTTY;
      },
      get columns() {
        return outside.stdout.columns;
      },
      write: (data) => {
        written.push(data);
      },
    },
    stderr: { isTTY: false, columns: undefined, write: giveUp },
    stdinIsTTY: false,
    env: outside.env,
    open: giveUp,
    openFile: giveUp,
    readFile: giveUp,
    listFolder: giveUp,
    createFile: giveUp,
  });
  let status: number;
  try {
    const invocation = parseFast(spec, words.map(shieldNegative));
    if (!invocation) return undefined;
    status = await action(invocation, heardBy(io, invocation), { help: giveUp, commands: giveUp });
  } catch {
    return undefined;
  }
  if (!isComplete) return undefined;
  try {
    for (const part of written) outside.stdout.write(part);
    return status;
  } catch (error) {
    return report(error, outside);
  }
}
