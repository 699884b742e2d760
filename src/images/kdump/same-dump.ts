import { formatHex } from '../../core/u64.ts';
import { type ByteSource, readExactly } from '../../input/bytes/byte-source.ts';
import { zlib } from '../../input/bytes/zlib.ts';
import type { KdumpHeader } from './header.ts';
import { isThere } from './pages.ts';

/** Bytes that are read at a time. */
const CHUNK = 1 << 20;

/**
 * What tells the dumps of a kernel apart: every part of a split dump has the headers, the notes and the bitmaps whole
 * (makedumpfile 1.7.2 makedumpfile.c `writeout_multiple_dumpfiles`). VMCOREINFO has the time of the crash.
 *
 * @returns each with its name; undefined where the file ends before it
 */
export function dumpOf(source: ByteSource, header: KdumpHeader): ReadonlyMap<string, string | undefined> {
  const { vmcoreinfo, notes, memoryBitmapAt, descriptorsAt } = header;
  const part = (offset: number, size: number): string | undefined =>
    isThere(source, offset, size) ? formatHex(checksum(source, offset, offset + size)) : undefined;
  return new Map([
    ['kernel', header.release ?? 'none'],
    ['machine', header.machine ?? 'none'],
    ['size of pages', String(header.blockSize)],
    ['dump level', String(header.dumpLevel ?? 'none')],
    ['version of the format', String(header.version)],
    ['VMCOREINFO', vmcoreinfo ? part(vmcoreinfo.offset, vmcoreinfo.size) : 'none'],
    ['notes', notes ? part(notes.offset, notes.size) : 'none'],
    ['bitmaps', part(memoryBitmapAt, descriptorsAt - memoryBitmapAt)],
  ]);
}

/** The checksum of a range: chunks of zeros are left out, and not read where the file does not hold them. */
function checksum(source: ByteSource, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += CHUNK) {
    const data = source.nextData?.(at) ?? at;
    if (data >= to) break;
    at += Math.floor((data - at) / CHUNK) * CHUNK;
    const bytes = readExactly(source, at, Math.min(CHUNK, to - at), 'part of a split dump');
    if (bytes.some((byte) => byte !== 0)) sum = zlib().crc32(bytes, zlib().crc32(String(at - from), sum));
  }
  return sum;
}
