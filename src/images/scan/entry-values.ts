import type { Kernel } from '../../core/rows/model.ts';
import { not64 } from '../../core/u64.ts';
import { EMPTY } from '../../pages/categories.ts';
import type { EntryList, KnownEntries } from '../../pages/entry-lists.ts';
import { joinHalves } from '../address.ts';
import type { EntryGroup } from './groups.ts';
import { kernelStart, pageAddress } from './scan.ts';

/** Characters that the lists may have in all: the values of a million frames in no order have six times as many. */
const MOST_TEXT = 4e6;
/** What a list costs beside its values. */
const LIST_TEXT = 40;
/** Entries of a list at most: a reader who wants one of them reads those before it too. */
const MOST_IN_LIST = 4096;

/** A list that entries may still be added to. */
interface OpenList {
  readonly group: EntryGroup;
  /** The page of the first, and of the last, as a scan counts them. */
  readonly first: number;
  lastPage: number;
  readonly page: number;
  readonly size: number;
  /** Pages from one to the next; 0 while there is one only. */
  every: number;
  readonly category: string;
  readonly shift: number;
  count: number;
  values: string;
  /** The last value, and by how much and how often in turn it is more than the one before. */
  last: bigint;
  step: bigint;
  times: number;
}

/**
 * Keeps the values of the entries of a scan, as many as a page of HTML may hold: of no category more than half of them, so
 * that what is rare has room where what is common is more than that.
 */
export class EntryValues {
  readonly #kernel: Kernel;
  readonly #middle: number;
  readonly #categoryOf: (group: EntryGroup) => string;
  readonly #most: number;
  readonly #lists: EntryList[] = [];
  /** Characters of each category, and the categories that had no room. */
  readonly #text = new Map<string, number>();
  readonly #full = new Set<string>();
  #all = 0;
  #open: OpenList | undefined;

  /**
   * @param categoryOf what a picture shows entries of a group as
   * @param most characters of all lists
   */
  constructor(kernel: Kernel, categoryOf: (group: EntryGroup) => string, most: number = MOST_TEXT) {
    this.#kernel = kernel;
    this.#middle = kernelStart(kernel);
    this.#categoryOf = categoryOf;
    this.#most = most;
  }

  /**
   * Adds entries of one group, in order of addresses, empty ones left out.
   *
   * @param words halves of entries, low half first, from entry `first` to before `last`
   * @param page virtual page number of the first, as a scan counts them
   * @param size pages that each covers
   */
  add(group: EntryGroup, words: Int32Array, first: number, last: number, page: number, size: number): void {
    const category = this.#categoryOf(group);
    if (category === EMPTY || this.#full.has(category)) return;
    for (let at = first; at < last; at += 1) {
      const raw = joinHalves(words[2 * at] ?? 0, words[2 * at + 1] ?? 0);
      const here = page + (at - first) * size;
      const open = this.#open;
      if (open?.group === group && open.size === size && this.#goesOn(open, here)) append(open, raw, here);
      else if (!this.#begin(group, category, raw, here, size)) return;
    }
  }

  /** Whether a list goes on at a page: in the same half of the addresses, as far behind the last entry as those before it. */
  #goesOn({ every, first, lastPage, count }: OpenList, page: number): boolean {
    if (count === MOST_IN_LIST || first < this.#middle !== page < this.#middle) return false;
    return every === 0 || page - lastPage === every;
  }

  /** Begins a list; says whether there is room for it. */
  #begin(group: EntryGroup, category: string, raw: bigint, page: number, size: number): boolean {
    this.#close();
    const used = this.#text.get(category) ?? 0;
    if (used > this.#most / 2 || this.#all > this.#most) {
      this.#full.add(category);
      return false;
    }
    const address = pageAddress(this.#kernel, page);
    this.#open = {
      group,
      first: page,
      lastPage: page,
      every: 0,
      page: Number(address >> BigInt(this.#kernel.pageShift)),
      size,
      category,
      shift: lowestBit(not64(group.mask)),
      count: 1,
      values: raw.toString(16),
      last: raw,
      step: 0n,
      times: 0,
    };
    return true;
  }

  #close(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    writeStep(open);
    const { page, size, category, count, shift, values } = open;
    this.#lists.push({ page, size, every: open.every || size, category, count, shift, values });
    const text = values.length + LIST_TEXT;
    this.#text.set(category, (this.#text.get(category) ?? 0) + text);
    this.#all += text;
  }

  /** What was kept. Call it once, at the end. */
  end(): KnownEntries {
    this.#close();
    return { lists: this.#lists, isWhole: (category) => !this.#full.has(category) };
  }
}

function append(open: OpenList, raw: bigint, page: number): void {
  open.every = page - open.lastPage;
  open.lastPage = page;
  const step = (raw - open.last) >> BigInt(open.shift);
  if (step !== open.step) {
    writeStep(open);
    open.step = step;
  }
  open.times += 1;
  open.last = raw;
  open.count += 1;
}

/** Writes the step that the last values of a list had in common. */
function writeStep(open: OpenList): void {
  const { step, times } = open;
  if (times > 0) open.values += `,${step.toString(16)}${times > 1 ? `*${times}` : ''}`;
  open.times = 0;
}

/** The number of the lowest set bit; 0 for none. */
function lowestBit(mask: bigint): number {
  return mask === 0n ? 0 : (mask & -mask).toString(2).length - 1;
}
