import { usageError } from '../../core/errors.ts';
import { meantText } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import type { Io } from '../../input/bytes/io.ts';
import { safeIo } from '../../input/bytes/safe-io.ts';
import { act } from './act.ts';
import { plainWords } from './choose-bundle.ts';
import { spec as decodeSpec } from '../commands/decode/spec.ts';
import { EXIT } from '../exit.ts';
import { helpAskedFor } from './help-asked.ts';
import { shieldNegative } from './parse.ts';
import { commandFirst, COMMANDS, commandTree, findCommand } from '../commands/registry.ts';
import { report } from '../report.ts';
import type { CommandSpec } from '../spec.ts';
import { programVersion } from '../version.ts';

/**
 * Runs pte-decode.
 *
 * @param argv the words after the program's name
 * @returns the exit status; never throws
 */
export async function run(argv: readonly string[], outside: Io): Promise<number> {
  const io = safeIo(outside);
  try {
    return await dispatch(argv, io);
  } catch (error) {
    return report(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const ordered = commandFirst(plainWords(argv));
  const command = findCommand(ordered);
  const spec = command ? (await command.load()).spec : decodeSpec;
  const words = command?.rest ?? ordered;
  const asked = helpAskedFor(words);
  if (asked === 'version') {
    io.stdout.write(`${programVersion()}\n`);
    return EXIT.ok;
  }
  if (asked !== undefined) {
    if (spec === decodeSpec) await refuseUnknownCommand(words, io);
    else if (argv[0] === 'help') refuseOtherWords(argv.slice(1));
    const { helpText } = await import('../help/texts.ts');
    io.stdout.write(await helpText(asked, spec.name, io.stdout.columns));
    return EXIT.ok;
  }
  return (await act(spec, words, io)) ?? (await refuse(spec, words, io));
}

/** Tells what is wrong with a command line. @throws PteDecodeError `ERR_USAGE` */
async function refuse(spec: CommandSpec, words: readonly string[], io: Io): Promise<never> {
  // An option of a command that is mistyped is unknown because of that.
  if (spec === decodeSpec && /^[a-z][a-z-]*$/i.test(words[0] ?? '')) await refuseUnknownCommand(words, io);
  const { mistakeIn } = await import('./mistakes.ts');
  throw mistakeIn(spec, words.map(shieldNegative));
}

/** Help on a command that does not exist. @throws PteDecodeError `ERR_USAGE` */
async function refuseUnknownCommand([word = '-']: readonly string[], io: Io): Promise<void> {
  if (word.startsWith('-') || word === 'help') return;
  const { adviceOn } = await import('../options/values/advice.ts');
  const advice = (await adviceOn([word], io, commandTree)).get(word);
  if (advice !== undefined) throw usageError(advice);
}

/** Help on a command and a word that is none of it. @throws PteDecodeError `ERR_USAGE` */
function refuseOtherWords(topic: readonly string[]): void {
  const name = topic.filter((word) => !word.startsWith('-')).join(' ');
  const names = COMMANDS.map((command) => command.name);
  if (names.includes(name)) return;
  const meant = meantText(name, names, 'pte-decode -h lists them');
  throw usageError(`no command "${printable(name, 200)}": ${meant}`);
}
