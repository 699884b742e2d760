import { changedIo, type Io } from '../../../input/bytes/io.ts';
import { VERDICT_FORMATS } from '../../../records/verdicts/format-names.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--format`, with all formats there are: each command takes some of them. */
export const FORMAT_OPTION: OptionSpec = {
  long: 'format',
  letter: 'F',
  value: 'FORMAT',
  isLook: true,
  choices: ['long', 'line', 'text', 'json', 'csv', 'tsv', ...VERDICT_FORMATS],
  text: 'output format',
};

/** The formats of lists of pages and entries. */
export const LIST_FORMATS = ['line', 'json', 'csv', 'tsv'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/** `--json`: what the objects stand for differs from command to command. */
export const JSON_OPTION: OptionSpec = { long: 'json', letter: 'j', text: 'write JSON objects' };

/** `--no-heading`. */
export const NO_HEADING_OPTION: OptionSpec = { long: 'no-heading', text: 'leave out the first lines' };

/** `--sources`. */
export const SOURCES_OPTION: OptionSpec = {
  long: 'sources',
  text: 'add where the kernel says so: kernel tag, file, symbol; and the kernel in full',
};

/** `--quiet`. */
export const QUIET_OPTION: OptionSpec = {
  long: 'quiet',
  letter: 'q',
  text: 'write no answer, only set the exit status; errors and warnings are told',
};

/** Where a command writes: nowhere with `--quiet`. */
export function heardBy(io: Io, invocation: Invocation): Io {
  const nowhere = { isTTY: false, columns: undefined, write: () => undefined };
  return invocation.has('quiet') ? changedIo(io, { stdout: nowhere }) : io;
}

/**
 * The format that `--json` and `--format` ask for.
 *
 * @param formats those of the command, the default first
 */
export function formatFrom<Format extends string>(
  invocation: Invocation,
  formats: readonly [Format, ...Format[]],
): Format {
  const text = invocation.has('json') ? 'json' : invocation.value('format');
  return formats.find((format) => format === text) ?? formats[0];
}

/** The format of a list. */
export const listFormat = (invocation: Invocation): ListFormat => formatFrom(invocation, LIST_FORMATS);
