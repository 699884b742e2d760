import { findValue } from '../../core/spelling.ts';
import { optionsOf } from '../options/common.ts';
import { type CommandSpec, Invocation, type OptionSpec } from '../spec.ts';

const NEGATIVE = /^-(?=[0-9])/;

/**
 * Keeps a negative number from being taken for an option: it is a value like any other, and a wrong one. `parseFast`
 * takes the blank off again.
 */
export function shieldNegative(word: string): string {
  return word.startsWith('-') ? word.replace(NEGATIVE, ' -') : word;
}

/** Takes off what `shieldNegative` put on. */
export function unshield(word: string): string {
  return word.startsWith(' -') ? word.replace(/^ -(?=[0-9])/, '-') : word;
}

const INTEGER = /^(?:0x[0-9a-f]+|[0-9]+)$/i;

/** Whether two values of an option say the same: neither is lost then. */
export function isSameValue({ value, meaning = String }: OptionSpec, first: string, second: string): boolean {
  if (meaning(first) === meaning(second)) return true;
  const areNumbers = value !== 'FILE' && INTEGER.test(first) && INTEGER.test(second);
  return areNumbers && BigInt(first) === BigInt(second);
}

/** What the options of a command line have said. */
class Given {
  readonly values = new Map<string, readonly string[]>();
  readonly switches = new Set<string>();

  /** Takes a switch; false for one that has a value (`--json=1`). */
  addSwitch(option: OptionSpec, value: string | undefined): boolean {
    this.switches.add(option.long);
    return value === undefined && option.long !== 'help';
  }

  /** Takes a value; false where it is missing, cannot be, or would take the place of one that counts. */
  addValue(option: OptionSpec, word: string | undefined): boolean {
    const { long, repeat, isLook, choices } = option;
    const value = word === undefined ? undefined : choices ? findValue(choices, word) : unshield(word);
    if (value === undefined) return false;
    const before = this.values.get(long);
    const [first = value] = before ?? [];
    if (repeat === true) this.values.set(long, before ? [...before, value] : [value]);
    else if (isLook !== true && !isSameValue(option, first, value)) return false;
    else this.values.set(long, [value]);
    return true;
  }
}

/** A word that stands where the value of an option is wanted; undefined for one that looks like an option. */
function valueFrom(word: string | undefined): string | undefined {
  return word !== undefined && word.length > 1 && word.startsWith('-') ? undefined : word;
}

/** Takes one word that is an option, and its value out of `rest`; gives whether that is right. */
function readOption(word: string, rest: string[], options: readonly OptionSpec[], given: Given): boolean {
  const isLong = word.startsWith('--');
  const equals = isLong ? word.indexOf('=', 3) : 2;
  const name = isLong ? word.slice(2, equals < 0 ? undefined : equals) : word.charAt(1);
  const option = options.find(
    isLong ? ({ long, aka }) => long === name || aka?.includes(name) : ({ letter }) => letter === name,
  );
  if (option === undefined) return false;
  const inside = isLong ? (equals < 0 ? undefined : word.slice(equals + 1)) : word.slice(2) || undefined;
  if (option.value !== undefined) return given.addValue(option, inside ?? valueFrom(rest.shift()));
  // Letters of switches stand together: `-jk` is `-j -k`.
  if (!isLong && inside !== undefined) rest.unshift(`-${inside}`);
  return given.addSwitch(option, isLong ? inside : undefined);
}

/**
 * Parses a command line as `parseArgs` of `node:util` does, which takes a twentieth of a start to come up. Gives undefined
 * for anything that wants a word to the user (an unknown option, a missing or wrong value): `mistakeIn` then reads the same
 * words again and says it.
 */
export function parseFast(spec: CommandSpec, argv: readonly string[]): Invocation | undefined {
  const options = optionsOf(spec);
  const args: string[] = [];
  const given = new Given();
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      args.push(...rest);
      break;
    }
    if (word.length < 2 || !word.startsWith('-')) {
      args.push(word);
      continue;
    }
    if (!readOption(word, rest, options, given)) return undefined;
  }
  if (!argumentsFit(spec, args.length) || otherFormat(given.switches, given.values) !== undefined)
    return undefined;
  return new Invocation(args.map(unshield), given.values, given.switches);
}

/** The format that `--format` names where `--json` asks for another; undefined where they agree. */
export function otherFormat(
  switches: ReadonlySet<string>,
  values: ReadonlyMap<string, readonly string[]>,
): string | undefined {
  const format = switches.has('json') ? values.get('format')?.at(-1) : undefined;
  return format === 'json' ? undefined : format;
}

/** Whether a usage such as `FUNCTION [VALUE...]` takes this many arguments. */
function argumentsFit(spec: CommandSpec, count: number): boolean {
  const words = spec.args.split(' ').filter((word) => word !== '');
  const needed = words.filter((word) => !word.startsWith('[')).length;
  const endless = words.some((word) => word.includes('...'));
  return count >= needed && (endless || count <= words.length);
}
