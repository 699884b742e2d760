import { basename, dirname } from 'node:path';
import { isPteDecodeError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { printable } from '../../../core/printable.ts';
import type { Io } from '../../../input/io.ts';
import type { Program } from '../../spec.ts';

/** Anything that could be meant as a number. */
const NUMBER = /^[-+(]?(?:0x|0b)?[0-9a-f_]*[0-9][0-9a-f_]*|^[0-9a-f_]+$/iu;
const WORD = /^[a-z][a-z-]*$/iu;

/** Whether there is a file of this name, without opening it: a pipe would wait for a writer. */
function isFile(io: Io, path: string): boolean {
  try {
    return io.listFolder(dirname(path)).includes(basename(path));
  } catch (error) {
    if (isPteDecodeError(error)) return false;
    throw error;
  }
}

/** Says what to do with words in the place of values: names of files, and commands that do not exist. */
export async function adviceOn(
  words: readonly string[],
  io: Io,
  program: Program,
): Promise<ReadonlyMap<string, string>> {
  const advice = new Map<string, string>();
  for (const word of words) {
    if (word === '-' || NUMBER.test(word)) continue;
    const shown = printable(word, 200);
    if (isFile(io, word))
      advice.set(word, `"${shown}" is a file: -f FILE for values, pte-decode log FILE for a log`);
    else if (WORD.test(word)) {
      const names = (await program.commands()).map(({ name }) => name);
      const near = nearest(word, [...names, 'help', 'explain'].filter(Boolean));
      const hint = near === undefined ? 'pte-decode --help lists them' : `did you mean ${near}?`;
      advice.set(
        word,
        near === word ? `"${shown}" is a command: it stands first` : `no command "${shown}": ${hint}`,
      );
    }
  }
  return advice;
}
