import { parseArgs, type ParseArgsConfig } from 'node:util';
import { spec as decodeSpec } from './commands/decode/spec.ts';
import { findCommand } from './registry.ts';
import { type CommandSpec, Invocation, type OptionSpec } from './spec.ts';

/** Options that every command has. */
export const COMMON_OPTIONS: readonly OptionSpec[] = [
  {
    long: 'color',
    value: 'WHEN',
    choices: ['auto', 'always', 'never'],
    text: 'colour: auto (on a terminal), always or never',
  },
  { long: 'help', letter: 'h', text: 'show help' },
];

/** All options of a command, its own first. */
export function optionsOf(spec: CommandSpec): readonly OptionSpec[] {
  return [...spec.options, ...COMMON_OPTIONS];
}

/** Makes an invocation from raw option values, as the fast parser or commander give them. */
export function makeInvocation(
  spec: CommandSpec,
  args: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): Invocation {
  const values = new Map<string, readonly string[]>();
  const switches = new Set<string>();
  for (const option of optionsOf(spec)) {
    const given = raw[option.long];
    if (given === undefined || given === false) continue;
    if (option.value === undefined) switches.add(option.long);
    else if (given === true) values.set(option.long, ['']);
    else values.set(option.long, (Array.isArray(given) ? given.map(String) : [String(given)]).map(unshield));
  }
  return new Invocation(args.map(unshield), values, switches);
}

const NEGATIVE = /^-(?=[0-9])/;

/**
 * Keeps a negative number from being taken for an option: it is a value like any other, and a wrong one. `makeInvocation`
 * takes the blank off again.
 */
export function shieldNegative(word: string): string {
  return word.replace(NEGATIVE, ' -');
}

function unshield(word: string): string {
  return word.replace(/^ -(?=[0-9])/, '-');
}

/**
 * Parses a command line without loading commander. Gives undefined for anything that wants a word to the user (help,
 * an unknown option, a missing or wrong value): commander then reads the same words again and says it.
 */
export function parseFast(spec: CommandSpec, argv: readonly string[]): Invocation | undefined {
  if (!argv.some((word) => word.startsWith('-')))
    return argumentsFit(spec, argv.length) ? makeInvocation(spec, argv, {}) : undefined;
  const options: NonNullable<ParseArgsConfig['options']> = {};
  for (const option of optionsOf(spec))
    options[option.long] = {
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.repeat ? { multiple: true } : {}),
      ...(option.letter === undefined ? {} : { short: option.letter }),
    };
  try {
    const { values, positionals, tokens } = parseArgs({
      args: withEmptyValues(spec, argv),
      options,
      allowPositionals: true,
      strict: true,
      tokens: true,
    });
    if (values['help'] === true) return undefined;
    // Every value counts, also one that a later one overrides.
    for (const token of tokens) {
      if (token.kind !== 'option' || token.value === undefined) continue;
      const choices = optionsOf(spec).find(({ long }) => long === token.name)?.choices;
      if (choices && !choices.includes(token.value)) return undefined;
    }
    return argumentsFit(spec, positionals.length) ? makeInvocation(spec, positionals, values) : undefined;
  } catch {
    return undefined;
  }
}

/** Gives options whose value was left out an empty one, which `parseArgs` cannot do by itself. */
function withEmptyValues(spec: CommandSpec, argv: readonly string[]): string[] {
  const optional = spec.options.filter((option) => option.optional).map((option) => `--${option.long}`);
  return argv.map((word, i) =>
    optional.includes(word) && (argv[i + 1] ?? '-').startsWith('-') ? `${word}=` : word,
  );
}

/** Whether a usage such as `FUNCTION [VALUE...]` takes this many arguments. */
function argumentsFit(spec: CommandSpec, count: number): boolean {
  const words = spec.args.split(' ').filter((word) => word !== '');
  const needed = words.filter((word) => !word.startsWith('[')).length;
  const endless = words.some((word) => word.includes('...'));
  return count >= needed && (endless || count <= words.length);
}

/** Puts the command first where options stand before it: `pte-decode --kernel 6.1 check 0x4`. */
export function commandFirst(argv: readonly string[]): readonly string[] {
  if (!argv[0]?.startsWith('-')) return argv;
  const at = commandIndex(argv);
  if (at < 0) return argv;
  const words = findCommand(argv.slice(at, at + 2))?.rest.length === 0 ? 2 : 1;
  return [...argv.slice(at, at + words), ...argv.slice(0, at), ...argv.slice(at + words)];
}

/** Place of the command behind options; -1 when a value comes first. Values of options are not looked at. */
function commandIndex(argv: readonly string[]): number {
  const known = new Map<string, boolean>(
    optionsOf(decodeSpec).flatMap((option) => [
      [`--${option.long}`, option.value !== undefined] as const,
      [`-${option.letter ?? ''}`, option.value !== undefined] as const,
    ]),
  );
  // An option of the command itself is not known yet: the word behind it may be its value.
  let mayBeValue = false;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') return -1;
    if (word.startsWith('-') && word !== '-') {
      const takesNext = known.get(word);
      if (takesNext === true) index += 1;
      mayBeValue = takesNext === undefined && !word.includes('=');
    } else if (findCommand([word])) return index;
    else if (!mayBeValue) return -1;
    else mayBeValue = false;
  }
  return -1;
}
