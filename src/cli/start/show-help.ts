import type { Io } from '../../input/bytes/io.ts';
import { safeIo } from '../../input/bytes/safe-io.ts';
import { plainWords } from './choose-bundle.ts';
import { EXIT } from '../exit.ts';
import { report } from '../report.ts';
import { programVersion } from '../version.ts';
import { helpAskedFor } from './help-asked.ts';
import { helpText } from '../help/texts.ts';

/**
 * Answers `COMMAND -h`, `COMMAND --help`, `help COMMAND` and `--version`: all that a bundle of its own does.
 *
 * @param commands full names of all commands
 * @returns the exit status; undefined, with nothing done, for a command line with other words in it. Never throws.
 */
export async function showHelp(
  argv: readonly string[],
  outside: Io,
  commands: readonly string[],
): Promise<number | undefined> {
  const words = plainWords(argv);
  const name = words.slice(0, -1).join(' ');
  const asked = helpAskedFor(words.slice(-1));
  if (asked === undefined || (name !== '' && !commands.includes(name))) return undefined;
  const io = safeIo(outside);
  try {
    io.stdout.write(
      asked === 'version' ? `${programVersion()}\n` : await helpText(asked, name, io.stdout.columns),
    );
    return EXIT.ok;
  } catch (error) {
    return report(error, io);
  }
}
