import { PteDecodeError } from '../../core/errors.ts';
import type { LineShape } from './shapes.ts';
import type { ValueOptions } from './value.ts';

/** One value read from a line. */
export interface ParsedValue {
  /** 0 .. 2^64-1. */
  readonly value: bigint;
  /** The text that was read. */
  readonly text: string;
  /** 1-based column of the text, in UTF-16 units. */
  readonly column: number;
}

/** Something in a line that could not be read. */
export interface ParseProblem {
  readonly column: number;
  /** Made when it is asked for: of many, nobody does. */
  readonly error: PteDecodeError;
}

/** A word that can be no value, whatever is wrong with it. */
class WordProblem implements ParseProblem {
  readonly column: number;
  readonly #text: string;
  readonly #read: (text: string) => bigint | PteDecodeError;

  constructor(column: number, text: string, read: (text: string) => bigint | PteDecodeError) {
    this.column = column;
    this.#text = text;
    this.#read = read;
  }

  get error(): PteDecodeError {
    const error = this.#read(this.#text);
    if (typeof error !== 'bigint') return error;
    throw new TypeError(`"${this.#text}" was taken for a word and is a value`);
  }
}

/** Letters, one of them no digit and none that C writes behind one. */
const WORD = /^[a-flu]*[g-km-tv-z][a-z]*$/i;

/** Something in a line that the user should know but that is no error. */
export interface ParseNotice {
  readonly column: number;
  readonly text: string;
}

/** What one line of text holds. */
export interface ParsedLine {
  readonly shape: LineShape;
  readonly values: readonly ParsedValue[];
  readonly errors: readonly ParseProblem[];
  readonly notices: readonly ParseNotice[];
  /** The address in front of a dump line, as written. */
  readonly address?: string;
}

/** How a line is read. */
export interface LineOptions extends ValueOptions {
  /** The last line with values, or of shape `other`, if nothing but `*`, comments and blank lines came after it. */
  readonly after?: ParsedLine | undefined;
}

/** A line with so many bad tokens is no list of values: what follows the last of them is not read. */
const MAX_ERRORS = 32;

/** Says what is wrong at an index of a line. */
export function problem(
  index: number,
  code: 'ERR_VALUE_SYNTAX' | 'ERR_TRUNCATED',
  message: string,
): ParseProblem {
  return { column: index + 1, error: new PteDecodeError(code, message) };
}

/** A word of a line. */
export interface Token {
  readonly text: string;
  readonly index: number;
  /** Why it is none of the values, whatever it is. */
  readonly refusal?: ParseProblem | undefined;
}

/** Reads the tokens of a line, keeping those that are values apart from those that are not. */
export function readTokens(
  tokens: Iterable<Token>,
  read: (text: string) => bigint | PteDecodeError,
): { values: ParsedValue[]; errors: ParseProblem[] } {
  const values: ParsedValue[] = [];
  const errors: ParseProblem[] = [];
  for (const { text, index, refusal } of tokens) {
    if (errors.length === MAX_ERRORS) {
      errors.push(
        problem(index, 'ERR_VALUE_SYNTAX', 'the rest of the line is not read: too much of it is no value'),
      );
      break;
    }
    if (refusal || WORD.test(text)) {
      errors.push(refusal ?? new WordProblem(index + 1, text, read));
      continue;
    }
    const value = read(text);
    if (typeof value === 'bigint') values.push({ value, text, column: index + 1 });
    else errors.push({ column: index + 1, error: value });
  }
  return { values, errors };
}
