/**
 * Decompresses one raw snappy block into `out` and returns the number of bytes written, or undefined for
 * data that are cut off, reach back before their start, or are not of `out`'s length. Reads and writes stay
 * inside both arrays whatever the input says.
 *
 * Source: google/snappy 1.1.10 format_description.txt.
 */
export function snappyDecompress(input: Uint8Array, out: Uint8Array): number | undefined {
  const preamble = readLength(input);
  if (preamble === undefined || preamble.length > out.length) return undefined;
  let at = preamble.next;
  let done = 0;
  while (at < input.length) {
    const tag = input[at++] ?? 0;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const extra = short < 60 ? 0 : short - 59;
      const length = (extra === 0 ? short : littleEndian(input, at, extra)) + 1;
      at += extra;
      if (at + length > input.length || done + length > preamble.length) return undefined;
      out.set(input.subarray(at, at + length), done);
      at += length;
      done += length;
      continue;
    }
    const extra = kind === 3 ? 4 : kind;
    if (at + extra > input.length) return undefined;
    const length = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
    const distance = littleEndian(input, at, extra) + (kind === 1 ? (tag >> 5) << 8 : 0);
    at += extra;
    if (distance === 0 || distance > done || done + length > preamble.length) return undefined;
    // The source may overlap what is being written: byte by byte, as the format means it.
    for (const end = done + length; done < end; done++) out[done] = out[done - distance] ?? 0;
  }
  return done === preamble.length ? done : undefined;
}

/** The length in front of the data: 7 bits a byte, at most 32 bits. */
function readLength(input: Uint8Array): { length: number; next: number } | undefined {
  let length = 0;
  for (let i = 0; i < 5; i++) {
    const byte = input[i];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return { length, next: i + 1 };
  }
  return undefined;
}

/** `count` bytes as a number, 0 .. 2^32-1; bytes past the end count as zero. */
function littleEndian(input: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value += (input[at + i] ?? 0) * 2 ** (8 * i);
  return value;
}
