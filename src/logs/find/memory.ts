import type { WordKind } from './words.ts';

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
  nearTables: 0x12_7000,
  /** A row without marks, and the hits in it: that is no longer than the text, and these are as many as `maxHits`. */
  unmarked: 0x13_0010,
  unmarkedHits: 0x24_0200,
  /** The whole, as pages of 64 KiB. */
  pages: 38,
} as const;

/** The kinds of words as they stand in a hit. */
export const KIND_BITS: Readonly<Record<WordKind | 'near', number>> = {
  value: 0,
  near: 1 << 24,
  kernel: 2 << 24,
  mark: 3 << 24,
};

/** The bits of a hit that say where the word begins. */
export const PLACE_MASK = 0xff_ffff;

/** Finds the lines of a text that hold one of the words. */
export interface LogFinder {
  readonly kind: 'wasm' | 'js';
  /** The text, `FIND_MEMORY.textBytes` long. */
  readonly text: Uint8Array;
  /** Where words begin, and of which kind they are. */
  readonly hits: Uint32Array;
  /**
   * Looks for words from `from` to before `to`; the byte before `to` is a line feed. Behind a word that speaks of
   * values the rest of its line is passed over. A mark of a search stands for the words that its row has without marks: where
   * they count, the row is a hit of that kind, and passed over behind the mark.
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
