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
const UNMARKED: usize = 0x130010;
const UNMARKED_HITS: usize = 0x240200;
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
const VALUE: u32 = 0;
const NEAR: u32 = 1 << 24;
const KERNEL: u32 = 2 << 24;
const MARK: u32 = 3 << 24;

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

/** What words the row of a mark has without its marks; NO_WORD: none. */
function kindWithout(mark: u32, from: u32): u32 {
  let start = mark;
  while (start > from && load<u8>(start - 1) != 10) start--;
  const to = <u32>unmark(start);
  const hits = search(<u32>UNMARKED, to, TABLES, UNMARKED_HITS, MAX_HITS);
  // Behind a value nothing else counts, so that it is the last hit.
  if (hits) return hits < MAX_HITS ? load<u32>(UNMARKED_HITS + (usize(hits - 1) << 2)) & MARK : VALUE;
  return search(<u32>UNMARKED, to, NEAR_TABLES, UNMARKED_HITS, 1) ? NEAR : NO_WORD;
}

/** Writes the row that begins there without marks; gives where it ends, behind its line feed. `withoutMarks` of escapes.ts says what they are. */
function unmark(start: usize): usize {
  const feed = i8x16.splat(10);
  const less = i8x16.splat(0x3c);
  const bracket = i8x16.splat(0x5b);
  let at = start;
  let out = UNMARKED;
  // Nothing before this belongs to the next mark.
  let begin = start;
  let byte: u32 = 0;
  while (byte != 10) {
    const bytes = v128.load(at);
    v128.store(out, bytes);
    const stops = i8x16.bitmask(
      v128.or(i8x16.eq(bytes, feed), v128.or(i8x16.eq(bytes, less), i8x16.eq(bytes, bracket))),
    );
    const copied: usize = stops ? usize(ctz(stops)) : 16;
    at += copied;
    out += copied;
    if (!stops) continue;
    byte = load<u8>(at);
    const lead = byte == 0x5b ? leadBefore(at, begin) : 0;
    const end = byte == 0x5b ? endOfColour(at, lead > 0) : byte == 0x3c ? endOfTag(at) : 0;
    if (end) {
      out -= lead;
      at = end;
      begin = end;
    } else {
      at++;
      out++;
    }
  }
  // No word goes on behind the row, in what was left there.
  v128.store(out, i8x16.splat(0));
  return out;
}

/** The length of what stands for an escape before the bracket of a colour. */
function leadBefore(at: usize, begin: usize): usize {
  const length = at - begin;
  if (length < 1) return 0;
  if (load<u8>(at - 1) == 0x1b) return 1;
  if (length < 2) return 0;
  const two = load<u16>(at - 2);
  if (two == 0x5b5e || two == 0x655c) return 2; // ^[ \e
  if (length < 4) return 0;
  const four = load<u32>(at - 4);
  if (four == 0x3333_3023 || four == 0x3333_305c || four == 0x6231_785c) return 4; // #033 \033 \x1b
  return length >= 6 && four == 0x6231_3030 && load<u16>(at - 6) == 0x755c ? 6 : 0; // \u001b
}

/** Where a colour ends that may begin with this bracket; 0: it is none. */
function endOfColour(bracket: usize, hasLead: bool): usize {
  let at = bracket + 1;
  let byte: u32 = load<u8>(at);
  const isNumber = byte != 0x3b && byte != 0x3f;
  while (byte - 0x30 < 10 || byte == 0x3b || byte == 0x3f) byte = load<u8>(++at);
  if (byte == 0x4b) return hasLead ? at + 1 : 0;
  if (byte != 0x6d || !(hasLead || isNumber)) return 0;
  return at + (load<u16>(at, 1) == 0x4b5b ? 3 : 1);
}

/** Where a mark of letters in HTML ends that may begin here; 0: it is none. */
function endOfTag(less: usize): usize {
  let at = less + (load<u8>(less, 1) == 0x2f ? 2 : 1);
  let name: u64 = 0;
  let byte: u32 = load<u8>(at);
  for (let shift: u64 = 0; shift < 56 && byte - 97 < 26; shift += 8) {
    name |= u64(byte) << shift;
    byte = load<u8>(++at);
  }
  if (
    name != 0x62 && // b
    name != 0x69 && // i
    name != 0x75 && // u
    name != 0x6d65 && // em
    name != 0x746e_6f66 && // font
    name != 0x6b72_616d && // mark
    name != 0x6e61_7073 && // span
    name != 0x676e_6f72_7473 // strong
  )
    return 0;
  if (byte == 0x20) {
    const last = at + 100;
    do byte = load<u8>(++at);
    while (at < last && byte != 0x3c && byte != 0x3e && byte != 10);
  } else if (byte == 0x2f) byte = load<u8>(++at);
  return byte == 0x3e ? at + 1 : 0;
}

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
      let kind = kindAt(here, tables);
      if (kind == NO_WORD) continue;
      const isMark = kind == MARK;
      if (isMark) {
        // What looks like one without marks is none that can be taken away.
        if (place0 != HITS) continue;
        kind = kindWithout(here, from);
      }
      if (kind != NO_WORD) {
        store<u32>(place0 + (usize(hits) << 2), here | kind);
        hits++;
        if (hits == most) return hits;
        if (kind && !isMark) continue;
      }
      // Nothing else counts in a line that may hold values, or was looked through without its marks.
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
