// AssemblyScript, not TypeScript: hexadecimal digits, for all modules that write them.

const DIGITS: v128 = i8x16(48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 97, 98, 99, 100, 101, 102);

/** How many digits a number has without leading zeros: 1 to 16. */
// @ts-ignore: decorator
@inline
export function digitsOf(value: u64): u64 {
  return (67 - clz<u64>(value | 1)) >> 2;
}

/** Writes all 16 digits: each byte becomes two half bytes, and those the places of their digits. */
// @ts-ignore: decorator
@inline
export function writeDigits(to: usize, value: u64): void {
  const bytes = i16x8.extend_low_i8x16_u(i64x2.splat(bswap<u64>(value)));
  const halves = v128.or(i16x8.shr_u(bytes, 4), i16x8.shl(v128.and(bytes, i16x8.splat(15)), 8));
  v128.store(to, i8x16.swizzle(DIGITS, halves));
}
