// AssemblyScript, not TypeScript: lines of pages, one for each word; part of scan.as.ts. The addresses are those of memory.ts.
import { digitsOf, writeDigits } from '../../bulk/digits.as';
import { IN, LOW, slotOf } from './states.as';

const TPL: usize = 0x1f0000; // 16 bytes per slot: see format()
const HEAD: usize = 0x260000; // literals A and B
const OUT: usize = 0x380000;
const OUT_END: usize = 0x480000;

/** Copies `n` bytes in steps of 16; may write up to 15 bytes more. */
// @ts-ignore: decorator
@inline
function copy16(to: usize, from: usize, n: usize): void {
  v128.store(to, v128.load(from));
  for (let k: usize = 16; k < n; k += 16) v128.store(to + k, v128.load(from + k));
}

/** Bytes that format() wrote to OUT. */
export let written: u32 = 0;

/**
 * Writes one line per word [from, to) to OUT: A vaddr B raw C [number D [number E]] tail.
 *
 * A and B lie at HEAD (64 bytes each). C, D and E are those of the word's slot; TPL holds per slot: u32 where they
 * lie one behind the other (0: not rendered yet), u16 their lengths, u8 how often the number is written (0..2), u8
 * how far to shift it down. The tail is the same for all lines. Stops when OUT is full or a slot has no text; gives
 * the index of the first word not written.
 */
export function format(
  from: u32,
  to: u32,
  vaddr: u64,
  pageSize: u64,
  markerType: u32,
  lenA: u32,
  lenB: u32,
  tail: u32,
  tailLen: u32,
): u32 {
  let out: usize = OUT;
  let i = from;
  let va = vaddr;
  const limit: usize = OUT_END - 2048 - tailLen;
  while (i < to) {
    const w = load<u64>(IN + (usize(i) << 3));
    const t: usize = TPL + (usize(slotOf(u32(w), u32(w >> 32), markerType)) << 4);
    const text: usize = load<u32>(t);
    if (text == 0 || out > limit) break;
    copy16(out, HEAD, lenA);
    out += lenA;
    writeDigits(out, va);
    out += 16;
    copy16(out, HEAD + 64, lenB);
    out += lenB;
    writeDigits(out, w);
    out += 16;
    const lenC: usize = load<u16>(t, 4);
    copy16(out, text, lenC);
    out += lenC;
    const times: u32 = load<u8>(t, 10);
    if (times != 0) {
      const value = (w & LOW) >> u64(load<u8>(t, 11));
      const digits: u64 = digitsOf(value);
      const shifted = value << (64 - (digits << 2));
      const lenD: usize = load<u16>(t, 6);
      writeDigits(out, shifted);
      out += usize(digits);
      copy16(out, text + lenC, lenD);
      out += lenD;
      if (times == 2) {
        const lenE: usize = load<u16>(t, 8);
        writeDigits(out, shifted);
        out += usize(digits);
        copy16(out, text + lenC + lenD, lenE);
        out += lenE;
      }
    }
    copy16(out, tail, tailLen);
    out += tailLen;
    va += pageSize;
    i += 1;
  }
  written = u32(out - OUT);
  return i;
}
