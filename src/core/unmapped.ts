import { type Entry, numberOf, readEntry } from './entry.ts';

/** A frame of this bit is of no memory: 2^39 pages of 4 KiB are 2 PiB. */
const NO_FRAME = 1n << 39n;

/**
 * Reads an entry of the kernel's half that is not present as the mapping that it was: the kernel has no swap entries for
 * its own pages; debug_pagealloc, set_memory_np(), memory failure and secure memory take the present bit away.
 *
 * @returns the entry with its present bit; undefined when it is something else
 */
export function readUnmapped(entry: Entry): Entry | undefined {
  const { kernel, form, raw, level } = entry;
  if (form !== 'swap' && form !== 'protnone') return undefined;
  const present = kernel.mask('present', 'pte') | (level === 'pte' ? 0n : kernel.mask('pse', level));
  const straight = readEntry(kernel, raw | present, level);
  const pfn = numberOf(straight, 'pfn');
  if (straight.form !== 'leaf' || pfn === null) return undefined;
  // Since L1TF the frame of what is not present is inverted; a frame that fits into no memory shows it.
  const isInverted = kernel.form('pte', 'protnone').pfn.some(({ inverted }) => inverted);
  if (!isInverted || pfn < NO_FRAME) return straight;
  const mask = straight.shape.numbers.pfn?.hole.mask ?? 0n;
  return readEntry(kernel, (raw ^ mask) | present, level);
}
