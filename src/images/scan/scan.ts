import type { Level, LevelGeometry } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { usageError } from '../../core/errors.ts';
import { shapeOf } from '../../core/entry/shapes.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import {
  addressBits,
  canonical,
  foldAddress,
  hasHalves,
  kernelBegin,
} from '../../core/rows/virtual-address.ts';
import {
  type EntrySpan,
  joinHalves,
  tableAddress,
  tableBase,
  unsaidAddress,
  usedEntries,
  wideUnsaid,
} from '../address.ts';
import type { PageRange } from '../../pages/page-filter.ts';
import type { PhysicalMemory } from '../memory.ts';
import { SeenTables } from './seen-tables.ts';
import { readTable } from './table-parts.ts';
import { TableTargets } from './table-targets.ts';
import { tableWords, wordsInPlace } from './table-words.ts';

/** How often tables may be met again in one scan before further ones are passed over (KASAN shares some). */
const MAX_SHARED = 4096;

/** The addresses of a process, or those that the kernel keeps for itself. */
export type Half = 'user' | 'kernel';

/** Something that kept a part of the address space from being scanned. */
export interface ScanProblem {
  readonly level: Level;
  /** First virtual address that the table, or what is missing of it, would map. */
  readonly vaddr: bigint;
  /** How many pages it would map. */
  readonly pages: number;
  readonly tablePhys: bigint;
  readonly text: string;
}

/** Takes the entries of a scan, in order of addresses. */
export interface EntrySink {
  /**
   * Entries `first` to before `last` of a table, none of them a pointer to a table that the CPU goes on to, all of one half of
   * the addresses.
   *
   * @param words the halves of the entries: low half of entry i at 2i, high half at 2i+1; valid during the call only
   * @param page virtual page number of entry `first`
   */
  entries(geometry: LevelGeometry, words: Int32Array, first: number, last: number, page: number): void;
  /** An entry that points to a lower table, before that table's entries. */
  table?(geometry: LevelGeometry, lo: number, hi: number, page: number): void;
  problem(problem: ScanProblem): void;
}

/** Counts of what a scan read. */
interface ScanCounts {
  /** Tables read, by level. */
  readonly tables: ReadonlyMap<Level, number>;
}

/** Bytes of a table of a level. */
export function tableSize({ entryBits }: Kernel, geometry: LevelGeometry): number {
  return (entryBits / 8) * 2 ** geometry.indexBits;
}

/**
 * The page numbers of the lower (user) half, of the upper (kernel) half, or of both. Where each half has a top table the
 * page numbers of the kernel's go on behind those of the user's; where there are no halves each is all of them.
 */
export function halfRange(kernel: Kernel, half: Half | 'both'): PageRange {
  const pages = 2 ** (addressBits(kernel) - kernel.pageShift);
  const { addressSpace } = kernel.machine;
  if (addressSpace === 'flat') return { start: 0, end: pages };
  const middle = addressSpace === 'per-half' ? pages : pages / 2;
  return { start: half === 'kernel' ? middle : 0, end: half === 'user' ? middle : 2 * middle };
}

/** The page number from which on all are the kernel's for certain (`isKernelAddress`); Infinity where none is. */
export function kernelStart(kernel: Kernel): number {
  if (hasHalves(kernel)) return halfRange(kernel, 'user').end;
  const begin = kernelBegin(kernel);
  return begin === undefined ? Infinity : Number(begin.certain >> BigInt(kernel.pageShift));
}

/**
 * Tables that are read of an image that has no end: a device may give random bytes for ever. They map half a TiB of
 * pages of 4 KiB.
 */
const MOST_OF_ENDLESS = 2 ** 18;

/** The virtual address of a page number. */
export function pageAddress(kernel: Kernel, page: number): bigint {
  return canonical(kernel, BigInt(page) << BigInt(kernel.pageShift));
}

/** The page number of a virtual address, in the bits that tell it from others. */
export function pageNumber(kernel: Kernel, vaddr: bigint): number {
  return Number(foldAddress(kernel, vaddr) >> BigInt(kernel.pageShift));
}

