import { formatHex } from '../../core/u64.ts';
import { type ByteSource, malformed } from '../../input/bytes/byte-source.ts';
import { isIncomplete, type KdumpHeader } from './header.ts';
import type { PageBitmap } from './page-bitmap.ts';
import {
  type Descriptor,
  DESCRIPTOR_SIZE,
  endOf,
  hasBitmaps,
  isThere,
  pagesAt,
  readDescriptor,
  readDescriptors,
  tableEnd,
} from './pages.ts';

/** Bytes behind the bits of a bitmap that are looked at: writers fill up a block, and zero it. */
const MOST_TAIL = 1 << 17;

/**
 * Refuses an image that proves itself wrong. A page is found by counting the bits before its own, so one wrong bit gives
 * other pages for all frames behind it: the bitmaps must agree with each other and with the table of descriptors, which the
 * pages follow. What the file does not hold proves nothing.
 *
 * Source: makedumpfile 1.7.2 IMPLEMENTATION (the second bitmap is the first without the pages left out) and makedumpfile.c
 * `write_kdump_pages_cyclic`; QEMU v7.2 dump/dump.c `write_dump_bitmap`, `write_dump_pages`.
 *
 * @throws PteDecodeError `ERR_FORMAT`
 */
export function refuseContradictions(
  source: ByteSource,
  header: KdumpHeader,
  memory: PageBitmap,
  present: PageBitmap,
): void {
  const { pages, pageBitmapAt, memoryBitmapAt, split } = header;
  // A part without pages is none: makedumpfile shares memory out in blocks of 1 GiB, and there may be fewer than parts.
  if (split !== undefined && (split.start > split.end || split.end > pages))
    throw malformed(
      source,
      header.blockSize,
      `a part of a split dump with page frames ${formatHex(split.start)} to ${formatHex(split.end)} of ${formatHex(pages)}`,
    );
  refuseOverlaps(source, header);
  if (!hasBitmaps(source, header)) return;
  const outside = present.outside(memory);
  if (outside !== undefined)
    throw malformed(
      source,
      pageBitmapAt + Math.floor(outside / 8),
      `page frame ${formatHex(outside)} is in the image by one bitmap, and no memory by the other: one of them is wrong`,
    );
  for (const at of [memoryBitmapAt, pageBitmapAt]) refuseTail(source, header, at);
  refuseCount(source, header, present);
  refuseOtherPart(source, header, present);
}

/** VMCOREINFO and notes that lie where the bitmaps do. */
function refuseOverlaps(source: ByteSource, header: KdumpHeader): void {
  const { memoryBitmapAt, descriptorsAt } = header;
  for (const part of [header.vmcoreinfo, header.notes])
    if (part && part.offset < descriptorsAt && part.offset + part.size > memoryBitmapAt)
      throw malformed(
        source,
        part.offset,
        `VMCOREINFO or notes from ${formatHex(part.offset)} to ${formatHex(part.offset + part.size)} lie in the bitmaps, from ${formatHex(memoryBitmapAt)} on`,
      );
}

/** Bits set behind the last page frame. */
function refuseTail(
  source: ByteSource,
  { pages, pageBitmapAt, memoryBitmapAt }: KdumpHeader,
  at: number,
): void {
  const first = Math.floor(pages / 8);
  const bytes = new Uint8Array(Math.min(pageBitmapAt - memoryBitmapAt - first, MOST_TAIL));
  source.readAt(at + first, bytes);
  const last = bytes[0];
  if (last !== undefined) bytes[0] = last & (0xff << (pages % 8));
  const wrong = bytes.findIndex((byte) => byte !== 0);
  if (wrong >= 0)
    throw malformed(
      source,
      at + first + wrong,
      `a bitmap has page frames behind the last of ${formatHex(pages)} that the header counts`,
    );
}

/** A table of descriptors that has fewer or more of them than the bitmap has bits. */
function refuseCount(source: ByteSource, header: KdumpHeader, present: PageBitmap): void {
  const { descriptorsAt, blockSize } = header;
  const end = pagesAt(source, header, present);
  const count = (end - descriptorsAt) / DESCRIPTOR_SIZE;
  if (tableEnd(header, present) === descriptorsAt || !isThere(source, descriptorsAt, DESCRIPTOR_SIZE)) return;
  const { offset, size } = readDescriptor(source, header, descriptorsAt);
  // Not written: the disk was full.
  if (size === 0) return;
  // A page of zeros may stand first, for all that are zero.
  if (offset !== BigInt(end) && offset !== BigInt(end + blockSize))
    throw malformed(
      source,
      descriptorsAt,
      `the bitmap has ${count} pages, whose descriptors end at ${formatHex(end)}: the first page is said to be at ${formatHex(offset)}, which is neither there nor behind one of zeros`,
    );
}

