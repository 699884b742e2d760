import { printable } from '../../core/printable.ts';
import { categoryRow, EMPTY } from '../categories.ts';
import { hasContent } from '../cells.ts';
import type { KnownEntries } from '../entry-lists.ts';
import { baseName, groupStrips, isEmpty, type StripGroup } from '../groups.ts';
import { colourVariable } from './html-colours.ts';
import type { Strip, StripName } from '../strips.ts';

/** Strips that are drawn at most. */
const MOST_STRIPS = 5000;

/** Empty strips that are named at most; all are counted. */
const MOST_EMPTY = 1000;

/** Longest name of a mapping that is shown, in characters. */
const NAME_LIMIT = 4096;

/** A strip without its cells. */
interface StripPlace {
  readonly page: number;
  readonly pages: number;
  readonly perms: string;
  /** What it is called where the name of its group does not say it. */
  readonly name?: string;
}

/** A strip as the script of the page reads it. */
interface StripData extends StripPlace {
  /** Pages of a cell. */
  readonly per: number;
  /** Equal cells: how often, then the category of all their pages, or categories and pages in turn. */
  readonly cells: readonly (readonly number[])[];
  /** For each of them an entry of each category that is listed in part, in hexadecimal digits; else empty. */
  readonly entries?: readonly (readonly string[])[];
}

/** What the script of the page reads. */
export interface PageData {
  readonly pageSize: number;
  readonly what: StripName;
  readonly categories: readonly {
    readonly name: string;
    readonly colour: string;
    /** Where entries of it can be looked at, but for the digits of their values. */
    readonly link?: string;
    /** The lists do not have all of its entries. */
    readonly isPart?: true;
  }[];
  readonly groups: readonly {
    /** The whole name, and what is shown in the list. */
    readonly name: string;
    readonly title: string;
    readonly strips: readonly StripData[];
  }[];
  /** Hexadecimal digits of a value. */
  readonly digits: number;
  /** The fields of an `EntryList`, with the number of its category. */
  readonly entries?: readonly (readonly [
    page: number,
    size: number,
    every: number,
    category: number,
    count: number,
    shift: number,
    values: string,
  ])[];
  readonly empty: {
    readonly count: number;
    readonly pages: number;
    readonly strips: readonly (StripPlace & { readonly name: string })[];
  };
}

function cellsOf(
  { row }: Strip,
  numberOf: (category: string) => number,
  hasSample: (category: string) => boolean,
): Pick<StripData, 'cells' | 'entries'> {
  const data: number[][] = [];
  const entries: string[][] = [];
  const samples = row.samples();
  let before = '';
  let index = -1;
  for (const cell of row.cells()) {
    index += 1;
    const numbers =
      cell.size === 1
        ? [...cell.keys()].map(numberOf)
        : [...cell].flatMap(([category, pages]) => [numberOf(category), pages]);
    const text = numbers.join();
    const last = data.at(-1);
    if (last && text === before) last[0] = (last[0] ?? 0) + 1;
    else {
      const known = samples.get(index);
      data.push([1, ...numbers]);
      entries.push(
        [...cell.keys()].map((category) =>
          hasSample(category) ? (known?.get(category)?.toString(16) ?? '') : '',
        ),
      );
    }
    before = text;
  }
  return { cells: data, ...(entries.flat().join('') === '' ? {} : { entries }) };
}

function placeOf({ page, row, vma }: Strip): StripPlace {
  return { page, pages: row.pages, perms: vma?.perms ?? '' };
}

function shownName(name: string | undefined): string {
  return name === undefined ? '' : name === '' ? '[anon]' : printable(name, NAME_LIMIT);
}

/** The last part of a path, or the last two. */
function shortName(name: string, isLong: boolean): string {
  const base = baseName(name);
  return printable(isLong ? baseName(name.slice(0, -base.length)) + base : base, NAME_LIMIT);
}

/**
 * What groups are called in the list: files by the last part of their path. Where several would have the same name, files
 * have the part before it too, and others their address.
 */
