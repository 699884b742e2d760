import type { Kernel } from '../core/model.ts';
import { isKernelHalf } from '../core/virtual-address.ts';
import { tableAddress } from './address.ts';
import { type PhysicalMemory, readMemory } from './memory.ts';

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
 * which has almost nothing of the kernel; the kernel's own table lies beside it (`Isolation.copyBit` clear). Since
 * that is also an ordinary address bit, the two tables are compared: the user half of the kernel's table has
 * the same entries, with `Isolation.marks` set.
 */
export function topTables(memory: PhysicalMemory, kernel: Kernel, cr3: bigint): TopTables {
  const user = tableAddress(kernel, cr3);
  const same: TopTables = { user, kernel: user, isolated: false };
  const { isolation, byteOrder } = kernel.machine;
  if (isolation === undefined || (user & isolation.copyBit) === 0n) return same;
  const { copyBit, entries, ignores, marks } = isolation;
  const own = user & ~copyBit;
  const copy = readMemory(memory, user, 8 * entries);
  const original = readMemory(memory, own, 8 * entries);
  if (copy === undefined || original === undefined) return same;
  const copyView = new DataView(copy.buffer);
  const originalView = new DataView(original.buffer);
  const isLittle = byteOrder.tables === 'little';
  let matches = 0;
  for (let at = 0; at < copy.length; at += 8) {
    const mine = copyView.getBigUint64(at, isLittle) & ~ignores;
    const theirs = originalView.getBigUint64(at, isLittle) & ~ignores;
    if (mine === 0n && theirs === 0n) continue;
    if ((mine | marks) !== theirs) return same;
    matches++;
  }
  return matches === 0 ? same : { user, kernel: own, isolated: true };
}

/** The top table for an address. */
export function rootFor(tables: TopTables, vaddr: bigint): bigint {
  return isKernelHalf(vaddr) ? tables.kernel : tables.user;
}
