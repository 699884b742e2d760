import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { type Shape, shapeOf } from '../../core/entry/shapes.ts';
import { joinHalves } from '../address.ts';
import type { PhysicalMemory } from '../memory.ts';
import { pageNumber, scanTables } from './scan.ts';

/** The entry that is responsible for a page. */
export interface PageEntry {
  readonly raw: bigint;
  readonly level: Level;
  /** Which page of those that the entry covers. */
  readonly offset: number;
}

/**
 * Which of the pages of a leaf the first one of an entry is, where several equal entries map the leaf together (Svnapot).
 *
 * @param shape of the entry
 * @param page page number of the entry
 * @param size pages that the entry covers
 * @returns 0 where the entry alone maps its leaf
 */
export function sharedOffset(
  kernel: Kernel,
  { form, frame }: Pick<Shape, 'form' | 'frame'>,
  page: number,
  size: number,
): number {
  if (frame === undefined || form === 'table') return 0;
  const pages = 2 ** (frame.pageShift - kernel.pageShift);
  return pages > size ? page % pages : 0;
}

/**
 * Reads the entries of neighbouring pages. Pages without a table, or with an empty entry, have none; of those below a table
 * that could not be read it is not known, and `isUnread` tells them by their number from 0.
 */
export function readPageEntries(
  memory: PhysicalMemory,
  kernel: Kernel,
  root: bigint,
  page: number,
  pages: number,
): {
  readonly entries: readonly (PageEntry | undefined)[];
  readonly problems: readonly string[];
  readonly isUnread: (index: number) => boolean;
} {
  const entries = Array.from({ length: pages }, (): PageEntry | undefined => undefined);
  const problems: string[] = [];
  const unread: { readonly start: number; readonly end: number }[] = [];
  scanTables(
    memory,
    kernel,
    root,
    { start: page, end: page + pages },
    {
      entries(geometry, words, first, last, at) {
        const size = 2 ** (geometry.shift - kernel.pageShift);
        for (let i = first; i < last; i++) {
          const raw = joinHalves(words[2 * i] ?? 0, words[2 * i + 1] ?? 0);
          if (raw === 0n) continue;
          const start = at + (i - first) * size;
          const shared = sharedOffset(kernel, shapeOf(kernel, geometry.level, raw), start, size);
          const end = Math.min(start + size, page + pages);
          for (let p = Math.max(start, page); p < end; p++)
            entries[p - page] = { raw, level: geometry.level, offset: shared + p - start };
        }
      },
      problem({ text, vaddr, pages: count }) {
        problems.push(text);
        const start = pageNumber(kernel, vaddr) - page;
        unread.push({ start, end: start + count });
      },
    },
  );
  return {
    entries,
    problems,
    isUnread: (index) => unread.some(({ start, end }) => index >= start && index < end),
  };
}
