import { counted } from '../../core/counted.ts';
import { formatHex } from '../../core/u64.ts';
import { type ElfHeader, type ElfSegment, loadsOf, PT_LOAD, PT_NOTE, readElfHeader } from './elf-header.ts';
import { extentMemory } from './extent-memory.ts';
import { disjointExtents, type Extent, ExtentList, findOverlap } from './extents.ts';
import { kcoreExtents } from './kcore.ts';
import { type ImageInfo, type PhysicalMemory } from '../memory.ts';
import { MAX_NOTES, parseNotes, type CoreNotes } from '../elf-notes.ts';
import { joinVmcoreinfo } from '../vmcoreinfo.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';

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
  const header = readElfHeader(source);
  const notes: string[] = [];
  const core = readNotes(source, header, notes);
  let loads = 0;
  for (const { type } of header.segments) if (type === PT_LOAD) loads += 1;
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
    summary: `ELF${header.wide ? 64 : 32} core, ${header.littleEndian ? 'little' : 'big'} endian, ${counted(loads, 'memory segment')}`,
    fileSize: source.size,
    machine: header.machine,
    littleEndian: header.littleEndian,
    cpus: core.cpus,
    vmcoreinfo: core.vmcoreinfo,
    release: undefined,
    lowMemory: lowMemory(header),
    notes,
  };
  return extentMemory(source, info, disjointExtents(extents), { leftOut: disjointExtents(leftOut) });
}

/** Bytes of the lowest memory of any machine; a page of a process that is mapped low is shorter. */
const LOW_MEMORY = 0x1_0000n;

/** The virtual address of the segment with the lowest physical one; undefined where headers have none, or it is short. */
function lowMemory(header: ElfHeader): bigint | undefined {
  let lowest: ElfSegment | undefined;
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

function readNotes(source: ByteSource, header: ElfHeader, notes: string[]): CoreNotes {
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
function hasAddresses(header: ElfHeader): boolean {
  for (const { paddr } of loadsOf(header)) if (paddr !== 0n) return true;
  return false;
}

/** Where each range of physical memory lies, in the order of the table, overlaps kept. */
function physicalExtents(
  source: ByteSource,
  header: ElfHeader,
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
function refuseVirtual(source: ByteSource, loads: readonly ElfSegment[]): void {
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
