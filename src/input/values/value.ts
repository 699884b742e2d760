import { PteDecodeError } from '../../core/errors.ts';
import { printable } from '../../core/printable.ts';

/** How the text of a value is read. */
export interface ValueOptions {
  /** Read digits without a prefix as decimal. Bare hexadecimal is then refused: one spelling has one meaning. */
  readonly decimal?: boolean;
  /** Bits of an entry, a multiple of 4: no value has more. Default 64. */
  readonly bits?: number;
  /** Nobody said a level, so `pte` is taken: what is called an entry of another level is refused. */
  readonly isPteAssumed?: boolean;
}

/** The digits of one number base, with the words used in messages. */
interface Base {
  readonly adjective: string;
  readonly bad: RegExp;
  readonly prefix: string;
}

const HEXADECIMAL: Base = { adjective: 'hexadecimal', bad: /[^0-9a-f]/iu, prefix: '0x' };
const BINARY: Base = { adjective: 'binary', bad: /[^01]/u, prefix: '0b' };
const DECIMAL: Base = { adjective: 'decimal', bad: /[^0-9]/u, prefix: '' };

/** The spelling that nearly every value has: read first, because it needs no diagnosis. */
const PLAIN = /^0[xX][0-9a-fA-F]{1,16}$/;
/** Hexadecimal digits of an entry. */
const digitsOf = ({ bits = 64 }: ValueOptions): number => bits / 4;
/** A number of more digits than this is not converted, only counted: no base needs more for 64 bits. */
const MAX_DIGITS = 64;

function syntaxError(token: string, problem: string): PteDecodeError {
  return new PteDecodeError('ERR_VALUE_SYNTAX', `"${printable(token)}": ${problem}`);
}

/** Reads the digits of `token` from index `start` on, which must all belong to `base`. */
function readDigits(token: string, start: number, base: Base, bits: number): bigint | PteDecodeError {
  const body = token.slice(start);
  if (body === '') return syntaxError(token, `no digit after ${token.slice(0, start)}`);
  const grouped = body.replaceAll('_', '0');
  const bad = base.bad.exec(grouped);
  if (bad)
    return syntaxError(
      token,
      `"${printable(bad[0])}" at column ${start + bad.index + 1} is not a ${base.adjective} digit`,
    );
  const misplaced = /^_|__|_$/.exec(body);
  if (misplaced)
    return syntaxError(
      token,
      `the underscore at column ${start + misplaced.index + misplaced[0].length} does not stand between two digits`,
    );
  const digits = body.replaceAll('_', '').replace(/^0+(?=.)/, '');
  const value = digits.length > MAX_DIGITS ? undefined : BigInt(base.prefix + digits);
  if (value === undefined || value >> BigInt(bits) !== 0n)
    return new PteDecodeError(
      'ERR_VALUE_RANGE',
      `"${printable(token)}": ${sizeOf(digits, value)}, more than the ${bits} bits of an entry`,
    );
  return value;
}

/** Says how large a number is that does not fit: its digits when they alone are too many, otherwise its bits. */
function sizeOf(digits: string, value: bigint | undefined): string {
  return value === undefined ? `${digits.length} significant digits` : `${value.toString(2).length} bits`;
}

/** Reads a token without prefix: as many hexadecimal digits as an entry has, or decimal digits where asked for. */
function readBare(token: string, options: ValueOptions): bigint | PteDecodeError {
  const { decimal = false, bits = 64 } = options;
  const wide = digitsOf(options);
  if (decimal) {
    if (/[a-f]/i.test(token) && !HEXADECIMAL.bad.test(token.replaceAll('_', '')))
      return syntaxError(token, 'values without prefix are decimal here: write 0x… for hexadecimal');
    return readDigits(token, 0, DECIMAL, bits);
  }
  const count = token.replaceAll('_', '').length;
  if (count === wide || HEXADECIMAL.bad.test(token.replaceAll('_', '')))
    return readDigits(token, 0, HEXADECIMAL, bits);
  const wanted = /^[0-9_]+$/.test(token)
    ? 'write 0x… for hexadecimal, or give --decimal if it is decimal'
    : 'write 0x… for a shorter hexadecimal value';
  return syntaxError(
    token,
    count > wide
      ? `${count} digits without prefix: an entry has exactly ${wide}`
      : `${count} ${count === 1 ? 'digit' : 'digits'} without prefix, where exactly ${wide} are wanted: ${wanted}`,
  );
}

/** Reads a value as `parseValue` does, and gives what that throws. */
export function readValue(token: string, options: ValueOptions = {}): bigint | PteDecodeError {
  const { bits = 64, decimal = false } = options;
  if (PLAIN.test(token) && (bits === 64 || token.length <= 2 + digitsOf(options))) return BigInt(token);
  if (token === '')
    return syntaxError(token, `an empty value: wanted 0x… or ${digitsOf(options)} hexadecimal digits`);
  if (token.startsWith('-')) return syntaxError(token, 'a minus sign: entries are unsigned');
  if (token.startsWith('+')) return syntaxError(token, 'a plus sign: write the digits alone');
  if (/^0x/i.test(token)) return readDigits(token, 2, HEXADECIMAL, bits);
  if (/^0b/i.test(token)) {
    const digits = token.replaceAll('_', '');
    const wide = digitsOf(options);
    const bare = digits.length === wide && !HEXADECIMAL.bad.test(digits);
    if (!bare || decimal) return readDigits(token, 2, BINARY, bits);
    if (!BINARY.bad.test(digits.slice(2)))
      return syntaxError(
        token,
        `binary, or ${wide} hexadecimal digits? Write 0x0b… or one more binary zero: 0b0…`,
      );
  }
  return readBare(token, options);
}

/**
 * Reads one value of 64 bits, or of as many as `options.bits` says; then 16 below stands for a quarter of that.
 *
 * - `0x` and hexadecimal digits, upper or lower case; any number of leading zeros, at most 16 digits after them
 * - exactly 16 hexadecimal digits without prefix, as dumps print them
 * - `0b` and binary digits, at most 64 after leading zeros
 * - decimal digits, only with `options.decimal`
 * - single underscores between digits, in each of these
 *
 * A token of 16 digits such as `0b11000000000000`, underscores not counted, fits two of these rows and is refused.
 *
 * @param token the text, without blanks around it
 * @returns the value, 0 .. 2^64-1
 * @throws PteDecodeError `ERR_VALUE_SYNTAX` when the text is no number, `ERR_VALUE_RANGE` when the number needs more
 *   than `options.bits`. Columns in the message are 1-based within the token.
 * @example parseValue('0x8400_0000_02bc_bc25') // 0x8400000002bcbc25n
 */
export function parseValue(token: string, options: ValueOptions = {}): bigint {
  return valueOf(readValue(token, options));
}

/** What was read. @throws PteDecodeError what was given in its place */
export function valueOf(read: bigint | PteDecodeError): bigint {
  if (typeof read === 'bigint') return read;
  throw read;
}
