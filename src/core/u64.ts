import { withoutC } from './c-number.ts';
import { PteDecodeError } from './errors.ts';
import { printable } from './printable.ts';

/** The largest unsigned 64-bit value. */
export const U64_MAX = 0xffff_ffff_ffff_ffffn;

/** The 64-bit complement of `value` (0 .. 2^64-1). */
export function not64(value: bigint): bigint {
  return value ^ U64_MAX;
}

/** Bit number `n` (0 .. 63) as a mask. */
export function bit(n: number): bigint {
  return 1n << BigInt(n);
}

/** The mask of bits `lo` .. `hi`, both included (0 .. 63). */
export function maskOf(hi: number, lo: number): bigint {
  return ((1n << BigInt(hi - lo + 1)) - 1n) << BigInt(lo);
}

/** Number of the highest bit that is set in a mask other than 0. */
export function topBit(mask: bigint): number {
  return mask.toString(2).length - 1;
}

/** The runs of neighbouring bits of a mask of up to 64 bits, from the highest down. */
export function runsOf(
  mask: bigint,
): readonly { readonly hi: number; readonly lo: number; readonly mask: bigint }[] {
  const runs = [];
  for (let rest = mask; rest !== 0n;) {
    const hi = topBit(rest);
    let lo = hi;
    while (lo > 0 && (rest >> BigInt(lo - 1)) & 1n) lo -= 1;
    runs.push({ hi, lo, mask: maskOf(hi, lo) });
    rest &= not64(maskOf(hi, lo));
  }
  return runs;
}

/** Number of bits that are set. */
export function countBits(mask: bigint): number {
  return mask.toString(2).replaceAll('0', '').length;
}

/** Formats a value as `0x` and 16 lower-case digits, the form in which pte-decode prints every raw entry. */
export function formatU64(value: bigint): string {
  return '0x' + value.toString(16).padStart(16, '0');
}

/** Formats a number (PFN, swap offset, small mask) as `0x` and as many digits as it needs. */
export function formatHex(value: bigint | number): string {
  return '0x' + value.toString(16);
}

const INTEGER = /^(?:0x[0-9a-f][0-9a-f_]*|0b[01][01_]*|(?!0\d|\d{16}$)\d+)$/i;

/** What is wrong with a text that is no such integer: digits as logs print hexadecimal are not taken for decimal. */
export const integerProblem = (text: string): string =>
  /^\d+$/.test(text)
    ? `write 0x… for hexadecimal${text.startsWith('0') ? ', or no zeros in front if it is decimal' : ''}`
    : 'wanted 0x… hexadecimal, 0b… binary or decimal digits';

/**
 * Parses an unsigned integer option value: `0x…`, `0b…` or decimal, with `_` between digits of the first two, also with
 * the casts and suffixes of C. Digits as logs print hexadecimal, with zeros in front or 16 of them, are refused.
 *
 * @param text what the user gave
 * @param what the name of the thing, for the message
 * @param max the largest value allowed
 * @throws PteDecodeError `ERR_VALUE_SYNTAX` or `ERR_VALUE_RANGE`
 */
export function parseInteger(text: string, what: string, max: bigint = U64_MAX): bigint {
  const bare = withoutC(text);
  if (!INTEGER.test(bare))
    throw new PteDecodeError('ERR_VALUE_SYNTAX', `${what} "${printable(text)}": ${integerProblem(bare)}`);
  const value = BigInt(bare.replaceAll('_', ''));
  if (value > max)
    throw new PteDecodeError(
      'ERR_VALUE_RANGE',
      `${what} "${printable(text)}": more than the largest value ${formatHex(max)}`,
    );
  return value;
}