/**
 * A part of a split dump whose header says other page frames than it has: its descriptors end there, and nothing is written in
 * the room for those of the other parts.
 */
function refuseOtherPart(source: ByteSource, header: KdumpHeader, present: PageBitmap): void {
  const { split, descriptorsAt } = header;
  const end = tableEnd(header, present);
  const hasRoom = end === descriptorsAt || pagesAt(source, header, present) > end;
  if (split === undefined || !hasRoom) return;
  const sizeAt = (at: number): number | undefined =>
    at >= descriptorsAt && isThere(source, at, DESCRIPTOR_SIZE)
      ? readDescriptor(source, header, at).size
      : undefined;
  const isShort = sizeAt(end - DESCRIPTOR_SIZE) === 0 && !isIncomplete(header);
  if (!isShort && (sizeAt(end) ?? 0) === 0) return;
  throw malformed(
    source,
    isShort ? end - DESCRIPTOR_SIZE : end,
    `a part of a split dump that has ${isShort ? 'fewer' : 'more'} descriptors than its page frames, ${formatHex(split.start)} to ${formatHex(split.end)}`,
  );
}

/** Descriptors on each side of one that are looked at: many may be of pages of zeros. */
const AROUND = 64;

/** Reads descriptors, and refuses those that contradict the ones around them. */
export interface Order {
  /** The descriptor at a position. @throws PteDecodeError `ERR_FORMAT` */
  read(at: number): Descriptor;
  /** @throws PteDecodeError `ERR_FORMAT` for a page in the place of the zeros that has others, and is not the first */
  refuseNonZero(at: number, found: Descriptor, page: Uint8Array): void;
}

/**
 * Pages stand one behind the other, in the order of their frames: every writer writes them so. Only pages of zeros share
 * a place, the first one. What does not fit its neighbours would be read as another page. Where the bitmaps are not whole
 * it is not known where the first place is, and nothing is refused.
 *
 * Source: makedumpfile 1.7.2 makedumpfile.c `write_kdump_pages_cyclic`, `reassemble_kdump_pages`; QEMU v7.2 dump/dump.c
 * `write_dump_pages`.
 */
export function openOrder(source: ByteSource, header: KdumpHeader, present: PageBitmap): Order {
  if (!hasBitmaps(source, header))
    return { read: (at) => readDescriptor(source, header, at), refuseNonZero: () => undefined };
  const { descriptorsAt } = header;
  const end = tableEnd(header, present);
  const shared = BigInt(pagesAt(source, header, present));
  const isShared = ({ offset }: Descriptor): boolean => offset === shared;
  const refuse = (at: number): never => {
    throw malformed(
      source,
      at,
      'pages stand one behind the other, and the page of this descriptor and those around it do not: one of them is wrong',
    );
  };
  /** The first one in a direction that does not share the first place; undefined where there is none near. */
  const ownFrom = (
    table: (index: number) => Descriptor | undefined,
    from: number,
    step: number,
  ): Descriptor | undefined => {
    let index = from;
    let found = table(index);
    while (found !== undefined && isShared(found)) found = table((index += step));
    return found;
  };
  return {
    read(at) {
      const from = Math.max(descriptorsAt, at - AROUND * DESCRIPTOR_SIZE);
      const { at: table } = readDescriptors(
        source,
        header,
        from,
        Math.min(end, at + (AROUND + 1) * DESCRIPTOR_SIZE),
      );
      const index = (at - from) / DESCRIPTOR_SIZE;
      const found = table(index) ?? readDescriptor(source, header, at);
      // The place of the first is told by the number of descriptors.
      const first = index > 0 && from === descriptorsAt ? table(0) : undefined;
      const before = ownFrom(table, index - 1, -1) ?? first;
      const behind = ownFrom(table, index + 1, 1);
      // What was not written, because the disk was full, has no place.
      if ([found, before, behind].some((one) => one?.size === 0)) return found;
      const isOwn = !isShared(found);
      const start = isOwn ? found.offset : behind?.offset;
      if (before !== undefined && start !== undefined && endOf(before) !== start) refuse(at);
      if (isOwn && behind !== undefined && endOf(found) !== behind.offset) refuse(at);
      return found;
    },
    refuseNonZero(at, found, page) {
      if (isShared(found) && at !== descriptorsAt && page.some((byte) => byte !== 0)) refuse(at);
    },
  };
}