function titlesOf(groups: readonly StripGroup[], pageSize: number): readonly string[] {
  const addressOf = (strips: readonly Strip[]): string =>
    `0x${(BigInt(strips[0]?.page ?? 0) * BigInt(pageSize)).toString(16)}`;
  const titles = groups.map(({ name, strips, behind }) => {
    if (name === undefined) return addressOf(strips);
    if (name !== '') return shortName(name, false);
    return behind.length > 0 ? '[anon] behind files' : '[anon]';
  });
  const times = new Map<string, number>();
  for (const title of titles) times.set(title, (times.get(title) ?? 0) + 1);
  return titles.map((title, index) => {
    const { name, strips = [] } = groups[index] ?? {};
    if (times.get(title) === 1) return title;
    return name ? shortName(name, true) : `${title} ${addressOf(strips)}`;
  });
}

/**
 * What is drawn in a page of HTML: strips by files, those of which nothing is in use together.
 *
 * @param strips in order of addresses
 * @param linkOf where entries of a category can be looked at, but for their values; undefined where they cannot
 * @param entries the values of entries, as far as they are known
 * @param digits hexadecimal digits of a value
 * @returns the data, and how many strips are left out of it
 */
export function pageData(
  strips: readonly Strip[],
  pageSize: number,
  what: StripName,
  {
    linkOf = () => undefined,
    entries = { lists: [], isWhole: () => false },
    digits = 16,
  }: {
    readonly linkOf?: (category: string) => string | undefined;
    readonly entries?: KnownEntries;
    readonly digits?: number;
  } = {},
): { readonly data: PageData; readonly left: number } {
  const categories = new Map<string, number>();
  const numberOf = (category: string): number => {
    const known = categories.get(category) ?? categories.size;
    categories.set(category, known);
    return known;
  };
  const empty: Strip[] = [];
  const drawnGroups: StripGroup[] = [];
  let room = MOST_STRIPS;
  let left = 0;
  for (const group of groupStrips(strips)) {
    const { strips: own } = group;
    if (isEmpty(group)) for (const strip of own) empty.push(strip);
    else {
      if (room > 0) drawnGroups.push({ ...group, strips: own.slice(0, room) });
      left += Math.max(0, own.length - room);
      room = Math.max(0, room - own.length);
    }
  }
  if (empty.length > 0) numberOf(EMPTY);
  const titles = titlesOf(drawnGroups, pageSize);
  const groups = drawnGroups.map((group, index) => {
    const drawn = group.strips.map((strip, at) => ({
      ...placeOf(strip),
      ...(group.behind.length > 0 ? { name: `behind ${shortName(group.behind[at] ?? '', false)}` } : {}),
      per: strip.row.pagesPerCell,
      ...cellsOf(strip, numberOf, (category) => linkOf(category) !== undefined && !entries.isWhole(category)),
    }));
    const title = titles[index] ?? '';
    return { name: group.behind.length > 0 ? title : shownName(group.name), title, strips: drawn };
  });
  const lists = entries.lists.map(
    ({ page, size, every, category, count, shift, values }) =>
      [page, size, every, numberOf(category), count, shift, values] as const,
  );
  const named = empty.toSorted((a, b) => b.row.pages - a.row.pages).slice(0, MOST_EMPTY);
  return {
    left,
    data: {
      pageSize,
      what,
      categories: [...categories.keys()].map((name) => {
        const link = linkOf(name);
        return {
          name,
          colour: colourVariable(categoryRow(name)),
          ...(link === undefined ? {} : { link }),
          ...(link === undefined || !hasContent(name) || entries.isWhole(name) ? {} : { isPart: true }),
        };
      }),
      groups,
      digits,
      ...(lists.length === 0 ? {} : { entries: lists }),
      empty: {
        count: empty.length,
        pages: empty.reduce((sum, { row }) => sum + row.pages, 0),
        strips: named
          .toSorted((a, b) => a.page - b.page)
          .map((strip) => ({ ...placeOf(strip), name: shownName(strip.vma?.name) })),
      },
    },
  };
}
