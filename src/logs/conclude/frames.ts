import { type Entry, numberOf } from '../../core/entry/entry.ts';
import { countBits, formatHex, topBit } from '../../core/u64.ts';
import { isInRelease } from '../../core/version.ts';

/**
 * The frame of a mapping of the kernel that lost its present bit, in words. Where its highest bit can be none of the address
 * (no table of the walk, which is private to the guest, stands as high), the frame without that bit as well.
 *
 * @returns null for all other entries
 */
export function unmappedFrame(entry: Entry, steps: readonly Entry[]): string | null {
  if (entry.form !== 'unmapped') return null;
  const pfn = numberOf(entry, 'pfn') ?? 0n;
  const { sharedBit } = entry.kernel.machine.logTraits ?? {};
  const rest = pfn === 0n ? 0n : pfn & ~(1n << BigInt(topBit(pfn)));
  const tables = steps.filter(({ form }) => form === 'table').map((step) => numberOf(step, 'pfn') ?? 0n);
  const isHigh = tables.length > 0 && tables.every((table) => table < pfn - rest);
  const mayBeShared =
    sharedBit !== undefined && isInRelease(sharedBit, entry.kernel.version) && rest !== 0n && isHigh;
  return `frame ${formatHex(pfn)}${mayBeShared ? ` (${formatHex(rest)} ${sharedBit.text})` : ''}`;
}

/** How many of the highest bits of a frame number must be set for it to look inverted. */
const INVERTED_BITS = 8n;

/** A frame number that is all ones at its top, inverted. */
export function invertedPfn(entry: Entry): bigint | null {
  const { kernel, form } = entry;
  const isInverting = kernel.form('pte', 'protnone').pfn.some(({ inverted }) => inverted);
  const pfn = form === 'leaf' && isInverting ? numberOf(entry, 'pfn') : null;
  const place = entry.shape.numbers.pfn;
  if (pfn === null || !place || place.pieces) return null;
  const width = BigInt(countBits(place.hole.mask));
  const all = (1n << width) - 1n;
  return pfn >> (width - INVERTED_BITS) === (1n << INVERTED_BITS) - 1n ? all ^ pfn : null;
}

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
