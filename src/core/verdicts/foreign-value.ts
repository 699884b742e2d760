import type { Entry } from '../entry/entry.ts';
import { passes } from '../entry/shapes.ts';
import { SWAP_HEADER_PAGES } from '../entry/swap-entry.ts';
import type { Kernel } from '../rows/model.ts';
import { hasHalves, isCanonical, isKernelHalf } from '../rows/virtual-address.ts';
import { formatHex, not64, topBit } from '../u64.ts';
import type { Ask } from './answers.ts';
import { asking } from './questions.ts';

/** No entry has all bits set; many that are stored inverted have nearly all. */
const ONES = 0xffn;

/** Bytes with which the kernel fills memory: include/linux/poison.h. */
const POISON: readonly (readonly [bigint, string])[] = [
  [0x6bn, 'POISON_FREE, freed slab memory'],
  [0x5an, 'POISON_INUSE, uninitialised slab memory'],
  [0xa5n, 'POISON_END, the end of a slab object'],
  [0xaan, 'PAGE_POISON, a freed page'],
  [0xccn, 'SLUB_RED_ACTIVE, POISON_FREE_INITMEM or breakpoints'],
  [0xbbn, 'SLUB_RED_INACTIVE'],
  [ONES, 'ones, or nothing that answers'],
];

/** What list_del() leaves in a list head: include/linux/poison.h LIST_POISON1, LIST_POISON2 of all releases, with CONFIG_ILLEGAL_POINTER_VALUE. */
const LIST_POISON: ReadonlySet<bigint> = new Set(
  [0xdead_0000_0000_0000n, 0x5dea_dbee_f000_0000n].flatMap((delta) =>
    [0x100n, 0x122n, 0x200n, 0x10_0100n, 0x20_0200n].map((poison) => delta + poison),
  ),
);

/** Other pointers that are made unusable in the same way: include/linux/poison.h TIMER_ENTRY_STATIC, TAIL_MAPPING, PP_SIGNATURE. */
const isPoisoned = (raw: bigint): boolean =>
  raw >> 12n === 0xdead_0000_0000_0n || raw >> 12n === 0x5dea_dbee_f000_0n;

/** Bits 40 to 46 of addresses where programs, their libraries and their stacks usually lie. */
const USER_AREAS: ReadonlySet<bigint> = new Set([0x7fn, 0x7en, 0x55n, 0x56n, 0x2an, 0x2bn]);

/** Whether a value looks like an address of user mode, of a program or its stack. */
export function isUserPointer(raw: bigint): boolean {
  return raw >> 47n === 0n && USER_AREAS.has(raw >> 40n);
}

/** Whether a value is no entry at all, but what a list or a structure holds. */
export function isForeign(kernel: Kernel, raw: bigint): boolean {
  return (
    foreignText(kernel, raw) !== undefined ||
    isUserPointer(raw) ||
    listPoisonText(raw) !== undefined ||
    isKernelPointer(kernel, raw)
  );
}

/** Whether a value looks like what fills memory, or like text: by itself, or for bits that no entry has. */
export function isFilling(kernel: Kernel, raw: bigint, wrongBits: bigint): boolean {
  return poisonText(kernel, raw) !== undefined || (wrongBits !== 0n && stringText(kernel, raw) !== undefined);
}

/** Whether a value looks like an address of kernel memory. */
export function isKernelPointer(kernel: Kernel, raw: bigint): boolean {
  if (!hasHalves(kernel) || !isKernelHalf(raw) || !isCanonical(kernel, raw) || raw >= TOP_OF_MEMORY)
    return false;
  const { start, end } = kernel.machine.logTraits?.noAddresses ?? { start: 0n, end: 0n };
  return raw < start || raw >= end;
}

const SMALLEST_PAGE = 0x1000n;

/** Whether an entry is one that a kernel makes, a page or a special swap entry with a frame, though it looks like a pointer. */
export function isSound(ask: Ask<'form' | 'pfn' | 'wrong_bits' | 'frame_beyond'>, kernel: Kernel): boolean {
  const form = ask('form');
  // The bits that every page of powerpc64 has are those of such a pointer, and tell nothing of one without access.
  const isAny = form === 'protnone' && isKernelPointer(kernel, kernel.mask('present') | kernel.mask('pse'));
  const isPlain = isAny || form === 'leaf' || (form === 'swap' && ask('pfn') !== null);
  // A kernel with smaller pages has a part of the frame there.
  const wrongBits = ask('wrong_bits') & not64((1n << BigInt(kernel.pageShift)) - SMALLEST_PAGE);
  return isPlain && wrongBits === 0n && !ask('frame_beyond');
}

