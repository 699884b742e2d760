import type { Vma } from '../pages/maps.ts';
import type { Piece } from './source.ts';

/** Cuts pieces at the borders of mappings; pieces come in order of address. */
export class VmaSplitter {
  readonly #vmas: readonly Vma[];
  #next = 0;

  constructor(vmas: readonly Vma[]) {
    this.#vmas = vmas;
  }

  /** The parts of a piece with their mappings; parts outside of all have none. */
  split(piece: Piece): readonly Piece[] {
    const parts: Piece[] = [];
    const end = piece.page + piece.pages;
    let at = piece.page;
    while (at < end) {
      while ((this.#vmas[this.#next]?.end ?? Infinity) <= at) this.#next += 1;
      const vma = this.#vmas[this.#next];
      const inside = vma !== undefined && vma.start <= at;
      const stop = Math.min(end, (inside ? vma.end : vma?.start) ?? end);
      parts.push({
        ...piece,
        page: at,
        pages: stop - at,
        from: piece.from < 0 ? -1 : piece.from + at - piece.page,
        vma: inside ? vma : undefined,
      });
      at = stop;
    }
    return parts;
  }
}
