/**
 * Writes 32 bits as hexadecimal digits into bytes.
 *
 * @param at index of the first digit
 * @param skip how many of the eight digits to leave out in front, 0 to 7
 * @returns the index behind the last digit
 */
export function writeHexBytes(out: Uint8Array, at: number, value: number, skip = 0): number {
  for (let shift = 28 - 4 * skip; shift >= 0; shift -= 4) {
    const digit = (value >>> shift) & 15;
    out[at++] = digit < 10 ? 48 + digit : 87 + digit;
  }
  return at;
}

/** Writes a 64-bit number, given as halves, with as few digits as it needs; gives the index behind the last. */
export function writeShortHexBytes(out: Uint8Array, at: number, hi: number, lo: number): number {
  if (hi !== 0) return writeHexBytes(out, writeHexBytes(out, at, hi, Math.clz32(hi) >> 2), lo);
  return writeHexBytes(out, at, lo, Math.min(7, Math.clz32(lo) >> 2));
}

/** Writes a whole number from 0 to 2^53-1 as decimal digits, blanks in front up to `width`; gives the index behind. */
export function writeDecimalBytes(out: Uint8Array, at: number, value: number, width = 1): number {
  let digits = 1;
  for (let border = 10; border <= value; border *= 10) digits += 1;
  const start = at + Math.max(0, width - digits);
  for (let i = at; i < start; i += 1) out[i] = 32;
  let rest = value;
  let i = start + digits;
  // Whole numbers of more than 32 bits are divided as floating-point numbers, which is slow.
  for (; rest > 0x7fff_ffff; rest = Math.floor(rest / 10)) out[--i] = 48 + (rest % 10);
  for (let small = rest | 0; i > start; small = (small / 10) | 0) out[--i] = 48 + (small % 10);
  return start + digits;
}