/** Where the special swap types stand: no pointer is there, because no kernel memory ends so high. */
const TOP_OF_MEMORY = 0xffff_ffff_ff00_0000n;

/** What stands in text besides printable characters, and how it is shown. */
const BLANKS: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };

const EVERY_BYTE = 0x0101_0101_0101_0101n;

/** Says with what memory is filled whose every byte is the same, or of eight bytes all but one: that one was changed since. */
export function poisonText({ entryBits }: Kernel, raw: bigint): string | undefined {
  // Of two pairs of bytes one at least is of two that are the same.
  if (((raw >> 8n) ^ raw) & 0xffn && ((raw >> 24n) ^ (raw >> 16n)) & 0xffn) return undefined;
  const every = EVERY_BYTE >> BigInt(64 - entryBits);
  for (const [byte, name] of POISON) {
    const differing = raw ^ (byte * every);
    if (differing === 0n)
      return `every byte is ${formatHex(byte)}: ${name} (written over it, or read where no table is)`;
    const place = BigInt(topBit(differing) & ~7);
    if (entryBits === 64 && byte !== ONES && (differing >> place) << place === differing)
      return `every byte but bits ${place + 7n}-${place} is ${formatHex(byte)}: ${name}, changed since (written over it, or read where no table is)`;
  }
  return undefined;
}

/** What memory of the machine holds that is no entry. */
export const foreignText = ({ machine }: Kernel, raw: bigint): string | undefined =>
  machine.logTraits?.foreign?.find((test) => passes(raw, test))?.text;

/**
 * The bytes of a value as they stand in memory, when they are six printable characters at least; of eight bytes one can be the
 * end of a string, with another behind it.
 */
function asText({ machine }: Kernel, raw: bigint): string | undefined {
  if ((raw & (EVERY_BYTE << 7n)) !== 0n || raw >> 40n === 0n) return undefined;
  const length = Math.ceil(raw.toString(16).length / 2);
  const bytes = Array.from({ length }, (_, index) => Number((raw >> BigInt(8 * index)) & 0xffn));
  const others = bytes.filter((byte) => (byte < 0x20 && !(byte in BLANKS)) || byte === 0x7f);
  const isText = others.length === 0 || (length === 8 && others.length === 1 && others[0] === 0);
  const inMemory = machine.byteOrder.tables === 'big' ? bytes.toReversed() : bytes;
  return isText ? String.fromCharCode(...inMemory) : undefined;
}

export function stringText(kernel: Kernel, raw: bigint): string | undefined {
  if (poisonText(kernel, raw) !== undefined) return undefined;
  const text = asText(kernel, raw)
    ?.replaceAll('\\', '\\\\')
    .replace('\0', '\\0')
    .replace(/[\t\n\r]/g, (blank) => BLANKS[blank.charCodeAt(0)] ?? '');
  return text && `its bytes read as text, "${text}": a string (written over it, or read where no table is)`;
}

export function listPoisonText(raw: bigint): string | undefined {
  if (LIST_POISON.has(raw))
    return 'the poison of a list head whose entry was removed (LIST_POISON) (a list written over it, or read where no table is)';
  return isPoisoned(raw)
    ? 'a pointer that the kernel made unusable (POISON_POINTER_DELTA) (written over it, or read where no table is)'
    : undefined;
}

export const KERNEL_POINTER =
  'looks like an address of kernel memory: overwritten with a pointer, or read where no table is';
export const USER_POINTER =
  'looks like an address of user space (a program, a library or a stack): overwritten with a pointer, or read where no table is';

/** What a value looks like that is no entry, as far as it shows that itself; undefined where it can be one. */
export function looksText(entry: Entry): string | undefined {
  const { kernel, raw, form, shape } = entry;
  const ask = asking(entry);
  const bytes = poisonText(kernel, raw) ?? foreignText(kernel, raw) ?? listPoisonText(raw);
  if (bytes !== undefined) return bytes;
  if (isKernelPointer(kernel, raw) && !isSound(ask, kernel)) return KERNEL_POINTER;
  // The frame of a page without access that is not stored inverted can be any that a leaf has.
  const isInverted = form === 'protnone' && shape.numbers.phys?.hole.xor !== 0n;
  const isFar = form === 'swap' && (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES;
  if ((isInverted || isFar) && isUserPointer(raw) && !isSound(ask, kernel)) return USER_POINTER;
  return ask('wrong_bits') === 0n ? undefined : stringText(kernel, raw);
}
