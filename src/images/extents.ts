/** A range of addresses whose bytes lie one after the other in a file. All values in bytes, below 2^53. */
export interface Extent {
  readonly start: number;
  /** One past the last address. */
  readonly end: number;
  /** Position in the file of the byte at `start`. */
  readonly offset: number;
}

interface Ranked extends Extent {
  readonly rank: number;
}

/** The most extents a file may have: real dumps have a few dozen, flattened ones some 100,000. */
export const MAX_EXTENTS = 1 << 20;

/**
 * Sorts extents by address and cuts them so that none overlap: where two claim an address, the earlier in
 * the list wins. Neighbours that are also neighbours in the file become one. At most twice as many come out.
 */
export function disjointExtents(extents: readonly Extent[]): Extent[] {
  const sorted: Ranked[] = extents
    .map((extent, rank) => ({ ...extent, rank }))
    .filter((extent) => extent.end > extent.start)
    .sort((a, b) => a.start - b.start || a.rank - b.rank);
  const out: Extent[] = [];
  const active = new RankHeap();
  let next = 0;
  let at = 0;
  for (;;) {
    let upcoming = sorted[next];
    if (active.top() === undefined) {
      if (upcoming === undefined) return out;
      at = upcoming.start;
    }
    while (upcoming !== undefined && upcoming.start <= at) {
      active.push(upcoming);
      upcoming = sorted[++next];
    }
    let top = active.top();
    while (top !== undefined && top.end <= at) {
      active.pop();
      top = active.top();
    }
    if (top === undefined) continue;
    const end = Math.min(top.end, upcoming === undefined ? Infinity : upcoming.start);
    append(out, { start: at, end, offset: top.offset + (at - top.start) });
    at = end;
  }
}

function append(out: Extent[], extent: Extent): void {
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
  const sorted = extents.filter((extent) => extent.end > extent.start).sort((a, b) => a.start - b.start);
  let widest: Extent | undefined;
  for (const extent of sorted) {
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

/** A binary heap with the extent of the lowest rank on top. */
class RankHeap {
  readonly #items: Ranked[] = [];

  top(): Ranked | undefined {
    return this.#items[0];
  }

  push(item: Ranked): void {
    const items = this.#items;
    let at = items.length;
    items.push(item);
    while (at > 0) {
      const up = (at - 1) >> 1;
      const parent = items[up];
      if (parent === undefined || parent.rank <= item.rank) break;
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
      if (right !== undefined && right.rank < smallest.rank) {
        smallest = right;
        child++;
      }
      if (last.rank <= smallest.rank) break;
      items[at] = smallest;
      at = child;
    }
    items[at] = last;
  }
}
