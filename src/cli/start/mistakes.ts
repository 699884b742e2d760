import { parseArgs, type ParseArgsConfig } from 'node:util';
import { type PteDecodeError, usageError } from '../../core/errors.ts';
import { meantText, nearest } from '../../core/nearest.ts';
import { printable } from '../../core/printable.ts';
import { findValue } from '../../core/spelling.ts';
import { findArchitecture } from '../../arch/index.ts';
import { isKernelName } from '../../kernel/resolve.ts';
import { optionsOf } from '../options/common.ts';
import { isSameValue, otherFormat, unshield } from './parse.ts';
import type { CommandSpec, OptionSpec } from '../spec.ts';

/** What people call an option that has another name here. */
const CALLED = new Map([
  ['o', 'format'],
  ['output', 'format'],
  ['v', 'explain'],
  ['verbose', 'explain'],
  ['vma', 'mapping'],
  ['n', 'max'],
  ['a', 'arch'],
  ['machine', 'arch'],
  ['release', 'kernel'],
  ['filter', 'where'],
  ['dec', 'decimal'],
  ['d', 'decimal'],
]);

/** The options of a command for `parseArgs`. */
function parseOptions(spec: CommandSpec): NonNullable<ParseArgsConfig['options']> {
  return Object.fromEntries(
    optionsOf(spec).flatMap(({ long, aka = [], value, repeat, letter }) =>
      [long, ...aka].map((name) => [
        name,
        {
          type: value === undefined ? ('boolean' as const) : ('string' as const),
          ...(repeat ? { multiple: true } : {}),
          ...(letter === undefined || name !== long ? {} : { short: letter }),
        },
      ]),
    ),
  );
}

/**
 * What is wrong with a command line that `parseFast` does not take: an unknown option, a value that is missing, one that
 * cannot be, arguments too few or too many.
 *
 * @param argv the words behind the command's name
 */
