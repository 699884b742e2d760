import type { Vma } from '../../pages/maps.ts';
import { clipRange, type PageFilter } from '../../pages/page-filter.ts';

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

/** The upper half of an empty word whose mapping is soft-dirty as a whole. */
export const SOFT_DIRTY_HI = 0x0080_0000;

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
  /** The one of these that says that words are none of pagemap. */
  readonly foreign?: string | undefined;
  /** What a reader of the answer should know besides. */
  readonly notes: readonly string[];
  close(): void;
}

/** A source that remembers which pages it covers. */
interface MeasuredSource extends WordSource {
  /** The first page; Infinity where there is none. */
  readonly start: () => number;
  /** The page behind the last one so far. */
  readonly end: () => number;
}

/**
 * The same source, and where it ends.
 *
 * @param onStep called before each step
 * @param look called with the pieces of each step
 */
export function measured(
  source: WordSource,
  onStep?: () => void,
  look?: (source: WordSource, pieces: readonly Piece[]) => void,
): MeasuredSource {
  let start = Infinity;
  let end = 0;
  return {
    name: source.name,
    pageSize: source.pageSize,
    hasVmas: source.hasVmas,
    problems: source.problems,
    notes: source.notes,
    next() {
      onStep?.();
      const pieces = source.next();
      if (pieces) look?.(source, pieces);
      const last = pieces?.at(-1);
      start = Math.min(start, pieces?.[0]?.page ?? Infinity);
      if (last) end = last.page + last.pages;
      return pieces;
    },
    progress: () => source.progress(),
    close: () => {
      source.close();
    },
    start: () => start,
    end: () => end,
  };
}

/**
 * Why nothing is proven of pages that a dump without mappings should have and has not: they were not read, or unmapped.
 *
 * @param what the pages, for the reason
 */
export function notCovered(
  { name, pageSize, hasVmas, start, end }: MeasuredSource,
  { from, pages }: { readonly from: number; readonly pages: number },
  what: string,
): readonly string[] {
  if (hasVmas || (start() <= from && end() >= from + pages)) return [];
  const hex = (page: number): string => `0x${(page * pageSize).toString(16)}`;
  const has = start() < end() ? `has ${hex(start())} to ${hex(end())}` : 'has no page';
  return [
    `${name} ${has}, and not all of ${what} (${hex(from)} to ${hex(from + pages)}): without mappings (--maps, captures) nothing tells whether the rest was unmapped or not read`,
  ];
}

/** The parts of a piece that a filter lets through. */
export function clipPiece(piece: Piece, filter: PageFilter): readonly Piece[] {
  if (filter.vma && !filter.vma(piece.vma)) return [];
  if (filter.ranges.length === 0) return [piece];
  return clipRange(piece.page, piece.page + piece.pages, filter).map(({ start, end }) =>
    partOf(piece, start, end - start),
  );
}

/** Some pages of a piece, from one of them on. */
export function partOf(piece: Piece, page: number, pages: number): Piece {
  return { ...piece, page, pages, from: piece.from < 0 ? -1 : piece.from + page - piece.page };
}
