// AssemblyScript, not TypeScript: finds the words of words.ts in a text, 16 bytes at a time. scripts/build-wasm.mjs
// compiles this file into find-wasm-code.ts; js.ts is its twin in JavaScript, and both must give the same hits.
//
// A byte of a word is looked up by its halves in two tables of 16 bytes; each bit of what they give is a bucket of
// words. Where four bytes in a row agree on a bucket, the words that begin with these four are compared: their hash says
// which. The addresses are those of memory.ts, and tables.ts makes the tables.

const HITS: usize = 0x110100;
const MAX_HITS: u32 = 0x4000;
const TABLES: usize = 0x120200;
const NEAR_HITS: usize = 0x123000;
const MAX_NEAR_HITS: u32 = 0x1000;
const NEAR_TABLES: usize = 0x127000;
const HEADS: usize = 0x80; // from the beginning of the tables
const LISTS: usize = 0x882;
const WORDS: usize = 0x1000;
const FACTOR: u32 = 0x9e37_79b1;
const HASH_SHIFT: u32 = 22;

// @ts-ignore: decorator
@inline
function isHex(byte: u32): bool {
  return byte - 48 < 10 || byte - 97 < 6;
}

const NO_WORD: u32 = 0xffff_ffff;

/** The kind of the word that begins here. */
function kindAt(at: usize, tables: usize): u32 {
  const text = load<u64>(at);
  const head = tables + HEADS + (((u32(text) * FACTOR) >> HASH_SHIFT) << 1);
  const end = tables + LISTS + (<usize>load<u16>(head, 2) << 1);
  for (let i = tables + LISTS + (<usize>load<u16>(head) << 1); i < end; i += 2) {
    const word = tables + WORDS + <usize>load<u16>(i) * 24;
    if ((text & load<u64>(word, 8)) != load<u64>(word)) continue;
    let digit = at + load<u16>(word, 16);
    const stop = digit + load<u16>(word, 18);
    while (digit < stop && isHex(load<u8>(digit))) digit++;
    if (digit == stop) return load<u32>(word, 20);
  }
  return NO_WORD;
}

/** Writes the positions and kinds of words that count anywhere; gives their number. The byte before `to` is a line feed. */
export function find(from: u32, to: u32): u32 {
  return search(from, to, TABLES, HITS, MAX_HITS);
}

/** Writes the positions of words that count near values; gives their number. */
export function findNear(from: u32, to: u32): u32 {
  return search(from, to, NEAR_TABLES, NEAR_HITS, MAX_NEAR_HITS);
}

/** The buckets that a byte stands for at one place of a fingerprint, for 16 bytes given by their halves. */
// @ts-ignore: decorator
@inline
function bucketsOf(low: v128, high: v128, lows: v128, highs: v128): v128 {
  return v128.and(i8x16.swizzle(low, lows), i8x16.swizzle(high, highs));
}

// @ts-ignore: decorator
@inline
function search(from: u32, to: u32, tables: usize, place0: usize, most: u32): u32 {
  const low0 = v128.load(tables);
  const high0 = v128.load(tables, 16);
  const low1 = v128.load(tables, 32);
  const high1 = v128.load(tables, 48);
  const low2 = v128.load(tables, 64);
  const high2 = v128.load(tables, 80);
  const low3 = v128.load(tables, 96);
  const high3 = v128.load(tables, 112);
  const none = i8x16.splat(0);
  const nibble = i8x16.splat(15);
  let hits: u32 = 0;
  let at: u32 = from;
  // Of the 16 bytes before: what they are as first, second and third byte of a word.
  let first0 = none;
  let second0 = none;
  let third0 = none;
  // What begins before `to` is found by its fourth byte, which can stand behind it.
  const last = to + 3;
  while (at < last) {
    const bytes = v128.load(at);
    const lows = v128.and(bytes, nibble);
    const highs = v128.and(i16x8.shr_u(bytes, 4), nibble);
    const first = bucketsOf(low0, high0, lows, highs);
    const second = bucketsOf(low1, high1, lows, highs);
    const third = bucketsOf(low2, high2, lows, highs);
    const fourth = bucketsOf(low3, high3, lows, highs);
    // By the fourth byte of a word: the bytes before it are 3, 2 and 1 places back.
    const all = v128.and(
      v128.and(
        v128.shuffle<i8>(first0, first, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28),
        v128.shuffle<i8>(second0, second, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
      ),
      v128.and(
        v128.shuffle<i8>(third0, third, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30),
        fourth,
      ),
    );
    first0 = first;
    second0 = second;
    third0 = third;
    at += 16;
    if (!v128.any_true(all)) continue;
    let places = i8x16.bitmask(i8x16.ne(all, none));
    while (places) {
      const place: u32 = ctz(places);
      places &= places - 1;
      const here = at + place - 19;
      if (here >= to) break;
      const kind = kindAt(here, tables);
      if (kind == NO_WORD) continue;
      store<u32>(place0 + (usize(hits) << 2), here | kind);
      hits++;
      if (hits == most) return hits;
      if (kind) continue;
      // Nothing else counts in a line that may hold values.
      let end = here;
      while (load<u8>(end) != 10) end++;
      at = end + 1;
      first0 = none;
      second0 = none;
      third0 = none;
      break;
    }
  }
  return hits;
}

/** Counts line feeds. */
export function countLines(from: u32, to: u32): u32 {
  const feed = i8x16.splat(10);
  let lines: u32 = 0;
  let at: u32 = from;
  for (; at + 16 <= to; at += 16) lines += popcnt(i8x16.bitmask(i8x16.eq(v128.load(at), feed)));
  for (; at < to; at++) lines += u32(load<u8>(at) == 10);
  return lines;
}
