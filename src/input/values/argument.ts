import { withoutC } from '../../core/c-number.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';
import { parseValue, readValue, valueOf, type ValueOptions } from './value.ts';

const SHORT_HEXADECIMAL = /^(?=[0-9a-f]*[a-f])(?!0b)[0-9a-f]{1,15}$/i;
const LONG_DECIMAL = /^[0-9]{17,20}$/;
const DIGITS = /^[0-9]+$/;
/** Digits that C and drgn mean as decimal, and nobody else means otherwise: not octal, not as many as logs print. */
const DECIMAL = /^(?!0.|[0-9]{16}$)[0-9]{1,20}$/;
/** A type in parentheses, in front. */
const CAST = /^\(+[a-z_]/i;

/**
 * Reads a value that was typed as a word of the command line: what `parseValue` reads, and what a word alone can only
 * mean there.
 *
 * - up to 15 hexadecimal digits without prefix when one of them is a letter (`ff04`)
 * - 17 to 20 decimal digits: more than an entry has in hexadecimal
 * - casts, parentheses and a suffix around it, as in C: `(pteval_t)0x4`, `((pteval_t)0x4UL)`. Bare digits behind
 *   a type are decimal, as drgn prints them; 16 of them, as logs print, and others want `0x`, or `options.decimal`
 *
 * In free text such words are no values: `parseValue` reads those.
 *
 * @throws PteDecodeError as `parseValue`
 */
export function parseArgument(token: string, options: ValueOptions = {}): bigint {
  // The spelling of nearly every value, in which there is nothing to take off.
  if (token.startsWith('0x') && !'uUlL'.includes(token.slice(-1))) return parseValue(token, options);
  const bare = withoutC(token);
  if (!options.decimal && SHORT_HEXADECIMAL.test(bare)) return parseValue(`0x${bare}`, options);
  if (!options.decimal && LONG_DECIMAL.test(bare)) return parseValue(bare, { ...options, decimal: true });
  return valueOf(readWritten(token, bare, { isC: bare !== token, isCast: CAST.test(token) }, options));
}

/**
 * Reads a value in free text: what `parseValue` reads, also with a suffix of C. Most words of a text are none, so what
 * `parseValue` throws is given.
 *
 * @param isCast C or drgn wrote it: a type stands in front
 */
export function readToken(token: string, isCast: boolean, options: ValueOptions): bigint | PteDecodeError {
  const bare = withoutC(token);
  return readWritten(token, bare, { isC: isCast || bare !== token, isCast }, options);
}

/** What of C stands around digits: anything, and a type in front. */
interface Written {
  readonly isC: boolean;
  readonly isCast: boolean;
}

/** Reads the digits of a token; bare ones are hexadecimal to logs, and decimal to C and drgn. */
function readWritten(
  token: string,
  bare: string,
  { isC, isCast }: Written,
  options: ValueOptions,
): bigint | PteDecodeError {
  if (options.decimal || !isC || !DIGITS.test(bare))
    // What is wrong is told of the whole word.
    return readValue(bare === '' ? token : bare, options);
  if (LONG_DECIMAL.test(bare) || (isCast && DECIMAL.test(bare)))
    return readValue(bare, { ...options, decimal: true });
  return new PteDecodeError(
    'ERR_VALUE_SYNTAX',
    `"${printable(token)}": digits without prefix: write 0x… for hexadecimal, or give --decimal if it is decimal`,
  );
}
