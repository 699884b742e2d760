import { formatHex } from '../core/u64.ts';
import { disjointExtents, extentAt, MAX_EXTENTS, nextHeld, type Extent } from './extents.ts';
import { malformed, readExactly, type ByteSource } from '../input/byte-source.ts';

const HEADER_SIZE = 4096;
const TYPE_FLATTENED = 1n;

/**
 * Gives back the file inside makedumpfile's flattened format (`makedumpfile -F`, for pipes): records of
 * position, size and bytes, big endian, in the order in which they were written.
 *
 * A later record replaces what an earlier one wrote. What no record wrote reads as zero, as the file that
 * `makedumpfile -R` makes of it would.
 *
 * Source: makedumpfile 1.7.2 makedumpfile.h `makedumpfile_header`, `makedumpfile_data_header`, makedumpfile.c
 * `rearrange_dumpdata`.
 *
 * @throws PteDecodeError `ERR_FORMAT` for records that are none, `ERR_TRUNCATED` when the closing record is missing
 */
export function openFlattened(source: ByteSource): ByteSource {
  const header = new DataView(readExactly(source, 0, 32, 'flattened header').buffer);
  if (header.getBigUint64(16, false) !== TYPE_FLATTENED || header.getBigUint64(24, false) !== 1n)
    throw malformed(source, 16, 'a flattened makedumpfile of an unknown type or version');
  const records: Extent[] = [];
  let at = HEADER_SIZE;
  let size = 0;
  for (;;) {
    const view = new DataView(readExactly(source, at, 16, 'flattened record header').buffer);
    const offset = view.getBigInt64(0, false);
    const length = view.getBigInt64(8, false);
    // The closing record has -1 in both (END_FLAG_FLAT_HEADER).
    if (offset === -1n && length === -1n) break;
    if (offset < 0n || length <= 0n || offset + length > BigInt(Number.MAX_SAFE_INTEGER))
      throw malformed(
        source,
        at,
        `a flattened record of ${formatHex(BigInt.asUintN(64, length))} bytes for ${formatHex(BigInt.asUintN(64, offset))}`,
      );
    const record = { start: Number(offset), end: Number(offset + length), offset: at + 16 };
    at = record.offset + Number(length);
    if (at > source.size)
      throw malformed(source, record.offset - 16, `a flattened record that runs past the end of the file`);
    if (records.length >= MAX_EXTENTS)
      throw malformed(source, at, `more than ${MAX_EXTENTS} flattened records: use makedumpfile -R first`);
    records.push(record);
    size = Math.max(size, record.end);
  }
  const extents = disjointExtents(records.reverse());
  return {
    name: source.name,
    size,
    readAt: (offset, target) => readRecords(source, extents, size, offset, target),
    nextData: (offset) => nextHeld(extents, offset),
    close: () => source.close(),
  };
}

function readRecords(
  source: ByteSource,
  extents: readonly Extent[],
  size: number,
  offset: number,
  target: Uint8Array,
): number {
  const wanted = Math.max(0, Math.min(target.length, size - offset));
  let done = 0;
  while (done < wanted) {
    const extent = extentAt(extents, offset + done);
    if (extent === undefined) {
      const end = Math.min(wanted, nextHeld(extents, offset + done) - offset);
      target.fill(0, done, end);
      done = end;
      continue;
    }
    const from = offset + done - extent.start;
    const length = Math.min(wanted - done, extent.end - extent.start - from);
    const got = source.readAt(extent.offset + from, target.subarray(done, done + length));
    if (got < length) return done + got;
    done += length;
  }
  return wanted;
}
