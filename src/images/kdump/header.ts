import { formatHex } from '../../core/u64.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';

/** 2^36 pages of 4 KiB are 256 TiB. */
const MAX_PAGES = 2 ** 36;
const HEADER_SIZE = 464;
const SUB_HEADER_SIZE = 104;

/** A part of the file that a header points to. */
interface FilePart {
  readonly offset: number;
  readonly size: number;
}

/** The headers of a kdump-compressed image, checked. */
export interface KdumpHeader {
  readonly littleEndian: boolean;
  readonly version: number;
  readonly release: string | undefined;
  readonly machine: string | undefined;
  /** `DUMP_DH_COMPRESSED_*` bits. */
  readonly status: number;
  /** Size of a page, and the unit of the file's layout, in bytes. */
  readonly blockSize: number;
  /** Page frames the two bitmaps tell of. */
  readonly pages: number;
  /** `-d` of makedumpfile: which pages were left out; undefined in version 0. */
  readonly dumpLevel: number | undefined;
  /** First and one past the last page frame of a part of a split dump; undefined when it is whole. */
  readonly split: { readonly start: number; readonly end: number } | undefined;
  /** Position of the bitmap of memory that there is, and of the bitmap of pages that are in the file. */
  readonly memoryBitmapAt: number;
  readonly pageBitmapAt: number;
  readonly descriptorsAt: number;
  readonly vmcoreinfo: FilePart | undefined;
  readonly notes: FilePart | undefined;
}

/** `DUMP_DH_COMPRESSED_INCOMPLETE`: the disk was full when the image was written. */
export function isIncomplete({ status }: KdumpHeader): boolean {
  return (status & 0x08) !== 0;
}

/**
 * Reads the headers of a kdump-compressed image.
 *
 * Source: makedumpfile 1.7.2 diskdump_mod.h `disk_dump_header`, `kdump_sub_header` (versions 1 to 6);
 * QEMU v7.2 include/sysemu/dump.h `DiskDumpHeader64`, `KdumpSubHeader64`.
 *
 * @throws PteDecodeError `ERR_TRUNCATED` or `ERR_FORMAT`
 */
export function readKdumpHeader(source: ByteSource): KdumpHeader {
  const bytes = readExactly(source, 0, HEADER_SIZE, 'kdump header');
  const view = new DataView(bytes.buffer);
  const littleEndian = view.getUint32(8, true) < 0x1_0000;
  const word = (at: number): number => view.getUint32(at, littleEndian);
  const blockSize = word(428);
  if (!isPageSize(blockSize)) {
    if (isPageSize(word(416)))
      throw malformed(source, 416, 'the kdump image of a 32-bit machine: not supported');
    throw malformed(
      source,
      428,
      `a kdump block size of ${blockSize}: wanted a power of two from 4096 to 65536`,
    );
  }
  const version = word(8);
  const sub = readSubHeader(source, blockSize, version, littleEndian, word(432));
  const bitmapBlocks = word(436);
  if (bitmapBlocks % 2 !== 0)
    throw malformed(source, 436, `two kdump bitmaps of ${bitmapBlocks} blocks: wanted an even number`);
  const pages = version >= 6 ? sub.pages64 : word(440);
  // Since version 6 the header has as much of the count as fits, or nothing.
  if (word(440) !== 0 && word(440) !== Math.min(pages, 0xffff_ffff))
    throw malformed(
      source,
      440,
      `the kdump header counts ${word(440)} page frames, its sub header ${pages}: one of them is wrong`,
    );
  const half = (bitmapBlocks / 2) * blockSize;
  if (pages > MAX_PAGES || pages > half * 8)
    throw malformed(
      source,
      440,
      `the kdump header counts ${pages} page frames, but its bitmaps have room for ${Math.min(half * 8, MAX_PAGES)}`,
    );
  refuseBlocks(source, { subBlocks: word(432), bitmapBlocks, blockSize, pages });
  const memoryBitmapAt = (1 + word(432)) * blockSize;
  const descriptorsAt = memoryBitmapAt + bitmapBlocks * blockSize;
  return {
    littleEndian,
    version,
    release: cString(bytes, 12 + 2 * 65),
    machine: machineName(cString(bytes, 12 + 4 * 65)),
    status: word(424),
    blockSize,
    pages,
    dumpLevel: sub.dumpLevel,
    split: sub.split,
    memoryBitmapAt,
    pageBitmapAt: memoryBitmapAt + half,
    descriptorsAt,
    vmcoreinfo: sub.vmcoreinfo,
    notes: sub.notes,
  };
}

