import { Kept, oncePer } from '../../core/later.ts';
import { type Entry, hasBit, numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { passes } from '../../core/entry/shapes.ts';
import { SWAP_HEADER_PAGES, swpOffset } from '../../core/entry/swap-entry.ts';
import { countBits, formatHex, maskOf, topBit } from '../../core/u64.ts';
import { type Conclusion, conclusion, when } from './conclusion.ts';
import { invertedText } from './reserved-bit.ts';
import {
  foreignText,
  isKernelPointer,
  isSound,
  isUserPointer,
  KERNEL_POINTER,
  listPoisonText,
  poisonText,
  stringText,
  USER_POINTER,
} from '../../core/verdicts/foreign-value.ts';

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

/** Whether a value of two words has only the high one of a page, in whose low one a swap entry would have bits of its own. */
function isHalf(kernel: Kernel, raw: bigint): boolean {
  const { layout, entryBits, swap } = kernel;
  const { wordBits } = layout;
  if (wordBits >= entryBits || swap.offset.lo >= wordBits || BigInt.asUintN(wordBits, raw) !== 0n)
    return false;
  const page = asPresent(kernel, raw);
  return page.form === 'leaf' && (page.reserved | page.unknown) === 0n;
}

const atLevel = (level: string, text: string | undefined): string | undefined => text && `${level}: ${text}`;

/** A bit that flipped. */
// prettier-ignore
const ONE_BIT: readonly Conclusion[] = [
  conclusion({ code: 'single-bit', reads: ['form', 'raw', 'generic', 'open_pte', 'message'], text: (ask) => when(ask('form') !== 'none' && countBits(ask('raw')) === 1,
    `${ask('open_pte') ? 'one bit alone' : `only bit ${topBit(ask('raw'))}`}${ask('generic') ? ' of its pte' : ''} is set: an empty entry with one flipped bit, a bare flag, or other data written over it${ask('message').includes('Unused swap') ? ', or a swap entry whose slot was freed before' : ''}`) }),
];

/** The present bit of a page or a table that was lost. */
// prettier-ignore
const LOST: readonly Conclusion[] = [
  conclusion({ code: 'present-bit-lost', forms: ['swap'], levels: ['pte'], reads: ['raw'], text(ask, k) {
    const pfn = pageFrame(k, ask('raw'));
    return pfn === null ? undefined : `with bit ${topBit(k.mask('present', 'pte'))} it would be an ordinary page of a process, pfn ${formatHex(pfn)}: as if the present bit was lost`;
  } }),
  conclusion({ code: 'present-bit-lost', forms: ['swap'], levels: ['p4d', 'pud', 'pmd'], reads: ['level', 'raw'], text(ask, k) {
    const table = lostTable(k, ask('raw'), ask('level'));
    return table === null ? undefined : `with bit ${topBit(k.mask('present', 'pte'))} it would be a pointer to a table, ${formatHex(table)}: as if the present bit was lost`;
  } }),
];

/** What an entry that ends a walk, and can be no swap entry, looks like. */
export const NO_SWAP: readonly Conclusion[] = [...ONE_BIT, ...LOST].map((row) => ({
  ...row,
  forms: ['swap'],
  reads: [...row.reads, 'offset', 'unmapped_frame'],
  text: (ask, kernel) =>
    ask('unmapped_frame') === null && (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES
      ? row.text(ask, kernel)
      : undefined,
}));

/** Bytes that no kernel makes an entry of, wherever they stand in a walk. */
// prettier-ignore
export const OVERWRITTEN: readonly Conclusion[] = [
  conclusion({ code: 'poison-byte', of: 'steps', reads: ['level', 'raw'], text: (ask, k) => atLevel(ask('level'), poisonText(k, ask('raw'))) }),
  conclusion({ code: 'foreign-bytes', of: 'steps', reads: ['level', 'raw'], text: (ask, k) => atLevel(ask('level'), foreignText(k, ask('raw'))) }),
  conclusion({ code: 'list-poison', of: 'steps', reads: ['level', 'raw'], text: (ask) => atLevel(ask('level'), listPoisonText(ask('raw'))) }),
  conclusion({ code: 'ascii-text', of: 'steps', reads: ['level', 'raw', 'wrong_bits'], text: (ask, k) =>
    ask('wrong_bits') === 0n ? undefined : atLevel(ask('level'), stringText(k, ask('raw'))) }),
  conclusion({ code: 'kernel-pointer', of: 'steps', reads: ['level', 'raw', 'form', 'pfn', 'wrong_bits', 'frame_beyond'], text: (ask, k) => when(isKernelPointer(k, ask('raw')) && (ask('form') === 'leaf' || ask('form') === 'table' ? ask('wrong_bits') !== 0n : !isSound(ask, k)),
    `${ask('level')} looks like an address of kernel memory: a virtual address taken for a physical one, or overwritten with a pointer, or read where no table is`) }),
  conclusion({ code: 'user-pointer', reads: ['level', 'raw', 'form', 'offset'], text: (ask) => when(ask('form') === 'swap' && isUserPointer(ask('raw')) && (ask('offset') ?? 0n) >= SWAP_HEADER_PAGES,
    `${ask('level')} looks like an address of user space (a program, a library or a stack): overwritten with a pointer, or read where no table is`) }),
];

/** An address beyond the memory that the kernel has shown when it started. */
// prettier-ignore
export const BEYOND_MEMORY: readonly Conclusion[] = [
  conclusion({ code: 'beyond-memory', of: 'steps', reads: ['level', 'form', 'beyond_memory'], text(ask) {
    const end = ask('beyond_memory');
    return end === null ? undefined : `${ask('level')} points beyond the memory that the log shows when the kernel started (to ${formatHex(end)}): ${ask('form') === 'table' ? '' : 'memory of a device or of the firmware, or '}added later, or bits of the address are wrong or none of it (encryption)`;
  } }),
];

/** What overwrote an entry, or which bit flipped, as far as the value itself shows it. */
// prettier-ignore
export const HINTS: readonly Conclusion[] = [
  conclusion({ code: 'poison-byte', reads: ['raw'], text: (ask, k) => poisonText(k, ask('raw')) }),
  conclusion({ code: 'foreign-bytes', reads: ['raw'], text: (ask, k) => foreignText(k, ask('raw')) }),
  conclusion({ code: 'ascii-text', reads: ['raw'], text: (ask, k) => stringText(k, ask('raw')) }),
  conclusion({ code: 'list-poison', reads: ['raw'], text: (ask) => listPoisonText(ask('raw')) }),
  conclusion({ code: 'user-pointer', forms: ['swap', 'leaf', 'protnone', 'table'], reads: ['generic', 'raw', 'form', 'wrong_bits'], text: (ask) => when(!ask('generic') && isUserPointer(ask('raw')) && (ask('form') !== 'table' || ask('wrong_bits') !== 0n),
    USER_POINTER) }),
  conclusion({ code: 'kernel-pointer', reads: ['raw', 'form', 'pfn', 'wrong_bits', 'frame_beyond'], text: (ask, k) => when(isKernelPointer(k, ask('raw')) && !isSound(ask, k),
    KERNEL_POINTER) }),
  conclusion({ code: 'inverted-frame', forms: ['leaf'], reads: ['level', 'inverted_pfn'], text: (ask) => invertedText(ask) }),
  ...ONE_BIT,
  conclusion({ code: 'unexpected-state', forms: ['swap'], levels: ['pte'], reads: ['generic', 'raw'], text: (ask, k) => when(!ask('generic') && isHalf(k, ask('raw')),
    'most likely half of an entry of a page: its low word is clear, and what is left in the high one are bits of a page (no-execute, the frame)') }),
  conclusion({ code: 'present-bit-lost', reads: ['generic', 'raw', 'offset'], text(ask, k) {
    const offset = ask('offset') ?? 0n;
    // What a pte has no room for was in none.
    const isOfPte = ask('generic') && offset === swpOffset(k.swap, ask('raw'));
    const pfn = isOfPte && offset >= SWAP_HEADER_PAGES ? bareFrame(k, ask('raw')) : null;
    return pfn === null ? undefined : `read as a present entry that lost its present bit it maps pfn ${formatHex(pfn)} (its other flags are not in this message)`;
  } }),
  ...LOST,
];
