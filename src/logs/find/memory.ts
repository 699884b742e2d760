import { NEAR_WORDS } from './near-words.ts';
import { type FinderWord, LOG_WORDS, type LogWord, type WordKind } from './words.ts';

/** Where things lie in the memory of the finder, in bytes; find.as.ts has the same numbers. */
export const FIND_MEMORY = {
  /** Text to be searched. */
  text: 0,
  textBytes: 0x11_0000,
  /** What may be read behind the text. */
  slack: 0x100,
  /** u32 per hit: where a word begins, and above bit 24 the kind of the word. */
  hits: 0x11_0100,
  maxHits: 0x4000,
  /** The same for words that count near values. */
  nearHits: 0x12_3000,
  maxNearHits: 0x1000,
  /** The tables of the words, and of those that count near values. */
  tables: 0x12_0200,
  nearTables: 0x12_1000,
  /** The whole, as pages of 64 KiB. */
  pages: 19,
} as const;

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

/** The kinds of words as they stand in a hit. */
export const KIND_BITS: Readonly<Record<WordKind | 'near', number>> = {
  value: 0,
  near: 1 << 24,
  kernel: 2 << 24,
};

/** The bits of a hit that say where the word begins. */
export const PLACE_MASK = 0xff_ffff;

/** Bytes that are looked up in the tables before words are compared. */
const FINGERPRINT = 4;
const HEX_DIGITS = '0123456789abcdef';

/** Finds the lines of a text that hold one of the words. */
export interface LogFinder {
  readonly kind: 'wasm' | 'js';
  /** The text, `FIND_MEMORY.textBytes` long. */
  readonly text: Uint8Array;
  /** Where words begin, and of which kind they are. */
  readonly hits: Uint32Array;
  /**
   * Looks for words from `from` to before `to`; the byte before `to` is a line feed. Behind a word that speaks of
   * values the rest of its line is passed over.
   *
   * @returns the number of hits; when it is `FIND_MEMORY.maxHits`, the search has to go on behind the last one
   */
  find(from: number, to: number): number;
  /** Where words that count near values begin. */
  readonly nearHits: Uint32Array;
  /**
   * Looks for words that count near values from `from` to before `to`.
   *
   * @returns the number of hits; when it is `FIND_MEMORY.maxNearHits`, the search has to go on behind the last one
   */
  findNear(from: number, to: number): number;
  /** Counts line feeds. */
  countLines(from: number, to: number): number;
}

/** A set of tables as bytes, of words of their own kind, or without one that count near values. It is made at every start. */
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

/** The tables of the finder as bytes, each with the place that it belongs to. */
export function finderTables(): readonly { readonly at: number; readonly bytes: Uint8Array }[] {
  return [
    { at: FIND_MEMORY.tables, bytes: tablesOf(LOG_WORDS) },
    { at: FIND_MEMORY.nearTables, bytes: tablesOf(NEAR_WORDS) },
  ];
}
