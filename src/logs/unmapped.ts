import { type Entry, numberOf, readEntry } from '../core/entry.ts';
import type { Circumstances } from '../core/log-lines.ts';
import { passes } from '../core/shapes.ts';

/** A frame of this bit is of no memory: 2^39 pages of 4 KiB are 2 PiB. */
const NO_FRAME = 1n << 39n;

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the mapping that it was: the kernel has
 * no swap entries for its own pages (debug_pagealloc, set_memory_np(), hwpoison, secure memory take the bit away).
 *
 * @returns undefined when it is something else
 */
export function readUnmapped(entry: Entry, { address, mode }: Circumstances): Entry | undefined {
  const { kernel, form, raw, level } = entry;
  const { kernelAddress } = kernel.machine.logTraits ?? {};
  const isKernels =
    address !== undefined && kernelAddress !== undefined && mode !== 'user' && passes(address, kernelAddress);
  if (!isKernels || (form !== 'swap' && form !== 'protnone')) return undefined;
  const present = kernel.mask('present', 'pte') | (level === 'pte' ? 0n : kernel.mask('pse', level));
  const straight = readEntry(kernel, raw | present, level);
  // Since L1TF the frame of what is not present is inverted; a frame that fits into no memory shows it.
  const isInverted = kernel.form('pte', 'protnone').pfn.some(({ inverted }) => inverted);
  const pfn = numberOf(straight, 'pfn');
  if (straight.form !== 'leaf' || pfn === null) return undefined;
  if (!isInverted || pfn < NO_FRAME) return straight;
  const mask = straight.shape.numbers.pfn?.hole.mask ?? 0n;
  return readEntry(kernel, (raw ^ mask) | present, level);
}
