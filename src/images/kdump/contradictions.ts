import { formatHex } from '../../core/u64.ts';
import { type ByteSource, malformed } from '../../input/bytes/byte-source.ts';
import type { KdumpHeader } from './header.ts';
import type { PageBitmap } from './page-bitmap.ts';
import { type Descriptor, DESCRIPTOR_SIZE, heldPages, isThere, readDescriptor } from './pages.ts';

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
  const { pages, pageBitmapAt, memoryBitmapAt, descriptorsAt, split } = header;
  if (split !== undefined && (split.start >= split.end || split.end > pages))
    throw malformed(
      source,
      header.blockSize,
      `a part of a split dump with page frames ${formatHex(split.start)} to ${formatHex(split.end)} of ${formatHex(pages)}`,
    );
  refuseOverlaps(source, header);
  if (
    heldPages(source, header, pageBitmapAt) < pages ||
    !isThere(source, memoryBitmapAt, descriptorsAt - memoryBitmapAt)
  )
    return;
  const outside = present.outside(memory);
  if (outside !== undefined)
    throw malformed(
      source,
      pageBitmapAt + Math.floor(outside / 8),
      `page frame ${formatHex(outside)} is in the image by one bitmap, and no memory by the other: one of them is wrong`,
    );
  for (const at of [memoryBitmapAt, pageBitmapAt]) refuseTail(source, header, at);
  refuseCount(source, header, present);
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
  const { descriptorsAt, pages, split = { start: 0, end: pages } } = header;
  const count = present.rank(split.end) - present.rank(split.start);
  const end = descriptorsAt + count * DESCRIPTOR_SIZE;
  if (count === 0 || !isThere(source, descriptorsAt, DESCRIPTOR_SIZE)) return;
  const { offset, size } = readDescriptor(source, header, descriptorsAt);
  // Not written: the disk was full.
  if (size === 0) return;
  const said = `the bitmap has ${count} pages, the table of descriptors`;
  if (offset < BigInt(end))
    throw malformed(
      source,
      descriptorsAt,
      `${said} room for ${Math.max(0, Math.floor((Number(offset) - descriptorsAt) / DESCRIPTOR_SIZE))} before the first page at ${formatHex(offset)}`,
    );
  // A page of zeros may stand first, for all that are zero.
  if (offset < BigInt(end + DESCRIPTOR_SIZE) || !isThere(source, end, DESCRIPTOR_SIZE)) return;
  if (isDescriptor(readDescriptor(source, header, end), source, header, end + DESCRIPTOR_SIZE))
    throw malformed(source, end, `${said} more: another one stands behind the last`);
}

/** Whether bytes can be a descriptor: of zeros, or of a compressed page of zeros, none can. */
function isDescriptor(
  { offset, size, flags, pageFlags }: Descriptor,
  source: ByteSource,
  { blockSize }: KdumpHeader,
  from: number,
): boolean {
  return (
    pageFlags === 0n &&
    size > 0 &&
    (flags === 0 ? size === blockSize : size < blockSize) &&
    offset >= BigInt(from) &&
    offset + BigInt(size) <= BigInt(source.size)
  );
}
