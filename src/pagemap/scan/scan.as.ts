// AssemblyScript, not TypeScript: the engine over pagemap words. scripts/build-wasm.mjs compiles this file into
// scan-wasm-code.ts; js.ts is its twin in JavaScript, and both must agree word for word.
//
// The addresses are those of memory.ts.
import { addKnown, fillSlots, learn, seen } from './known-slots.as';
import { highs, IN, LOW, lows, slotOf, stateMask } from './states.as';

export { format, written } from './lines.as';

const POS: usize = 0x100000; // u32: where runs start; up to 32 bytes behind the last are written
const SEQ: usize = 0x181000; // u8: whether the numbers of a run go up by one
const HIST: usize = 0x1a8000; // u64 per slot
const MASKS: usize = 0x1ee000; // constants of findRuns()
const BITS: usize = 0x1ef000; // what append() needs
const MET: usize = 0x380000; // u32: slots that tally() met

/** Per byte: the positions of its set bits, from bit 0 up, as eight bytes. */
function fillBitTable(): void {
  for (let b: u32 = 0; b < 256; b++) {
    let positions: u64 = 0;
    let n: u64 = 0;
    for (let k: u32 = 0; k < 8; k++) {
      if (b & (1 << k)) {
        positions |= u64(k) << (n << 3);
        n += 1;
      }
    }
    store<u64>(BITS + (usize(b) << 3), positions);
  }
}
fillBitTable();
store<u32>(MASKS, 0x1f);
store<u32>(MASKS, 0x1e0, 4);
store<u32>(MASKS, 0xff80_0000, 8);
store<u32>(MASKS, 0xc000_0000, 12);
store<u32>(MASKS, 0x4000_0000, 16);

/** All ones where a word has the state of the word before it: four words, their halves and those before each. */
// @ts-ignore: decorator
@inline
function sameAsBefore(
  lo: v128,
  hi: v128,
  loBefore: v128,
  hiBefore: v128,
  marker: v128,
  type: v128,
  offset: v128,
  top: v128,
  swapBits: v128,
  swapValue: v128,
): v128 {
  const swap = i32x4.eq(v128.and(hi, swapBits), swapValue);
  const isMarker = i32x4.eq(v128.and(lo, type), marker);
  const low = v128.and(swap, v128.or(type, v128.and(isMarker, offset)));
  const changed = v128.or(v128.and(v128.xor(hi, hiBefore), top), v128.and(v128.xor(lo, loBefore), low));
  return i32x4.eq(changed, i32x4.splat(0));
}

/** The four lanes that end one before the end of `after`, which follows `before`. */
// @ts-ignore: decorator
@inline
function shift(before: v128, after: v128): v128 {
  return v128.shuffle<i32>(before, after, 3, 4, 5, 6);
}

/** The bits in which any of the 16 words at `p` differs from both words of `same`. */
// @ts-ignore: decorator
@inline
function differing(p: usize, same: v128): v128 {
  let d = v128.xor(v128.load(p), same);
  d = v128.or(d, v128.xor(v128.load(p, 16), same));
  d = v128.or(d, v128.xor(v128.load(p, 32), same));
  d = v128.or(d, v128.xor(v128.load(p, 48), same));
  d = v128.or(d, v128.xor(v128.load(p, 64), same));
  d = v128.or(d, v128.xor(v128.load(p, 80), same));
  d = v128.or(d, v128.xor(v128.load(p, 96), same));
  return v128.or(d, v128.xor(v128.load(p, 112), same));
}

/** Appends the positions of the set bits of `bits` (eight), counted from `i`, to `r`; gives the end. */
// @ts-ignore: decorator
@inline
function append(r: usize, bits: u32, i: u32): usize {
  const low = i16x8.extend_low_i8x16_u(v128.load64_zero(BITS + (usize(bits) << 3)));
  const base = i32x4.splat(i);
  v128.store(r, i32x4.add(i32x4.extend_low_i16x8_u(low), base));
  v128.store(r, i32x4.add(i32x4.extend_high_i16x8_u(low), base), 16);
  return r + (usize(popcnt<u32>(bits)) << 2);
}

