import { formatHex } from '../core/u64.ts';
import type { Codec, Decompress } from './codecs.ts';
import { readKdumpHeader, type KdumpHeader } from './kdump-header.ts';
import { type ImageInfo, type MemoryRange, type PhysicalMemory } from './memory.ts';
import { MAX_NOTES, parseNotes, type CoreNotes } from './elf-notes.ts';
import { openBitmap, type PageBitmap } from './page-bitmap.ts';
import { malformed, readExactly, truncated, type ByteSource } from '../input/byte-source.ts';
import { parseVmcoreinfo, type Vmcoreinfo } from './vmcoreinfo.ts';

const CODECS: ReadonlyMap<number, Codec> = new Map([
  [0x01, 'zlib'],
  [0x02, 'lzo'],
  [0x04, 'snappy'],
  [0x20, 'zstd'],
]);
const COMPRESSED = 0x27;
const INCOMPLETE = 0x08;
const DESCRIPTOR_SIZE = 24;
/** Decompressed pages kept: the upper tables of a few walks. */
const KEPT_PAGES = 64;
/** Names of the bits of makedumpfile's dump level, bit 0 first. */
const LEFT_OUT = ['zero', 'cache', 'private cache', 'user', 'free'];

/**
 * Opens a kdump-compressed image, as makedumpfile and QEMU (`dump-guest-memory -z`, `-l`, `-s`) write it.
 *
 * Source: makedumpfile 1.7.2 IMPLEMENTATION, diskdump_mod.h `page_desc`; QEMU v7.2 dump/dump.c.
 *
 * @throws PteDecodeError `ERR_TRUNCATED` when headers are cut off, `ERR_FORMAT` when they contradict themselves
 */
export async function openKdump(source: ByteSource): Promise<PhysicalMemory> {
  const header = readKdumpHeader(source);
  const { loadCodecs } = await import('./codecs.ts');
  const decompress = await loadCodecs((header.status & 0x20) !== 0);
  const core = readNotes(source, header);
  const notes: string[] = [];
  if (core.brokenAt !== undefined) notes.push('a note runs past the end of the notes');
  if ((header.status & INCOMPLETE) !== 0)
    notes.push('incomplete: the disk was full when the image was written');
  if (header.split !== undefined)
    notes.push(
      `a part of a split dump: page frames ${formatHex(header.split.start)} to ${formatHex(header.split.end)}`,
    );
  const level = header.dumpLevel ?? 0;
  if (level !== 0) notes.push(`dump level ${level}: ${leftOutNames(level)} pages were left out`);
  const codecs = [...CODECS].filter(([bit]) => (header.status & bit) !== 0).map(([, codec]) => codec);
  const info: ImageInfo = {
    path: source.name,
    format: 'kdump',
    summary: `kdump-compressed version ${header.version}, ${header.littleEndian ? 'little' : 'big'} endian, ${codecs.length > 0 ? codecs.join(' and ') : 'no compression named'}`,
    fileSize: source.size,
    machine: header.machine,
    littleEndian: header.littleEndian,
    cpus: core.cpus,
    vmcoreinfo: core.vmcoreinfo,
    release: header.release,
    notes,
  };
  return kdumpMemory(source, header, info, decompress);
}

function leftOutNames(level: number): string {
  return LEFT_OUT.filter((_, bit) => ((level >> bit) & 1) === 1).join(', ');
}

function readNotes(source: ByteSource, header: KdumpHeader): CoreNotes {
  let core: CoreNotes = { cpus: [], vmcoreinfo: undefined, brokenAt: undefined };
  if (header.notes !== undefined) {
    const { offset, size } = header.notes;
    if (size > MAX_NOTES)
      throw malformed(
        source,
        header.blockSize + 56,
        `notes of ${formatHex(size)} bytes, more than the ${formatHex(MAX_NOTES)} allowed`,
      );
    core = parseNotes(readExactly(source, offset, size, 'notes'), header.littleEndian, header.machine);
  }
  let vmcoreinfo: Vmcoreinfo | undefined = core.vmcoreinfo;
  if (header.vmcoreinfo !== undefined) {
    const size = Math.min(header.vmcoreinfo.size, 0x1_0000);
    vmcoreinfo = parseVmcoreinfo(readExactly(source, header.vmcoreinfo.offset, size, 'VMCOREINFO'));
  }
  return { ...core, vmcoreinfo };
}

