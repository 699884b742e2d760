import { SAME_EVERYWHERE } from './which-arch.ts';

/**
 * Low bits of an offset that machines keep apart from the others in a pte. v6.12 arch/parisc/include/asm/pgtable.h __swp_entry (3),
 * v4.14 arch/s390/include/asm/pgtable.h mk_swap_pte (1)
 */
const SPLIT_BITS = 3n;

/** The shortest number that a pte hardly holds by chance. */
const TELLING = 1n << 8n;

/** Whether a pte is on no machine the one with a generic swap entry: none of them keeps the bits of an offset in pieces but for the lowest. */
export function isUnrelated(generic: bigint, pte: bigint): boolean {
  const high = generic >> SPLIT_BITS;
  if (generic >= SAME_EVERYWHERE || high < TELLING) return false;
  const width = high.toString(2).length;
  const inverted = BigInt.asUintN(64, ~pte);
  for (let at = 0n; at < 64n; at += 1n)
    if (BigInt.asUintN(width, pte >> at) === high || BigInt.asUintN(width, inverted >> at) === high)
      return false;
  return true;
}