/**
 * Finds the runs of words [from, to) that share one state: POS gets the index of each first word, and `to` behind
 * the last. Gives the number of runs.
 */
export function findRuns(from: u32, to: u32, markerType: u32): u32 {
  if (from >= to) return 0;
  const marker: u64 = markerType;
  const markers = i32x4.splat(markerType);
  // Loaded, not written as constants: V8 would build them anew for each use.
  const type = v128.load32_splat(MASKS);
  const offset = v128.load32_splat(MASKS, 4);
  const top = v128.load32_splat(MASKS, 8);
  const swapBits = v128.load32_splat(MASKS, 12);
  const swapValue = v128.load32_splat(MASKS, 16);
  store<u32>(POS, from);
  let r: usize = POS + 4;
  let i: u32 = from + 1;
  let p: usize = IN + (usize(i) << 3);
  const end: usize = IN + (usize(to) << 3);
  let ahead: usize = 128;
  while (p < end) {
    const before = load<u64>(p - 8);
    const mask = i64x2.splat(stateMask(before, marker));
    const same = i64x2.splat(before);
    while (p + 256 <= end) {
      const first = differing(p, same);
      const second = differing(p + 128, same);
      if (v128.any_true(v128.and(v128.or(first, second), mask))) {
        if (!v128.any_true(v128.and(first, mask))) {
          p += 128;
          i += 16;
        }
        break;
      }
      p += 256;
      i += 32;
    }
    // Somewhere in the next 32 words the state changes: all changes of these, without a branch per word. Where
    // there are many, look less often for a long run.
    const stop: usize = p + min(ahead, (end - p) & ~127);
    const runsBefore = r;
    let lo = v128.load32_splat(p - 8);
    let hi = v128.load32_splat(p - 4);
    while (p < stop) {
      const lo0 = lows(p);
      const hi0 = highs(p);
      const a = sameAsBefore(lo0, hi0, shift(lo, lo0), shift(hi, hi0), markers, type, offset, top, swapBits, swapValue);
      const lo1 = lows(p + 32);
      const hi1 = highs(p + 32);
      const b = sameAsBefore(lo1, hi1, shift(lo0, lo1), shift(hi0, hi1), markers, type, offset, top, swapBits, swapValue);
      const lo2 = lows(p + 64);
      const hi2 = highs(p + 64);
      const c = sameAsBefore(lo2, hi2, shift(lo1, lo2), shift(hi1, hi2), markers, type, offset, top, swapBits, swapValue);
      const lo3 = lows(p + 96);
      const hi3 = highs(p + 96);
      const d = sameAsBefore(lo3, hi3, shift(lo2, lo3), shift(hi2, hi3), markers, type, offset, top, swapBits, swapValue);
      lo = lo3;
      hi = hi3;
      const lanes = i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d));
      const changed: u32 = ~i8x16.bitmask(lanes);
      r = append(r, changed & 0xff, i);
      r = append(r, (changed >> 8) & 0xff, i + 8);
      p += 128;
      i += 16;
    }
    ahead = r - runsBefore > 16 ? 1024 : 128;
    if (p + 128 > end) {
      while (p < end) {
        const w = load<u64>(p);
        store<u32>(r, i);
        r += usize(((w ^ load<u64>(p - 8)) & stateMask(w, marker)) != 0) << 2;
        p += 8;
        i += 1;
      }
    }
  }
  store<u32>(r, to);
  return u32((r - POS) >> 2);
}

/** Adds words [from, to) to the histogram, run by run. Gives the number of runs. */
function addRuns(from: u32, to: u32, markerType: u32): u32 {
  const runs = findRuns(from, to, markerType);
  let all: u32 = 0;
  let p: usize = POS;
  const end: usize = POS + (usize(runs) << 2);
  let start: u32 = from;
  while (p < end) {
    const next = load<u32>(p, 4);
    const w: usize = usize(start) << 3;
    const hi = load<u32>(w, IN + 4);
    const slot: usize = usize(slotOf(load<u32>(w, IN), hi, markerType)) << 3;
    store<u64>(slot, load<u64>(slot, HIST) + u64(next - start), HIST);
    all |= hi;
    start = next;
    p += 4;
  }
  used |= all;
  return runs;
}

