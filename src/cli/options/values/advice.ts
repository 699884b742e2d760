import { basename, dirname } from 'node:path';
import { tried, usageError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { isReport, LOG_HINT } from '../../../input/values/log-like.ts';
import { otherLevel, parseEntry, refusalOf } from '../../../input/values/other-level.ts';
import type { ValueOptions } from '../../../input/values/value.ts';
import { isValue, valuesIn } from '../../../input/values/word-values.ts';
import type { CommandSpec, Invocation } from '../../spec.ts';

/** Anything that could be meant as a number. */
const NUMBER = /^[-+(]*(?:0x|0b)?[0-9a-f_]*[0-9][0-9a-f_]*|^\(|^[0-9a-f_]+$/iu;
const WORD = /^[a-z][a-z-]*$/iu;
const FILE_NAME = /[./]/;
/** The halves of a value, as WinDbg parts them. */
const WINDBG = /^(?:0x)?([0-9a-f]{1,8})`([0-9a-f]{8})$/iu;

/** Whether there is a file of this name, without opening it: a pipe would wait for a writer. */
export const isFile = (io: Io, path: string): boolean =>
  tried(() => io.listFolder(dirname(path)))?.includes(basename(path)) === true;

const isFolder = (io: Io, path: string): boolean => tried(() => io.listFolder(path)) !== undefined;

/** The files that are to be read; `-` for standard input. @throws PteDecodeError `ERR_USAGE` where a process is meant */
export function filesFrom({ args }: Invocation, io: Io): readonly string[] {
  const process = args.find((word) => /^(?:self|\d+)$/.test(word) && !isFile(io, word));
  if (process !== undefined) throw usageError(`"${process}" is no file: --pid ${process} reads a process`);
  return args.length === 0 ? ['-'] : args;
}

/** What to say of a file in the place of a value. */
const FILE_ADVICE = '-f FILE for values, pte-decode log FILE for a log, pte-decode pagemap FILE for a dump';

/**
 * Says what to do with words in the place of values: names of files, and commands that do not exist.
 *
 * @param commands loads the commands, where a word can be one; absent for the words behind a command
 * @param fileAdvice what to do with a file
 * @param isLevelKnown as `ValueQuestion` has it
 * @throws PteDecodeError `ERR_USAGE` where the words are lines of a kernel log: nothing in them is a value then
 */
export async function adviceOn(
  words: readonly string[],
  io: Io,
  commands?: () => Promise<readonly CommandSpec[]>,
  fileAdvice: string = FILE_ADVICE,
  isLevelKnown = false,
): Promise<ReadonlyMap<string, string>> {
  const lines = words.join(' ').split('\n');
  if (lines.some((line) => line.includes(' ') && isReport(line))) throw usageError(LOG_HINT);
  const advice = new Map<string, string>();
  for (const word of words) {
    const isCommand = commands !== undefined && WORD.test(word);
    const said = readableAdvice(word, io, isCommand, fileAdvice, !isLevelKnown);
    if (said === undefined && isCommand && !NUMBER.test(word)) {
      const meant = commandAdvice(word, await commands());
      // What stands behind it, where none of it is a value, is said to be no value after the first word is put right.
      if (word === words[0] && words.length > 1 && !words.some(isValue)) throw usageError(meant);
      advice.set(word, meant);
    } else {
      const text = said ?? noValueAdvice(word);
      if (text !== undefined) advice.set(word, text);
    }
  }
  return advice;
}

/** What to say of a word that is a file, or holds values all the same; undefined for any other. */
function readableAdvice(
  word: string,
  io: Io,
  isCommand: boolean,
  fileAdvice: string,
  isPteAssumed: boolean,
): string | undefined {
  const windows = WINDBG.exec(word);
  if (windows) return `"${word}" is spelled as WinDbg does: give it as 0x${windows.slice(1).join('')}`;
  if (word === '-' || word === '') return undefined;
  const said = quoted(word);
  if ((!NUMBER.test(word) || FILE_NAME.test(word)) && isFile(io, word)) {
    if (!isFolder(io, word)) return `${said} is a file: ${fileAdvice}`;
    if (!isCommand) return `${said} is a directory, no value`;
  }
  // The halves of a value, or an address in front of one.
  const values = /^[0-9a-f]+:[0-9a-f]+$/iu.test(word) ? [] : valuesIn(word);
  if (values.length === 0) return undefined;
  if (values.length === 1) {
    const level = otherLevel(word, { isPteAssumed });
    // Whatever the level is, a pointer is none.
    const refused = refusalOf(word, '', { isPteAssumed: false });
    if (refused) return refused.message;
    return `${said}: give the value alone: ${level === undefined ? '' : `--level ${level} `}${values.join()}`;
  }
  const how = /\s/u.test(word)
    ? 'each is a word of its own, without quotes around them'
    : 'part them with blanks';
  return `${said}: several values in one word: ${how}`;
}

/** What to say of a word that is nothing; undefined where its mistakes as a number say more. */
function noValueAdvice(word: string): string | undefined {
  if (NUMBER.test(word)) return undefined;
  if (FILE_NAME.test(word)) return `${quoted(word)} is no value, and there is no such file`;
  return WORD.test(word)
    ? `${quoted(word)} is no value: wanted 0x4, 8400000002bcbc25 or the like`
    : undefined;
}

const quoted = (word: string): string => `"${printable(word, 200)}"`;

/** What people type who mean something that has another name here. */
const CALLED: Readonly<Record<string, string>> = {
  version: '--version',
  usage: 'help',
  man: 'help',
  oops: 'log',
  dmesg: 'log',
  bits: 'layout',
  flags: 'layout',
  releases: 'kernels',
  vtop: 'walk',
};

function commandAdvice(word: string, commands: readonly CommandSpec[]): string {
  const called = Object.hasOwn(CALLED, word) ? CALLED[word] : undefined;
  const near =
    called ??
    nearest(word, [...commands.map(({ name }) => name), 'help', 'explain', 'decode'].filter(Boolean));
  if (near === word) return `"${word}" is a command: it stands first`;
  const hint = near === undefined ? 'pte-decode -h lists them' : `did you mean ${near}?`;
  return `no command "${word}": ${hint}`;
}

/** The same for values that `valuesFrom` will read; undefined where all words look like numbers. */
export async function valueAdvice(
  words: readonly string[],
  io: Io,
  fileAdvice?: string,
  isLevelKnown = false,
): Promise<ReadonlyMap<string, string> | undefined> {
  return words.every((word) => /^(?:0x)?[0-9a-f]+$/i.test(word))
    ? undefined
    : adviceOn(words, io, undefined, fileAdvice, isLevelKnown);
}

/** Reads one value. @throws PteDecodeError as `parseEntry`, with what is said of a word that is no value */
export function advisedValue(
  text: string,
  options: ValueOptions,
  advice: ReadonlyMap<string, string> | undefined,
): bigint {
  try {
    return parseEntry(text, options);
  } catch (error) {
    const said = advice?.get(text);
    throw said === undefined ? error : usageError(said);
  }
}
