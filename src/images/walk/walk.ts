import { type DecodedEntry, decodedWith, decodeEntry } from '../../core/verdicts/decode.ts';
import { numberOf, pageSizeOf } from '../../core/entry/entry.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { type State, UNMAPPED } from '../../core/entry/state.ts';
import { formatHex, formatU64, not64 } from '../../core/u64.ts';
import { isInRelease } from '../../core/version.ts';
import { decodePlaced } from '../../core/verdicts/unmapped.ts';
import {
  foldAddress,
  isCanonical,
  isKernelAddress,
  isKernelHalf,
  isOpenAddress,
  splitBuilds,
  windowTarget,
  withoutTag,
} from '../../core/rows/virtual-address.ts';
import { isFollowed, tableAddress, tableBase, tableIndex, unsaidAddress, usedEntries } from '../address.ts';
import { judgedRaw } from '../scan/findings.ts';
import { heldLength, type PhysicalMemory, readMemory, readWord } from '../memory.ts';

/** One level of a walk: the entry that the address selects there. */
export interface WalkLevel {
  readonly level: Level;
  readonly index: number;
  /** Physical address of the entry itself. */
  readonly entryPhys: bigint;
  readonly entry: DecodedEntry;
}

/** Why a walk ended without a page. */
interface WalkStop {
  /** The level whose entry stops it, or could not be read; null when the address cannot be walked at all. */
  readonly level: Level | null;
  /**
   * The state of the entry, `unreadable` when the image does not hold it, `not-canonical` for a bad address.
   */
  readonly reason: State | 'unreadable' | 'not-canonical';
  readonly text: string;
}

/** The way of one virtual address through the page tables. */
export interface Walk {
  readonly vaddr: bigint;
  /** Physical address of the top table; null when none is known for the address. */
  readonly root: bigint | null;
  /** From `pgd` down, as far as the walk came; empty where the CPU maps the address without tables. */
  readonly levels: readonly WalkLevel[];
  /** Physical address of `vaddr`; null when no page is mapped there. */
  readonly phys: bigint | null;
  /** Bytes of the page; null where none is mapped, and without tables. */
  readonly pageSize: bigint | null;
  /** Null when there is a page. */
  readonly stop: WalkStop | null;
  /** Whether the image holds the memory at `phys`: null when there is no page. */
  readonly inImage: boolean | null;
  /** Why it does not, as half a sentence. */
  readonly hole: string | null;
}

/**
 * Walks the page tables of an address space for one address, as the kernel would: a PROT_NONE page counts as a
 * page. It ends after the levels of the kernel at the latest, wherever the tables point.
 *
 * @param root physical address of the top table, or CR3 as it was: its low bits and the encryption bit are taken off;
 *   undefined when none is known for the address
 * @param vaddr 0 .. 2^64-1; a tag that the CPU ignores is left out
 * @throws PteDecodeError when the image contradicts itself where a table lies
 */
export function walkAddress(
  memory: PhysicalMemory,
  kernel: Kernel,
  root: bigint | undefined,
  vaddr: bigint,
): Walk {
  const levels: WalkLevel[] = [];
  const top = root === undefined ? undefined : tableAddress(kernel, root);
  const end = (rest: Partial<Omit<Walk, 'vaddr' | 'root' | 'levels'>>): Walk => ({
    vaddr,
    root: top ?? null,
    levels,
    phys: null,
    pageSize: null,
    stop: null,
    inImage: null,
    hole: null,
    ...rest,
  });
  const address = withoutTag(kernel.machine, vaddr);
  const direct = windowTarget(kernel.machine, address);
  if (direct !== undefined) return { ...end({ phys: direct, ...held(memory, kernel, direct) }), root: null };
  if (!isCanonical(kernel, address))
    return end({ stop: { level: null, reason: 'not-canonical', text: notCanonical(kernel, vaddr) } });
  if (top === undefined)
    return end({ stop: { level: null, reason: 'unreadable', text: noTable(kernel, address) } });
  const isKernels = isKernelAddress(kernel, address);
  let table = top;
  let pointer = root ?? 0n;
  let above: Level | 'root' = 'root';
  for (const geometry of kernel.levels) {
    const { level } = geometry;
    const index = tableIndex(geometry, address);
    const used = usedEntries(kernel, geometry, pointer, above);
    if (index < used.first || index >= used.last) {
      const by = above === 'root' ? kernel.machine.rootRegister : `the ${above} entry`;
      const has = used.first < used.last ? `those from ${used.first} to ${used.last - 1} alone` : 'none';
      const text = `the ${level} table has no entry ${index}, by ${by} it has ${has}: nothing is mapped`;
      return end({ stop: { level, reason: 'none', text } });
    }
    const entryPhys = tableBase(geometry, table) + BigInt((index * kernel.entryBits) / 8);
    const raw = readWord(memory, entryPhys, kernel.machine.byteOrder.tables, kernel.entryBits);
    if (raw === undefined) {
      const hole = holeFrom(memory, entryPhys, kernel.entryBits / 8).why;
      const text = `the ${level} entry at ${formatHex(entryPhys)} cannot be read: ${hole}`;
      return end({ stop: { level, reason: 'unreadable', text } });
    }
    const entry = withJudgedNotes(decodePlaced(kernel, raw, level, isKernels), address);
    levels.push({ level, index, entryPhys, entry });
    const phys = numberOf(entry, 'phys');
    const unsaid = phys === null ? undefined : unsaidAddress(kernel, 'entry', raw);
    if (unsaid !== undefined) {
      const text = `the ${level} entry ${formatU64(raw)} at ${formatHex(entryPhys)}: ${unsaid}`;
      return end({ stop: { level, reason: 'unreadable', text } });
    }
    const pageSize = pageSizeOf(entry);
    if (pageSize !== null && phys !== null) {
      return end({
        phys: phys + (address & (pageSize - 1n)),
        pageSize,
        ...held(memory, kernel, phys + (address & (pageSize - 1n))),
      });
    }
    if (!isFollowed(entry.shape) || phys === null) {
      const unless = isOpenAddress(kernel, address) ? unlessKernels(entry) : '';
      return end({ stop: { level, reason: entry.state, text: stopText(level, entry, isKernels) + unless } });
    }
    table = phys;
    pointer = raw;
    above = level;
  }
  return end({});
}

