/** Slots in a cell: the bits of one number. */
const CELL_SHIFT = 5;
/** A cell: its key, which of its slots were seen, and which of them by an exclusive entry. */
const CELL_WORDS = 3;
const FIRST_CELLS = 1024;
/** Below this (12 MB) a full table grows fourfold, then twofold: each growth puts all cells anew. */
const MANY_CELLS = 0x10_0000;

/** 5 bits of the type and 27 of the offset, as a signed number: V8 keeps those of 32 bits without an object. */
function keyOf(type: number, offset: number): number {
  return (type << 27) | (offset >>> CELL_SHIFT);
}

/** What is known of a slot that an earlier entry has too. */
type EarlierEntry = 'shared' | 'exclusive';

/**
 * The slots of swap areas that were seen, 32 in a cell of 12 bytes; at most three of four cells are in use. Ten million
 * slots that lie together take 6 MB, ten million that lie apart 200 MB (and half as much again while it grows).
 */
export class SwapSlots {
  #words = new Int32Array(FIRST_CELLS * CELL_WORDS);
  #cells = FIRST_CELLS;
  #shift = Math.clz32(FIRST_CELLS - 1);
  #used = 0;
  /** Where the last cell is: neighbours of a slot often follow it. */
  #last = 0;

  /**
   * Notes a slot.
   *
   * @param type 0 .. 31
   * @param offset 0 .. 2^32-1, in pages
   * @param isExclusive whether the entry says that nobody else has the slot
   * @returns what an earlier entry with this slot was; undefined when there was none
   */
  add(type: number, offset: number, isExclusive: boolean): EarlierEntry | undefined {
    const key = keyOf(type, offset);
    const slot = 1 << (offset & 31);
    const isLast = this.#words[this.#last] === key && this.#words[this.#last + 1] !== 0;
    let at = isLast ? this.#last : this.#find(key);
    if (this.#words[at + 1] === 0) {
      if (4 * this.#used >= 3 * this.#cells) {
        this.#grow();
        at = this.#find(key);
      }
      this.#used += 1;
      this.#words[at] = key;
    }
    this.#last = at;
    const seen = this.#words[at + 1] ?? 0;
    const exclusive = this.#words[at + 2] ?? 0;
    this.#words[at + 1] = seen | slot;
    if (isExclusive) this.#words[at + 2] = exclusive | slot;
    if ((seen & slot) === 0) return undefined;
    return (exclusive & slot) === 0 ? 'shared' : 'exclusive';
  }

  /** Where the cell of a key is, or is to be. */
  #find(key: number): number {
    const words = this.#words;
    const last = this.#cells - 1;
    let place = this.#firstPlace(key);
    for (;;) {
      const at = place * CELL_WORDS;
      if (words[at + 1] === 0 || words[at] === key) return at;
      place = (place + 1) & last;
    }
  }

  #firstPlace(key: number): number {
    // The high bits of the product: neighbours come to lie evenly.
    return Math.imul(key, 0x9e3779b1) >>> this.#shift;
  }

  #grow(): void {
    const old = this.#words;
    const bits = this.#cells < MANY_CELLS ? 2 : 1;
    this.#cells <<= bits;
    this.#shift -= bits;
    this.#words = new Int32Array(this.#cells * CELL_WORDS);
    for (let at = 0; at < old.length; at += CELL_WORDS) {
      if (old[at + 1] === 0) continue;
      const to = this.#find(old[at] ?? 0);
      for (let word = 0; word < CELL_WORDS; word++) this.#words[to + word] = old[at + word] ?? 0;
    }
  }
}
