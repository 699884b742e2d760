// AssemblyScript, not TypeScript: finds the words of words.ts in a text, 16 bytes at a time. scripts/build-wasm.mjs
// compiles this file into find-wasm-code.ts; js.ts is its twin in JavaScript, and both must give the same hits.
//
// A byte of a word is looked up by its halves in two tables of 16 bytes; each bit of what they give is a bucket of
// words. Where four bytes in a row agree on a bucket, its words are compared. The addresses are those of
// memory.ts, which also fills the tables.

const HITS: usize = 0x110100;
const MAX_HITS: u32 = 0x4000;
const TABLES: usize = 0x120200;
const NEAR_HITS: usize = 0x122000;
const MAX_NEAR_HITS: u32 = 0x1000;
const NEAR_TABLES: usize = 0x121000;
const BUCKETS: usize = 0x100; // from the beginning of the tables
const WORDS: usize = 0x200;
const SCRATCH: usize = 0x120f00; // buckets of the 16 positions

// @ts-ignore: decorator
@inline
function isHex(byte: u32): bool {
  return byte - 48 < 10 || byte - 97 < 6;
}

const NO_WORD: u32 = 0xffff_ffff;

/** The kind of the word of one of the buckets that begins here. */
function kindAt(at: usize, buckets: u32, tables: usize): u32 {
  const text = load<u64>(at);
  while (buckets) {
    const bucket = ctz(buckets);
    buckets &= buckets - 1;
    const end = load<u32>(tables + BUCKETS + (bucket << 2), 4);
    for (let i = load<u32>(tables + BUCKETS + (bucket << 2)); i < end; i++) {
      const word = tables + WORDS + i * 24;
      if ((text & load<u64>(word, 8)) != load<u64>(word)) continue;
      let digit = at + load<u16>(word, 16);
      const stop = digit + load<u16>(word, 18);
      while (digit < stop && isHex(load<u8>(digit))) digit++;
      if (digit == stop) return load<u32>(word, 20);
    }
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
  const nibble = i8x16.splat(15);
  let hits: u32 = 0;
  let at: u32 = from;
  while (at < to) {
    const a = v128.load(at);
    const b = v128.load(at, 1);
    const c = v128.load(at, 2);
    const d = v128.load(at, 3);
    const first = v128.and(
      i8x16.swizzle(low0, v128.and(a, nibble)),
      i8x16.swizzle(high0, i8x16.shr_u(a, 4)),
    );
    const second = v128.and(
      i8x16.swizzle(low1, v128.and(b, nibble)),
      i8x16.swizzle(high1, i8x16.shr_u(b, 4)),
    );
    const third = v128.and(
      i8x16.swizzle(low2, v128.and(c, nibble)),
      i8x16.swizzle(high2, i8x16.shr_u(c, 4)),
    );
    const fourth = v128.and(
      i8x16.swizzle(low3, v128.and(d, nibble)),
      i8x16.swizzle(high3, i8x16.shr_u(d, 4)),
    );
    const all = v128.and(v128.and(first, second), v128.and(third, fourth));
    let next = at + 16;
    if (v128.any_true(all)) {
      v128.store(SCRATCH, all);
      let places = i8x16.bitmask(i8x16.ne(all, i8x16.splat(0)));
      while (places) {
        const place: u32 = ctz(places);
        places &= places - 1;
        const here = at + place;
        if (here >= to) break;
        const kind = kindAt(here, load<u8>(SCRATCH + place), tables);
        if (kind == NO_WORD) continue;
        store<u32>(place0 + (usize(hits) << 2), here | kind);
        hits++;
        if (hits == most) return hits;
        if (kind) continue;
        let end = here;
        while (load<u8>(end) != 10) end++;
        next = end + 1;
        break;
      }
    }
    at = next;
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
