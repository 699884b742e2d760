import type { Vma } from './maps.ts';

/** Neighbouring pages by their numbers: first, and one behind the last. */
export interface PageRange {
  readonly start: number;
  readonly end: number;
}

/** Which pages are asked for. */
export interface PageFilter {
  /** In order and disjoint; empty: all. */
  readonly ranges: readonly PageRange[];
  /** True for the mappings asked for; undefined: all. */
  readonly vma: ((vma: Vma | undefined) => boolean) | undefined;
}

/** The parts of [start, end) that a filter lets through. */
export function clipRange(start: number, end: number, filter: PageFilter): readonly PageRange[] {
  if (filter.ranges.length === 0) return [{ start, end }];
  return filter.ranges
    .map((range) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }))
    .filter((range) => range.start < range.end);
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
