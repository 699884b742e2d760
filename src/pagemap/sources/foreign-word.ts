import { formatHex } from '../../core/u64.ts';
import { MEMORY, WORD_BYTES, type WordEngine } from '../scan/memory.ts';
import type { Piece } from './word-source.ts';

/** Words that are looked at one by one: a table has as many entries. */
const ALL_OF = 512;

/** Behind them one of so many is looked at: a prime number, so that nothing that comes again and again hides from it, and large, since each look costs a miss of the cache. */
const ONE_IN = 509;

/**
 * Looks whether words of an input are some that no kernel writes: a page that is neither present nor swapped has no number,
 * and none is both. v4.14 and v7.3 fs/proc/task_mmu.c pte_to_pagemap_entry; Documentation/admin-guide/mm/pagemap.rst,
 * bits 0-54, 62 and 63.
 */
export class ForeignWord {
  readonly #engine: WordEngine;
  #left = ALL_OF;
  /** Words up to the next one that is looked at. */
  #ahead = 0;

  constructor(engine: WordEngine) {
    this.#engine = engine;
  }

  /** @returns what is wrong with the first one of them; undefined where there is none */
  look({ from, page, pages }: Piece, pageSize: number): string | undefined {
    const dense = Math.min(pages, this.#left);
    let at = this.#ahead;
    if (dense > 0) {
      at = this.#engine.findForeign(from, from + dense, 1) - from;
      this.#left -= dense;
    }
    if (at >= dense) at = this.#engine.findForeign(from + at, from + pages, ONE_IN) - from;
    this.#ahead = at - pages;
    if (at >= pages) return undefined;
    const [word = 0n] = new BigUint64Array(this.#engine.buffer, MEMORY.words + WORD_BYTES * (from + at), 1);
    return textOf(BigInt(page + at) * BigInt(pageSize), word);
  }
}

function textOf(vaddr: bigint, word: bigint): string {
  const why =
    word >> 62n === 0n ? 'has a number and is neither present nor swapped' : 'is both present and swapped';
  return `${formatHex(vaddr)}: ${formatHex(word)} is no word of pagemap, as it ${why}: scan --table reads entries of page tables`;
}
