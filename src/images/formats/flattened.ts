import { formatHex } from '../../core/u64.ts';
import { disjointExtents, extentAt, ExtentList, MAX_EXTENTS, nextHeld } from './extents.ts';
import { malformed, readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';

const HEADER_SIZE = 4096;
const TYPE_FLATTENED = 1n;

/** The file inside a flattened one. */
interface FlattenedSource extends ByteSource {
  /** Where the flattened file ends too early, in words; undefined when it is whole. */
  readonly cut: string | undefined;
}

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
 * A file that ends before its closing record is read as far as it goes; what it does not hold is not taken for zero then.
 *
 * @throws PteDecodeError `ERR_FORMAT` for records that are none, `ERR_TRUNCATED` when there is not even one
 */
export function openFlattened(source: ByteSource): FlattenedSource {
  const header = new DataView(readExactly(source, 0, 32, 'flattened header').buffer);
  if (header.getBigUint64(16, false) !== TYPE_FLATTENED || header.getBigUint64(24, false) !== 1n)
    throw malformed(source, 16, 'a flattened makedumpfile of an unknown type or version');
  const records = new ExtentList();
  let at = HEADER_SIZE;
  let size = 0;
  let cut: string | undefined;
  for (;;) {
    if (records.length > 0 && at + 16 > source.size) {
      cut = `cut short: the file ends at ${formatHex(source.size)}, before the closing record of the flattened format`;
      break;
    }
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
    const held = Math.min(Number(length), source.size - (at + 16));
    const record = { start: Number(offset), end: Number(offset) + held, offset: at + 16 };
    if (held < Number(length))
      cut = `cut short: the file ends at ${formatHex(source.size)}, inside the flattened record at ${formatHex(at)}`;
    at = record.offset + Number(length);
    if (records.length >= MAX_EXTENTS)
      throw malformed(source, at, `more than ${MAX_EXTENTS} flattened records: use makedumpfile -R first`);
    records.push(record);
    size = Math.max(size, record.end);
    if (cut !== undefined) break;
  }
  const extents = disjointExtents(records.reversed());
  const held = cut === undefined ? undefined : heldRanges(extents);
  return {
    name: source.name,
    size,
    cut,
    ...(held && { holds: (offset, length) => isHeld(held, offset, length) }),
    readAt: (offset, target) => readRecords(source, extents, size, offset, target),
    nextData: (offset) => nextHeld(extents, offset),
    close: () => source.close(),
  };
}

/** What sorted disjoint extents hold, neighbours as one, wherever they lie. */
function heldRanges(extents: ExtentList): ExtentList {
  const held = new ExtentList();
  let before = -1;
  for (const { start, end } of extents) {
    if (start === before) held.stretch(end);
    else held.push({ start, end, offset: 0 });
    before = end;
  }
  return held;
}

function isHeld(held: ExtentList, offset: number, length: number): boolean {
  return length === 0 || (extentAt(held, offset)?.end ?? 0) >= offset + length;
}

function readRecords(
  source: ByteSource,
  extents: ExtentList,
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
