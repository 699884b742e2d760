import { firstPlace } from '../../core/first-place.ts';
/** A range of addresses whose bytes lie one after the other in a file. All values in bytes, below 2^53. */
export interface Extent {
  readonly start: number;
  /** One past the last address. */
  readonly end: number;
  /** Position in the file of the byte at `start`. */
  readonly offset: number;
}

/** Why an image with higher addresses is refused. */
export const BEYOND_MEMORY =
  'addresses from 0x20000000000000 (2^53) on are not read: no machine has memory there';

/** The most extents a file may have: real dumps have a few dozen, flattened ones some 100,000. */
export const MAX_EXTENTS = 1 << 20;

/** Extents of one block of a list. */
const BLOCK = 1 << 10;

/** Extents in 24 bytes each: an image may have hundreds of thousands. */
export class ExtentList implements Iterable<Extent> {
  /** Start, end and offset of one extent after the other. */
  readonly #blocks: Float64Array[] = [];
  #length = 0;

  static of(extents: Iterable<Extent>): ExtentList {
    const list = new ExtentList();
    for (const extent of extents) list.push(extent);
    return list;
  }

  get length(): number {
    return this.#length;
  }

  /** Infinity behind the last one. */
  startOf(index: number): number {
    return this.#number(index, 0);
  }

  /** Infinity behind the last one. */
  endOf(index: number): number {
    return this.#number(index, 1);
  }

  at(index: number): Extent | undefined {
    if (index < 0 || index >= this.#length) return undefined;
    return { start: this.#number(index, 0), end: this.#number(index, 1), offset: this.#number(index, 2) };
  }

  push({ start, end, offset }: Extent): void {
    const place = this.#length++ % BLOCK;
    if (place === 0) this.#blocks.push(new Float64Array(3 * BLOCK));
    this.#blocks.at(-1)?.set([start, end, offset], 3 * place);
  }

  /** Makes the last one end elsewhere. */
  stretch(end: number): void {
    this.#blocks.at(-1)?.set([end], 3 * ((this.#length - 1) % BLOCK) + 1);
  }

  #number(index: number, column: number): number {
    if (index >= this.#length) return Infinity;
    return this.#blocks[Math.floor(index / BLOCK)]?.[3 * (index % BLOCK) + column] ?? Infinity;
  }

  reversed(): ExtentList {
    const list = new ExtentList();
    for (let i = this.#length - 1; i >= 0; i--) {
      const extent = this.at(i);
      if (extent !== undefined) list.push(extent);
    }
    return list;
  }

  *[Symbol.iterator](): Generator<Extent, void, undefined> {
    for (let i = 0; i < this.#length; i++) {
      const extent = this.at(i);
      if (extent !== undefined) yield extent;
    }
  }
}

/**
 * Sorts extents by address and cuts them so that none overlap: where two claim an address, the earlier in
 * the list wins. Neighbours that are also neighbours in the file become one. At most twice as many come out.
 */
export function disjointExtents(extents: ExtentList): ExtentList {
  const out = new ExtentList();
  const order = orderOf(extents);
  // Nothing is compared for the usual file: without overlaps.
  if (isDisjoint(extents, order)) {
    for (const rank of order) append(out, extents.at(rank));
    return out;
  }
  const active = new RankHeap();
  let next = 0;
  let at = 0;
  for (;;) {
    let upcoming = extents.at(order[next] ?? -1);
    let top = extents.at(active.top() ?? -1);
    if (top === undefined) {
      if (upcoming === undefined) return out;
      at = upcoming.start;
    }
    while (upcoming !== undefined && upcoming.start <= at) {
      active.push(order[next] ?? 0);
      upcoming = extents.at(order[++next] ?? -1);
    }
    top = extents.at(active.top() ?? -1);
    while (top !== undefined && top.end <= at) {
      active.pop();
      top = extents.at(active.top() ?? -1);
    }
    if (top === undefined) continue;
    const end = Math.min(top.end, upcoming === undefined ? Infinity : upcoming.start);
    append(out, { start: at, end, offset: top.offset + (at - top.start) });
    at = end;
  }
}

/** The places in a list of the extents that hold anything, by address; of equal ones the earlier first. */
function orderOf(extents: ExtentList): Uint32Array {
  const order = new Uint32Array(extents.length);
  let count = 0;
  let isSorted = true;
  let before = -1;
  for (let index = 0; index < extents.length; index++) {
    const start = extents.startOf(index);
    if (extents.endOf(index) <= start) continue;
    order[count++] = index;
    isSorted &&= start >= before;
    before = start;
  }
  const all = order.subarray(0, count);
  return isSorted ? all : all.sort((a, b) => extents.startOf(a) - extents.startOf(b) || a - b);
}

function isDisjoint(extents: ExtentList, order: Uint32Array): boolean {
  let end = 0;
  for (const index of order) {
    if (extents.startOf(index) < end) return false;
    end = extents.endOf(index);
  }
  return true;
}

function append(out: ExtentList, extent: Extent | undefined): void {
  if (extent === undefined) return;
  const last = out.at(out.length - 1);
  if (last?.end === extent.start && last.offset + (last.end - last.start) === extent.offset)
    out.stretch(extent.end);
  else out.push(extent);
}

/** Tells whether two extents of a list claim the same address. */
export function findOverlap(extents: ExtentList): readonly [Extent, Extent] | undefined {
  let widest = -1;
  for (const index of orderOf(extents)) {
    const [one, other] = [extents.at(widest), extents.at(index)];
    if (one !== undefined && other !== undefined && other.start < one.end) return [one, other];
    if (one === undefined || (other !== undefined && other.end > one.end)) widest = index;
  }
  return undefined;
}

/** The extent of a sorted disjoint list that holds `address`, if any. */
export function extentAt(extents: ExtentList, address: number): Extent | undefined {
  const found = extents.at(firstEndingBehind(extents, address));
  return found === undefined || found.start > address ? undefined : found;
}

/** The first address from `address` on that an extent of a sorted disjoint list holds; Infinity behind the last. */
export function nextHeld(extents: ExtentList, address: number): number {
  return Math.max(address, extents.startOf(firstEndingBehind(extents, address)));
}

/** The place of the first extent of a sorted disjoint list that ends behind an address; behind the last: the length. */
function firstEndingBehind(extents: ExtentList, address: number): number {
  return firstPlace(extents.length, (place) => extents.endOf(place) > address);
}

/** A binary heap of numbers with the lowest on top. */
class RankHeap {
  readonly #items: number[] = [];

  top(): number | undefined {
    return this.#items[0];
  }

  push(item: number): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (parent === undefined || parent <= item) break;
      items[at] = parent;
      at = up;
    }
    items[at] = item;
  }

  pop(): void {
    const items = this.#items;
    const last = items.pop();
    if (last === undefined || items.length === 0) return;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let smallest = items[child];
      if (smallest === undefined) break;
      const right = items[child + 1];
      if (right !== undefined && right < smallest) {
        smallest = right;
        child++;
      }
      if (last <= smallest) break;
      items[at] = smallest;
      at = child;
    }
    items[at] = last;
  }
}
