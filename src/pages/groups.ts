import { EMPTY } from './categories.ts';
import type { Strip } from './strips.ts';

/** Strips that are shown as one thing: those of a file, or anonymous memory without a hole in it. */
export interface StripGroup {
  /** The name of its mappings, empty for anonymous memory; undefined where mappings are not known. */
  readonly name: string | undefined;
  /** In order of addresses. */
  readonly strips: readonly Strip[];
  /** Of anonymous memory right behind what is written of files: the file in front of each strip. Else empty. */
  readonly behind: readonly string[];
}

/** Where mappings are not known, entries that lie closer together than this are shown as one: 1 GiB of 4 KiB. */
const NEAR_PAGES = 1 << 18;

/** There may be as many as strips, each of one: an array with a place for it takes less memory than one that it is added to. */
interface OpenGroup extends StripGroup {
  readonly strips: Strip[];
}

const NONE: readonly string[] = [];

/**
 * Joins strips to groups: mappings of one file, wherever they are, and anonymous memory as far as there is no hole in it.
 * Such memory right behind what is written of a file is mostly that of the file's variables (.bss), which nothing in the
 * mappings tells from other memory; so it belongs to no file, and all of it is one group.
 *
 * @param strips in order of addresses
 * @returns in the order of their first addresses
 */
export function groupStrips(strips: readonly Strip[]): readonly StripGroup[] {
  const groups: OpenGroup[] = [];
  const files = new Map<string, OpenGroup>();
  const behind: string[] = [];
  let tails: OpenGroup | undefined;
  let before: { readonly group: OpenGroup; readonly strip: Strip } | undefined;
  for (const strip of strips) {
    const name = strip.vma?.name;
    const file = before && isTail(before.strip, strip) ? before.strip.vma?.name : undefined;
    let group: OpenGroup | undefined;
    if (file !== undefined) {
      group = tails;
      behind.push(file);
    } else if (name) group = files.get(name);
    else if (before && before.group !== tails && follows(before.group, before.strip, strip))
      group = before.group;
    if (group === undefined) {
      group = { name, strips: [strip], behind: file === undefined ? NONE : behind };
      groups.push(group);
      if (file !== undefined) tails = group;
      else if (name) files.set(name, group);
    } else group.strips.push(strip);
    before = { group, strip };
  }
  return groups;
}

const gapBetween = (before: Strip, strip: Strip): number => strip.page - before.page - before.row.pages;

/** Whether a strip without a name belongs to the group of the one before it. */
function follows(group: OpenGroup, before: Strip, strip: Strip): boolean {
  const gap = gapBetween(before, strip);
  return strip.vma ? group.name === '' && gap === 0 : group.name === undefined && gap < NEAR_PAGES;
}

/** Whether anonymous memory goes on behind a file as the loader of programs makes it: both are written and private. */
function isTail(before: Strip, strip: Strip): boolean {
  return (
    strip.vma?.name === '' &&
    before.vma?.name.startsWith('/') === true &&
    gapBetween(before, strip) === 0 &&
    isWritten(before) &&
    isWritten(strip)
  );
}

const isWritten = ({ vma }: Strip): boolean => vma?.perms[1] === 'w' && vma.perms[3] === 'p';

/** Whether there is nothing in a group, and that is known. */
export function isEmpty({ strips }: StripGroup): boolean {
  return strips.every(({ row }) => row.categories.every((category) => category === EMPTY));
}

/** The last part of a path; other names as they are. */
export function baseName(name: string): string {
  return name.startsWith('/') ? name.slice(name.lastIndexOf('/', name.length - 2) + 1) || name : name;
}
