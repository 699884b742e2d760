import { withoutC } from '../../core/c-number.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { integerProblem, U64_MAX } from '../../core/u64.ts';

/** Operators and marks, longest first so that `<=` is not read as `<`. */
const SYMBOLS = ['==', '!=', '<=', '>=', '&&', '||', '<', '>', '!', '&', '(', ')', ','] as const;
export type SymbolText = (typeof SYMBOLS)[number];

/** Words that are no names. `and`, `or` and `not` become the symbols they stand for. */
const WORD_SYMBOLS = new Map<string, SymbolText>([
  ['and', '&&'],
  ['or', '||'],
  ['not', '!'],
]);
const WORD_LITERALS = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** One piece of an expression; `at` is its 0-based index in the text, `text` what stands there. */
export type Token = { readonly at: number; readonly text: string } & (
  | { readonly kind: 'symbol'; readonly symbol: SymbolText }
  | { readonly kind: 'literal'; readonly value: bigint | string | boolean | null }
  | { readonly kind: 'name' }
  | { readonly kind: 'in' | 'has' }
  | { readonly kind: 'end' }
);

/** The longest expression that is read, in characters. */
const MAX_LENGTH = 65_536;

const BLANKS = /[ \t\r\n]+/y;
const NUMBER = /[0-9][0-9A-Za-z_]*/y;
const INTEGER =
  /^(?:0x(?:[0-9a-f]+_)*[0-9a-f]+|0b(?:[01]+_)*[01]+|(?!0[0-9_]|[0-9]{16}$)(?:[0-9]+_)*[0-9]+)$/i;
/** There is no subtraction, so `-` between letters is part of a name, as in `uffd-wp`. */
const NAME = /[A-Za-z_][A-Za-z0-9_]*(?:[.-][A-Za-z0-9_]+)*(?:\[[0-9]+\])?/y;
const STRING = /"[^"\\]*(?:\\["'\\][^"\\]*)*"|'[^'\\]*(?:\\["'\\][^'\\]*)*'/y;

/** What users of other languages write, and what to write here. */
const FOREIGN = new Map([
  ['=', 'write == to compare'],
  ['|', 'write || or "or"'],
  ['~', 'there are no patterns: compare with == or "in"'],
  ['-', 'there is no arithmetic, and entries are unsigned'],
  ['+', 'there is no arithmetic'],
  ['*', 'there is no arithmetic'],
  ['/', 'there is no arithmetic'],
]);

/**
 * An error at a place of an expression, with the piece of text around it and a caret below the place.
 *
 * @param at 0-based index of the place in `text`
 */
export function expressionError(text: string, at: number, problem: string): PteDecodeError {
  const before = 40;
  const from = Math.max(0, at - before);
  const lead = (from > 0 ? '…' : '') + printable(text.slice(from, at), before * 9);
  const shown = lead + printable(text.slice(at, at + before));
  return new PteDecodeError(
    'ERR_EXPRESSION',
    `expression, column ${at + 1}: ${problem}\n  ${shown}\n  ${' '.repeat(lead.length)}^`,
  );
}

/** A sticky pattern's match at an index. */
function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function readNumber(source: string, at: number, text: string): Token {
  const bare = withoutC(text);
  if (!INTEGER.test(bare))
    throw expressionError(source, at, `"${printable(text)}" is no integer: ${integerProblem(bare)}`);
  const digits = bare.replaceAll('_', '').toLowerCase();
  const significant = digits.replace(/^(0[xb])?0*/, '');
  const value = significant.length > 64 ? undefined : BigInt(digits);
  if (value === undefined || value > U64_MAX)
    throw expressionError(source, at, `"${printable(text)}" needs more than 64 bits`);
  return { at, text, kind: 'literal', value };
}

function readWord(at: number, text: string): Token {
  const symbol = WORD_SYMBOLS.get(text);
  if (symbol) return { at, text, kind: 'symbol', symbol };
  const value = WORD_LITERALS.get(text);
  if (value !== undefined) return { at, text, kind: 'literal', value };
  return { at, text, kind: text === 'in' || text === 'has' ? text : 'name' };
}

function unreadable(source: string, at: number): PteDecodeError {
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  if (character === '"' || character === "'")
    return expressionError(
      source,
      at,
      `text in quotes that does not end, or has an escape other than \\" \\' \\\\`,
    );
  const hint = FOREIGN.get(character);
  return expressionError(
    source,
    at,
    `unexpected "${printable(character)}"${hint === undefined ? '' : `: ${hint}`}`,
  );
}

/**
 * Cuts an expression into tokens; the last one has kind `end`.
 *
 * @throws PteDecodeError `ERR_EXPRESSION` at the first character that starts no token
 */
export function tokenize(source: string): Token[] {
  if (source.length > MAX_LENGTH)
    throw expressionError(source, MAX_LENGTH, `more than ${MAX_LENGTH} characters`);
  const tokens: Token[] = [];
  let at = 0;
  for (;;) {
    at += matchAt(BLANKS, source, at)?.length ?? 0;
    if (at >= source.length) break;
    const token = readToken(source, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ at, text: '', kind: 'end' });
  return tokens;
}

function readToken(source: string, at: number): Token {
  const number = matchAt(NUMBER, source, at);
  if (number !== undefined) return readNumber(source, at, number);
  const word = matchAt(NAME, source, at);
  if (word !== undefined) return readWord(at, word);
  const quoted = matchAt(STRING, source, at);
  if (quoted !== undefined)
    return { at, text: quoted, kind: 'literal', value: quoted.slice(1, -1).replace(/\\(.)/g, '$1') };
  const symbol = SYMBOLS.find((candidate) => source.startsWith(candidate, at));
  if (symbol === undefined) throw unreadable(source, at);
  return { at, text: symbol, kind: 'symbol', symbol };
}
