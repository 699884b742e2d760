import { EXIT_TEXTS } from '../exit.ts';
import { optionsOf } from '../options/common.ts';
import type { CommandSpec, Example, OptionSpec } from '../spec.ts';
import { bold, example, italic, opening, paragraph, section, subsection, tagged, title } from './roff.ts';

const NAME = 'pte-decode';

const ENVIRONMENT: readonly (readonly [string, string])[] = [
  ['PTE_DECODE_KERNEL', 'The kernel without --kernel, where the input names none either.'],
  ['NO_COLOR', 'When it is not empty, no colour without --color=always.'],
  [
    'FORCE_COLOR',
    'Colour also where the output is no terminal; 0 stands for none, 2 and 3 for 256 colours and true colour.',
  ],
  [
    'COLUMNS',
    'How wide tables and drawings are, also where the output is no terminal. Without it they have 80 there, and the long view of a value 100. What is a record a line stays whole.',
  ],
  [
    'LC_ALL, LC_CTYPE, LANG',
    'Drawings have lines of ASCII in a locale that is not UTF-8; the first that is not empty counts.',
  ],
];

const FILES: readonly (readonly [string, string])[] = [
  [
    '/proc/config.gz, /boot/config-RELEASE',
    'The configuration of the running kernel, for --kernel host; the first that can be read is taken.',
  ],
  ['/proc/swaps', 'The format of the files that --swaps reads.'],
];

/** The manual page in man(7), for section 1. */
export function manPage(tree: readonly CommandSpec[], version: string): string {
  const [decode, ...commands] = tree;
  if (!decode) return '';
  const common = optionsOf(decode);
  return [
    '.\\" Made by the build from the command tree; changes belong there.\n',
    title(NAME, 1, `${NAME} ${version}`, 'User Commands'),
    section('NAME'),
    opening(`${NAME} - ${decode.summary.charAt(0).toLowerCase()}${decode.summary.slice(1)}`),
    section('SYNOPSIS'),
    ...tree.map(synopsis),
    section('DESCRIPTION'),
    ...(decode.description ?? [])
      .filter((text) => !text.startsWith('Exit status'))
      .map((text, index) => (index === 0 ? opening(text) : paragraph(text))),
    section('OPTIONS'),
    ...optionsOf(decode).map(optionText),
    tagged(`${bold('-V')}, ${bold('--version')}`, 'show the version'),
    section('COMMANDS'),
    opening('Options that a command shares with plain decoding are described under OPTIONS.'),
    ...commands.map((command) => commandText(command, common)),
    section('EXIT STATUS'),
    ...EXIT_TEXTS.map(({ code, text }) => tagged(bold(String(code)), text)),
    section('ENVIRONMENT'),
    ...ENVIRONMENT.map(([name, text]) => tagged(bold(name), text)),
    section('FILES'),
    ...FILES.map(([name, text]) => tagged(italic(name), text)),
    section('EXAMPLES'),
    ...decode.examples.map((item, index) => exampleText(item, index === 0)),
  ].join('');
}

function usage(spec: CommandSpec): string {
  const command = spec.name === '' ? bold(NAME) : `${bold(NAME)} ${bold(spec.name)}`;
  return `${command} [${italic('options')}]${spec.args === '' ? '' : ` ${italic(spec.args)}`}`;
}

function synopsis(spec: CommandSpec, index: number): string {
  return `${index === 0 ? '' : '.br\n'}${usage(spec)}\n`;
}

function optionTag(option: OptionSpec): string {
  const value = option.value === undefined ? '' : ` ${italic(option.value)}`;
  const letter = option.letter === undefined ? '' : `${bold(`-${option.letter}`)}, `;
  return `${letter}${bold(`--${option.long}`)}${value}`;
}

function optionText(option: OptionSpec): string {
  const choices = option.choices ? ` (one of ${option.choices.join(', ')})` : '';
  return tagged(optionTag(option), option.text + choices);
}

function commandText(spec: CommandSpec, common: readonly OptionSpec[]): string {
  const isCommon = (option: OptionSpec): boolean =>
    common.some(({ long, text }) => long === option.long && text === option.text);
  const options = optionsOf(spec);
  const shared = options.filter(isCommon).map((option) => bold(`--${option.long}`));
  return [
    subsection(`${NAME} ${spec.name}`),
    opening(`${spec.summary}.`),
    `.PP\n${usage(spec)}\n`,
    ...(spec.description ?? []).map(paragraph),
    ...options.filter((option) => !isCommon(option)).map(optionText),
    `.PP\nAlso ${shared.join(', ')}.\n`,
    ...spec.examples.map((item) => exampleText(item)),
  ].join('');
}

function exampleText({ command, text, exit }: Example, isFirst = false): string {
  return example(command, exit === undefined ? text : `${text} (exit status ${exit})`, isFirst);
}
