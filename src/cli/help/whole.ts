import { Command, type Help, Option } from 'commander';
import { optionsOf } from '../options/common.ts';
import { commandTree } from '../commands/registry.ts';
import type { CommandSpec, OptionSpec } from '../spec.ts';
import { MIN_WIDTH_TO_WRAP, StackedHelp } from './stacked.ts';

/** The whole help of every command by its full name: what its options, its paragraphs and its examples say. */
export async function wholeHelp(width: number): Promise<ReadonlyMap<string, string>> {
  const program = new StackedCommand('pte-decode');
  program.option('-V, --version', 'show the version');
  const tree = await commandTree();
  for (const spec of tree) {
    const words = wordsOf(spec.name);
    const last = words.pop();
    const parent = find(program, words);
    configure(last === undefined ? parent : parent.command(last), spec, width);
  }
  return new Map(
    tree.map((spec) => [
      spec.name,
      `${find(program, wordsOf(spec.name)).helpInformation()}${examplesText(spec)}`,
    ]),
  );
}

/** A command whose help has room on narrow terminals. */
class StackedCommand extends Command {
  override createCommand(name?: string): Command {
    return new StackedCommand(name);
  }

  override createHelp(): Help {
    return Object.assign(new StackedHelp(), this.configureHelp());
  }
}

/** The words of a command's name; none for plain decoding. */
const wordsOf = (name: string): string[] => name.split(' ').filter((word) => word !== '');

/** The command that the words name, from a command downwards. */
function find(command: Command, words: readonly string[]): Command {
  return words.reduce(
    (parent, word) => parent.commands.find((child) => child.name() === word) ?? parent,
    command,
  );
}

function configure(command: Command, spec: CommandSpec, width: number): void {
  if (spec.group !== undefined) command.helpGroup(`Commands (${spec.group.toLowerCase()}):`);
  command.summary(spec.summary);
  command.description([spec.summary, ...(spec.description ?? [])].join('\n\n'));
  for (const word of spec.args.split(' ').filter((part) => part !== '')) command.argument(word);
  for (const option of optionsOf(spec)) command.addOption(commanderOption(option));
  command.helpOption(false);
  command.helpCommand(false);
  command.configureHelp({
    helpWidth: width,
    minWidthToWrap: MIN_WIDTH_TO_WRAP,
    subcommandTerm: (child) => child.name(),
  });
}

function commanderOption(option: OptionSpec): Option {
  const value = option.value === undefined ? '' : ` <${option.value}>`;
  const flags = `${option.letter === undefined ? '' : `-${option.letter}, `}--${option.long}${value}`;
  const made = new Option(flags, option.text);
  if (option.choices) made.choices([...option.choices]);
  return made;
}

function examplesText({ examples }: CommandSpec): string {
  if (examples.length === 0) return '';
  const rows = examples.map(
    ({ command, text, exit }) =>
      `  $ ${command}\n      ${text}${exit === undefined ? '' : ` (exit status ${exit})`}\n`,
  );
  return `\nExamples:\n${rows.join('')}`;
}
