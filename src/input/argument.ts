import { parseValue, type ValueOptions } from './value.ts';

/** A cast of C or drgn in front of a value: `(pteval_t)0x4`, `(unsigned long)4`. */
const CAST = /^\((?:[a-z_][a-z0-9_]*)(?: [a-z_][a-z0-9_]*)*\)\s*(?=[0-9a-f])/iu;
/** What C writes behind a constant. */
const SUFFIX = /(?<=^(?:0x[0-9a-f_]+|0b[01_]+|[0-9a-f_]{16}|[0-9]{17,20}))(?:ul{0,2}|l{1,2}u?)$/iu;
const SHORT_HEXADECIMAL = /^(?=[0-9a-f]*[a-f])(?!0b)[0-9a-f]{1,15}$/i;
const LONG_DECIMAL = /^[0-9]{17,20}$/;

/**
 * Reads a value that was typed as a word of the command line: what `parseValue` reads, and what a word alone can only
 * mean there.
 *
 * - up to 15 hexadecimal digits without prefix when one of them is a letter (`ff04`)
 * - 17 to 20 decimal digits: more than an entry has in hexadecimal
 * - a cast in front, and `U`, `L`, `UL`, `ULL` behind, as in C: `(pteval_t)0x4`, `0x4UL`
 *
 * In free text such words are no values: `parseValue` reads those.
 *
 * @throws PteDecodeError as `parseValue`
 */
export function parseArgument(token: string, options: ValueOptions = {}): bigint {
  // The spelling of nearly every value, in which there is nothing to take off.
  if (token.startsWith('0x') && !'uUlL'.includes(token.slice(-1))) return parseValue(token, options);
  const bare = token.replace(CAST, '').replace(SUFFIX, '');
  if (!options.decimal && SHORT_HEXADECIMAL.test(bare)) return parseValue(`0x${bare}`, options);
  if (!options.decimal && LONG_DECIMAL.test(bare)) return parseValue(bare, { ...options, decimal: true });
  // What is wrong is told of the whole word.
  return parseValue(bare === '' ? token : bare, options);
}
