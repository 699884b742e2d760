import { formatHex } from '../../core/u64.ts';
import type { Codec, Decompress } from './codecs.ts';
import { openOrder, type Order, refuseContradictions } from './contradictions.ts';
import { isIncomplete, readKdumpHeader, type KdumpHeader } from './header.ts';
import { type ImageInfo, type ImagePiece, type MemoryRange, type PhysicalMemory } from '../memory.ts';
import { MAX_NOTES, machineOfNotes, parseNotes, type CoreNotes } from '../elf-notes.ts';
import { cutNote, cutOff, DESCRIPTOR_SIZE, descriptorPlace, heldPages, isThere } from './pages.ts';
import { dumpOf } from './same-dump.ts';
import { openBitmap, type PageBitmap } from './page-bitmap.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';
import { joinVmcoreinfo, parseVmcoreinfo } from '../vmcoreinfo.ts';

const CODECS: ReadonlyMap<number, Codec> = new Map([
  [0x01, 'zlib'],
  [0x02, 'lzo'],
  [0x04, 'snappy'],
  [0x20, 'zstd'],
]);
/** Decompressed pages kept: the upper tables of a few walks. */
const KEPT_PAGES = 64;
/**
 * Names of the bits of makedumpfile's dump level behind bit 0, with which pages of zeros are not left out but share a place:
 * makedumpfile 1.7.2 makedumpfile.c `write_kdump_pages_cyclic`; QEMU v7.2 dump/dump.c `write_dump_pages`, always.
 */
const LEFT_OUT = ['cache', 'private cache', 'user', 'free'];

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
  const present = openBitmap(source, header.pageBitmapAt, heldPages(source, header, header.pageBitmapAt));
  const memory = openBitmap(source, header.memoryBitmapAt, heldPages(source, header, header.memoryBitmapAt));
  refuseContradictions(source, header, memory, present);
  const notes: string[] = [];
  const end = cutNote(source, header, present);
  if (end !== undefined) notes.push(end);
  if (core.brokenAt !== undefined) notes.push('a note runs past the end of the notes');
  if (isIncomplete(header)) notes.push('incomplete: the disk was full when the image was written');
  const piece = pieceOf(source, header);
  if (piece !== undefined) notes.push(piece.note);
  const level = header.dumpLevel ?? 0;
  if (level !== 0) notes.push(levelText(level));
  const codecs = [...CODECS].filter(([bit]) => (header.status & bit) !== 0).map(([, codec]) => codec);
  const info: ImageInfo = {
    path: source.name,
    format: 'kdump',
    summary: `kdump-compressed version ${header.version}, ${header.littleEndian ? 'little' : 'big'} endian, ${codecs.length > 0 ? codecs.join(' and ') : 'no compression named'}`,
    fileSize: source.size,
    machine: core.machine,
    littleEndian: header.littleEndian,
    cpus: core.cpus,
    vmcoreinfo: core.vmcoreinfo,
    release: header.release,
    piece,
    notes,
  };
  return kdumpMemory(source, header, info, { memory, present }, decompress);
}

function pieceOf(source: ByteSource, header: KdumpHeader): ImagePiece | undefined {
  const { split, blockSize, pages } = header;
  if (split === undefined) return undefined;
  const size = BigInt(blockSize);
  return {
    start: BigInt(split.start) * size,
    end: BigInt(split.end) * size,
    size: BigInt(pages) * size,
    dump: () => dumpOf(source, header),
    note:
      split.start === split.end
        ? 'a part of a split dump without pages: there were more parts than memory for them'
        : `a part of a split dump: page frames ${formatHex(split.start)} to ${formatHex(split.end)}`,
  };
}

/** The kinds of pages that a dump level leaves out; empty for none. */
function leftOutNames(level: number): string {
  return LEFT_OUT.filter((_, bit) => ((level >> (bit + 1)) & 1) === 1).join(', ');
}

function levelText(level: number): string {
  const names = leftOutNames(level);
  const parts = [
    ...(names === '' ? [] : [`${names} pages were left out`]),
    ...((level & 1) === 1 ? ['pages of zeros are kept once'] : []),
  ];
  return `dump level ${level}${parts.length === 0 ? '' : `: ${parts.join('; ')}`}`;
}

