import { Command, CommanderError, Option } from 'commander';
import { harmless } from '../core/printable.ts';
import type { Io } from '../input/io.ts';
import { EXIT } from './exit.ts';
import { optionsOf } from './options/common.ts';
import { commandTree } from './registry.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

/** What is called with a parsed command line. */
type Run = (
  spec: CommandSpec,
  args: readonly string[],
  raw: Readonly<Record<string, unknown>>,
) => Promise<void>;

declare const PTE_DECODE_VERSION: string | undefined;

/** The version of this build. */
export function programVersion(): string {
  return typeof PTE_DECODE_VERSION === 'string' ? PTE_DECODE_VERSION : '0.0.0-source';
}

/** Builds the commander tree from the command specifications: the one source of help, completions and man page. */
export async function buildProgram(onRun: Run): Promise<Command> {
  const program = new Command('pte-decode');
  program.version(programVersion(), '-V, --version', 'show the version');
  for (const spec of await commandTree()) {
    const words = wordsOf(spec.name);
    const last = words.pop();
    const parent = find(program, words);
    configure(last === undefined ? parent : parent.command(last), spec, onRun);
  }
  return program;
}

/** The words of a command's name; none for plain decoding. */
function wordsOf(name: string): string[] {
  return name.split(' ').filter((word) => word !== '');
}

/** The command that the words name, from a command downwards. */
function find(command: Command, words: readonly string[]): Command {
  return words.reduce(
    (parent, word) => parent.commands.find((child) => child.name() === word) ?? parent,
    command,
  );
}

function configure(command: Command, spec: CommandSpec, onRun: Run): void {
  command.summary(spec.summary);
  command.description([spec.summary, ...(spec.description ?? [])].join('\n\n'));
  for (const word of spec.args.split(' ').filter((part) => part !== '')) command.argument(word);
  for (const option of optionsOf(spec))
    if (option.long !== 'help') command.addOption(commanderOption(option));
  command.helpOption('-h, --help', 'show help');
  // Commander wraps nothing where less than 40 columns are left, which is so on a terminal of 80.
  command.configureHelp({ minWidthToWrap: 20 });
  command.helpCommand(false);
  command.allowExcessArguments(false);
  // An option behind a command is the command's own, also where plain decoding has one of the same name.
  command.enablePositionalOptions();
  if (spec.examples.length > 0)
    command.addHelpText(
      'after',
      `\nExamples:\n${spec.examples.map(({ command: line, text, exit }) => `  $ ${line}\n      ${text}${exit === undefined ? '' : ` (exit status ${exit})`}`).join('\n')}`,
    );
  command.action(async (...received: unknown[]) => {
    const args = received
      .slice(0, -2)
      .flatMap((value) =>
        Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)],
      );
    await onRun(spec, args, byLongName(command, spec));
  });
}

function commanderOption(option: OptionSpec): Option {
  const value = option.value === undefined ? '' : ` <${option.value}>`;
  const flags = `${option.letter === undefined ? '' : `-${option.letter}, `}--${option.long}${value}`;
  const made = new Option(flags, option.text);
  if (option.choices) made.choices([...option.choices]);
  if (option.repeat)
    made.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
  return made;
}

/** Commander stores options under camel-cased names; the specifications go by the long names. */
function byLongName(command: Command, spec: CommandSpec): Record<string, unknown> {
  const raw: Record<string, unknown> = {};
  for (const option of optionsOf(spec)) {
    // To commander --no-x is the negation of an option x, which is true without it.
    const negated = /^no-(.*)$/.exec(option.long)?.[1];
    const key = (negated ?? option.long).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const value: unknown = command.getOptionValue(key);
    if (value !== undefined) raw[option.long] = negated === undefined ? value : value === false;
  }
  return raw;
}

/** Makes every command of a tree throw instead of leaving, and write through `io`. */
function tame(command: Command, io: Io): void {
  command.exitOverride();
  command.configureOutput({
    writeOut: (text) => {
      io.stdout.write(text);
    },
    writeErr: (text) => {
      io.stderr.write(text);
    },
    getOutHelpWidth: () => io.stdout.columns ?? 100,
    getErrHelpWidth: () => io.stderr.columns ?? 100,
    outputError: (text, write) => {
      const [mistake = '', hint] = text.trimEnd().split(/\n(?=\(Did you mean [^\n]*\)$)/);
      const said = harmless(mistake.replace(/^error: /, ''));
      write(`pte-decode: ${said}${hint === undefined ? '' : ` ${hint}`}\n`);
    },
  });
  for (const child of command.commands) tame(child, io);
}

/**
 * Parses with commander and runs: the way of help, of mistakes, and of everything the fast parser leaves.
 *
 * @param onRun runs a command with what was parsed; gives the exit status
 */
export async function runCommander(
  argv: readonly string[],
  io: Io,
  onRun: (...parsed: Parameters<Run>) => Promise<number>,
): Promise<number> {
  let code: number = EXIT.ok;
  const program = await buildProgram(async (spec, args, raw) => {
    code = await onRun(spec, args, raw);
  });
  tame(program, io);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.ok : EXIT.unanswered;
  }
  return code;
}

/** The help text of a command, as wide as standard output. @param name its full name; empty for plain decoding */
export async function helpOf(name: string, io: Io): Promise<string> {
  const program = await buildProgram(() => Promise.resolve());
  tame(program, io);
  return find(program, wordsOf(name)).helpInformation();
}
