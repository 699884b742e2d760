import { formatHex } from '../../core/u64.ts';
import { extentAt, ExtentList, nextHeld } from './extents.ts';
import { type ImageInfo, type MemoryRange, type PhysicalMemory } from '../memory.ts';
import { type ByteSource, pastEnd } from '../../input/bytes/byte-source.ts';

/** Why memory can be missing beside that no range has it. */
interface Missing {
  /** Sorted disjoint ranges that the machine had but the file has not. */
  readonly leftOut?: ExtentList;
  /** Of memory behind all ranges: that the file may have had more of them. */
  readonly behind?: string | undefined;
}

/**
 * Physical memory whose ranges lie uncompressed in a file: ELF cores, LiME, raw.
 *
 * @param extents where each physical range lies, sorted and disjoint
 */
export function extentMemory(
  source: ByteSource,
  info: ImageInfo,
  extents: ExtentList,
  { leftOut = new ExtentList(), behind }: Missing = {},
): PhysicalMemory {
  return {
    info,
    readInto(physAddr, target) {
      if (physAddr > BigInt(Number.MAX_SAFE_INTEGER)) return false;
      let address = Number(physAddr);
      let done = 0;
      while (done < target.length) {
        const extent = extentAt(extents, address);
        if (extent === undefined) return false;
        const length = Math.min(target.length - done, extent.end - address);
        const part = length === target.length ? target : target.subarray(done, done + length);
        if (source.holds?.(extent.offset + (address - extent.start), length) === false) return false;
        if (source.readAt(extent.offset + (address - extent.start), part) < length) return false;
        done += length;
        address += length;
      }
      return true;
    },
    holeAt(physAddr) {
      const address = physAddr > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(physAddr);
      const extent = extentAt(extents, address);
      if (extent !== undefined) {
        const offset = extent.offset + (address - extent.start);
        return source.holds?.(offset, 1) === false
          ? 'cut off: the file ends before it'
          : `cut off: it would be at ${formatHex(offset)} of the file, ${pastEnd(source)}`;
      }
      if (extentAt(leftOut, address) !== undefined) return 'left out when the image was made';
      return behind !== undefined && nextHeld(extents, address) === Infinity ? behind : 'not in the image';
    },
    ranges: () => mergedRanges(extents),
    close: () => source.close(),
  };
}

/** The address ranges of sorted extents, neighbours merged. */
function* mergedRanges(extents: ExtentList): Generator<MemoryRange> {
  let start = -1;
  let end = -1;
  for (const extent of extents) {
    if (extent.start !== end) {
      if (start >= 0) yield { start: BigInt(start), end: BigInt(end) };
      start = extent.start;
    }
    end = extent.end;
  }
  if (start >= 0) yield { start: BigInt(start), end: BigInt(end) };
}
