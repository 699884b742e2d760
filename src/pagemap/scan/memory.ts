/** Bytes of a pagemap word. */
export const WORD_BYTES = 8;

/**
 * Bytes of words that are read at a time: what stays in the second-level cache between the kernel's copy and the scan. From
 * 32 KiB up the kernel does not care.
 */
export const READ_BYTES = 0x4_0000;

/** Slots of the histogram: nine state bits, and above them 0, 1 + swap type, or 33 + marker bits. */
export const SLOTS = 49 * 512;

/** A swap type that no entry has: for kernels without PTE markers. */
export const NO_MARKER_TYPE = 32;

/** Where things lie in the memory of the engine over pagemap words, in bytes; scan.as.ts and what it is made of have the same numbers. */
export const MEMORY = {
  /** Words of the current chunk. */
  words: 0,
  wordsBytes: 0x10_0000,
  /** u32 per run and one behind the last: where runs start. */
  runs: 0x10_0000,
  runsBytes: 0x8_1000,
  /** u8 per run: 1 when its frame numbers or swap offsets go up by one. */
  sequential: 0x18_1000,
  sequentialBytes: 0x2_0000,
  /** u64 per slot. */
  counts: 0x1a_8000,
  /** 16 bytes per slot: u32 where its literals lie, u16 lengths of three, u8 how often the number, u8 its shift. */
  templates: 0x1f_0000,
  templateBytes: 16,
  /** Two literals of up to 64 bytes, then the tail. */
  head: 0x26_0000,
  tail: 0x26_0100,
  tailBytes: 0xff00,
  literals: 0x27_0000,
  literalsEnd: 0x38_0000,
  output: 0x38_0000,
  outputEnd: 0x48_0000,
  /** u32 per slot that `tally` met, in their order, in the output area. */
  met: 0x38_0000,
  /** What one line may take beside its tail. */
  lineBytes: 2048,
  /** What counting states keeps of the slots that it met, and works with. */
  counting: 0x49_0000,
  /** The whole, as pages of 64 KiB. */
  pages: 74,
} as const;

/**
 * The engine over pagemap words: functions over one memory. `markerType` is the swap type of PTE markers, or
 * `NO_MARKER_TYPE`; `from` and `to` are indices of words in the chunk, `to` not included.
 */
export interface WordEngine {
  readonly kind: 'wasm' | 'js';
  /** In WebAssembly other threads can share it. */
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Finds runs of words of one state; gives their number. */
  findRuns(from: number, to: number, markerType: number): number;
  /** Adds the words to the histogram; gives 0 as long as none of them is present or swapped. */
  countStates(from: number, to: number, markerType: number): number;
  /**
   * Adds words to the lower halves of the histogram, and runs to the upper ones; slots that had nothing yet are appended to
   * the list of those that were met. Gives the number of runs, as `findRuns` found them.
   *
   * @param met length of the list up to now
   */
  tally(from: number, to: number, markerType: number, met: number): number;
  /** Length of the list after the last `tally`. */
  readonly met: number;
  /**
   * Looks at one of `step` words, from the first on, for one that no kernel writes: it has a number and is neither present nor
   * swapped, or is both. Gives that, or the next one that would be looked at, from `to` on.
   */
  findForeign(from: number, to: number, step: number): number;
  /** Marks those of the first `runs` runs whose numbers go up by one. */
  markSequential(runs: number, markerType: number): void;
  /** Writes a line per word to the output area; gives the first word not written (full, or a slot without text). */
  format(
    from: number,
    to: number,
    vaddr: bigint,
    pageSize: bigint,
    markerType: number,
    lenA: number,
    lenB: number,
    tail: number,
    tailLen: number,
  ): number;
  /** Bytes that the last `format` wrote. */
  readonly written: number;
}

/** The histogram slot of a word, given as halves. */
export function slotOf(lo: number, hi: number, markerType: number): number {
  const state = hi >>> 23;
  if (hi >>> 30 !== 1) return state;
  const type = lo & 0x1f;
  return state + 512 * (type === markerType ? 33 + ((lo >>> 5) & 15) : 1 + type);
}
