import type { AddressPiece } from '../rows/layout.ts';
import { maskOf } from '../u64.ts';

/** The address whose bits stand in an entry in several places, or beside their own. */
export function readAddress(bits: bigint, pieces: readonly AddressPiece[]): bigint {
  let address = 0n;
  for (const { hi, lo, at } of pieces) address |= ((bits >> BigInt(lo)) & maskOf(hi - lo, 0)) << BigInt(at);
  return address;
}

/** The inverse of `readAddress`: the bits of an entry that hold an address; what has no place is dropped. */
export function writeAddress(address: bigint, pieces: readonly AddressPiece[]): bigint {
  let bits = 0n;
  for (const { hi, lo, at } of pieces) bits |= ((address >> BigInt(at)) & maskOf(hi - lo, 0)) << BigInt(lo);
  return bits;
}
