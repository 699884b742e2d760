import { formatHex } from '../../core/u64.ts';
import { extentMemory } from './extent-memory.ts';
import { disjointExtents, type Extent, ExtentList, findOverlap, MAX_EXTENTS } from './extents.ts';
import { machineOfElf } from '../../kernel/capabilities/machines.ts';
import { kcoreExtents, type LoadSegment } from './kcore.ts';
import { type ImageInfo, type PhysicalMemory } from '../memory.ts';
import { MAX_NOTES, parseNotes, type CoreNotes } from '../elf-notes.ts';
import { joinVmcoreinfo } from '../vmcoreinfo.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';

const ET_CORE = 4;
const PT_LOAD = 1;
const PT_NOTE = 4;
const PN_XNUM = 0xffff;

/** Machines whose kernels write such cores, but whose tables are not read, by e_machine. */
const OTHER_MACHINES: ReadonlyMap<number, string> = new Map([[20, 'ppc']]);

/** One program header, whatever the class of the file. */
interface Segment extends LoadSegment {
  readonly type: number;
  /** Where the header itself lies in the file. */
  readonly headerAt: number;
}

interface Header {
  readonly wide: boolean;
  readonly littleEndian: boolean;
  readonly machine: string | undefined;
  /** Read from the file each time: there may be hundreds of thousands. */
  readonly segments: Iterable<Segment>;
}

/**
 * Opens an ELF core of a machine's memory: QEMU `dump-guest-memory`, /proc/vmcore, /proc/kcore, makedumpfile -E.
 *
 * Where segments overlap in physical memory the first in the table is read: QEMU with paging on and
 * /proc/vmcore list the same memory more than once.
 *
 * Source: ELF gABI "ELF Header", "Program Header"; v6.12 fs/proc/kcore.c; QEMU v7.2 dump/dump.c.
 *
 * @throws PteDecodeError `ERR_TRUNCATED` when the headers are cut off, `ERR_FORMAT` when they contradict themselves
 */
export function openElf(source: ByteSource): PhysicalMemory {
  const header = readHeader(source);
  const notes: string[] = [];
  const core = readNotes(source, header, notes);
  const loads = countLoads(header);
  const { extents, leftOut } = physicalExtents(source, header, notes);
  const overlap = findOverlap(extents);
  if (overlap !== undefined)
    notes.push(
      `segments overlap in physical memory: ${describeExtent(overlap[0])} and ${describeExtent(overlap[1])}; the first in the table is read`,
    );
  const cut = firstCut(extents, source.size);
  if (cut !== undefined)
    notes.push(
      `cut short: segment ${describeExtent(cut)} runs past the end of the file at ${formatHex(source.size)}`,
    );
  const info: ImageInfo = {
    path: source.name,
    format: 'elf',
    summary: `ELF${header.wide ? 64 : 32} core, ${header.littleEndian ? 'little' : 'big'} endian, ${loads} memory segment${loads === 1 ? '' : 's'}`,
    fileSize: source.size,
    machine: header.machine,
    littleEndian: header.littleEndian,
    cpus: core.cpus,
    vmcoreinfo: core.vmcoreinfo,
    release: undefined,
    lowMemory: lowMemory(header),
    notes,
  };
  return extentMemory(source, info, disjointExtents(extents), disjointExtents(leftOut));
}

/** Bytes of the lowest memory of any machine; a page of a process that is mapped low is shorter. */
const LOW_MEMORY = 0x1_0000n;

/** The virtual address of the segment with the lowest physical one; undefined where headers have none, or it is short. */
function lowMemory(header: Header): bigint | undefined {
  let lowest: Segment | undefined;
  for (const segment of loadsOf(header))
    if (segment.memSize >= LOW_MEMORY && (lowest === undefined || segment.paddr < lowest.paddr))
      lowest = segment;
  return lowest === undefined || lowest.vaddr === 0n ? undefined : lowest.vaddr;
}

/** The first extent that runs past the end of the file. */
function firstCut(extents: ExtentList, size: number): Extent | undefined {
  for (const extent of extents) if (extent.offset + (extent.end - extent.start) > size) return extent;
  return undefined;
}

function describeExtent(extent: Extent): string {
  return `${formatHex(extent.start)}-${formatHex(extent.end)} at ${formatHex(extent.offset)} of the file`;
}

