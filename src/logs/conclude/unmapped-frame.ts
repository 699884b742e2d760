import { type Entry, numberOf } from '../../core/entry/entry.ts';
import { formatHex, topBit } from '../../core/u64.ts';
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
