import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { parseArgument } from './argument.ts';
import type { Token } from './parsed-line.ts';
import type { ValueOptions } from './value.ts';

/** What C, debuggers and messages call an entry above a pte, alone or at the end of a name: `pmd`, `pmdval_t`, `pmd_val`, `old_pmd`. */
const ABOVE_PTE = /(?<![a-z0-9])(p(?:md|ud|4d|gd))(?:_?val|ent)?(?:_t)?(?![a-z0-9_])/i;

/** A cast of C to a pointer: what stands behind it is an address. */
const POINTER = /\*\)/;

/** What can be an address of the kernel as well: a local variable, or a member as gdb prints a structure. */
const ADDRESS = /^0xffff[0-9a-f]{11}[08]$/i;

/** The level of which the words in front of a value call it an entry, where it would be read as a pte for want of a level. */
export function otherLevel(words: string, { isPteAssumed }: ValueOptions): string | undefined {
  return isPteAssumed ? ABOVE_PTE.exec(words)?.[1]?.toLowerCase() : undefined;
}

/** Refuses a value of which the words in front say that it is none, or of another level: read as a pte it would say something else. */
export function refusalOf(words: string, value: string, options: ValueOptions): PteDecodeError | undefined {
  const isPointer = POINTER.test(words);
  const level = isPointer ? undefined : otherLevel(words, options);
  if (!isPointer && level === undefined) return undefined;
  const other = `${ADDRESS.test(value) ? 'a pointer, or ' : ''}an entry of another level: --level ${level} reads it`;
  const shown = words.replace(/["'`]/g, '').trim();
  return new PteDecodeError(
    'ERR_VALUE_SYNTAX',
    `"${printable(shown)}": ${isPointer ? 'a pointer, no entry' : other}`,
  );
}

/** The brackets that a text opens and does not close. */
const opened = (text: string): number => text.split('{').length - text.split('}').length;

/**
 * The tokens of a line with what is wrong with those that the words in front call something else; what stands behind them
 * without words of its own is left out, up to the end of the brackets that these words open.
 *
 * @param text the line with all words
 */
export function withRefusals(
  text: string,
  tokens: readonly Token[],
  options: ValueOptions,
): readonly Token[] {
  if (refusalOf(text, '', options) === undefined) return tokens;
  let [end, depth, least, isRefused] = [0, 0, 0, false];
  return tokens.flatMap((token) => {
    const between = text.slice(end, token.index);
    end = token.index + token.text.length;
    const words = between.replace(/^[^\w.$(]+/, '');
    if (words === '') {
      depth += opened(between);
      isRefused &&= depth >= least;
      return isRefused ? [] : [token];
    }
    depth = opened(words);
    least = depth > 0 ? 1 : 0;
    const error = refusalOf(words, token.text, options);
    isRefused = error !== undefined;
    return error ? [{ ...token, refusal: { column: token.index - words.length + 1, error } }] : [token];
  });
}

/** Reads a value that was typed as a word, and is an entry. @throws PteDecodeError as `parseArgument`, and what `refusalOf` gives */
export function parseEntry(token: string, options: ValueOptions): bigint {
  const refused = token.startsWith('(') ? refusalOf(token, '', options) : undefined;
  if (refused) throw refused;
  return parseArgument(token, options);
}
