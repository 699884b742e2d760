import { nearest } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
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
  /** Is told of pages that are there, in mappings that are asked for, before the ranges are looked at. */
  readonly saw?: (start: number, end: number) => void;
}

/** The parts of [start, end) that a filter lets through. */
export function clipRange(start: number, end: number, filter: PageFilter): readonly PageRange[] {
  filter.saw?.(start, end);
  if (filter.ranges.length === 0) return [{ start, end }];
  return filter.ranges
    .map((range) => ({ start: Math.max(start, range.start), end: Math.min(end, range.end) }))
    .filter((range) => range.start < range.end);
}

/** What views show, and options take, for memory without a name. */
const ANONYMOUS = '[anon]';

/** The name of a mapping that is written as views show it; undefined where it is the name itself. */
export const mappingName = (shown: string): string | undefined => (shown === ANONYMOUS ? '' : undefined);

/**
 * A test for the names of mappings: `*` and `?` stand for any characters, a pattern without them may be any part of
 * the name, and `[anon]` is memory without a name.
 */
export function vmaMatcher(pattern: string): (vma: Vma | undefined) => boolean {
  if (pattern === ANONYMOUS) return (vma) => vma?.name === '';
  if (!/[*?]/.test(pattern)) return (vma) => vma?.name.includes(pattern) ?? false;
  return (vma) => vma !== undefined && matchesGlob(vma.name, pattern);
}

/** A range that was asked for, as it was written. */
interface NamedRange extends PageRange {
  readonly text: string;
}

/** The most names of mappings that are remembered as what may have been meant. */
const MAX_NAMES = 4096;

/** A filter that knows which of the ranges and names it was made of have picked nothing. */
export class NamedFilter implements PageFilter {
  readonly ranges: readonly PageRange[];
  readonly vma: PageFilter['vma'];
  readonly #open: { readonly patterns: Map<string, ReturnType<typeof vmaMatcher>>; ranges: NamedRange[] };
  readonly #names = new Set<string>();

  /**
   * @param ranges in any order
   * @param patterns names of mappings, for `vmaMatcher`
   */
  constructor(ranges: readonly NamedRange[], patterns: readonly string[]) {
    const matchers = new Map(patterns.map((pattern) => [pattern, vmaMatcher(pattern)]));
    this.#open = { patterns: new Map(matchers), ranges: [...ranges] };
    this.ranges = mergeRanges(ranges);
    this.vma =
      patterns.length === 0
        ? undefined
        : (vma) => {
            for (const [pattern, matches] of this.#open.patterns)
              if (matches(vma)) this.#open.patterns.delete(pattern);
            if (vma !== undefined && this.#names.size < MAX_NAMES) this.#names.add(vma.name);
            return [...matchers.values()].some((matches) => matches(vma));
          };
  }

  readonly saw = (start: number, end: number): void => {
    if (this.#open.ranges.length > 0)
      this.#open.ranges = this.#open.ranges.filter((range) => range.start >= end || range.end <= start);
  };

  /** What has picked nothing up to now: the option as it was written, and a sentence on it. */
  unmatched(): readonly { readonly option: string; readonly text: string }[] {
    const { patterns, ranges } = this.#open;
    // What people type for a name: a part of a path, `heap` for `[heap]`.
    const spelled = new Map<string, string>();
    for (const name of this.#names) {
      const last = name.slice(name.lastIndexOf('/') + 1);
      spelled.set(name, name).set(last, last).set(name.replaceAll(/[[\]]/g, ''), name);
    }
    spelled.delete('');
    return [
      ...[...patterns.keys()].map((pattern) => {
        const near = spelled.get(nearest(pattern, spelled.keys()) ?? '');
        const hint = near === undefined ? '' : `: did you mean ${printable(near, 200)}?`;
        const option = `--mapping "${printable(pattern, 200)}"`;
        return { option, text: `${option}: no mapping that was read has such a name${hint}` };
      }),
      ...ranges.map(({ text }) => {
        const option = `--range "${printable(text, 200)}"`;
        return { option, text: `${option}: no page that was read lies in it` };
      }),
    ];
  }
}

function mergeRanges(ranges: readonly PageRange[]): readonly PageRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
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
