import type { Kernel } from '../core/model.ts';
import { isKernelHalf, tableAddress } from './address.ts';
import { type PhysicalMemory, readMemory } from './memory.ts';

const NX = 1n << 63n;
const ACCESSED_DIRTY = 0x60n;
const HALF = 256;

/** The top tables behind a CR3: with page-table isolation there are two. */
export interface TopTables {
  /** Where user addresses are walked. */
  readonly user: bigint;
  /** Where kernel addresses are walked. */
  readonly kernel: bigint;
  /** Whether CR3 named the user's copy of page-table isolation, beside which the kernel's own lies. */
  readonly isolated: boolean;
}

/**
 * Finds the top tables of a CPU. A CPU that ran in user mode under page-table isolation names the user's copy,
 * which has almost nothing of the kernel; the kernel's own table is the page before it (bit 12 clear). Since
 * bit 12 is also an ordinary address bit, the two pages are compared: the user half of the kernel's table has
 * the same entries, with no-execute set.
 *
 * Source: v6.12 arch/x86/include/asm/pgtable.h `kernel_to_user_pgdp`, arch/x86/mm/pti.c `__pti_set_user_pgtbl`.
 */
export function topTables(memory: PhysicalMemory, kernel: Kernel, cr3: bigint): TopTables {
  const user = tableAddress(kernel, cr3);
  const own = user & ~0x1000n;
  const same: TopTables = { user, kernel: user, isolated: false };
  if (kernel.arch !== 'x86_64' || own === user) return same;
  const copy = readMemory(memory, user, 8 * HALF);
  const original = readMemory(memory, own, 8 * HALF);
  if (copy === undefined || original === undefined) return same;
  const copyView = new DataView(copy.buffer);
  const originalView = new DataView(original.buffer);
  let matches = 0;
  for (let at = 0; at < copy.length; at += 8) {
    const mine = copyView.getBigUint64(at, true) & ~ACCESSED_DIRTY;
    const theirs = originalView.getBigUint64(at, true) & ~ACCESSED_DIRTY;
    if (mine === 0n && theirs === 0n) continue;
    if ((mine | NX) !== theirs) return same;
    matches++;
  }
  return matches === 0 ? same : { user, kernel: own, isolated: true };
}

/** The top table for an address. */
export function rootFor(tables: TopTables, vaddr: bigint): bigint {
  return isKernelHalf(vaddr) ? tables.kernel : tables.user;
}
