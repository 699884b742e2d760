// AssemblyScript, not TypeScript: the part of scan.as.ts that counts a block of words by the slots that were met before.
//
// Memory in use has few states, in runs too short to be told one by one: the slots of all words of a block are worked out
// at once, and each slot of a short list is compared with all of them. The addresses are those of memory.ts.
import { IN } from './states.as';

const KNOWN: usize = 0x490000; // u8 per slot: whether it is in the list
const LIST: usize = 0x497000; // u16: slots that were met, in their order
const FOUND: usize = 0x497100; // u32 per slot of the list: how many words of the block have it
const WIDE: usize = 0x497200; // constants of fillSlots()
const SLOTS: usize = 0x498000; // u16 per word of the block

/** The most slots that words are compared with, four at a time. */
const MOST: u32 = 32;
/** How often the list is not used, at most, when it had no room for what a block has. */
const MOST_PAUSES: u32 = 64;

/** Slots in the list. */
let listed: u32 = 0;
/** How often it is not used now, and how often it was the last time. */
let pauses: u32 = 0;
let lastPauses: u32 = 0;
/** Where the slots of the block end. */
let end: usize = SLOTS;
/** Bits 30 and 31 of the upper halves of the words of the block. */
export let seen: u32 = 0;

// Loaded, not written as constants: V8 would build them anew for each use.
store<u32>(WIDE, 0x1ff);
store<u16>(WIDE, 0x1f, 4);
store<u16>(WIDE, 33, 6);
store<u16>(WIDE, 0x180, 8);
store<u16>(WIDE, 0x80, 10);
empty();

/** Empties the list: no word has the slot that stands in its free places. */
function empty(): void {
  for (let i: u32 = 0; i < listed; i++) store<u8>(load<u16>(LIST + (usize(i) << 1)), 0, KNOWN);
  memory.fill(LIST, 0xff, usize(MOST) << 1);
  listed = 0;
}

/** Works out the slots of words [from, to), a multiple of eight; gives false, and does not, while the list is not used. */
export function fillSlots(from: u32, to: u32, markerType: u32): bool {
  seen = 0;
  if (pauses != 0) return false;
  const markers = i16x8.splat(i16(markerType));
  const low9 = v128.load32_splat(WIDE);
  const low5 = v128.load16_splat(WIDE, 4);
  const firstMarker = v128.load16_splat(WIDE, 6);
  const inUse = v128.load16_splat(WIDE, 8);
  const inSwap = v128.load16_splat(WIDE, 10);
  const stop = IN + (usize(to) << 3);
  let all = i16x8.splat(0);
  end = SLOTS;
  for (let p: usize = IN + (usize(from) << 3); p < stop; p += 64) {
    const one = v128.load(p);
    const two = v128.load(p, 16);
    const three = v128.load(p, 32);
    const four = v128.load(p, 48);
    const high0 = v128.shuffle<i32>(one, two, 1, 3, 5, 7);
    const high1 = v128.shuffle<i32>(three, four, 1, 3, 5, 7);
    const low0 = v128.shuffle<i32>(one, two, 0, 2, 4, 6);
    const low1 = v128.shuffle<i32>(three, four, 0, 2, 4, 6);
    const tops = i16x8.narrow_i32x4_u(i32x4.shr_u(high0, 23), i32x4.shr_u(high1, 23));
    const low = i16x8.narrow_i32x4_u(v128.and(low0, low9), v128.and(low1, low9));
    const type = v128.and(low, low5);
    const marker = i16x8.add(i16x8.shr_u(low, 5), firstMarker);
    const above = v128.bitselect(marker, i16x8.add(type, i16x8.splat(1)), i16x8.eq(type, markers));
    const swapped = i16x8.eq(v128.and(tops, inUse), inSwap);
    all = v128.or(all, tops);
    v128.store(end, v128.or(tops, v128.and(i16x8.shl(above, 9), swapped)));
    end += 16;
  }
  if (v128.any_true(v128.and(all, inUse))) seen = 1 << 31;
  return true;
}

/** Keeps how many words have the slot `i` of the list, given as lanes; gives the number. */
// @ts-ignore: decorator
@inline
function keep(i: u32, lanes: v128): u32 {
  const sums = i32x4.extadd_pairwise_i16x8_u(lanes);
  const pairs = i32x4.add(sums, v128.shuffle<i32>(sums, sums, 2, 3, 0, 1));
  const found: u32 = i32x4.extract_lane(pairs, 0) + i32x4.extract_lane(pairs, 1);
  store<u32>(FOUND + (usize(i) << 2), found);
  return found;
}

/** Counts the words of the block by the slots of the list; gives whether these were all, and only then adds them to the histogram. */
export function addKnown(histogram: usize): bool {
  const stop = end;
  let left: u32 = u32((stop - SLOTS) >> 1);
  let i: u32 = 0;
  for (; i < listed && left != 0; i += 4) {
    const slot: usize = LIST + (usize(i) << 1);
    const slot0 = v128.load16_splat(slot);
    const slot1 = v128.load16_splat(slot, 2);
    const slot2 = v128.load16_splat(slot, 4);
    const slot3 = v128.load16_splat(slot, 6);
    let lanes0 = i16x8.splat(0);
    let lanes1 = i16x8.splat(0);
    let lanes2 = i16x8.splat(0);
    let lanes3 = i16x8.splat(0);
    for (let p: usize = SLOTS; p < stop; p += 16) {
      const slots = v128.load(p);
      lanes0 = i16x8.sub(lanes0, i16x8.eq(slots, slot0));
      lanes1 = i16x8.sub(lanes1, i16x8.eq(slots, slot1));
      lanes2 = i16x8.sub(lanes2, i16x8.eq(slots, slot2));
      lanes3 = i16x8.sub(lanes3, i16x8.eq(slots, slot3));
    }
    left -= keep(i, lanes0) + keep(i + 1, lanes1) + keep(i + 2, lanes2) + keep(i + 3, lanes3);
  }
  if (left != 0) return false;
  lastPauses = 0;
  for (let k: u32 = 0; k < min(i, listed); k++) {
    const slot: usize = histogram + (usize(load<u16>(LIST + (usize(k) << 1))) << 3);
    store<u64>(slot, load<u64>(slot) + u64(load<u32>(FOUND + (usize(k) << 2))));
  }
  return true;
}

/**
 * Puts the slots of a block that has others into the list. Where there is no room, other states are met than before, or too
 * many: which, shows only when it is tried again. Gives whether the next block can be tried.
 */
export function learn(): bool {
  if (pauses != 0) {
    pauses--;
    return false;
  }
  if (listed == MOST) {
    empty();
    lastPauses = min(2 * lastPauses + 1, MOST_PAUSES);
    pauses = lastPauses;
    return false;
  }
  for (let p: usize = SLOTS; p < end && listed < MOST; p += 2) {
    const slot: usize = load<u16>(p);
    if (load<u8>(slot, KNOWN)) continue;
    store<u16>(LIST + (usize(listed) << 1), u16(slot));
    store<u8>(slot, 1, KNOWN);
    listed++;
  }
  return true;
}