/**
 * Reads every entry of an address space, or of a part of it, in order of addresses.
 *
 * It ends whatever the tables hold: they are followed no deeper than the kernel has levels, a table that is met
 * again at another level is not followed, and one met again at its own level only some thousand times. Of an image
 * without an end no more than `MOST_OF_ENDLESS` tables are read.
 *
 * @param root physical address of the top table; low bits and encryption bit are taken off
 * @param range of one half, where each has a top table
 * @throws PteDecodeError when the image contradicts itself where a table lies
 */
export function scanTables(
  memory: PhysicalMemory,
  kernel: Kernel,
  root: bigint,
  range: PageRange,
  sink: EntrySink,
): ScanCounts {
  /** Depth at which each table was read, by its address (below 2^52). */
  const seen = new SeenTables();
  /** Tables read, by depth. */
  const read = kernel.levels.map(() => 0);
  const order = kernel.machine.byteOrder.tables;
  const buffers = kernel.levels.map((geometry) => {
    const bytes = new Uint8Array(tableSize(kernel, geometry));
    // The halves of entries of 32 bits have to be made.
    return { bytes, words: kernel.entryBits < 64 ? undefined : wordsInPlace(bytes, order) };
  });
  /** Pages that one entry of each level stands for, and entries of its tables: powers are slow to work out. */
  const steps = kernel.levels.map(({ shift }) => 2 ** (shift - kernel.pageShift));
  const entryCounts = kernel.levels.map(({ indexBits }) => 2 ** indexBits);
  const targets = new TableTargets(kernel);
  const hasLengths = kernel.machine.tables?.quarters !== undefined;
  const unsaidBits = wideUnsaid(kernel)?.entry;
  const middle = kernelStart(kernel);
  let shared = 0;
  /** Tables without any entry, where an empty entry is one that points to such a table: they are met again and again. */
  const hollow = new Set<number>();
  const hasHollow = kernel.levels.some(({ level }) => kernel.none(level) === undefined);
  const mostTables = memory.info.fileSize === Infinity ? MOST_OF_ENDLESS : Infinity;

  /** Why a table must not be followed, if so. */
  const refusal = (phys: bigint, key: number, depth: number): string | undefined => {
    const before = seen.depthOf(key);
    if (before === undefined) {
      if (seen.size >= mostTables)
        return `more than ${mostTables} tables, of an image that has no end: the one at ${formatHex(phys)} is not followed`;
      seen.add(key, depth);
      return undefined;
    }
    if (before !== depth)
      return `the table at ${formatHex(phys)} is in use as a ${kernel.levels[before]?.level ?? ''} table already: not followed`;
    shared++;
    return shared > MAX_SHARED
      ? `the table at ${formatHex(phys)} was scanned already: not followed again`
      : undefined;
  };

  const fail = (
    { level }: LevelGeometry,
    tablePhys: bigint,
    first: number,
    pages: number,
    text: string,
  ): void => {
    sink.problem({ level, vaddr: pageAddress(kernel, first), pages, tablePhys, text });
  };

  /** Reads a table and what is below it, as far as what points to it has it; gives whether all of it was read and there is no entry. */
  const descend = (depth: number, phys: bigint, base: number, pointer: bigint): boolean => {
    const geometry = kernel.levels[depth];
    const buffer = buffers[depth];
    if (geometry === undefined || buffer === undefined) return false;
    const key = Number(phys);
    if (hasHollow && hollow.has(key)) return true;
    const { bytes } = buffer;
    const step = steps[depth] ?? 1;
    const count = entryCounts[depth] ?? 0;
    const refused = refusal(phys, key, depth);
    if (refused !== undefined) {
      fail(geometry, phys, base, count * step, refused);
      return false;
    }
    const at = tableBase(geometry, phys);
    const parts = readTable(memory, at, bytes, kernel.entryBits / 8);
    if (parts.some(({ hole }) => hole === undefined)) read[depth] = (read[depth] ?? 0) + 1;
    const words = buffer.words ?? tableWords(bytes, order, kernel.entryBits);
    const used = usedEntries(kernel, geometry, pointer, kernel.levels[depth - 1]?.level ?? 'root');
    const start = Math.max(used.first, Math.floor((range.start - base) / step));
    const end = Math.min(used.last, Math.ceil((range.end - base) / step));
    let isHollow = hasHollow && start === 0 && end === count;
    for (const part of parts) {
      const first = Math.max(start, part.first);
      const last = Math.min(end, part.last);
      if (first >= last) continue;
      if (part.hole === undefined) {
        if (unsaidBits !== undefined) refuseUnsaid(kernel, geometry, words, part, at, unsaidBits);
        isHollow = follow(depth, geometry, words, { first, last }, base) && isHollow;
      } else {
        isHollow = false;
        const text = `the ${geometry.level} table at ${formatHex(at)} ${part.hole}`;
        fail(geometry, phys, base + part.first * step, (part.last - part.first) * step, text);
      }
    }
    if (isHollow) hollow.add(key);
    return isHollow;
  };

  /** Hands on entries that were read, with what is below them; gives whether there is none. */
  const follow = (
    depth: number,
    geometry: LevelGeometry,
    words: Int32Array,
    { first, last }: EntrySpan,
    base: number,
  ): boolean => {
    const step = steps[depth] ?? 1;
    if (depth === kernel.levels.length - 1) {
      sink.entries(geometry, words, first, last, base + first * step);
      return hasHollow && words.subarray(2 * first, 2 * last).every((half) => half === 0);
    }
    let isHollow = hasHollow;
    let pending = first;
    for (let i = first; i < last; i++) {
      if (base + i * step === middle && pending < i) {
        sink.entries(geometry, words, pending, i, base + pending * step);
        pending = i;
      }
      const lo = words[2 * i] ?? 0;
      const hi = words[2 * i + 1] ?? 0;
      const next = (lo | hi) === 0 ? undefined : targets.of(geometry.level, lo, hi);
      if (next === undefined) {
        isHollow = false;
        continue;
      }
      if (pending < i) sink.entries(geometry, words, pending, i, base + pending * step);
      pending = i + 1;
      sink.table?.(geometry, lo, hi, base + i * step);
      isHollow = descend(depth + 1, next, base + i * step, hasLengths ? joinHalves(lo, hi) : 0n) && isHollow;
    }
    if (pending < last) sink.entries(geometry, words, pending, last, base + pending * step);
    return isHollow;
  };

  // Where each half has a table, the first entry of the kernel's is the first page behind the user's.
  const pages = 2 ** (addressBits(kernel) - kernel.pageShift);
  descend(0, tableAddress(kernel, root), Math.floor(range.start / pages) * pages, root);
  const counts = kernel.levels.map(({ level }, depth): [Level, number] => [level, read[depth] ?? 0]);
  const tables = new Map(counts.filter(([, count]) => count > 0));
  return { tables };
}

/** @throws PteDecodeError `ERR_USAGE` where nothing says which bits of an entry of a table are its address */
function refuseUnsaid(
  kernel: Kernel,
  { level }: LevelGeometry,
  words: Int32Array,
  { first, last }: EntrySpan,
  tablePhys: bigint,
  bits: bigint,
): void {
  const [low, high] = [Number(bits & 0xffff_ffffn), Number(bits >> 32n)];
  for (let i = 2 * first; i < 2 * last; i += 2) {
    if ((((words[i] ?? 0) & low) | ((words[i + 1] ?? 0) & high)) === 0) continue;
    const raw = joinHalves(words[i] ?? 0, words[i + 1] ?? 0);
    const unsaid = unsaidAddress(kernel, 'entry', raw);
    if (unsaid === undefined || shapeOf(kernel, level, raw).numbers.phys === undefined) continue;
    const at = formatHex(tablePhys + BigInt(4 * i));
    throw usageError(`the ${level} entry ${formatU64(raw)} at ${at}: ${unsaid}`);
  }
}
