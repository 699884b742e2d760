import { EMPTY } from './categories.ts';
import { type Cell, usedPages } from './cells.ts';
import type { Strip } from './strips.ts';

/** Strips that are shown as one thing: those of a file, or anonymous memory without a hole in it. */
export interface StripGroup {
  /** The name of its mappings, empty for anonymous memory; undefined where mappings are not known. */
  readonly name: string | undefined;
  /** In order of addresses. */
  readonly strips: readonly Strip[];
  /** Whether the last is anonymous memory that goes on right behind what is written of a file. */
  readonly hasTail: boolean;
  /** Pages by category. */
  readonly counts: Cell;
  readonly pages: number;
  /** Those of them that are not empty. */
  readonly used: number;
}

/** What of a file is joined: its mappings next to each other, or all of them. */
export type GroupBy = 'neighbours' | 'files';

/** Where mappings are not known, entries that lie closer together than this are shown as one: 1 GiB of 4 KiB. */
const NEAR_PAGES = 1 << 18;

interface OpenGroup {
  readonly name: string | undefined;
  readonly strips: Strip[];
  hasTail: boolean;
}

/**
 * Joins strips to groups.
 *
 * @param strips in order of addresses
 * @returns in the order of their first addresses
 */
export function groupStrips(strips: readonly Strip[], by: GroupBy): readonly StripGroup[] {
  const groups: OpenGroup[] = [];
  const files = new Map<string, OpenGroup>();
  let before: { readonly group: OpenGroup; readonly strip: Strip } | undefined;
  for (const strip of strips) {
    const name = strip.vma?.name;
    const isFollowing = before !== undefined && joins(before.group, before.strip, strip);
    let group = isFollowing ? before?.group : by === 'files' && name ? files.get(name) : undefined;
    if (group === undefined) {
      group = { name, strips: [], hasTail: false };
      groups.push(group);
      if (name) files.set(name, group);
    }
    group.strips.push(strip);
    if (name === '' && group.name !== '') group.hasTail = true;
    before = { group, strip };
  }
  return groups.map(closed);
}

/** Whether a strip belongs to the group of the one before it. */
function joins(group: OpenGroup, before: Strip, strip: Strip): boolean {
  const gap = strip.page - before.page - before.row.pages;
  const name = strip.vma?.name;
  if (name === undefined) return group.name === undefined && gap < NEAR_PAGES;
  if (name !== '') return before.vma?.name === name;
  if (gap !== 0) return false;
  return before.vma?.name === '' ? group.name === '' : isTail(before, strip);
}

/** Whether anonymous memory goes on behind a file as the loader of programs makes it: both are written and private. */
function isTail(before: Strip, strip: Strip): boolean {
  return before.vma?.name.startsWith('/') === true && isWritten(before) && isWritten(strip);
}

function isWritten({ vma }: Strip): boolean {
  return vma?.perms[1] === 'w' && vma.perms[3] === 'p';
}

function closed({ name, strips, hasTail }: OpenGroup): StripGroup {
  const counts = new Map<string, number>();
  let pages = 0;
  for (const { row } of strips) {
    pages += row.pages;
    for (const [category, own] of row.slice(0, row.pages))
      counts.set(category, (counts.get(category) ?? 0) + own);
  }
  return { name, strips, hasTail, counts, pages, used: usedPages(counts) };
}

/** Whether there is nothing in a group, and that is known. */
export function isEmpty({ counts }: StripGroup): boolean {
  return [...counts.keys()].every((category) => category === EMPTY);
}

/** The last part of a path; other names as they are. */
export function baseName(name: string): string {
  return name.startsWith('/') ? name.slice(name.lastIndexOf('/', name.length - 2) + 1) || name : name;
}
