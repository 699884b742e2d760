import { FIND_MEMORY, KIND_BITS } from './memory.ts';
import { NEAR_WORDS } from './near-words.ts';
import { type FinderWord, LOG_WORDS, type LogWord } from './words.ts';

/** The parts of a set of tables, in bytes from its beginning. */
const TABLES = {
  /** Eight tables of 16 bytes: for byte 0 to 3 of a word and its digits, the buckets by low and by high half. */
  nibbles: 0,
  /** u32 per bucket and one behind: where its words begin. */
  buckets: 0x100,
  /** 24 bytes a word: u64 text, u64 mask, u16 length, u16 hexadecimal digits, u32 kind in the place it has in a hit. */
  words: 0x200,
} as const;

const WORD_BYTES = 24;

/** Groups of words: one bit each of a byte. */
const BUCKETS = 8;

/** Bytes that are looked up in the tables before words are compared. */
const FINGERPRINT = 4;
const HEX_DIGITS = '0123456789abcdef';

/** A set of tables as bytes, of words of their own kind, or without one that count near values. */
function tablesOf(list: readonly (FinderWord & Partial<LogWord>)[]): Uint8Array {
  const { buckets, words } = TABLES;
  const bytes = new Uint8Array(words + list.length * WORD_BYTES);
  const view = new DataView(bytes.buffer);
  let at: number = words;
  for (let bucket = 0; bucket <= BUCKETS; bucket += 1) {
    view.setUint32(buckets + 4 * bucket, (at - words) / WORD_BYTES, true);
    for (const { text, hex = 0, kind = 'near' } of list.filter((word) => word.bucket === bucket)) {
      for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
      bytes.fill(0xff, at + 8, at + 8 + text.length);
      for (let i = 0; i < FINGERPRINT; i += 1) {
        const allowed = text[i] ?? HEX_DIGITS;
        for (let j = 0; j < allowed.length; j += 1) {
          const code = allowed.charCodeAt(j);
          const low = 32 * i + (code & 15);
          const high = 32 * i + 16 + (code >> 4);
          bytes[low] = (bytes[low] ?? 0) | (1 << bucket);
          bytes[high] = (bytes[high] ?? 0) | (1 << bucket);
        }
      }
      view.setUint16(at + 16, text.length, true);
      view.setUint16(at + 18, hex, true);
      view.setUint32(at + 20, KIND_BITS[kind], true);
      at += WORD_BYTES;
    }
  }
  return bytes;
}

/** The tables of the finder as bytes, each with the place that it belongs to. In the command they are made by the build (scripts/bundles.mjs). */
export function finderTables(): readonly { readonly at: number; readonly bytes: Uint8Array }[] {
  return [
    { at: FIND_MEMORY.tables, bytes: tablesOf(LOG_WORDS) },
    { at: FIND_MEMORY.nearTables, bytes: tablesOf(NEAR_WORDS) },
  ];
}
