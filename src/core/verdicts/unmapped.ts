import { type DecodedEntry, decodedWith, decodeEntry } from './decode.ts';
import { oncePer } from '../later.ts';
import { type Entry, entryOf, entryWith, numberOf, readEntry } from '../entry/entry.ts';
import type { Level } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { type NumberPlace, passes, type Shape } from '../entry/shapes.ts';
import { UNMAPPED } from '../entry/state.ts';
import { not64, topBit, U64_MAX } from '../u64.ts';
import { isAvailable, isInRelease } from '../version.ts';

/** A frame of this bit is of no memory: 2^39 pages of 4 KiB are 2 PiB. */
const NO_FRAME_BIT = 39;

/**
 * The lowest frame that fits into no memory. Where the encryption bit is the highest of all, the next one is of no memory either:
 * it shortens the addresses by some bits (AMD APM 24593 15.34.1, CPUID 8000_001F EBX[11:6]).
 */
function noFrame({ mask, shift }: NumberPlace['hole']): bigint {
  return 1n << BigInt(Math.min(NO_FRAME_BIT, topBit(mask) - shift));
}

/**
 * Reads an entry of the kernel's half that is not present as the mapping that it was: the kernel has no swap entries for
 * its own pages; debug_pagealloc, set_memory_np(), memory failure and secure memory take the present bit away.
 *
 * @returns the entry with its present bit; undefined when it is something else
 */
export function readUnmapped(entry: Entry): Entry | undefined {
  return mayBeKernelPage(entry) ? asPage(entry) : undefined;
}

/** The same where something else than the flags of an entry shows that it is of a page of the kernel. */
export function asPage(entry: Entry): Entry | undefined {
  const straight = withPresent(entry);
  if (straight === undefined) return undefined;
  const { kernel, raw, level } = straight;
  const pfn = numberOf(straight, 'pfn');
  if (straight.form !== 'leaf' || pfn === null) return undefined;
  const hole = straight.shape.numbers.pfn?.hole;
  if (hole === undefined || !invertsFrames(kernel) || pfn < noFrame(hole)) return straight;
  return readEntry(kernel, raw ^ hole.mask, level);
}

/** Whether the flags of a pte are not those of something else than a page of the kernel. */
function mayBeKernelPage({ kernel, level, raw }: Entry): boolean {
  const test = kernel.machine.logTraits?.kernelPage;
  if (level !== 'pte') return true;
  return (test === undefined || passes(raw, test)) && noKernelPage(kernel, level, raw) === undefined;
}

/** The bits that decide on that. */
function kernelPageBits({ kernel, level, raw }: Entry): bigint {
  const { kernelPage, noKernelPage: row } = kernel.machine.logTraits ?? {};
  if (level !== 'pte') return 0n;
  const flags = kernelPage === undefined ? 0n : kernelPage.set | kernelPage.clear;
  if (row === undefined) return flags;
  const frame = frameMask(kernel);
  return not64(frame) | ((raw & not64(frame)) === row.value ? frame : 0n);
}

const frameMask = (kernel: Kernel): bigint => kernel.form('pte', 'leaf').pfn[0]?.mask ?? 0n;

/**
 * What an entry stands for that the kernel has at addresses of its own where there is no page; undefined when it is something
 * else. Its frame, which is 0, can be inverted.
 */
export function noKernelPage(kernel: Kernel, level: Level, raw: bigint): string | undefined {
  const row = kernel.machine.logTraits?.noKernelPage;
  if (row === undefined || level !== 'pte' || !isInRelease(row, kernel.version)) return undefined;
  const frame = frameMask(kernel);
  if ((raw & not64(frame)) !== row.value || ((raw & frame) !== 0n && (raw & frame) !== frame))
    return undefined;
  return `${row.text}${(raw & frame) === 0n ? '' : ', with its frame inverted'}`;
}

/** The bits that make an entry a present leaf. */
const presentBits = (kernel: Kernel, level: Level): bigint =>
  kernel.mask('present', 'pte') | (level === 'pte' ? 0n : kernel.mask('pse', level));

/** The entry with its present bit, where it may be of a page of the kernel. */
function withPresent({ kernel, form, raw, level }: Entry): Entry | undefined {
  return form === 'swap' || form === 'protnone'
    ? readEntry(kernel, raw | presentBits(kernel, level), level)
    : undefined;
}

/**
 * Since L1TF the frame of what is not present is inverted, also in builds of earlier releases; a frame that fits into no
 * memory shows it. Entries of some numbers of levels never are.
 */
