import { PteDecodeError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { parseInteger } from '../../../core/u64.ts';

/**
 * Parses an address or a register: hexadecimal with `0x`, or the 16 digits as which registers are printed. Fewer digits alone
 * are refused, since tools print addresses without `0x` and would be misread.
 *
 * @throws PteDecodeError `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function parseAddress(text: string, what: string): bigint {
  if (/^[0-9a-f]{16}$/i.test(text)) return BigInt(`0x${text}`);
  if (!/^0x|^0$/i.test(text))
    throw new PteDecodeError('ERR_VALUE_SYNTAX', `${what} "${printable(text)}": wanted 0x… hexadecimal`);
  return parseInteger(text, what);
}

/** The addresses of a `--range`, the end exclusive. */
interface AddressRange {
  readonly start: bigint;
  /** At most 2^64. */
  readonly end: bigint;
  /** What is said of a range that cannot be. */
  readonly wanted: string;
}

/** An address: with `0x`, or six digits and more as /proc/PID/maps writes them; fewer could be decimal. */
const END = '(0x[0-9a-f_]+|[0-9a-f]{6,17}|0)';
const RANGE = new RegExp(`^${END}-${END}$`, 'i');

/** Reads `A-B`: addresses are hexadecimal. @throws PteDecodeError `ERR_USAGE`, `ERR_VALUE_RANGE` */
export function parseAddressRange(text: string): AddressRange {
  const wanted = `--range "${printable(text)}": wanted START-END, such as 0x7f0000000000-0x7f0000200000`;
  const [, from, to] = RANGE.exec(text) ?? [];
  if (from === undefined || to === undefined) throw usageError(wanted);
  const start = parseInteger(hexadecimal(from), '--range', (1n << 64n) - 1n);
  const end = parseInteger(hexadecimal(to), '--range', 1n << 64n);
  if (end <= start) throw usageError(`${wanted}; the end must lie behind the start`);
  return { start, end, wanted };
}

const hexadecimal = (text: string): string => (/^0x/i.test(text) ? text : `0x${text}`);