export function mistakeIn(spec: CommandSpec, argv: readonly string[]): PteDecodeError {
  const { tokens, positionals } = parseArgs({
    args: [...argv],
    options: parseOptions(spec),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options = optionsOf(spec);
  const before = new Map<string, string>();
  const switches = new Set<string>();
  const formats: string[] = [];
  for (const token of tokens) {
    const word = argv[token.index] ?? '';
    // `parseArgs` reads `-j-x` as `-j -- -x`.
    if (token.kind === 'option-terminator' && word !== '--')
      return usageError(unknownOption(word, spec, undefined));
    if (token.kind !== 'option') continue;
    if (token.name === 'help') return usageError('-h stands as a word of its own');
    const option = options.find(({ long, aka }) => long === token.name || aka?.includes(token.name));
    const problem =
      option === undefined
        ? unknownOption(token.rawName, spec, argv[token.index + 1])
        : (badValue(option, token.rawName, token.value, token.inlineValue ?? false) ??
          lostValue(option, token.rawName, token.value, before));
    if (problem !== undefined) return usageError(problem);
    if (token.value === undefined) switches.add(option?.long ?? '');
    else formats.push(...(option?.long === 'format' ? [token.value] : []));
  }
  const other = otherFormat(switches, new Map([['format', formats]]));
  if (other !== undefined) return usageError(`--json and --format ${shown(other)}: one or the other`);
  return usageError(badCount(spec, positionals.map(unshield)));
}

/** A name as it was written, fit to be shown. */
const shown = (name: string): string => printable(name, 200);

function unknownOption(raw: string, spec: CommandSpec, next: string | undefined): string {
  const options = optionsOf(spec);
  const said = `unknown option ${shown(raw)}`;
  // `explain layout` is `--explain layout`.
  if (raw === '--explain')
    return `explain draws a value: pte-decode explain 0x4; pte-decode help ${spec.name} tells of ${spec.name}`;
  if (raw === '--sources')
    return `${said}: pte-decode --sources VALUE and layout --sources say where the kernel has it`;
  const name = raw.replace(/^--?/, '');
  const called = options.find(({ long }) => long === CALLED.get(name));
  const choice = called?.choices && nearest(next ?? '', called.choices);
  if (choice !== undefined) return `${said}: did you mean --${called?.long ?? ''} ${choice}?`;
  const other = options.find(({ letter }) => letter?.toLowerCase() === name.toLowerCase());
  const long = raw.startsWith('--')
    ? nearest(name, [...options.map((option) => option.long), 'help', 'version'])
    : undefined;
  const meant = called ? `--${called.long}` : long !== undefined ? `--${long}` : other && `-${other.letter}`;
  if (meant !== undefined) return `${said}: did you mean ${meant}?`;
  const flag = options.some(({ suggest }) => suggest === 'flag') ? '; a flag is set by --flag NAME' : '';
  return `${said}: -h lists those there are${flag}`;
}

/** What is wrong with the value of an option; undefined when nothing is. */
function badValue(
  { value: placeholder, choices, called }: OptionSpec,
  raw: string,
  value: string | undefined,
  isInline: boolean,
): string | undefined {
  if (placeholder === undefined) return value === undefined ? undefined : `${shown(raw)} takes no value`;
  if (value === undefined) return `${shown(raw)}: ${placeholder} is missing`;
  if (!isInline && /^-./.test(value))
    return `${shown(raw)}: ${placeholder} is missing: "${shown(value)}" is an option`;
  if (choices === undefined || findValue(choices, value) !== undefined) return undefined;
  const name = called?.(value);
  const meant = name === undefined ? meantText(value, choices) : `here it is ${name}`;
  return `${shown(raw)} "${shown(value)}": ${meant}`;
}

/** How to give several, of an option that takes one. */
const SEVERAL = new Map([
  ['where', ': && joins conditions'],
  ['kernel', ': audit and compare alone take several'],
]);

/** What is wrong where one value of an option would take the place of another one that counts; undefined where none does. */
function lostValue(
  option: OptionSpec,
  raw: string,
  word = '',
  before: Map<string, string>,
): string | undefined {
  const { long, repeat, isLook, choices } = option;
  const value = (choices && findValue(choices, word)) ?? word;
  const first = before.get(long);
  before.set(long, value);
  if (isLook === true || repeat === true || first === undefined) return undefined;
  if (isSameValue(option, first, value)) return undefined;
  return `${shown(raw)} "${shown(word)}": --${long} "${shown(first)}" was given before, and one alone counts${SEVERAL.get(long) ?? ''}`;
}

function badCount({ name, args, options }: CommandSpec, given: readonly string[]): string {
  const wanted = args.split(' ').filter((word) => word !== '');
  const missing = wanted.filter((word) => !word.startsWith('['))[given.length];
  const command = ['pte-decode', name].filter(Boolean).join(' ');
  if (missing !== undefined) return `${name}: ${missing} is missing: ${command} ${args}`;
  const extra = given[wanted.length] ?? '';
  const meant = optionFor(extra, options);
  return meant === undefined
    ? `${name}: "${shown(extra)}" is one argument too many: ${[command, args].filter(Boolean).join(' ')}`
    : `${name}: "${shown(extra)}" stands behind an option: ${meant} ${shown(extra)}`;
}

/** The option that a word which stands alone is the value of; undefined where none fits. */
function optionFor(word: string, options: readonly OptionSpec[]): string | undefined {
  const placeholder = isKernelName(word)
    ? 'NAME'
    : findArchitecture(word)
      ? 'ARCH'
      : /^0x[0-9a-f]+$/i.test(word)
        ? 'VALUE'
        : undefined;
  const option = options.find(
    ({ value, choices = [] }) => choices.includes(word) || (value !== undefined && value === placeholder),
  );
  return option && (option.letter === undefined ? `--${option.long}` : `-${option.letter}`);
}
