import { type Entry, swapOf } from '../core/entry.ts';
import type { Kernel } from '../core/model.ts';
import { SWAP_HEADER_PAGES } from '../core/swap-entry.ts';
import { formatHex, maskOf, not64 } from '../core/u64.ts';
import type { Finding } from './finding.ts';
import type { LogLevel } from '../core/log-lines.ts';

/** Bytes with which the kernel fills memory: include/linux/poison.h. */
const POISON: Readonly<Record<number, string>> = {
  0x6b: 'POISON_FREE, freed slab memory',
  0x5a: 'POISON_INUSE, uninitialised slab memory',
  0xa5: 'POISON_END, the end of a slab object',
  0xaa: 'PAGE_POISON, a freed page',
  0xcc: 'POISON_FREE_INITMEM or breakpoints',
  0xbb: 'SLUB_RED_INACTIVE',
};

/** Half of the 64-bit space that x86_64 and others give the kernel. */
const KERNEL_HALF = 0xffff_8000_0000_0000n;
/** Where the special swap types stand: no pointer is there, because no kernel memory ends so high. */
const TOP_OF_MEMORY = 0xffff_ffff_ff00_0000n;

const EVERY_BYTE = 0x0101_0101_0101_0101n;

/** Says with what memory is filled whose every byte is the same. */
function poisonText(raw: bigint): string | undefined {
  const byte = raw & 0xffn;
  if (raw !== byte * EVERY_BYTE) return undefined;
  const name = POISON[Number(byte)];
  return name && `every byte is ${formatHex(byte)}: overwritten with ${name}`;
}

/** The bytes of a value from the lowest up, when they are six printable characters at least. */
function asText(raw: bigint): string | undefined {
  if ((raw & (EVERY_BYTE << 7n)) !== 0n || raw >> 40n === 0n) return undefined;
  const length = Math.ceil(raw.toString(16).length / 2);
  const bytes = Array.from({ length }, (_, index) => Number((raw >> BigInt(8 * index)) & 0xffn));
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f) ? String.fromCharCode(...bytes) : undefined;
}

function countBits(raw: bigint): number {
  return raw.toString(2).replaceAll('0', '').length;
}

/** Whether a value would be an ordinary page of a user if it were present. */
function wouldMapUserPage(kernel: Kernel, raw: bigint): boolean {
  const wanted = kernel.mask('user') | kernel.mask('accessed');
  const never = kernel.mask('global') | kernel.mask('special') | kernel.mask('pcd') | kernel.mask('pwt');
  return wanted !== 0n && (raw & wanted) === wanted && (raw & never) === 0n;
}

/** The frame of a present entry on x86, without the encryption bit. */
function frameOf(kernel: Kernel, raw: bigint): bigint {
  return (raw & kernel.physMask & not64(kernel.encMask) & maskOf(51, 12)) >> 12n;
}

/** Whether a swap entry without its flags has an offset that none has, and the address bits of an ordinary page. */
function looksLikeFrame(entry: Entry): boolean {
  const { raw } = entry;
  const swap = swapOf(entry);
  return (
    swap !== null &&
    swap.offset >= SWAP_HEADER_PAGES &&
    (raw & maskOf(51, 12)) !== 0n &&
    (raw & maskOf(58, 46)) === 0n
  );
}

/**
 * Says what overwrote an entry, or which bit flipped, as far as the value itself shows it.
 *
 * @param entry a decoded entry that something complained about
 */
export function findHints(kernel: Kernel, entry: Entry, level: LogLevel): Finding[] {
  const { raw } = entry;
  const found: Finding[] = [];
  const poison = poisonText(raw);
  const text = asText(raw);
  if (poison !== undefined) found.push({ code: 'poison-byte', level, text: poison });
  else if (text !== undefined)
    found.push({
      code: 'ascii-text',
      level,
      text: `its bytes read as text, "${text.replaceAll('\\', '\\\\')}": overwritten with a string`,
    });
  else if (entry.form === 'swap' && raw >= KERNEL_HALF && raw < TOP_OF_MEMORY)
    found.push({
      code: 'kernel-pointer',
      level,
      text: 'looks like an address of kernel memory: overwritten with a pointer',
    });
  else if (entry.form !== 'none' && countBits(raw) === 1)
    found.push({
      code: 'single-bit',
      level,
      text: `only bit ${raw.toString(2).length - 1} is set: an empty entry with one flipped bit, or a bare flag`,
    });
  else if (level === 'swap_entry' && looksLikeFrame(entry))
    found.push({
      code: 'present-bit-lost',
      level,
      text: `read as a present entry that lost its present bit it maps pfn ${formatHex(frameOf(kernel, raw))} (its other flags are not in this message)`,
    });
  else if (entry.form === 'swap' && entry.level === 'pte' && wouldMapUserPage(kernel, raw))
    found.push({
      code: 'present-bit-lost',
      level,
      text: `with bit 0 it would be an ordinary page of a process, pfn ${formatHex(frameOf(kernel, raw))}: the present bit was lost`,
    });
  return found;
}
