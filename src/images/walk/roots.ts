import { usageError } from '../../core/errors.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatU64 } from '../../core/u64.ts';
import { hasBothHalves, isKernelHalf } from '../../core/rows/virtual-address.ts';
import { addressReach, tableAddress, unsaidAddress } from '../address.ts';
import { type PhysicalMemory, readMemory, readWord } from '../memory.ts';
import { ownerOf } from './owner.ts';
import type { Half } from '../scan/scan.ts';

/** The top tables that are known, each by its address or by the root register. Where one serves both halves of the addresses it stands in both places. */
export interface TopTables {
  /** Where user addresses are walked. */
  readonly user: bigint | undefined;
  /** Where kernel addresses are walked. */
  readonly kernel: bigint | undefined;
  /** Whether the register named the user's copy of page-table isolation, beside which the kernel's own lies. */
  readonly isolated: boolean;
  /** The half that the table is of is a guess: nobody said it, and its entries do not tell. */
  readonly isGuess?: boolean;
}

/** Where the kernel's own top table would be by VMCOREINFO. */
function saidKernelTable(memory: PhysicalMemory, kernel: Kernel): bigint | undefined {
  const { vmcoreinfo } = memory.info;
  const { tables, byteOrder } = kernel.machine;
  const entries = 2 ** (kernel.levels[0]?.indexBits ?? 0);
  const word = (physAddr: bigint): bigint | undefined => readWord(memory, physAddr, byteOrder.tables);
  return vmcoreinfo && tables?.kernelRoot?.(vmcoreinfo, entries, word);
}

/** The kernel's own top table, as far as VMCOREINFO tells where it is, and no table can be there. */
export function oddKernelTable(memory: PhysicalMemory, kernel: Kernel): bigint | undefined {
  const said = saidKernelTable(memory, kernel);
  return said === undefined || tableAddress(kernel, said) === said ? undefined : said;
}

/** The kernel's own top table, as far as VMCOREINFO tells where it is. */
function kernelTable(memory: PhysicalMemory, kernel: Kernel): bigint | undefined {
  const said = saidKernelTable(memory, kernel);
  return said !== undefined && tableAddress(kernel, said) === said ? said : undefined;
}

/**
 * The top table that a value names, which is the whole register as it is printed, or the address alone: its address, or the
 * register where that says more. Where the two give different addresses it is the one of which the image has memory, the
 * register first.
 *
 * @throws PteDecodeError `ERR_USAGE` where nothing says whether some of its bits are of the address
 */
function namedTable(memory: PhysicalMemory, kernel: Kernel, value: bigint): bigint {
  const unsaid = unsaidAddress(kernel, 'root', value);
  if (unsaid !== undefined) throw usageError(`--pgd ${formatU64(value)}: ${unsaid}`);
  // The whole register says how long the table is.
  if (kernel.machine.tables?.quarters?.(value, 'root') !== undefined) return value;
  const plain = tableAddress(kernel, value);
  const read = kernel.machine.tables?.root?.(value, addressReach(kernel) === WIDE);
  if (read === undefined) return plain;
  const table = tableAddress(kernel, read.address);
  const has = (at: bigint): boolean => readMemory(memory, at, 8) !== undefined;
  return table !== plain && !has(table) && has(plain) ? plain : table;
}

/** Bits of a physical address that no register holds in one piece. */
const WIDE = 52;

/**
 * The top tables when a value names one of them. Where each half of the addresses has one, it is that of the half that
 * is said, else of the half whose entries it has; the kernel's own is known besides where the image tells it.
 *
 * @param half whose top table it is, if somebody says
 */
export function tablesOf(
  memory: PhysicalMemory,
  kernel: Kernel,
  value: bigint,
  half: Half | undefined,
): TopTables {
  const table = namedTable(memory, kernel, value);
  if (kernel.machine.addressSpace !== 'per-half') return { user: table, kernel: table, isolated: false };
  const own = kernelTable(memory, kernel);
  const owner = half ?? (table === own ? 'kernel' : ownerOf(memory, kernel, table));
  if (owner === 'kernel') return { user: undefined, kernel: table, isolated: false };
  return { user: table, kernel: own, isolated: false, isGuess: owner === undefined };
}

/**
 * The tables for the addresses of one half: a table of which nothing says whose it is serves the half that is asked for,
 * where no other does, and then no other half.
 */
export function tablesFor(tables: TopTables, half: Half): TopTables {
  const { user, kernel, isGuess } = tables;
  if (isGuess !== true || half === 'user' || kernel !== undefined) return tables;
  return { ...tables, user: undefined, kernel: user };
}

/** The tables when nobody names one: the kernel's own, where the image tells it. */
export function kernelTables(memory: PhysicalMemory, kernel: Kernel): TopTables | undefined {
  const own = kernelTable(memory, kernel);
  return own === undefined ? undefined : { user: undefined, kernel: own, isolated: false };
}

/**
 * Finds the top tables of a CPU. A CPU that ran in user mode under page-table isolation names the user's copy,
 * which has almost nothing of the kernel; the kernel's own table lies beside it (`Isolation.copyBit` clear). Since
 * that is also an ordinary address bit, the two tables are compared: the user half of the kernel's table has
 * the same entries, with `Isolation.marks` set.
 */
export function topTables(memory: PhysicalMemory, kernel: Kernel, cr3: bigint): TopTables {
  const same = tablesOf(memory, kernel, cr3, hasBothHalves(kernel) ? undefined : 'user');
  const { user } = same;
  const { isolation, byteOrder } = kernel.machine;
  if (user === undefined || isolation === undefined || (user & isolation.copyBit) === 0n) return same;
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

/** The top table for an address; undefined when none is known for its half. */
export function rootFor(tables: TopTables, vaddr: bigint): bigint | undefined {
  return isKernelHalf(vaddr) ? tables.kernel : tables.user;
}
