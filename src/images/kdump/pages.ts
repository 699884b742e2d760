import { firstPlace } from '../../core/first-place.ts';
import { formatHex } from '../../core/u64.ts';
import { type ByteSource, pastEnd, readExactly } from '../../input/bytes/byte-source.ts';
import type { KdumpHeader } from './header.ts';
import type { PageBitmap } from './page-bitmap.ts';

/** Bytes of `page_desc`: makedumpfile 1.7.2 diskdump_mod.h. */
export const DESCRIPTOR_SIZE = 24;
/** The compressions among the flags of a descriptor. */
const COMPRESSED = 0x27;

/**
 * Page frames of a bitmap that the file holds, up to the first one that it does not: fewer than there are where it is cut
 * short. Those behind a gap cannot be counted.
 */
export function heldPages(source: ByteSource, { pages }: KdumpHeader, at: number): number {
  const bytes = Math.max(0, Math.min(Math.ceil(pages / 8), source.size - at));
  if (isThere(source, at, bytes)) return Math.min(pages, bytes * 8);
  return firstPlace(bytes - 1, (held) => !isThere(source, at, held + 1)) * 8;
}

/** Whether both bitmaps are whole. */
export function hasBitmaps(source: ByteSource, header: KdumpHeader): boolean {
  const { pages, pageBitmapAt, memoryBitmapAt, descriptorsAt } = header;
  return (
    heldPages(source, header, pageBitmapAt) >= pages &&
    isThere(source, memoryBitmapAt, descriptorsAt - memoryBitmapAt)
  );
}

/** Where the table of descriptors ends. */
export function tableEnd({ descriptorsAt, pages, split }: KdumpHeader, present: PageBitmap): number {
  const { start, end } = split ?? { start: 0, end: pages };
  return descriptorsAt + (present.rank(end) - present.rank(start)) * DESCRIPTOR_SIZE;
}

/**
 * Where the pages begin: behind the descriptors. makedumpfile leaves room for those of all parts in each part of a split
 * dump; one without is read too, where the place of its first page says so.
 *
 * Source: makedumpfile 1.7.2 makedumpfile.c `write_kdump_pages_and_bitmap_cyclic`, `get_num_dumpable_cyclic_withsplit`,
 * `reassemble_kdump_pages`.
 */
export function pagesAt(source: ByteSource, header: KdumpHeader, present: PageBitmap): number {
  const { descriptorsAt, blockSize, pages, split } = header;
  const own = tableEnd(header, present);
  if (split === undefined || own === descriptorsAt) return own;
  const first = readDescriptors(source, header, descriptorsAt, descriptorsAt + DESCRIPTOR_SIZE).at(0)?.offset;
  const isTight = first === BigInt(own) || first === BigInt(own + blockSize);
  return isTight ? own : descriptorsAt + present.rank(pages) * DESCRIPTOR_SIZE;
}

/** Where the file ends, when that is before the last page, or that this is not known. */
export function cutNote(source: ByteSource, header: KdumpHeader, present: PageBitmap): string | undefined {
  const { size } = source;
  const isWithinBitmaps = size < header.pageBitmapAt + Math.ceil(header.pages / 8);
  const end = isWithinBitmaps ? Infinity : pagesEnd(source, header, present);
  if (end === undefined)
    return `whether it is cut short is not known: its last ${MOST_DESCRIPTORS} descriptors are all of pages of zeros, or were not written`;
  return end <= size
    ? undefined
    : `cut short: the file ends at ${formatHex(size)}, before the end of the ${isWithinBitmaps ? 'bitmaps' : 'pages'}`;
}

/** Descriptors that are read at a time, from the end of their table on. */
const SOME_DESCRIPTORS = 1 << 13;
/** Descriptors that are looked at, which are those of 32 GiB of zeros: 192 MiB. */
const MOST_DESCRIPTORS = 1 << 23;

/**
 * Where the last pages end, or a place behind the file where it ends before. Pages of zeros share one place, so of those
 * that have their own the last is looked for.
 *
 * @returns undefined where there is none among the last `MOST_DESCRIPTORS`
 */