function readHeader(source: ByteSource): Header {
  const ident = readExactly(source, 0, 16, 'ELF header');
  const wide = ident[4] === 2;
  const littleEndian = ident[5] === 1;
  if ((ident[4] !== 1 && ident[4] !== 2) || (ident[5] !== 1 && ident[5] !== 2))
    throw malformed(source, 4, 'the ELF header names no known class and byte order');
  const view = viewOf(readExactly(source, 0, wide ? 64 : 52, 'ELF header'));
  const type = view.getUint16(16, littleEndian);
  if (type !== ET_CORE)
    throw malformed(source, 16, `an ELF file of type ${type}, not a core (type 4): not a memory image`);
  const tableAt = wide ? toOffset(source, view, 32, littleEndian) : view.getUint32(28, littleEndian);
  const entrySize = view.getUint16(wide ? 54 : 42, littleEndian);
  const wanted = wide ? 56 : 32;
  if (entrySize !== wanted)
    throw malformed(source, wide ? 54 : 42, `program headers of ${entrySize} bytes, where ELF has ${wanted}`);
  let count = view.getUint16(wide ? 56 : 44, littleEndian);
  if (count === PN_XNUM) count = extendedCount(source, view, wide, littleEndian);
  if (count > MAX_EXTENTS)
    throw malformed(source, tableAt, `${count} program headers, more than the ${MAX_EXTENTS} allowed`);
  if (tableAt + count * wanted > source.size)
    throw malformed(
      source,
      tableAt,
      `the header counts ${count} program headers here, past the end of the file at ${formatHex(source.size)}`,
    );
  return {
    wide,
    littleEndian,
    machine: machineName(view.getUint16(18, littleEndian), wide),
    segments: { [Symbol.iterator]: () => readSegments(source, tableAt, count, wide, littleEndian) },
  };
}

/** What QEMU calls a machine; of machines that nobody knows here, the number that the file gives. */
function machineName(code: number, wide: boolean): string | undefined {
  if (code === 0) return undefined;
  const of32 = !wide && machineOfElf(code)?.names.elfOf32 === true ? ' of 32 bits' : '';
  return machineOfElf(code, wide)?.names.qemu ?? OTHER_MACHINES.get(code) ?? `e_machine ${code}${of32}`;
}

/** With 0xffff or more program headers their number is in `sh_info` of the first section header. */
function extendedCount(source: ByteSource, view: DataView, wide: boolean, littleEndian: boolean): number {
  const sectionAt = wide ? toOffset(source, view, 40, littleEndian) : view.getUint32(32, littleEndian);
  if (sectionAt === 0) return PN_XNUM;
  const section = viewOf(readExactly(source, sectionAt, wide ? 64 : 40, 'first section header'));
  return section.getUint32(wide ? 44 : 28, littleEndian);
}

/** Program headers are read some thousand at a time, so that a lying count costs nothing. */
function* readSegments(
  source: ByteSource,
  tableAt: number,
  count: number,
  wide: boolean,
  littleEndian: boolean,
): Generator<Segment, void, undefined> {
  const size = wide ? 56 : 32;
  for (let first = 0; first < count; first += 1024) {
    const block = Math.min(1024, count - first);
    const blockAt = tableAt + first * size;
    const view = viewOf(readExactly(source, blockAt, block * size, 'program headers'));
    for (let i = 0; i < block; i++)
      yield readSegment(source, view, i * size, blockAt + i * size, wide, littleEndian);
  }
}

function* loadsOf({ segments }: Header): Generator<Segment, void, undefined> {
  for (const segment of segments) if (segment.type === PT_LOAD) yield segment;
}

function countLoads(header: Header): number {
  let count = 0;
  for (const { type } of header.segments) if (type === PT_LOAD) count++;
  return count;
}

function readSegment(
  source: ByteSource,
  view: DataView,
  at: number,
  headerAt: number,
  wide: boolean,
  littleEndian: boolean,
): Segment {
  const type = view.getUint32(at, littleEndian);
  if (!wide) {
    const word = (n: number): number => view.getUint32(at + n, littleEndian);
    return {
      type,
      offset: word(4),
      vaddr: BigInt(word(8)),
      paddr: BigInt(word(12)),
      fileSize: BigInt(word(16)),
      memSize: BigInt(word(20)),
      headerAt,
    };
  }
  const word = (n: number): bigint => view.getBigUint64(at + n, littleEndian);
  const offset = word(8);
  if (type === PT_LOAD && offset > BigInt(Number.MAX_SAFE_INTEGER) && word(32) > 0n)
    throw malformed(
      source,
      headerAt + 8,
      `a segment at ${formatHex(offset)} of the file, which no file reaches`,
    );
  return {
    type,
    offset: Number(offset),
    vaddr: word(16),
    paddr: word(24),
    fileSize: word(32),
    memSize: word(40),
    headerAt,
  };
}

