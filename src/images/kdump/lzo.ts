/**
 * Decompresses one LZO1X block into `out` and returns the number of bytes written, or undefined for data
 * that are cut off, reach back before their start, or need more room than `out` has. Reads and writes stay
 * inside both arrays whatever the input says.
 *
 * Source: the stream format as the kernel documents it, v6.12 Documentation/staging/lzo.rst (bitstream
 * version 0, which is what dumps have).
 */
export function lzo1xDecompress(input: Uint8Array, out: Uint8Array): number | undefined {
  let at = 0;
  let done = 0;
  let broken = false;

  const next = (): number => {
    const byte = input[at];
    at++;
    if (byte !== undefined) return byte;
    broken = true;
    return 1;
  };
  /** A length that does not fit its instruction: 255 for each zero byte, then the first other one. */
  const longLength = (base: number): number => {
    let length = base;
    for (;;) {
      const byte = next();
      if (byte !== 0) return length + byte;
      length += 255;
    }
  };
  const literals = (count: number): void => {
    if (at + count > input.length || done + count > out.length) {
      broken = true;
      return;
    }
    out.set(input.subarray(at, at + count), done);
    at += count;
    done += count;
  };
  const copy = (distance: number, length: number): void => {
    if (distance > done || done + length > out.length) {
      broken = true;
      return;
    }
    // The source may overlap what is being written: byte by byte, as the format means it.
    for (const end = done + length; done < end; done++) out[done] = out[done - distance] ?? 0;
  };

  // Literals copied by the last instruction: 0 .. 3, or 4 for "4 or more".
  let state = 0;
  const first = input[0];
  if (first !== undefined && first > 17) {
    at = 1;
    literals(first - 17);
    state = first < 21 ? first - 17 : 4;
  }
  while (!broken) {
    const code = next();
    let trailing: number;
    if (code >= 64) {
      const length = code >= 128 ? 5 + ((code >> 5) & 3) : 3 + ((code >> 5) & 1);
      copy((next() << 3) + ((code >> 2) & 7) + 1, length);
      trailing = code & 3;
    } else if (code >= 16) {
      const far = code < 32;
      const mask = far ? 7 : 31;
      const length = 2 + ((code & mask) === 0 ? longLength(mask) : code & mask);
      const low = next();
      const word = low | (next() << 8);
      const distance = far ? 16384 + ((code & 8) << 11) + (word >> 2) : (word >> 2) + 1;
      if (far && distance === 16384) return broken ? undefined : done;
      copy(distance, length);
      trailing = low & 3;
    } else if (state === 0) {
      literals(3 + (code === 0 ? longLength(15) : code));
      state = 4;
      continue;
    } else {
      const distance = (next() << 2) + (code >> 2) + (state === 4 ? 2049 : 1);
      copy(distance, state === 4 ? 3 : 2);
      trailing = code & 3;
    }
    literals(trailing);
    state = trailing;
  }
  return undefined;
}
