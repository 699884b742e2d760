import { originOf } from '../lines/line-origin.ts';
import { maskOf } from '../../core/u64.ts';
import { SAME_EVERYWHERE } from './swap-doubt.ts';

/**
 * Low bits of an offset that machines keep apart from the others in a pte. v6.12 arch/parisc/include/asm/pgtable.h __swp_entry (3),
 * v4.14 arch/s390/include/asm/pgtable.h mk_swap_pte (1)
 */
const SPLIT_BITS = 3n;

/** Bits of a generic entry that are of the offset alone, whatever the release: of words of 32 bits, and of 64. v6.12 include/linux/swapops.h SWP_TYPE_SHIFT */
const OFFSET = { small: SAME_EVERYWHERE - 1n, large: maskOf(56, 0) } as const;
/** The most bits of it that ptes of all machines have room for. v6.12 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT */
const OFFSET_ROOM = 47;

/** The shortest number that a pte hardly holds by chance. */
const TELLING = 1n << 8n;

/** Whether a pte is on no machine the one with a generic swap entry: none of them keeps the bits of an offset in pieces but for the lowest. */
export function isUnrelated(generic: bigint, pte: bigint): boolean {
  const high = (generic & (generic >> 32n === 0n ? OFFSET.small : OFFSET.large)) >> SPLIT_BITS;
  const width = high.toString(2).length;
  // More than a pte has room for is cut off there.
  if (high < TELLING || width > OFFSET_ROOM) return false;
  const inverted = BigInt.asUintN(64, ~pte);
  for (let at = 0n; at < 64n; at += 1n)
    if (BigInt.asUintN(width, pte >> at) === high || BigInt.asUintN(width, inverted >> at) === high)
      return false;
  return true;
}

/** Seconds between the message about a swap entry and the bad page map of the same one, at most: a console can be slow. */
const SAME_EVENT = 1;

/**
 * Whether a message about a swap entry is of another event than a bad page map behind it, by the times of both, or because it was
 * printed where entries are copied: v6.12 mm/memory.c copy_nonpresent_pte, zap_pte_range.
 *
 * @param swap the message in front of the swap entry
 * @param map what stands in front of the pte
 */
export function isApart(swap: string, map: string): boolean {
  const [first, second] = [originOf(swap).clock, originOf(map).clock];
  // Of one log all lines have times, or none has.
  const isOfOtherText = (first === undefined) !== (second === undefined);
  const isLater = first !== undefined && second !== undefined && Math.abs(second - first) > SAME_EVENT;
  return isOfOtherText || isLater || /\bswap_dup(?:licate)?\b/.test(swap);
}
