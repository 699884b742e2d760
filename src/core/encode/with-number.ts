import { writeAddress } from '../entry/address.ts';
import { type Entry, numberOf } from '../entry/entry.ts';
import { encodingError, fieldRangeError } from '../errors.ts';
import type { NumberName } from '../entry/shapes.ts';
import { formatHex, formatU64, not64 } from '../u64.ts';

/**
 * The entry with another number in one of its places: what stands beside it keeps its bits. It can be another state
 * then, and of another kind.
 *
 * @param name a number that the entry holds
 * @throws PteDecodeError `ERR_FIELD_RANGE` when the place has not so many bits, `ERR_NO_ENCODING` when the entry has no
 * such number
 * @example withNumber(readEntry(kernel, 0xfffffffffdb9600n, 'pte'), 'offset', 0x1235n) // 0xfffffffffdb9400n
 */
export function withNumber({ kernel, shape, raw }: Entry, name: NumberName, value: bigint): bigint {
  const place = shape.numbers[name];
  if (!place) throw encodingError(`${name}: an entry of state "${shape.state}" has none`);
  const { hole, pieces } = place;
  const { mask, xor, shift } = hole;
  const address = name === 'pfn' ? value << BigInt(kernel.pageShift) : value;
  const bits = pieces
    ? writeAddress(address, pieces)
    : shift < 0
      ? value >> BigInt(-shift)
      : value << BigInt(shift);
  const changed = (raw & not64(mask)) | ((bits ^ xor) & mask);
  if (value < 0n || numberOf({ kernel, shape, raw: changed }, name) !== value)
    throw fieldRangeError(`${name} ${formatHex(value)}: does not fit its bits, ${formatU64(mask)}`);
  return changed;
}