/** The entry with the notes that are due where it stands: what `OddTables` have on purpose is not bad there. */
function withJudgedNotes(entry: DecodedEntry, address: bigint): DecodedEntry {
  const { kernel, level, raw } = entry;
  const judged = judgedRaw(kernel, entry, address);
  if (judged === raw) return entry;
  return decodedWith(entry, { rules: entry.rules, notes: decodeEntry(kernel, judged, { level }).notes });
}

/** Whether the page at an address is in the image. */
function held(memory: PhysicalMemory, kernel: Kernel, phys: bigint): Pick<Walk, 'inImage' | 'hole'> {
  const size = 2 ** kernel.pageShift;
  const page = phys & ~BigInt(size - 1);
  if (readMemory(memory, page, size) !== undefined) return { inImage: true, hole: null };
  const { at, why } = holeFrom(memory, page, size);
  return { inImage: false, hole: at === page ? memory.holeAt(phys) : `from ${formatHex(at)} on: ${why}` };
}

/** From where on memory is missing of which some is, and why. */
function holeFrom(
  memory: PhysicalMemory,
  physAddr: bigint,
  length: number,
): { readonly at: bigint; readonly why: string } {
  const at = physAddr + BigInt(heldLength(memory, physAddr, length));
  return { at, why: memory.holeAt(at) };
}

function notCanonical(kernel: Kernel, vaddr: bigint): string {
  const { addressTag, userTag } = kernel.machine;
  // Of a tag are none of the bits that a walk uses.
  const bare = vaddr & (not64(userTag?.mask ?? 0n) | foldAddress(kernel, not64(1n << 63n)));
  const isTagged = userTag !== undefined && isInRelease(userTag, kernel.version) && isCanonical(kernel, bare);
  const unless =
    addressTag !== undefined && (vaddr & addressTag.sign) !== 0n
      ? ', unless its kernel keeps tags in its addresses (KASAN)'
      : isTagged
        ? `, unless its process keeps tags in its addresses (${userTag.name}): without them it is ${formatU64(bare)}`
        : '';
  return `${formatU64(vaddr)} is no canonical address: the CPU refuses it${unless}`;
}

function noTable({ machine }: Kernel, vaddr: bigint): string {
  const half = isKernelHalf(vaddr) ? 'kernel' : 'user';
  return `no top table of ${half} addresses is known: ${machine.addressSpace === 'per-half' ? 'each half has one, and the one given is read as that of the other (--user and --kernel-half say whose it is)' : 'the kernel table has none'}`;
}

/** What an entry is if the address is one of the kernel, where nothing says that it is one of a process. */
function unlessKernels({ kernel, raw, level }: DecodedEntry): string {
  const other = decodePlaced(kernel, raw, level, true);
  if (other.state !== UNMAPPED) return '';
  const builds = splitBuilds(kernel).map(({ symbol }) => symbol);
  return `, if this is an address of a process; if it is one of the kernel, a page that is not mapped: frame ${formatHex(numberOf(other, 'pfn') ?? 0n)} (--config ${builds.join('=y, ')}=y says which)`;
}

function stopText(level: Level, entry: DecodedEntry, isKernels: boolean): string {
  if (entry.state === 'none') return `the ${level} entry is empty`;
  if (entry.state === UNMAPPED)
    return `the ${level} entry is of a page of the kernel that is not mapped: frame ${formatHex(numberOf(entry, 'pfn') ?? 0n)}`;
  if (entry.form === 'table')
    return `the ${level} entry leads to no table: ${entry.shape.formRow?.text ?? 'it is invalid'}`;
  const isOfNone = isKernels && entry.form === 'swap';
  return `the ${level} entry is not present: ${entry.state}${isOfNone ? ', which no kernel has at an address of its own' : ''}`;
}