function readNotes(source: ByteSource, header: KdumpHeader): CoreNotes {
  let core: CoreNotes = { cpus: [], vmcoreinfo: undefined, machine: header.machine, brokenAt: undefined };
  if (header.notes !== undefined) {
    const { offset, size } = header.notes;
    if (size > MAX_NOTES)
      throw malformed(
        source,
        header.blockSize + 56,
        `notes of ${formatHex(size)} bytes, more than the ${formatHex(MAX_NOTES)} allowed`,
      );
    const bytes = readExactly(source, offset, size, 'notes');
    core = parseNotes(
      bytes,
      header.littleEndian,
      header.machine ?? machineOfNotes(bytes, header.littleEndian),
    );
  }
  if (header.vmcoreinfo === undefined) return core;
  const size = Math.min(header.vmcoreinfo.size, 0x1_0000);
  const own = parseVmcoreinfo(readExactly(source, header.vmcoreinfo.offset, size, 'VMCOREINFO'));
  return { ...core, vmcoreinfo: core.vmcoreinfo ? joinVmcoreinfo(own, core.vmcoreinfo) : own };
}

function kdumpMemory(
  source: ByteSource,
  header: KdumpHeader,
  info: ImageInfo,
  { memory, present }: { readonly memory: PageBitmap; readonly present: PageBitmap },
  decompress: Decompress,
): PhysicalMemory {
  const { blockSize } = header;
  const held = heldPages(source, header, header.pageBitmapAt);
  const order = openOrder(source, header, present);
  const kept = new Map<number, Uint8Array>();

  const pageOf = (pfn: number): Uint8Array | undefined => {
    const known = kept.get(pfn);
    if (known !== undefined) return known;
    const page = readPage(source, header, present, order, decompress, pfn);
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
        return cutOff(source, header, present, frame) ?? 'not written: the image is incomplete';
      }
      if (frame < header.pages && frame >= held)
        return 'cut off: the file ends before the bitmap says whether it is in the image';
      if (!memory.has(frame)) return 'not in the image';
      const level = header.dumpLevel ?? 0;
      const names = leftOutNames(level);
      return `left out when the image was made${names === '' ? '' : ` (dump level ${level}: ${names} pages)`}`;
    },
    *ranges(): Generator<MemoryRange> {
      const size = BigInt(blockSize);
      const { start: from, end: to } = header.split ?? { start: 0, end: Infinity };
      for (const { start, end } of present.runs())
        if (Math.max(start, from) < Math.min(end, to))
          yield { start: BigInt(Math.max(start, from)) * size, end: BigInt(Math.min(end, to)) * size };
    },
    close: () => source.close(),
  };
}

/** Reads one page: its descriptor is found by counting the pages before it. */
function readPage(
  source: ByteSource,
  header: KdumpHeader,
  present: PageBitmap,
  order: Order,
  decompress: Decompress,
  pfn: number,
): Uint8Array | undefined {
  const { split, blockSize } = header;
  if (split !== undefined && (pfn < split.start || pfn >= split.end)) return undefined;
  if (!present.has(pfn)) return undefined;
  const at = descriptorPlace(header, present, pfn);
  if (!isThere(source, at, DESCRIPTOR_SIZE)) return undefined;
  const found = order.read(at);
  const { offset, size, flags } = found;
  if (offset === 0n && size === 0 && isIncomplete(header)) return undefined;
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
  if (!isThere(source, Number(offset), size)) return undefined;
  const data = readExactly(source, Number(offset), size, `page frame ${formatHex(pfn)}`);
  const page = codec === undefined ? data : decompress(codec, data, blockSize);
  if (page === undefined)
    throw malformed(
      source,
      Number(offset),
      `page frame ${formatHex(pfn)}: ${size} bytes of ${codec ?? 'plain'} data do not come to a page of ${blockSize}`,
    );
  order.refuseNonZero(at, found, page);
  return page;
}