function readNotes(source: ByteSource, header: Header, notes: string[]): CoreNotes {
  let found: CoreNotes = { cpus: [], vmcoreinfo: undefined, machine: header.machine, brokenAt: undefined };
  let budget = MAX_NOTES;
  for (const segment of header.segments) {
    if (segment.type !== PT_NOTE || segment.fileSize === 0n) continue;
    if (segment.fileSize > BigInt(budget))
      throw malformed(
        source,
        segment.headerAt,
        `notes of ${formatHex(segment.fileSize)} bytes, more than the ${formatHex(MAX_NOTES)} allowed`,
      );
    const length = Number(segment.fileSize);
    budget -= length;
    const bytes = readExactly(source, segment.offset, length, 'notes');
    const parsed = parseNotes(bytes, header.littleEndian, header.machine);
    if (parsed.brokenAt !== undefined)
      notes.push(
        `the note at ${formatHex(segment.offset + parsed.brokenAt)} of the file runs past its segment`,
      );
    found = {
      cpus: found.cpus.length > 0 ? found.cpus : parsed.cpus,
      vmcoreinfo: parsed.vmcoreinfo ? joinVmcoreinfo(found.vmcoreinfo, parsed.vmcoreinfo) : found.vmcoreinfo,
      machine: header.machine,
      brokenAt: undefined,
    };
  }
  return found;
}

/** Whether any segment has a physical address other than 0. */
function hasAddresses(header: Header): boolean {
  for (const { paddr } of loadsOf(header)) if (paddr !== 0n) return true;
  return false;
}

/** Where each range of physical memory lies, in the order of the table, overlaps kept. */
function physicalExtents(
  source: ByteSource,
  header: Header,
  notes: string[],
): { extents: ExtentList; leftOut: ExtentList } {
  if (!hasAddresses(header)) {
    const loads = [...loadsOf(header)];
    const kcore = kcoreExtents(loads, header.machine);
    if (kcore !== undefined) {
      notes.push(
        `no physical addresses in the headers: taken from the kernel's direct map at ${formatHex(kcore.directMap)}`,
      );
      return { extents: ExtentList.of(kcore.extents), leftOut: new ExtentList() };
    }
    refuseVirtual(source, loads);
  }
  const limit = BigInt(Number.MAX_SAFE_INTEGER);
  const extents = new ExtentList();
  const leftOut = new ExtentList();
  for (const segment of loadsOf(header)) {
    // /proc/kcore marks memory without a physical address (vmalloc, vmemmap) with -1.
    if (segment.paddr === 0xffff_ffff_ffff_ffffn) continue;
    const memSize = segment.memSize > segment.fileSize ? segment.memSize : segment.fileSize;
    if (segment.paddr + memSize > limit || segment.fileSize > limit)
      throw malformed(
        source,
        segment.headerAt,
        `a segment of physical memory ${formatHex(segment.paddr)} with ${formatHex(memSize)} bytes, more than any machine has`,
      );
    const start = Number(segment.paddr);
    const end = start + Number(segment.fileSize);
    extents.push({ start, end, offset: segment.offset });
    leftOut.push({ start: end, end: start + Number(memSize), offset: 0 });
  }
  return { extents, leftOut };
}

/**
 * Refuses a core whose headers have no physical addresses: one of a process, in which they are all 0 (v6.12
 * fs/binfmt_elf.c `elf_core_dump`, gdb `gcore`), or of a kernel whose direct map is not known. One segment at 0 is the
 * memory of a small machine.
 */
function refuseVirtual(source: ByteSource, loads: readonly Segment[]): void {
  const held = loads.filter(({ memSize }) => memSize > 0n);
  const [first] = held;
  if (first === undefined || held.some(({ paddr }) => paddr !== 0n)) return;
  if (held.length === 1 && first.vaddr === 0n) return;
  const isKernel = held.every(({ vaddr }) => vaddr >> 63n === 1n);
  throw malformed(
    source,
    first.headerAt,
    isKernel
      ? 'the core of a kernel without physical addresses: all are 0 in its headers, and where its direct map is cannot be told'
      : 'the core of a process (gcore, a core dump), not of a machine: all physical addresses in its headers are 0',
  );
}

function toOffset(source: ByteSource, view: DataView, at: number, littleEndian: boolean): number {
  const value = view.getBigUint64(at, littleEndian);
  if (value > BigInt(Number.MAX_SAFE_INTEGER))
    throw malformed(
      source,
      at,
      `the header points to ${formatHex(value)} of the file, which no file reaches`,
    );
  return Number(value);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
