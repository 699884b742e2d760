import { FIND_MEMORY, KIND_BITS } from './memory.ts';
import { NEAR_WORDS } from './near-words.ts';
import { LOG_WORDS, type LogWord } from './words.ts';

/** The parts of a set of tables, in bytes from its beginning. */
const TABLES = {
  /** Eight tables of 16 bytes: for byte 0 to 3 of a word and its digits, the buckets by low and by high half. */
  nibbles: 0,
  /** u16 per hash of four bytes and one behind: where its list begins. */
  heads: 0x80,
  /** u16 per beginning of a word: the word. */
  lists: 0x882,
  /** 24 bytes a word: u64 text, u64 mask, u16 length, u16 hexadecimal digits, u32 kind in the place it has in a hit. */
  words: 0x1000,
} as const;

const WORD_BYTES = 24;

/** Hashes of four bytes: the upper bits of their product with a factor. */
const HASHES = 1024;
const FACTOR = 0x9e37_79b1;
const HASH_SHIFT = 22;

/** Bytes that are looked up in the tables before words are compared. */
const FINGERPRINT = 4;
const HEX_DIGITS = '0123456789abcdef';

/** The characters that a word may have at one place, digits behind its text. */
const allowedAt = (text: string, place: number): string => text[place] ?? HEX_DIGITS;

/** The hashes of all that a word may begin with. */
function hashesOf(text: string): Set<number> {
  let beginnings = [0];
  for (let i = 0; i < FINGERPRINT; i += 1)
    beginnings = beginnings.flatMap((begun) =>
      Array.from(allowedAt(text, i), (character) => begun + character.charCodeAt(0) * 2 ** (8 * i)),
    );
  return new Set(beginnings.map((four) => Math.imul(four, FACTOR) >>> HASH_SHIFT));
}

/** A set of tables as bytes, of words of a kind, or of their own. */
function tablesOf(list: readonly LogWord[], common: keyof typeof KIND_BITS): Uint8Array {
  const { heads, lists, words } = TABLES;
  const bytes = new Uint8Array(words + list.length * WORD_BYTES);
  const view = new DataView(bytes.buffer);
  const ofHash = Array.from({ length: HASHES }, (): number[] => []);
  for (const [index, { text, hex = 0, kind = common, bucket }] of list.entries()) {
    const at = words + index * WORD_BYTES;
    for (let i = 0; i < text.length; i += 1) bytes[at + i] = text.charCodeAt(i);
    bytes.fill(0xff, at + 8, at + 8 + text.length);
    for (let i = 0; i < FINGERPRINT; i += 1)
      for (const character of allowedAt(text, i)) {
        const code = character.charCodeAt(0);
        const low = 32 * i + (code & 15);
        const high = 32 * i + 16 + (code >> 4);
        bytes[low] = (bytes[low] ?? 0) | (1 << bucket);
        bytes[high] = (bytes[high] ?? 0) | (1 << bucket);
      }
    view.setUint16(at + 16, text.length, true);
    view.setUint16(at + 18, hex, true);
    view.setUint32(at + 20, KIND_BITS[kind], true);
    for (const hash of hashesOf(text)) ofHash[hash]?.push(index);
  }
  let begin = 0;
  for (const [hash, ofIt] of ofHash.entries()) {
    view.setUint16(heads + 2 * hash, begin, true);
    for (const [i, index] of ofIt.entries()) view.setUint16(lists + 2 * (begin + i), index, true);
    begin += ofIt.length;
  }
  view.setUint16(heads + 2 * HASHES, begin, true);
  if (lists + 2 * begin > words) throw new RangeError('too many beginnings of words');
  return bytes;
}

/** The tables of the finder as bytes, each with the place that it belongs to. In the command they are made by the build (scripts/bundles.mjs). */
export function finderTables(): readonly { readonly at: number; readonly bytes: Uint8Array }[] {
  return [
    { at: FIND_MEMORY.tables, bytes: tablesOf(LOG_WORDS, 'value') },
    { at: FIND_MEMORY.nearTables, bytes: tablesOf(NEAR_WORDS, 'near') },
  ];
}
