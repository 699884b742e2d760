import { type Entry, numberOf } from '../../core/entry/entry.ts';
import { countBits } from '../../core/u64.ts';

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