function invertsFrames({ layout, machine, version, config }: Kernel): boolean {
  const symbol = machine.logTraits?.swapLayoutSymbol;
  return layout.pfn.some(({ inverted, config: symbols = [] }) => {
    const others = symbols.filter((name) => name !== symbol);
    return inverted === true && isAvailable({ config: others }, version, config);
  });
}

/** The bits that decide on what `readUnmapped` says of an entry. */
export function unmappedBits(entry: Entry): bigint {
  const { shape } = withPresent(entry) ?? {};
  if (shape === undefined) return 0n;
  const hole = shape.numbers.pfn?.hole;
  const bits = shape.mask | kernelPageBits(entry);
  if (hole === undefined || !invertsFrames(entry.kernel)) return bits;
  return bits | (hole.mask & not64((noFrame(hole) << BigInt(hole.shift)) - 1n));
}

/**
 * Decodes an entry where its address is known: in the half of the kernel, what is not present is no swap entry of a
 * process but a page that is not mapped, with the frame and flags that it had.
 *
 * @param isKernels whether the address is one that the kernel keeps for itself
 */
export function decodePlaced(kernel: Kernel, raw: bigint, level: Level, isKernels: boolean): DecodedEntry {
  const entry = decodeEntry(kernel, raw, { level });
  return (isKernels ? asUnmapped(entry) : undefined) ?? entry;
}

/** The entry as the page of the kernel that is not mapped; undefined when it is something else. Without notes. */
export function asUnmapped(entry: Entry): DecodedEntry | undefined {
  const straight = readUnmapped(entry);
  return straight && decodedWith(unmappedFrom(straight, entry), { notes: [] });
}

/** The entry as a page of the kernel that is not mapped, of what `readUnmapped` says that it was. */
export function unmappedFrom(straight: Entry, { kernel, raw, level }: Entry): Entry {
  const present = presentBits(kernel, level) & not64(raw);
  const isInverted = ((straight.raw ^ raw) & (straight.shape.numbers.pfn?.hole.mask ?? 0n)) !== 0n;
  const shape = unmappedShape(straight.shape, present, isInverted, kernel.pageShift);
  return entryWith(entryOf(kernel, shape, raw), { missing: straight.missing });
}

const made = oncePer<Shape, Map<string, Shape>>(() => new Map());

/** The shape of leaves without the bits `present`: with their numbers and flags, and nothing that a page can do. */
function unmappedShape(leaf: Shape, present: bigint, isInverted: boolean, pageShift: number): Shape {
  const key = `${present} ${isInverted}`;
  const known = made(leaf);
  const shape =
    known.get(key) ?? makeUnmapped(leaf, present, isInverted ? U64_MAX : 0n, belowFrame(leaf, pageShift));
  known.set(key, shape);
  return shape;
}

/** Address bits below the frame of a large page, which are inverted with it: like all of a pte. */
function belowFrame({ numbers }: Shape, pageShift: number): bigint {
  const hole = numbers.pfn?.hole.mask ?? 0n;
  const [lowest, page] = [hole & -hole, 1n << BigInt(pageShift)];
  return lowest > page ? lowest - page : 0n;
}

/** What `pfn_pte()` inverts: v4.19 arch/x86/include/asm/pgtable-invert.h protnone_mask, PTE_PFN_MASK of entries of 64 bits. */
const INVERTED = 0x000f_ffff_ffff_f000n;

function makeUnmapped(leaf: Shape, present: bigint, xor: bigint, below: bigint): Shape {
  const { frame, numbers, fields } = leaf;
  const flip = (place: NumberPlace): NumberPlace => ({ ...place, hole: { ...place.hole, xor } });
  return {
    ...leaf,
    value: leaf.value & not64(present),
    settled: leaf.settled & not64(present),
    settledValue: leaf.settledValue & not64(present),
    form: 'unmapped',
    state: UNMAPPED,
    frame: undefined,
    // All address bits of a pte are inverted with the frame, and no bits that must be zero.
    reserved: xor === 0n ? leaf.reserved : leaf.reserved & not64(INVERTED),
    numbers: {
      ...(numbers.pfn && { pfn: flip(numbers.pfn) }),
      ...(numbers.phys && { phys: flip(numbers.phys) }),
    },
    fields: fields.map((row) =>
      (row.kind === 'number' && (row.mask & (frame?.mask ?? 0n)) !== 0n) ||
      (row.kind === 'flag' && (row.mask & below) !== 0n)
        ? { ...row, xor }
        : row,
    ),
  };
}
