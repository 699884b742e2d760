import type { Vma } from '../../pages/maps.ts';
import { Mappings } from '../../pages/mappings.ts';
import type { Piece } from '../sources/word-source.ts';

/** Cuts pieces at the borders of mappings; pieces come in order of address. */
export class VmaSplitter {
  readonly #mappings: Mappings;

  constructor(vmas: readonly Vma[]) {
    this.#mappings = new Mappings(vmas.map((vma) => ({ vma, start: vma.start, end: vma.end })));
  }

  /** The parts of a piece with their mappings; parts outside of all have none. */
  split(piece: Piece): readonly Piece[] {
    const parts: Piece[] = [];
    const end = piece.page + piece.pages;
    for (let at = piece.page; at < end;) {
      const vma = this.#mappings.at(at)?.vma;
      const stop = Math.min(end, this.#mappings.borderAfter(at));
      const from = piece.from < 0 ? -1 : piece.from + at - piece.page;
      parts.push({ ...piece, page: at, pages: stop - at, from, vma });
      at = stop;
    }
    return parts;
  }
}
