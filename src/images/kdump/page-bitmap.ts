import { Kept } from '../../core/later.ts';
import { readExactly, type ByteSource } from '../../input/bytes/byte-source.ts';

/** Bytes of bitmap looked at together: one of these stands for a GiB of 4 KiB pages. */
const CHUNK = 1 << 15;
const CHUNK_PAGES = CHUNK * 8;
/** Chunks kept: enough for the upper tables and a scan that moves on. */
const KEPT = 8;

const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
  let count = 0;
  for (let rest = byte; rest > 0; rest &= rest - 1) count++;
  return count;
});

/** A bitmap in a file, one bit for each page frame, bit 0 of the first byte first. */
export interface PageBitmap {
  /** Whether the bit of a page frame is set; false for frames past the end. */
  has(pfn: number): boolean;
  /** How many bits below `pfn` are set, of those that there are: reads the bitmap up to there, once. */
  rank(pfn: number): number;
  /** The runs of set bits, in order: first frame, and one past the last. */
  runs(): Iterable<{ readonly start: number; readonly end: number }>;
  /** The first page frame whose bit is set here and not in another bitmap of as many: reads both; undefined for none. */
  outside(other: PageBitmap): number | undefined;
  /** The bytes with the bits of 2^18 page frames, the ones that many times `index` lie before. */
  chunk(index: number): Uint8Array;
}

/**
 * Opens a bitmap without reading it.
 *
 * @param at position in the file
 * @param pages number of bits
 */
export function openBitmap(source: ByteSource, at: number, pages: number): PageBitmap {
  const kept = new Kept<number, Uint8Array>(KEPT);
  /** Set bits before each chunk, as far as they have been counted. */
  const before: number[] = [0];

  /** The chunk that has the next bits that may be set, from one on: what the file does not hold is zero. */
  const nextChunk = (index: number): number => {
    const data = source.nextData?.(at + index * CHUNK) ?? 0;
    return Math.max(index, Math.floor((data - at) / CHUNK));
  };
  const chunkAt = (index: number): Uint8Array =>
    kept.once(index, () => {
      const length = Math.min(CHUNK, Math.ceil(pages / 8) - index * CHUNK);
      return readExactly(source, at + index * CHUNK, length, 'kdump bitmap');
    });
  const has = (pfn: number): boolean => {
    if (pfn >= pages) return false;
    const chunk = chunkAt(Math.floor(pfn / CHUNK_PAGES));
    const bit = pfn % CHUNK_PAGES;
    return (((chunk[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  };
  const rank = (frame: number): number => {
    const pfn = Math.min(frame, pages);
    const index = Math.floor(pfn / CHUNK_PAGES);
    for (let i = before.length; i <= index; i++) {
      const bits = nextChunk(i - 1) > i - 1 ? 0 : countBits(chunkAt(i - 1), CHUNK);
      before.push((before[i - 1] ?? 0) + bits);
    }
    const bit = pfn % CHUNK_PAGES;
    let count = before[index] ?? 0;
    if (bit === 0) return count;
    const chunk = chunkAt(index);
    count += countBits(chunk, bit >> 3);
    return count + (BITS[(chunk[bit >> 3] ?? 0) & ((1 << (bit & 7)) - 1)] ?? 0);
  };
  function* runs(): Generator<{ start: number; end: number }> {
    let start = -1;
    for (let index = 0; index * CHUNK_PAGES < pages; index++) {
      if (start < 0) index = nextChunk(index);
      if (index * CHUNK_PAGES >= pages) break;
      const chunk = chunkAt(index);
      if (start < 0 && isZero(chunk)) continue;
      for (let i = 0; i < chunk.length; i++) {
        const byte = chunk[i] ?? 0;
        if (byte === (start < 0 ? 0 : 0xff)) continue;
        for (let bit = 0; bit < 8; bit++) {
          const pfn = index * CHUNK_PAGES + i * 8 + bit;
          const set = ((byte >> bit) & 1) === 1 && pfn < pages;
          if (set && start < 0) start = pfn;
          if (!set && start >= 0) {
            yield { start, end: pfn };
            start = -1;
          }
        }
      }
    }
    if (start >= 0) yield { start, end: pages };
  }
  const outside = (other: PageBitmap): number | undefined => {
    for (let index = nextChunk(0); index * CHUNK_PAGES < pages; index = nextChunk(index + 1)) {
      const chunk = chunkAt(index);
      if (isZero(chunk)) continue;
      const wider = other.chunk(index);
      const at = firstOutside(chunk, wider);
      if (at === undefined) continue;
      const bits = (chunk[at] ?? 0) & ~(wider[at] ?? 0);
      const pfn = index * CHUNK_PAGES + at * 8 + Math.log2(bits & -bits);
      return pfn < pages ? pfn : undefined;
    }
    return undefined;
  };
  return { has, rank, runs, outside, chunk: chunkAt };
}

const ZERO = new Uint8Array(CHUNK);

function isZero(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, ZERO.subarray(0, bytes.length)) === 0;
}

/** The place of the first byte with a bit that another chunk does not have. */
function firstOutside(chunk: Uint8Array, wider: Uint8Array): number | undefined {
  if (Buffer.compare(chunk, wider.subarray(0, chunk.length)) === 0) return undefined;
  const [words, others] = [wordsOf(chunk, chunk.length), wordsOf(wider, chunk.length)];
  let at = 0;
  while (at < words.length && ((words[at] ?? 0) & ~(others[at] ?? 0)) === 0) at += 1;
  for (let i = 4 * at; i < chunk.length; i += 1) if (((chunk[i] ?? 0) & ~(wider[i] ?? 0)) !== 0) return i;
  return undefined;
}

/** The whole words of 32 bits at the begin of a chunk, which is memory of its own. */
function wordsOf(bytes: Uint8Array, length: number): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, Math.min(length, bytes.length) >> 2);
}

/** Bits of the first bytes of a chunk: a machine of 4 TiB has 128 MiB of them. */
function countBits(bytes: Uint8Array, length: number): number {
  if (isZero(bytes)) return 0;
  const words = wordsOf(bytes, length);
  const end = Math.min(length, bytes.length);
  let count = 0;
  for (let i = 0; i < words.length; i += 1) {
    // Sums of two, four and eight bits, side by side.
    let sums = words[i] ?? 0;
    sums -= (sums >>> 1) & 0x5555_5555;
    sums = (sums & 0x3333_3333) + ((sums >>> 2) & 0x3333_3333);
    sums = (sums + (sums >>> 4)) & 0x0f0f_0f0f;
    count += Math.imul(sums, 0x0101_0101) >>> 24;
  }
  for (let i = 4 * words.length; i < end; i += 1) count += BITS[bytes[i] ?? 0] ?? 0;
  return count;
}