/** Bits of any word that was counted. */
let used: u32 = 0;
/** Blocks that are to be counted by their slots before runs are tried again. */
let bySlots: u32 = 0;
/** Whether the runs were short that were found last. */
let isShort: bool = false;

/** Words that are counted in one way: where runs are short, and elsewhere. */
const BLOCK: u32 = 2048;
const LONG_BLOCK: u32 = 16384;
/** After how many blocks by slots runs are tried again. */
const BLOCKS_BY_SLOTS: u32 = 15;
/** Mean length of runs below which counting by slots is the faster way. */
const SHORT_RUN: u32 = 16;

/** Adds words [from, to) to the histogram. Gives 0 as long as none of them is present or swapped. */
export function countStates(from: u32, to: u32, markerType: u32): u32 {
  used = 0;
  while (from < to) {
    const stop = min(to, from + (isShort ? BLOCK : LONG_BLOCK));
    if (bySlots != 0 && stop - from == BLOCK) {
      bySlots--;
      if (fillSlots(from, stop, markerType) && addKnown(HIST)) used |= seen;
      else {
        addRuns(from, stop, markerType);
        if (!learn()) bySlots = 0;
      }
    } else {
      isShort = addRuns(from, stop, markerType) * SHORT_RUN > stop - from;
      if (isShort) bySlots = BLOCKS_BY_SLOTS;
    }
    from = stop;
  }
  return used >> 30;
}

/** Length of the list at MET after the last tally(). */
export let met: u32 = 0;

/**
 * Adds words [from, to) to the lower halves of HIST, and their runs to the upper ones; slots that had nothing yet are
 * appended to MET, which has `metBefore` of them. Gives the number of runs.
 */
export function tally(from: u32, to: u32, markerType: u32, metBefore: u32): u32 {
  const runs = findRuns(from, to, markerType);
  let list: usize = MET + (usize(metBefore) << 2);
  let p: usize = POS;
  const end: usize = POS + (usize(runs) << 2);
  let start: u32 = from;
  while (p < end) {
    const next = load<u32>(p, 4);
    const w: usize = usize(start) << 3;
    const slot = slotOf(load<u32>(w, IN), load<u32>(w, IN + 4), markerType);
    const at: usize = usize(slot) << 3;
    const before = load<u64>(at, HIST);
    store<u64>(at, before + 0x1_0000_0000 + u64(next - start), HIST);
    if (before == 0) {
      store<u32>(list, slot);
      list += 4;
    }
    start = next;
    p += 4;
  }
  met = u32((list - MET) >> 2);
  return runs;
}

/** The first of the words [from, to), `step` apart, that no kernel writes; what is not less than `to` where none is: see foreign-word.ts. */
export function findForeign(from: u32, to: u32, step: u32): u32 {
  for (; from < to; from += step) {
    const w = load<u64>(IN + (usize(from) << 3));
    const state = w >> 62;
    if (state == 3 || (state == 0 && (w & LOW) != 0)) break;
  }
  return from;
}

/** Fills SEQ for the first `runs` runs of POS: 1 when the frame numbers or swap offsets of the run go up by one. */
export function markSequential(runs: u32, markerType: u32): void {
  for (let r: u32 = 0; r < runs; r++) {
    const from = load<u32>(POS + (usize(r) << 2));
    const to = load<u32>(POS + (usize(r) << 2), 4);
    const first = load<u64>(IN + (usize(from) << 3));
    let ok: bool = true;
    if (to - from > 1 && first >> 62 != 0) {
      const swap = first >> 62 == 1;
      const step: u64 = swap ? ((first & 0x1f) == u64(markerType) ? 0 : 32) : 1;
      const steps = i64x2.splat(step);
      let p: usize = IN + (usize(from + 1) << 3);
      const end: usize = IN + (usize(to) << 3);
      while (ok && p + 16 <= end) {
        const d = i64x2.sub(v128.load(p), v128.load(p - 8));
        ok = i64x2.all_true(i64x2.eq(d, steps));
        p += 16;
      }
      if (ok && p < end) ok = load<u64>(p) - load<u64>(p - 8) == step;
    }
    store<u8>(SEQ + usize(r), u8(ok));
  }
}
