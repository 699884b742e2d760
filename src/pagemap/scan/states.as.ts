// AssemblyScript, not TypeScript: how words of pagemap tell their states, for scan.as.ts, known-slots.as.ts and lines.as.ts.

export const IN: usize = 0; // words of the current chunk

const TOP: u64 = 0xff80_0000_0000_0000; // bits 55..63: all that tells states apart, but for swap types
export const LOW: u64 = 0x007f_ffff_ffff_ffff;

/** Bits that tell PTE markers apart: the type and the four lowest bits of the offset. */
const MARKER: u64 = 0x1ff;

/** The bits that tell one state from another, given a word of that state. */
// @ts-ignore: decorator
@inline
export function stateMask(w: u64, marker: u64): u64 {
  if (w >> 62 != 1) return TOP;
  return TOP | ((w & 0x1f) == marker ? MARKER : 0x1f);
}

/** The histogram slot of a word: its top nine bits, and above them 0, 1 + swap type, or 33 + marker bits. */
// @ts-ignore: decorator
@inline
export function slotOf(lo: u32, hi: u32, marker: u32): u32 {
  const type: u32 = lo & 0x1f;
  const sub: u32 = select<u32>(33 + ((lo >> 5) & 15), 1 + type, type == marker);
  return (hi >> 23) | select<u32>(sub << 9, 0, hi >> 30 == 1);
}

/** The low halves of the four words at `p`. */
// @ts-ignore: decorator
@inline
export function lows(p: usize): v128 {
  return v128.shuffle<i32>(v128.load(p), v128.load(p, 16), 0, 2, 4, 6);
}

/** The high halves of the four words at `p`. */
// @ts-ignore: decorator
@inline
export function highs(p: usize): v128 {
  return v128.shuffle<i32>(v128.load(p), v128.load(p, 16), 1, 3, 5, 7);
}
