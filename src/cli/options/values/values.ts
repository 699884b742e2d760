import { usageError } from '../../../core/errors.ts';
import { BINARY_FORMATS } from '../../../input/values/binary-reader.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { ValueSource } from '../../../input/values/values.ts';
import type { BulkWriter } from '../../../input/values/value-inputs.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';
import { saysNoLevel } from '../kernel/level.ts';

/** `--decimal`. */
export const DECIMAL_OPTION: OptionSpec = { long: 'decimal', text: 'accept decimal numbers as values' };

/** `--input`: how what is read is written. */
export const INPUT_OPTION: OptionSpec = {
  long: 'input',
  letter: 'i',
  value: 'FORMAT',
  choices: ['text', ...BINARY_FORMATS],
  text: 'how files and standard input are written: text (default), u64le, u64be, u32le or u32be',
};

/** `--file`: where values are read from. */
const FILE_OPTION: OptionSpec = {
  long: 'file',
  letter: 'f',
  value: 'FILE',
  repeat: true,
  text: 'read values from a file; repeatable',
};

/** The options that say where values come from and how they are written. */
export const VALUE_OPTIONS: readonly OptionSpec[] = [FILE_OPTION, INPUT_OPTION, DECIMAL_OPTION];

/** What a command says of the values that it wants. */
export interface ValueQuestion {
  /** The arguments that are values; all of them when left out. */
  readonly args?: readonly string[];
  /** What is written before each read that may wait. */
  readonly output?: { flush(): void } | undefined;
  /** Takes the values that it can write by itself. */
  readonly bulk?: BulkWriter | undefined;
  /** Bits of an entry: `Kernel.entryBits`. Default 64. */
  readonly bits?: number;
  /** What to say of words that are no values. */
  readonly advice?: ReadonlyMap<string, string> | undefined;
  /** Nobody has to say their level: addresses have none, and a function takes entries of one. */
  readonly isLevelKnown?: boolean;
}

/**
 * The values that a command line names: its arguments, then `--file`, then standard input when there is neither.
 *
 * @throws PteDecodeError `ERR_USAGE` for `--input` where nothing is read but arguments
 */
export function valuesFrom(invocation: Invocation, io: Io, question: ValueQuestion = {}): ValueSource {
  const { args = invocation.args, output, bulk, advice, bits = 64, isLevelKnown = false } = question;
  const format = BINARY_FORMATS.find((name) => name === invocation.value('input')) ?? ('text' as const);
  if (format !== 'text' && !readsInput(invocation, args))
    throw usageError(`--input ${format} goes with --file or standard input`);
  const decimal = invocation.has('decimal');
  const isPteAssumed = !isLevelKnown && saysNoLevel(invocation);
  const inputs = { args, files: invocation.list('file'), format, decimal, advice, bits, isPteAssumed };
  return new ValueSource(io, inputs, () => output?.flush(), bulk);
}

/** Whether values come from a file or standard input, so that there may be many. */
export function readsInput(invocation: Invocation, args = invocation.args): boolean {
  return args.length === 0 || args.includes('-') || invocation.list('file').length > 0;
}
