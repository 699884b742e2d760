import { type Entry, numberOf } from '../../core/entry/entry.ts';

/**
 * Where the memory ends that the log shows, if the address of an entry is beyond; else null.
 *
 * @param memoryEnd in bytes; undefined where the log shows none
 * @param encBit the bit of the address that encrypts, which is none of it
 */
export function endBefore(
  entry: Entry,
  memoryEnd: bigint | undefined,
  encBit: number | undefined,
): bigint | null {
  const { form } = entry;
  const isAddress = form === 'leaf' || form === 'protnone' || form === 'table';
  const phys = isAddress ? numberOf(entry, 'phys') : null;
  if (phys === null || memoryEnd === undefined) return null;
  const encryption = encBit === undefined ? 0n : 1n << BigInt(encBit);
  return (phys & ~encryption) < memoryEnd ? null : memoryEnd;
}
