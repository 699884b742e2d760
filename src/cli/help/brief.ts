import type { Help } from 'commander';
import { optionsOf } from '../options/common.ts';
import { commandTree } from '../commands/registry.ts';
import { type CommandSpec, type Example, GROUPS, type OptionSpec } from '../spec.ts';
import { MIN_WIDTH_TO_WRAP, roomOf, StackedHelp } from './stacked.ts';

/** What the first screen shows: a line for each of the things that people come for. */
export const FIRST_EXAMPLES: readonly Example[] = [
  { command: 'pte-decode 0x4 -k 6.12', text: 'one value, as Linux 6.12 reads it' },
  { command: 'pte-decode 8400000002bcbc25 -k host', text: 'as logs print it, for this machine' },
  { command: 'pte-decode explain 0x4', text: 'every bit of it' },
  { command: 'dmesg | pte-decode log', text: 'a kernel log, explained where it stands' },
  { command: 'pte-decode check 0x4', text: 'do the four rules hold?' },
  { command: 'pte-decode pagemap --pid self', text: 'the pages of a process' },
];

/** The options that are asked for most, as the first screen names them. */
const FIRST_OPTIONS = '-k KERNEL  --arch ARCH  -l LEVEL  --json  --explain  -w EXPR  -f FILE';
/** Examples that a command's first screen shows. */
const FEW = 3;

/** Short texts on every command, by its full name. */
interface BriefHelp {
  /** What a command says that was given nothing to work on: its usage and some examples. */
  readonly bare: ReadonlyMap<string, string>;
  /** The same with its own options; what it shares with plain decoding by name only. */
  readonly short: ReadonlyMap<string, string>;
}

/** Makes the short texts. @param width columns */
export async function briefHelp(width: number): Promise<BriefHelp> {
  const help = new StackedHelp();
  help.helpWidth = width;
  help.minWidthToWrap = MIN_WIDTH_TO_WRAP;
  const tree = await commandTree();
  const [decode] = tree;
  const first = firstScreen(help, tree);
  const bare = tree.map((spec) => [spec.name, spec === decode ? first : bareText(help, spec)] as const);
  const short = tree.map(
    (spec) => [spec.name, spec === decode ? first : shortText(help, spec, decode)] as const,
  );
  return { bare: new Map(bare), short: new Map(short) };
}

function usage({ name, args }: CommandSpec): string {
  return ['Usage: pte-decode', name, '[options]', args].filter(Boolean).join(' ');
}

/** The usage and what a command is for. */
function headOf(help: Help, spec: CommandSpec): string {
  const width = help.helpWidth ?? 80;
  return `${help.boxWrap(usage(spec), width)}\n${help.boxWrap(spec.summary, width)}\n`;
}

/** Lines of two columns, as wide as the widest left one, two blanks from the margin. */
function columns(help: Help, rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${help.formatItem(left, width, right, help)}\n`).join('');
}

/** Examples with what they are for beside them; below them where there is no room beside. */
function exampleRows(help: Help, examples: readonly Example[]): string {
  const longest = Math.max(...examples.map(({ command }) => command.length));
  const widest = Math.max(...examples.map(({ text }) => text.length));
  return longest + widest + 6 <= (help.helpWidth ?? 80)
    ? columns(
        help,
        examples.map(({ command, text }) => [command, text]),
      )
    : examples.map(({ command, text }) => `  ${command}\n      ${text}\n`).join('');
}

/** Stands for the blank in the name of a command, so that no line ends in it. */
const JOINT = '·';

function firstScreen(help: Help, tree: readonly CommandSpec[]): string {
  const commands = GROUPS.map((group) => {
    const names = tree.filter((spec) => spec.group === group).map(({ name }) => name.replaceAll(' ', JOINT));
    return [group, names.join(', ')] as const;
  });
  return `Usage: pte-decode [options] [VALUE...]   or   pte-decode COMMAND ...
${tree[0]?.summary ?? ''}

${exampleRows(help, FIRST_EXAMPLES)}
Commands:
${columns(help, commands).replaceAll(JOINT, ' ')}
Options:
  ${FIRST_OPTIONS}

pte-decode COMMAND -h is short, pte-decode --help (or man pte-decode) says all.
`;
}

function bareText(help: Help, spec: CommandSpec): string {
  return `${headOf(help, spec)}
${exampleRows(help, spec.examples.slice(0, FEW))}
pte-decode ${spec.name} -h lists its options, --help says all.
`;
}

function optionTerm({ long, letter, value }: OptionSpec): string {
  return `${letter === undefined ? '    ' : `-${letter}, `}--${long}${value === undefined ? '' : ` ${value}`}`;
}

/** As much of a sentence as fits into one line and ends where a part of it does; all of it where none does. */
export function firstPart(text: string, room: number): string {
  if (text.length <= room) return text;
  // What stands in parentheses is no part by itself.
  const bare = text.replaceAll(/(?<=\()[^()]*/g, (inside) => '-'.repeat(inside.length));
  const more = ', …';
  const parts = [...bare.matchAll(/[:;,]| \(/g)]
    .map(({ 0: sign, index }) => {
      const isList = /[,(]/.test(sign) && /:[^;]*$/.test(bare.slice(0, index));
      return text.slice(0, index).trim() + (isList ? more : '');
    })
    .filter((part) => part.length <= room);
  return parts.at(-1) ?? text;
}

function shortText(help: Help, spec: CommandSpec, decode: CommandSpec | undefined): string {
  const common = decode === undefined ? [] : optionsOf(decode);
  const isShared = (option: OptionSpec): boolean =>
    common.some(({ long, text }) => long === option.long && text === option.text);
  const options = optionsOf(spec);
  const mine = options.filter((option) => !isShared(option));
  const widest = Math.max(0, ...mine.map((option) => optionTerm(option).length));
  const room = roomOf(widest, help.helpWidth ?? 80);
  const own = mine.map((option) => [optionTerm(option), firstPart(option.text, room)] as const);
  const shared = options.filter(isShared).map(({ long, letter }) => (letter ? `-${letter}` : `--${long}`));
  return `${headOf(help, spec)}
${exampleRows(help, spec.examples.slice(0, FEW))}${own.length === 0 ? '' : `\nOptions:\n${columns(help, own)}`}
${help.boxWrap(`As for plain decoding: ${shared.join(' ')}`, help.helpWidth ?? 80)}
pte-decode ${spec.name} --help says all.
`;
}
