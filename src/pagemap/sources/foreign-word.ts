import { formatHex } from '../../core/u64.ts';
import type { Piece } from './word-source.ts';

/** Words that are looked at: a table has as many entries. */
const LOOKED_AT = 512;

/** The bits of a word, without the lower half, in which pages that are present or swapped have a number. */
const NUMBER = 0x7f_ffff;

/**
 * Looks whether the first words of an input are some that no kernel writes: a page that is neither present nor swapped has no
 * number. v4.14 and v7.3 fs/proc/task_mmu.c pte_to_pagemap_entry; Documentation/admin-guide/mm/pagemap.rst, bits 0-54.
 */
export class ForeignWord {
  /** What is wrong with the first one of them; undefined where there is none. */
  text: string | undefined;
  #left = LOOKED_AT;

  /** @param words of the engine, each in two halves */
  look({ from, page, pages }: Piece, words: Uint32Array, pageSize: number): void {
    if (from < 0) return;
    for (let at = 0; at < pages && this.#left > 0; at += 1, this.#left -= 1) {
      const [lo = 0, hi = 0] = [words[2 * (from + at)], words[2 * (from + at) + 1]];
      if (hi >>> 30 !== 0 || (lo === 0 && (hi & NUMBER) === 0)) continue;
      const vaddr = BigInt(page + at) * BigInt(pageSize);
      const word = (BigInt(hi) << 32n) | BigInt(lo);
      this.text = `${formatHex(vaddr)}: ${formatHex(word)} is no word of pagemap, as it has a number and is neither present nor swapped: scan --table reads entries of page tables`;
      this.#left = 0;
    }
  }
}
