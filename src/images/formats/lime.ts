import { counted } from '../../core/counted.ts';
import { formatHex } from '../../core/u64.ts';
import { extentMemory } from './extent-memory.ts';
import { BEYOND_MEMORY, disjointExtents, ExtentList, findOverlap, MAX_EXTENTS } from './extents.ts';
import { type ImageInfo, MEMORY_ALONE, type PhysicalMemory } from '../memory.ts';
import { LIME_SIGNATURE } from '../../input/bytes/file-formats.ts';
import { malformed, truncated, type ByteSource } from '../../input/bytes/byte-source.ts';

const HEADER_SIZE = 32;

/** The magic number and the version, as they stand in the file. */
const MAGIC = Uint8Array.from(`${LIME_SIGNATURE}\x01\0\0\0`, (character) => character.charCodeAt(0));

/** Whether bytes are the first ones of a header. */
const isBegin = (bytes: Uint8Array): boolean => bytes.every((byte, i) => byte === MAGIC[i]);

/**
 * Opens an image made by LiME (`format=lime`): ranges of memory, each after a header with its first and its
 * last physical address.
 *
 * Source: LiME v1.9.1 src/lime.h `lime_mem_range_header`, doc/README.md "LiME format".
 *
 * @throws PteDecodeError `ERR_FORMAT` or `ERR_TRUNCATED` for a header that is none or is cut off
 */
export function openLime(source: ByteSource): PhysicalMemory {
  const extents = new ExtentList();
  const notes: string[] = [];
  const bytes = new Uint8Array(HEADER_SIZE);
  const view = new DataView(bytes.buffer);
  let at = 0;
  while (at < source.size) {
    const got = source.readAt(at, bytes);
    if (got < HEADER_SIZE && at === 0) throw truncated(source, at, HEADER_SIZE, 'LiME range header');
    if (got < HEADER_SIZE && isBegin(bytes.subarray(0, Math.min(got, MAGIC.length)))) {
      notes.push(
        `cut short: the file ends at ${formatHex(source.size)}, inside the header of a range at ${formatHex(at)}`,
      );
      break;
    }
    if (!isBegin(bytes.subarray(0, MAGIC.length)))
      throw malformed(source, at, 'wanted the header of a LiME range (version 1) here');
    const first = view.getBigUint64(8, true);
    const last = view.getBigUint64(16, true);
    const why =
      last < first
        ? 'its end lies before its beginning'
        : last >= BigInt(Number.MAX_SAFE_INTEGER)
          ? BEYOND_MEMORY
          : undefined;
    if (why !== undefined)
      throw malformed(source, at + 8, `a LiME range from ${formatHex(first)} to ${formatHex(last)}: ${why}`);
    if (extents.length >= MAX_EXTENTS) throw malformed(source, at, `more than ${MAX_EXTENTS} LiME ranges`);
    const extent = { start: Number(first), end: Number(last) + 1, offset: at + HEADER_SIZE };
    extents.push(extent);
    at = extent.offset + (extent.end - extent.start);
    if (at > source.size)
      notes.push(
        `cut short: the range ${formatHex(first)}-${formatHex(last)} runs past the end of the file at ${formatHex(source.size)}`,
      );
  }
  const isCut = notes.length > 0;
  const overlap = findOverlap(extents);
  if (overlap !== undefined)
    notes.push(`ranges overlap at ${formatHex(overlap[1].start)}; the first in the file is read`);
  const info: ImageInfo = {
    path: source.name,
    format: 'lime',
    summary: `LiME version 1, ${counted(extents.length, 'memory range')}`,
    fileSize: source.size,
    ...MEMORY_ALONE,
    notes,
  };
  // Ranges stand in order of addresses: what the file has lost of them lies behind those that it has.
  const behind = !isCut
    ? undefined
    : `not in what is left of the image: the file is cut short at ${formatHex(source.size)}`;
  return extentMemory(source, info, disjointExtents(extents), { behind });
}