function pagesEnd(source: ByteSource, header: KdumpHeader, present: PageBitmap): number | undefined {
  const { descriptorsAt } = header;
  const tableAt = tableEnd(header, present);
  if (tableAt === descriptorsAt) return 0;
  if (tableAt > source.size) return Infinity;
  const shared = pagesAt(source, header, present);
  const least = Math.max(descriptorsAt, tableAt - MOST_DESCRIPTORS * DESCRIPTOR_SIZE);
  let sharedEnd = 0;
  for (let to = tableAt; to > least; to -= SOME_DESCRIPTORS * DESCRIPTOR_SIZE) {
    const from = Math.max(least, to - SOME_DESCRIPTORS * DESCRIPTOR_SIZE);
    const table = readDescriptors(source, header, from, to);
    for (let index = table.areAlike ? 0 : (to - from) / DESCRIPTOR_SIZE - 1; index >= 0; index--) {
      const found = table.at(index);
      if (found === undefined || found.size === 0) continue;
      if (found.offset !== BigInt(shared)) return Number(endOf(found));
      sharedEnd = shared + found.size;
    }
  }
  return least === descriptorsAt ? sharedEnd : undefined;
}

/** Why a page that the bitmap counts cannot be read, when the file ends before it. */
export function cutOff(
  source: ByteSource,
  header: KdumpHeader,
  present: PageBitmap,
  pfn: number,
): string | undefined {
  const at = descriptorPlace(header, present, pfn);
  if (!isThere(source, at, DESCRIPTOR_SIZE))
    return `cut off: its descriptor would be at ${formatHex(at)} of the file, ${pastEnd(source)}`;
  const { offset, size } = readDescriptor(source, header, at);
  return isThere(source, Number(offset), size)
    ? undefined
    : `cut off: it would be at ${formatHex(offset)} of the file, ${pastEnd(source)}`;
}

/** Whether bytes lie within the file, and in one of which parts are missing were written. */
export function isThere(source: ByteSource, offset: number, length: number): boolean {
  return offset + length <= source.size && source.holds?.(offset, length) !== false;
}

/** Where the descriptor of a page lies: the pages before it are counted. */
export function descriptorPlace(
  { split, descriptorsAt }: KdumpHeader,
  present: PageBitmap,
  pfn: number,
): number {
  const index = present.rank(pfn) - (split === undefined ? 0 : present.rank(split.start));
  return descriptorsAt + index * DESCRIPTOR_SIZE;
}

/** Where a page lies in the file. */
export interface Descriptor {
  readonly offset: bigint;
  readonly size: number;
  /** The compression, among the flags. */
  readonly flags: number;
  /** `page_flags`, which every writer leaves 0. */
  readonly pageFlags: bigint;
}

/** Reads the descriptor at a position of the file. */
export function readDescriptor(source: ByteSource, { littleEndian }: KdumpHeader, at: number): Descriptor {
  const bytes = readExactly(source, at, DESCRIPTOR_SIZE, 'kdump page descriptor');
  return descriptorOf(new DataView(bytes.buffer), 0, littleEndian);
}

/** Some descriptors of the table, one behind the other. */
interface Descriptors {
  /** The one with a number, from 0; undefined for what is not there. */
  at(index: number): Descriptor | undefined;
  /** Whether all are the same, byte for byte. */
  readonly areAlike: boolean;
}

/** Reads the descriptors between two positions of the file at once. */
export function readDescriptors(
  source: ByteSource,
  { littleEndian }: KdumpHeader,
  from: number,
  end: number,
): Descriptors {
  const bytes = new Uint8Array(Math.max(0, end - from));
  const held = bytes.subarray(0, source.readAt(from, bytes));
  const view = new DataView(bytes.buffer, 0, held.length);
  return {
    at(index) {
      const at = index * DESCRIPTOR_SIZE;
      return at < 0 || at + DESCRIPTOR_SIZE > view.byteLength
        ? undefined
        : descriptorOf(view, at, littleEndian);
    },
    get areAlike() {
      return Buffer.compare(held.subarray(DESCRIPTOR_SIZE), held.subarray(0, -DESCRIPTOR_SIZE)) === 0;
    },
  };
}

function descriptorOf(view: DataView, at: number, littleEndian: boolean): Descriptor {
  return {
    offset: view.getBigUint64(at, littleEndian),
    size: view.getUint32(at + 8, littleEndian),
    flags: view.getUint32(at + 12, littleEndian) & COMPRESSED,
    pageFlags: view.getBigUint64(at + 16, littleEndian),
  };
}

/** One past the last byte of a page in the file. */
export function endOf({ offset, size }: Descriptor): bigint {
  return offset + BigInt(size);
}
