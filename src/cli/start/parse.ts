import { parseArgs, type ParseArgsConfig } from 'node:util';
import { optionsOf } from '../options/common.ts';
import { type CommandSpec, Invocation } from '../spec.ts';

/** Makes an invocation from raw option values, as the parser gives them. */
function makeInvocation(
  spec: CommandSpec,
  args: readonly string[],
  raw: Readonly<Record<string, unknown>>,
): Invocation {
  const values = new Map<string, readonly string[]>();
  const switches = new Set<string>();
  for (const option of optionsOf(spec)) {
    const given = [option.long, ...(option.aka ?? [])]
      .map((name) => raw[name])
      .filter((value) => value !== undefined && value !== false);
    if (given.length === 0) continue;
    if (option.value === undefined) switches.add(option.long);
    else values.set(option.long, given.flat().map(String).map(unshield));
  }
  return new Invocation(args.map(unshield), values, switches);
}

const NEGATIVE = /^-(?=[0-9])/;

/**
 * Keeps a negative number from being taken for an option: it is a value like any other, and a wrong one. `makeInvocation`
 * takes the blank off again.
 */
export function shieldNegative(word: string): string {
  return word.startsWith('-') ? word.replace(NEGATIVE, ' -') : word;
}

/** Takes off what `shieldNegative` put on. */
export function unshield(word: string): string {
  return word.startsWith(' -') ? word.replace(/^ -(?=[0-9])/, '-') : word;
}

/** The options of a command for `parseArgs`. */
export function parseOptions(spec: CommandSpec): NonNullable<ParseArgsConfig['options']> {
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
 * Parses a command line. Gives undefined for anything that wants a word to the user (an unknown option, a missing or
 * wrong value): `mistakeIn` then reads the same words again and says it.
 */
export function parseFast(spec: CommandSpec, argv: readonly string[]): Invocation | undefined {
  if (!argv.some((word) => word.startsWith('-')))
    return argumentsFit(spec, argv.length)
      ? new Invocation(argv.map(unshield), new Map(), new Set())
      : undefined;
  const options = parseOptions(spec);
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...argv],
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

/** Whether a usage such as `FUNCTION [VALUE...]` takes this many arguments. */
function argumentsFit(spec: CommandSpec, count: number): boolean {
  const words = spec.args.split(' ').filter((word) => word !== '');
  const needed = words.filter((word) => !word.startsWith('[')).length;
  const endless = words.some((word) => word.includes('...'));
  return count >= needed && (endless || count <= words.length);
}
