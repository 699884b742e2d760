import type { Kernel } from '../core/model.ts';
import { SWAP_HEADER_PAGES } from '../core/swap-entry.ts';
import { countBits, formatHex, maskOf, not64, topBit } from '../core/u64.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';

/** Bytes with which the kernel fills memory: include/linux/poison.h. */
const POISON: Readonly<Record<number, string>> = {
  0x6b: 'POISON_FREE, freed slab memory',
  0x5a: 'POISON_INUSE, uninitialised slab memory',
  0xa5: 'POISON_END, the end of a slab object',
  0xaa: 'PAGE_POISON, a freed page',
  0xcc: 'POISON_FREE_INITMEM or breakpoints',
  0xbb: 'SLUB_RED_INACTIVE',
};

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

/** Half of the 64-bit space that x86_64 and others give the kernel. */
const KERNEL_HALF = 0xffff_8000_0000_0000n;

/** Whether a swap entry without its flags has the address bits of an ordinary page. */
function looksLikeFrame(raw: bigint): boolean {
  return (raw & maskOf(51, 12)) !== 0n && (raw & maskOf(58, 46)) === 0n;
}

/** What overwrote an entry, or which bit flipped, as far as the value itself shows it. */
// prettier-ignore
export const HINTS: readonly Conclusion[] = [
  conclusion({ code: 'poison-byte', reads: ['raw'], text: (ask) => poisonText(ask('raw')) }),
  conclusion({ code: 'ascii-text', reads: ['raw'], text(ask) {
    const text = asText(ask('raw'));
    return text && `its bytes read as text, "${text.replaceAll('\\', '\\\\')}": overwritten with a string`;
  } }),
  conclusion({ code: 'kernel-pointer', forms: ['swap'], reads: ['raw'], text: (ask) => when(ask('raw') >= KERNEL_HALF && ask('raw') < TOP_OF_MEMORY,
    'looks like an address of kernel memory: overwritten with a pointer') }),
  conclusion({ code: 'single-bit', reads: ['form', 'raw'], text: (ask) => when(ask('form') !== 'none' && countBits(ask('raw')) === 1,
    `only bit ${topBit(ask('raw'))} is set: an empty entry with one flipped bit, or a bare flag`) }),
  conclusion({ code: 'present-bit-lost', reads: ['generic', 'raw', 'offset'], text: (ask, k) => when(ask('generic') && (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES && looksLikeFrame(ask('raw')),
    `read as a present entry that lost its present bit it maps pfn ${formatHex(frameOf(k, ask('raw')))} (its other flags are not in this message)`) }),
  conclusion({ code: 'present-bit-lost', forms: ['swap'], levels: ['pte'], reads: ['raw'], text: (ask, k) => when(wouldMapUserPage(k, ask('raw')),
    `with bit 0 it would be an ordinary page of a process, pfn ${formatHex(frameOf(k, ask('raw')))}: the present bit was lost`) }),
];