function kdumpMemory(
  source: ByteSource,
  header: KdumpHeader,
  info: ImageInfo,
  decompress: Decompress,
): PhysicalMemory {
  const { blockSize } = header;
  const present = openBitmap(source, header.pageBitmapAt, header.pages);
  const memory = openBitmap(source, header.memoryBitmapAt, header.pages);
  const kept = new Map<number, Uint8Array>();

  const pageOf = (pfn: number): Uint8Array | undefined => {
    const known = kept.get(pfn);
    if (known !== undefined) return known;
    const page = readPage(source, header, present, decompress, pfn);
    if (page === undefined) return undefined;
    if (kept.size >= KEPT_PAGES)
      for (const oldest of kept.keys()) if (kept.size >= KEPT_PAGES) kept.delete(oldest);
    kept.set(pfn, page);
    return page;
  };
  return {
    info,
    readInto(physAddr, target) {
      if (physAddr > BigInt(Number.MAX_SAFE_INTEGER)) return false;
      let address = Number(physAddr);
      for (let done = 0; done < target.length;) {
        const page = pageOf(Math.floor(address / blockSize));
        if (page === undefined) return false;
        const from = address % blockSize;
        const length = Math.min(target.length - done, blockSize - from);
        target.set(page.subarray(from, from + length), done);
        done += length;
        address += length;
      }
      return true;
    },
    holeAt(physAddr) {
      const pfn = physAddr / BigInt(blockSize);
      const frame = pfn >= BigInt(header.pages) ? header.pages : Number(pfn);
      const { split } = header;
      if (present.has(frame)) {
        if (split !== undefined && (frame < split.start || frame >= split.end))
          return 'in another part of this split dump';
        return 'not written: the image is incomplete';
      }
      if (!memory.has(frame)) return 'not in the image';
      const level = header.dumpLevel ?? 0;
      return level === 0
        ? 'left out when the image was made'
        : `left out when the image was made (dump level ${level}: ${leftOutNames(level)} pages)`;
    },
    *ranges(): Generator<MemoryRange> {
      const size = BigInt(blockSize);
      for (const { start, end } of present.runs())
        yield { start: BigInt(start) * size, end: BigInt(end) * size };
    },
    close: () => source.close(),
  };
}

/** Reads one page: its descriptor is found by counting the pages before it. */
function readPage(
  source: ByteSource,
  header: KdumpHeader,
  present: PageBitmap,
  decompress: Decompress,
  pfn: number,
): Uint8Array | undefined {
  const { split, blockSize, littleEndian } = header;
  if (split !== undefined && (pfn < split.start || pfn >= split.end)) return undefined;
  if (!present.has(pfn)) return undefined;
  const index = present.rank(pfn) - (split === undefined ? 0 : present.rank(split.start));
  const at = header.descriptorsAt + index * DESCRIPTOR_SIZE;
  const view = new DataView(readExactly(source, at, DESCRIPTOR_SIZE, 'kdump page descriptor').buffer);
  const offset = view.getBigUint64(0, littleEndian);
  const size = view.getUint32(8, littleEndian);
  const flags = view.getUint32(12, littleEndian) & COMPRESSED;
  if (offset === 0n && size === 0 && (header.status & INCOMPLETE) !== 0) return undefined;
  const codec = CODECS.get(flags);
  if (
    (flags !== 0 && codec === undefined) ||
    size === 0 ||
    size > blockSize ||
    (flags === 0 && size < blockSize)
  )
    throw malformed(
      source,
      at,
      `the descriptor of page frame ${formatHex(pfn)} says ${size} bytes and compression ${formatHex(flags)}`,
    );
  if (offset + BigInt(size) > BigInt(source.size === Infinity ? Number.MAX_SAFE_INTEGER : source.size))
    throw truncated(source, Number(offset), size, `page frame ${formatHex(pfn)}`);
  const data = readExactly(source, Number(offset), size, `page frame ${formatHex(pfn)}`);
  if (codec === undefined) return data;
  const page = decompress(codec, data, blockSize);
  if (page === undefined)
    throw malformed(
      source,
      Number(offset),
      `page frame ${formatHex(pfn)}: ${size} bytes of ${codec} data do not come to a page of ${blockSize}`,
    );
  return page;
}
