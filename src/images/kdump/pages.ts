import { formatHex } from '../../core/u64.ts';
import { type ByteSource, readExactly } from '../../input/bytes/byte-source.ts';
import type { KdumpHeader } from './header.ts';
import type { PageBitmap } from './page-bitmap.ts';

/** Bytes of `page_desc`: makedumpfile 1.7.2 diskdump_mod.h. */
export const DESCRIPTOR_SIZE = 24;
/** The compressions among the flags of a descriptor. */
const COMPRESSED = 0x27;

/** Page frames of a bitmap that the file holds: fewer than there are where it is cut short. */
export function heldPages({ size }: ByteSource, { pages }: KdumpHeader, at: number): number {
  return Math.max(0, Math.min(pages, (size - at) * 8));
}

/** Where the file ends, when that is before the last page. */
export function cutNote(source: ByteSource, header: KdumpHeader): string | undefined {
  const { size } = source;
  const part =
    size < header.pageBitmapAt + Math.ceil(header.pages / 8)
      ? 'bitmaps'
      : pagesEnd(source, header) > size
        ? 'pages'
        : undefined;
  return part === undefined
    ? undefined
    : `cut short: the file ends at ${formatHex(size)}, before the end of the ${part}`;
}

/** Descriptors at the end of their table that are looked at: pages that are all zero share one place. */
const LAST_DESCRIPTORS = 64;

/**
 * Where the last pages end, or a place behind the file where it ends before. The pages follow the table of descriptors:
 * the place of the first page tells where the table ends.
 */
function pagesEnd(source: ByteSource, header: KdumpHeader): number {
  const { descriptorsAt, split } = header;
  if (split !== undefined && split.start === split.end) return 0;
  if (descriptorsAt + DESCRIPTOR_SIZE > source.size) return header.pages > 0 ? Infinity : 0;
  const first = Number(readDescriptor(source, header, descriptorsAt).offset);
  const count = (first - descriptorsAt) / DESCRIPTOR_SIZE;
  if (count < 1 || !Number.isInteger(count)) return 0;
  if (first > source.size) return first;
  const ends = Array.from({ length: Math.min(count, LAST_DESCRIPTORS) }, (_, i) => {
    const { offset, size } = readDescriptor(source, header, first - (i + 1) * DESCRIPTOR_SIZE);
    return Number(offset) + size;
  });
  return Math.max(...ends);
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
    return `cut off: its descriptor would be at ${formatHex(at)} of the file, past its end`;
  const { offset, size } = readDescriptor(source, header, at);
  return isThere(source, Number(offset), size)
    ? undefined
    : `cut off: it would be at ${formatHex(offset)} of the file, past its end`;
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

/**
 * Reads the descriptors between two positions of the file at once.
 *
 * @returns the one with a number, from 0; undefined for what is not there
 */
export function readDescriptors(
  source: ByteSource,
  { littleEndian }: KdumpHeader,
  from: number,
  end: number,
): (index: number) => Descriptor | undefined {
  const bytes = new Uint8Array(Math.max(0, end - from));
  const view = new DataView(bytes.buffer, 0, source.readAt(from, bytes));
  return (index) => {
    const at = index * DESCRIPTOR_SIZE;
    return at < 0 || at + DESCRIPTOR_SIZE > view.byteLength
      ? undefined
      : descriptorOf(view, at, littleEndian);
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
