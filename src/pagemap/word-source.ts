import type { Vma } from '../pages/maps.ts';
import { clipRange, type PageFilter } from '../pages/page-filter.ts';

/** A stretch of pages, all of one mapping: words that now lie in the chunk, or one word that stands for all. */
export interface Piece {
  /** Virtual page number of the first. */
  readonly page: number;
  readonly pages: number;
  /** Index of the first word in the chunk; -1 when `lo` and `hi` stand for every page. */
  readonly from: number;
  readonly lo: number;
  readonly hi: number;
  /** Undefined when nothing is known of mappings. */
  readonly vma: Vma | undefined;
  /** The pages were left out: see live-source.ts. */
  readonly notRead?: boolean;
}

/** Where pagemap words come from. `next` puts words into the chunk and says what they are. */
export interface WordSource {
  /** For messages. */
  readonly name: string;
  /** Bytes of a page. */
  readonly pageSize: number;
  /** True when the mappings are known. */
  readonly hasVmas: boolean;
  /** The next pieces, in order of address; undefined at the end. Pieces hold until the next call. */
  next(): readonly Piece[] | undefined;
  /** Share of the work that is done, 0 to 1; undefined when the length is not known. */
  progress(): number | undefined;
  /** What went wrong: the answer is not complete (exit 2). */
  readonly problems: readonly string[];
  /** What a reader of the answer should know besides. */
  readonly notes: readonly string[];
  close(): void;
}

/** The parts of a piece that a filter lets through. */
export function clipPiece(piece: Piece, filter: PageFilter): readonly Piece[] {
  if (filter.vma && !filter.vma(piece.vma)) return [];
  if (filter.ranges.length === 0) return [piece];
  return clipRange(piece.page, piece.page + piece.pages, filter).map(({ start, end }) => ({
    ...piece,
    page: start,
    pages: end - start,
    from: piece.from < 0 ? -1 : piece.from + start - piece.page,
  }));
}
