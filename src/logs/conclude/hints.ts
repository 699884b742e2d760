import { Kept, oncePer } from '../../core/later.ts';
import { type Entry, hasBit, numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { passes } from '../../core/entry/shapes.ts';
import { SWAP_HEADER_PAGES } from '../../core/entry/swap-entry.ts';
import { countBits, formatHex, maskOf, topBit } from '../../core/u64.ts';
import { isCanonical, isKernelHalf } from '../../core/rows/virtual-address.ts';
import { type AskReport, type Conclusion, conclusion, when } from './conclusion.ts';
import { invertedText } from './fault.ts';

/** Bytes with which the kernel fills memory: include/linux/poison.h. */
const POISON: Readonly<Record<number, string>> = {
  0x6b: 'POISON_FREE, freed slab memory',
  0x5a: 'POISON_INUSE, uninitialised slab memory',
  0xa5: 'POISON_END, the end of a slab object',
  0xaa: 'PAGE_POISON, a freed page',
  0xcc: 'POISON_FREE_INITMEM or breakpoints',
  0xbb: 'SLUB_RED_INACTIVE',
};

/** What list_del() leaves in a list head: include/linux/poison.h LIST_POISON1, LIST_POISON2, with CONFIG_ILLEGAL_POINTER_VALUE. */
const LIST_POISON: ReadonlySet<bigint> = new Set([
  0xdead_0000_0000_0100n,
  0xdead_0000_0000_0122n,
  0xdead_0000_0000_0200n,
]);

/** Bits 40 to 46 of addresses where programs, their libraries and their stacks usually lie. */
const USER_AREAS: ReadonlySet<bigint> = new Set([0x7fn, 0x7en, 0x55n, 0x56n, 0x2an, 0x2bn]);

/** Whether a value looks like an address of user mode, of a program or its stack. */
function isUserPointer(raw: bigint): boolean {
  return raw >> 47n === 0n && USER_AREAS.has(raw >> 40n);
}

/** Whether a value is no entry at all, but what a list or a structure holds. */
export function isForeign(kernel: Kernel, raw: bigint): boolean {
  return (
    foreignText(kernel, raw) !== undefined ||
    isUserPointer(raw) ||
    LIST_POISON.has(raw) ||
    isKernelPointer(kernel, raw)
  );
}

/** Whether a value looks like an address of kernel memory. */
function isKernelPointer(kernel: Kernel, raw: bigint): boolean {
  return isKernelHalf(raw) && isCanonical(kernel, raw) && raw < TOP_OF_MEMORY;
}

/** Whether an entry is one that a kernel makes, a page or a special swap entry with a frame, though it looks like a pointer. */
function isSound(ask: AskReport<'form' | 'pfn' | 'wrong_bits' | 'frame_beyond'>): boolean {
  const isPlain = ask('form') === 'leaf' || (ask('form') === 'swap' && ask('pfn') !== null);
  return isPlain && ask('wrong_bits') === 0n && !ask('frame_beyond');
}

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

/** What memory of the machine holds that is no entry. */
const foreignText = ({ machine }: Kernel, raw: bigint): string | undefined =>
  machine.logTraits?.foreign?.find((test) => passes(raw, test))?.text;

/**
 * The bytes of a value from the lowest up, when they are six printable characters at least; of eight bytes one can be the
 * end of a string, with another behind it.
 */
function asText(raw: bigint): string | undefined {
  if ((raw & (EVERY_BYTE << 7n)) !== 0n || raw >> 40n === 0n) return undefined;
  const length = Math.ceil(raw.toString(16).length / 2);
  const bytes = Array.from({ length }, (_, index) => Number((raw >> BigInt(8 * index)) & 0xffn));
  const others = bytes.filter((byte) => byte < 0x20 || byte === 0x7f);
  const isText = others.length === 0 || (length === 8 && others.length === 1 && others[0] === 0);
  return isText ? String.fromCharCode(...bytes) : undefined;
}

function stringText(raw: bigint): string | undefined {
  const text = asText(raw)?.replaceAll('\\', '\\\\').replace('\0', '\\0');
  return text && `its bytes read as text, "${text}": overwritten with a string`;
}

const listPoisonText = (raw: bigint): string | undefined =>
  when(
    LIST_POISON.has(raw),
    'the poison of a list head whose entry was removed (LIST_POISON): overwritten with a list',
  );

/** What a value would be with the bit that tells the CPU that a page is there. */
function asPresent(kernel: Kernel, raw: bigint): Entry {
  return present(kernel).once(raw, () => readEntry(kernel, raw | kernel.mask('present', 'pte'), 'pte'));
}

/** Entries with the bit that were read before: a log says the same thing many times. */
const present = oncePer<Kernel, Kept<bigint, Entry>>(() => new Kept(MAX_PRESENT));
const MAX_PRESENT = 64;

/** The frame of the page of a process that a value would be with its present bit; null when it would be something else. */
function pageFrame(kernel: Kernel, raw: bigint): bigint | null {
  const page = asPresent(kernel, raw);
  const wanted = [hasBit(page, 'user'), hasBit(page, 'accessed')];
  const isOrdinary = wanted.includes(true) && !wanted.includes(false);
  const isOdd =
    (page.reserved | page.unknown) !== 0n || hasBit(page, 'global', 'special', 'pcd', 'pwt', 'invalid');
  if (page.form !== 'leaf' || !isOrdinary || isOdd) return null;
  return numberOf(page, 'pfn');
}

/** Where the table is that an entry points to as kernels make such entries, but for its present bit; else null. */
function lostTable(kernel: Kernel, raw: bigint, level: Level): bigint | null {
  const entry = readEntry(kernel, raw | kernel.mask('present', 'pte'), level);
  const tests = kernel.machine.logTraits?.tables ?? [];
  const isTable = entry.form === 'table' && tests.some((test) => passes(entry.raw, test));
  return isTable ? numberOf(entry, 'phys') : null;
}

/** The frame that type and offset alone would be with a present bit; null when memory has none such, or bits stand above it. */
function bareFrame(kernel: Kernel, raw: bigint): bigint | null {
  const page = asPresent(kernel, raw);
  const pfn = numberOf(page, 'pfn') ?? 0n;
  if (pfn === 0n || pfn >> BigInt(kernel.pfnBits) !== 0n) return null;
  const { lo, width } = kernel.swap.offset;
  const above = BigInt(topBit(page.shape.numbers.pfn?.hole.mask ?? 1n) + 1);
  return (raw & maskOf(lo + width - 1, 0)) >> above === 0n ? pfn : null;
}

const atLevel = (level: string, text: string | undefined): string | undefined => text && `${level}: ${text}`;

/** Bytes that no kernel makes an entry of, wherever they stand in a walk. */
// prettier-ignore
export const OVERWRITTEN: readonly Conclusion[] = [
  conclusion({ code: 'poison-byte', of: 'steps', reads: ['level', 'raw'], text: (ask) => atLevel(ask('level'), poisonText(ask('raw'))) }),
  conclusion({ code: 'foreign-bytes', of: 'steps', reads: ['level', 'raw'], text: (ask, k) => atLevel(ask('level'), foreignText(k, ask('raw'))) }),
  conclusion({ code: 'list-poison', of: 'steps', reads: ['level', 'raw'], text: (ask) => atLevel(ask('level'), listPoisonText(ask('raw'))) }),
  conclusion({ code: 'ascii-text', of: 'steps', reads: ['level', 'raw', 'wrong_bits'], text: (ask) =>
    ask('wrong_bits') === 0n ? undefined : atLevel(ask('level'), stringText(ask('raw'))) }),
  conclusion({ code: 'kernel-pointer', of: 'steps', reads: ['level', 'raw', 'form', 'wrong_bits'], text: (ask, k) => when(ask('form') === 'leaf' && ask('wrong_bits') !== 0n && isKernelPointer(k, ask('raw')),
    `${ask('level')} looks like an address of kernel memory: a virtual address taken for a physical one, or overwritten with a pointer`) }),
];

/** What overwrote an entry, or which bit flipped, as far as the value itself shows it. */
// prettier-ignore
export const HINTS: readonly Conclusion[] = [
  conclusion({ code: 'poison-byte', reads: ['raw'], text: (ask) => poisonText(ask('raw')) }),
  conclusion({ code: 'foreign-bytes', reads: ['raw'], text: (ask, k) => foreignText(k, ask('raw')) }),
  conclusion({ code: 'ascii-text', reads: ['raw'], text: (ask) => stringText(ask('raw')) }),
  conclusion({ code: 'list-poison', reads: ['raw'], text: (ask) => listPoisonText(ask('raw')) }),
  conclusion({ code: 'user-pointer', forms: ['swap', 'leaf', 'protnone', 'table'], reads: ['generic', 'raw', 'form', 'wrong_bits'], text: (ask) => when(!ask('generic') && isUserPointer(ask('raw')) && (ask('form') !== 'table' || ask('wrong_bits') !== 0n),
    'looks like an address of user space (a program, a library or a stack): overwritten with a pointer') }),
  conclusion({ code: 'kernel-pointer', reads: ['raw', 'form', 'pfn', 'wrong_bits', 'frame_beyond'], text: (ask, k) => when(isKernelPointer(k, ask('raw')) && !isSound(ask),
    'looks like an address of kernel memory: overwritten with a pointer') }),
  conclusion({ code: 'inverted-frame', forms: ['leaf'], reads: ['level', 'inverted_pfn'], text: (ask) => invertedText(ask) }),
  conclusion({ code: 'single-bit', reads: ['form', 'raw'], text: (ask) => when(ask('form') !== 'none' && countBits(ask('raw')) === 1,
    `only bit ${topBit(ask('raw'))} is set: an empty entry with one flipped bit, or a bare flag`) }),
  conclusion({ code: 'present-bit-lost', reads: ['generic', 'raw', 'offset'], text(ask, k) {
    const pfn = ask('generic') && (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES ? bareFrame(k, ask('raw')) : null;
    return pfn === null ? undefined : `read as a present entry that lost its present bit it maps pfn ${formatHex(pfn)} (its other flags are not in this message)`;
  } }),
  conclusion({ code: 'present-bit-lost', forms: ['swap'], levels: ['pte'], reads: ['raw'], text(ask, k) {
    const pfn = pageFrame(k, ask('raw'));
    return pfn === null ? undefined : `with bit ${topBit(k.mask('present', 'pte'))} it would be an ordinary page of a process, pfn ${formatHex(pfn)}: as if the present bit was lost`;
  } }),
  conclusion({ code: 'present-bit-lost', forms: ['swap'], levels: ['p4d', 'pud', 'pmd'], reads: ['level', 'raw'], text(ask, k) {
    const table = lostTable(k, ask('raw'), ask('level'));
    return table === null ? undefined : `with bit ${topBit(k.mask('present', 'pte'))} it would be a pointer to a table, ${formatHex(table)}: as if the present bit was lost`;
  } }),
];
