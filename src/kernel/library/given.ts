import { type Entry, isTooWide } from '../../core/entry/entry.ts';
import { PteDecodeError, type ErrorCode } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { LEVELS } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex, U64_MAX } from '../../core/u64.ts';
import { type ConfigValues, parseOverride } from '../config.ts';
import type { KernelSpec } from '../resolve.ts';

/**
 * Looks at what a program gives: one without types can give anything.
 *
 * @param what its name, for the message
 * @throws PteDecodeError `ERR_USAGE` for what is something else, `ERR_VALUE_RANGE` for a number beyond its range
 */
export type Look = (what: string, given: unknown) => void;

/** A value in a few words, whatever it is; nothing of it is called. */
function inWords(given: unknown): string {
  if (typeof given === 'string') return `the text "${printable(given)}"`;
  if (typeof given === 'bigint') return `0x${given.toString(16)}`.replace('0x-', '-0x');
  if (given === null || typeof given !== 'object') return printable(String(given));
  return Array.isArray(given) ? 'a list' : `an ${Object.prototype.toString.call(given).slice(1, -1)}`;
}

function refuse(what: string, wanted: string, given: unknown, code: ErrorCode = 'ERR_USAGE'): never {
  throw new PteDecodeError(code, `${what}: wanted ${wanted}, and it is ${inWords(given)}`);
}

const isObject = (given: unknown): given is object =>
  Object.prototype.toString.call(given) === '[object Object]';

/** Whether it has a key. Each value is asked that: what kind of object it is takes longer to find out. */
const has = (given: unknown, key: string): given is object =>
  typeof given === 'object' && given !== null && key in given;

const looking =
  (wanted: string, isIt: (given: unknown) => boolean): Look =>
  (what, given) => {
    if (!isIt(given)) refuse(what, wanted, given);
  };

export const aText = looking('a text', (given) => typeof given === 'string');
export const aBoolean = looking('true or false', (given) => typeof given === 'boolean');
const aList = looking('a list', Array.isArray);
export const aFunction = looking('a function', (given) => typeof given === 'function');
export const aMap = looking('a Map', (given) => given instanceof Map);
export const oneOf = (values: readonly unknown[]): Look =>
  looking(values.join(', '), (given) => values.includes(given));
export const aLevel = oneOf(LEVELS);
export const aNumber = looking(
  'a whole number from 0 on',
  (given) => Number.isSafeInteger(given) && Number(given) >= 0,
);

/** 0 .. 2^64-1, a bigint: a number loses bits. */
export const aU64: Look = (what, given) => {
  if (typeof given !== 'bigint') refuse(what, 'a bigint, such as 0x67n', given);
  if (given < 0n || given > U64_MAX) refuse(what, `0 to ${formatHex(U64_MAX)}`, given, 'ERR_VALUE_RANGE');
};

export function between(what: string, given: unknown, least: number, most: number): void {
  aNumber(what, given);
  if (Number(given) < least || Number(given) > most)
    refuse(what, `${least} to ${most}`, given, 'ERR_VALUE_RANGE');
}

/** What is looked at where it is given. */
export const options =
  (keys: Readonly<Record<string, Look>>) =>
  (given: object | undefined): void => {
    if (given !== undefined) anObject(keys)('options', given);
  };

/** What is given is this, or null. */
export const orNull =
  (look: Look): Look =>
  (what, given) => {
    if (given !== null) look(what, given);
  };

/** A list, and each of what is in it. */
export const aListOf =
  (look: Look): Look =>
  (what, given) => {
    aList(what, given);
    if (Array.isArray(given)) for (const each of given) look(`each of ${what}`, each);
  };

/** An object with some keys and no other: what would not be looked at is refused. @param needed keys that may not be left out */
export const anObject =
  (keys: Readonly<Record<string, Look>>, needed: readonly string[] = [], hint = ''): Look =>
  (what, given) => {
    if (!isObject(given)) return refuse(what, `an object with ${Object.keys(keys).join(', ')}`, given);
    for (const [key, value] of Object.entries(given)) {
      const look = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (look === undefined)
        throw new PteDecodeError(
          'ERR_USAGE',
          `"${printable(key)}" says nothing of ${what}: wanted ${Object.keys(keys).join(', ')}${hint}`,
        );
      if (value !== undefined) look(key, value);
    }
    for (const key of needed) keys[key]?.(key, Reflect.get(given, key));
  };

/** A kernel of `resolveKernel`. */
export const aKernel = looking(
  'a kernel, as resolveKernel gives it',
  (given) => has(given, 'entryBits') && 'mask' in given && 'form' in given,
);

/** Kernels as `otherKernels` gives them. They are given along with each value: what kind of object each is takes longer to find out. */
export const labelledKernels = aListOf(
  looking('a kernel, as otherKernels gives it', (given) => has(given, 'label') && 'kernel' in given),
);

/** Whether it is an entry, of `decode` or `readEntry`. */
export const isEntry = (given: unknown): given is Entry =>
  has(given, 'raw') && 'shape' in given && 'kernel' in given;

export const anEntry = looking('an entry, as decode gives it', isEntry);

export const anArchitecture = looking(
  'an architecture, as defineArchitecture gives it',
  (given) => isObject(given) && 'arch' in given && 'machine' in given,
);

/** What an architecture is named and told by. */
export const aMachine = looking(
  'a machine, such as that of architectures()',
  (given) => isObject(given) && 'arch' in given && 'names' in given,
);

/** A value that an entry of a kernel can have. */
export function anEntryOf(kernel: Kernel, what: string, given: unknown): void {
  aKernel('kernel', kernel);
  aU64(what, given);
  if (typeof given === 'bigint' && isTooWide(kernel, given))
    refuse(what, `an entry of ${kernel.entryBits} bits (${kernel.id})`, given, 'ERR_VALUE_RANGE');
}

/** Symbols by any name that `--config` takes; one that changes nothing is refused, and one that is said to be both on and off. */
export function symbolsOf(given: NonNullable<KernelSpec['config']>): ConfigValues {
  const said = new Map<string, boolean>();
  for (const [symbol, isOn] of given) {
    aText('symbol of config', symbol);
    aBoolean(symbol, isOn);
    const [name, value] = parseOverride(`${symbol}=${isOn ? 'y' : 'n'}`);
    if (said.get(name) === !value)
      throw new PteDecodeError('ERR_USAGE', `config: it has ${name} by two names, and says y and n of it`);
    said.set(name, value);
  }
  return said;
}

/** A function that looks at what it is given before it works. */
export function guarded<Given extends readonly unknown[], Result>(
  look: (...given: Given) => void,
  work: (...given: Given) => Result,
): (...given: Given) => Result {
  return (...given) => {
    look(...given);
    return work(...given);
  };
}
