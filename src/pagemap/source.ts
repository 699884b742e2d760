import type { Vma } from '../pages/maps.ts';

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
  /** The pages were left out: see live.ts. */
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

/** Which pages are asked for. */
export interface PageFilter {
  /** Ranges of page numbers, end not included; empty: all. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  /** True for the mappings asked for; undefined: all. */
  readonly vma: ((vma: Vma | undefined) => boolean) | undefined;
}

/** The parts of [start, end) that a filter lets through. */
export function clipRange(
  start: number,
  end: number,
  filter: PageFilter,
): readonly { readonly start: number; readonly end: number }[] {
  if (filter.ranges.length === 0) return [{ start, end }];
  return filter.ranges
    .map((range) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }))
    .filter((range) => range.start < range.end);
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

/**
 * A test for the names of mappings: `*` and `?` stand for any characters, a pattern without them may be any part of
 * the name, and `[anon]` is memory without a name.
 */
export function vmaMatcher(pattern: string): (vma: Vma | undefined) => boolean {
  if (pattern === '[anon]') return (vma) => vma?.name === '';
  if (!/[*?]/.test(pattern)) return (vma) => vma?.name.includes(pattern) ?? false;
  return (vma) => vma !== undefined && matchesGlob(vma.name, pattern);
}

/** Glob match in time proportional to the product of the lengths, whatever the pattern. */
function matchesGlob(text: string, pattern: string): boolean {
  let t = 0;
  let p = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** A page size that Linux has: a power of two from 4 KiB to 256 KiB. */
export function isPageSize(bytes: number): boolean {
  return bytes >= 4096 && bytes <= 262144 && Math.log2(bytes) % 1 === 0;
}