/** Bytes of the sub header and what lies behind it: VMCOREINFO, notes, the list of what was erased. */
const MAX_SUB_HEADER = 2 ** 28;

/**
 * Refuses numbers of blocks that no writer makes, of an image that ends before what they speak of: it is not cut short, but
 * its header is wrong.
 *
 * Source: makedumpfile 1.7.2 makedumpfile.c `write_kdump_header`, QEMU v7.2 dump/dump.c `create_header64`.
 *
 * @throws PteDecodeError `ERR_FORMAT`
 */
function refuseBlocks(
  source: ByteSource,
  {
    subBlocks,
    bitmapBlocks,
    blockSize,
    pages,
  }: Readonly<Record<'subBlocks' | 'bitmapBlocks' | 'blockSize' | 'pages', number>>,
): void {
  const bitmapsAt = (1 + subBlocks) * blockSize;
  if (bitmapsAt > source.size && subBlocks * blockSize > MAX_SUB_HEADER)
    throw malformed(
      source,
      432,
      `a kdump sub header of ${subBlocks} blocks of ${blockSize} bytes: no image has more than ${formatHex(MAX_SUB_HEADER)} bytes there`,
    );
  const needed = 2 * Math.ceil(pages / 8 / blockSize);
  if (bitmapsAt + bitmapBlocks * blockSize > source.size && bitmapBlocks > needed)
    throw malformed(
      source,
      436,
      `two kdump bitmaps of ${bitmapBlocks} blocks: ${pages} page frames take ${needed}`,
    );
}

interface SubHeader extends Pick<KdumpHeader, 'dumpLevel' | 'split' | 'vmcoreinfo' | 'notes'> {
  readonly pages64: number;
}

/** The sub header grew with each version; what a version does not have is not looked at. */
function readSubHeader(
  source: ByteSource,
  at: number,
  version: number,
  littleEndian: boolean,
  blocks: number,
): SubHeader {
  if (version < 1 || blocks < 1)
    return { pages64: 0, dumpLevel: undefined, split: undefined, vmcoreinfo: undefined, notes: undefined };
  const view = new DataView(readExactly(source, at, SUB_HEADER_SIZE, 'kdump sub header').buffer);
  const long = (offset: number): number => {
    const value = view.getBigUint64(offset, littleEndian);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw malformed(
        source,
        at + offset,
        `a kdump sub header field of ${formatHex(value)}, out of all range`,
      );
    return Number(value);
  };
  const part = (since: number, offset: number): FilePart | undefined => {
    if (version < since) return undefined;
    const size = long(offset + 8);
    return size === 0 ? undefined : { offset: long(offset), size };
  };
  const isSplit = version >= 2 && view.getUint32(12, littleEndian) !== 0;
  return {
    dumpLevel: view.getUint32(8, littleEndian),
    split: isSplit ? { start: long(version >= 6 ? 80 : 16), end: long(version >= 6 ? 88 : 24) } : undefined,
    vmcoreinfo: part(3, 32),
    notes: part(4, 48),
    pages64: version >= 6 ? long(96) : 0,
  };
}

/** QEMU writes this where its target has no name of its own: v7.2 include/sysemu/dump.h `ELF_MACHINE_UNAME`. */
const NO_MACHINE = 'Unknown';

function machineName(name: string | undefined): string | undefined {
  return name === NO_MACHINE ? undefined : name;
}

function isPageSize(value: number): boolean {
  return value >= 4096 && value <= 65536 && (value & (value - 1)) === 0;
}

/** A field of `struct new_utsname`: printable characters up to a zero byte, or undefined. */
function cString(bytes: Uint8Array, at: number): string | undefined {
  const text = Buffer.from(bytes.subarray(at, at + 65)).toString('latin1');
  return /^([\x21-\x7e]{1,64})\0/.exec(text)?.[1];
}
