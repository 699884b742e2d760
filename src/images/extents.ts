/** A range of addresses whose bytes lie one after the other in a file. All values in bytes, below 2^53. */
export interface Extent {
  readonly start: number;
  /** One past the last address. */
  readonly end: number;
  /** Position in the file of the byte at `start`. */
  readonly offset: number;
}

/** The most extents a file may have: real dumps have a few dozen, flattened ones some 100,000. */
export const MAX_EXTENTS = 1 << 20;

/**
 * Sorts extents by address and cuts them so that none overlap: where two claim an address, the earlier in
 * the list wins. Neighbours that are also neighbours in the file become one. At most twice as many come out.
 */
export function disjointExtents(extents: readonly Extent[]): Extent[] {
  const out: Extent[] = [];
  const order = orderOf(extents);
  // Nothing is copied for the usual file: sorted, and without overlaps.
  if (isDisjoint(extents, order)) {
    for (const rank of order) append(out, extents[rank]);
    return out;
  }
  const active = new RankHeap();
  let next = 0;
  let at = 0;
  for (;;) {
    let upcoming = extents[order[next] ?? -1];
    let top = extents[active.top() ?? -1];
    if (top === undefined) {
      if (upcoming === undefined) return out;
      at = upcoming.start;
    }
    while (upcoming !== undefined && upcoming.start <= at) {
      active.push(order[next] ?? 0);
      upcoming = extents[order[++next] ?? -1];
    }
    top = extents[active.top() ?? -1];
    while (top !== undefined && top.end <= at) {
      active.pop();
      top = extents[active.top() ?? -1];
    }
    if (top === undefined) continue;
    const end = Math.min(top.end, upcoming === undefined ? Infinity : upcoming.start);
    append(out, { start: at, end, offset: top.offset + (at - top.start) });
    at = end;
  }
}

/** The places in a list of the extents that hold anything, by address; of equal ones the earlier first. */
function orderOf(extents: readonly Extent[]): Uint32Array {
  const order = new Uint32Array(extents.length);
  let count = 0;
  let isSorted = true;
  let before = -1;
  for (const [index, { start, end }] of extents.entries()) {
    if (end <= start) continue;
    order[count++] = index;
    isSorted &&= start >= before;
    before = start;
  }
  const all = order.subarray(0, count);
  const startOf = (index: number): number => extents[index]?.start ?? 0;
  return isSorted ? all : all.sort((a, b) => startOf(a) - startOf(b) || a - b);
}

function isDisjoint(extents: readonly Extent[], order: Uint32Array): boolean {
  let end = 0;
  for (const index of order) {
    const extent = extents[index];
    if (extent === undefined || extent.start < end) return false;
    end = extent.end;
  }
  return true;
}

function append(out: Extent[], extent: Extent | undefined): void {
  if (extent === undefined) return;
  const last = out.at(-1);
  if (
    last !== undefined &&
    last.end === extent.start &&
    last.offset + (last.end - last.start) === extent.offset
  )
    out[out.length - 1] = { start: last.start, end: extent.end, offset: last.offset };
  else out.push(extent);
}

/** Tells whether two extents of a list claim the same address. */
export function findOverlap(extents: readonly Extent[]): readonly [Extent, Extent] | undefined {
  let widest: Extent | undefined;
  for (const index of orderOf(extents)) {
    const extent = extents[index];
    if (extent === undefined) break;
    if (widest !== undefined && extent.start < widest.end) return [widest, extent];
    if (widest === undefined || extent.end > widest.end) widest = extent;
  }
  return undefined;
}

/** The extent of a sorted disjoint list that holds `address`, if any. */
export function extentAt(extents: readonly Extent[], address: number): Extent | undefined {
  let lo = 0;
  let hi = extents.length;
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    const extent = extents[middle];
    if (extent === undefined || extent.start > address) hi = middle;
    else if (extent.end > address) return extent;
    else lo = middle + 1;
  }
  return undefined;
}

/** The first address from `address` on that an extent of a sorted disjoint list holds; Infinity behind the last. */
export function nextHeld(extents: readonly Extent[], address: number): number {
  let lo = 0;
  let hi = extents.length;
  while (lo < hi) {
    const middle = (lo + hi) >>> 1;
    if ((extents[middle]?.end ?? Infinity) > address) hi = middle;
    else lo = middle + 1;
  }
  return Math.max(address, extents[lo]?.start ?? Infinity);
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
