import type { LevelGeometry } from '../core/layout.ts';
import type { Kernel } from '../core/model.ts';
import { joinHalves } from './address.ts';
import { createTableCounter } from './count-wasm.ts';
import { type EntryGroup, type Grouper, isOfGroup } from './groups.ts';
import type { EntrySink } from './scan.ts';

/** Neighbouring entries of one group. */
export interface EntryRun {
  readonly group: EntryGroup;
  /** Virtual page number of the first entry. */
  readonly page: number;
  /** Number of entries. */
  readonly entries: number;
  /** Pages that one entry covers. */
  readonly pagesPerEntry: number;
  /** The first entry. */
  readonly raw: bigint;
  /** Whether frame numbers or swap slots run on from entry to entry. */
  readonly contiguous: boolean;
}

/** Counts entries by group. */
export interface EntryCounter extends Pick<EntrySink, 'entries' | 'allocate'> {
  /** The entries of each group so far, by its id; none counted: 0 or absent. */
  readonly counts: readonly number[];
}

/**
 * Counts the entries of each group: the fast way, for summaries. Tables that lie in the memory that it allocates are
 * counted by WebAssembly where that is to be had, all others in JavaScript.
 *
 * @param prefer `js` takes JavaScript in any case
 */
export function countEntries(grouper: Grouper, prefer: 'wasm' | 'js' = 'wasm'): EntryCounter {
  const counts: number[] = [];
  const counter = prefer === 'wasm' ? createTableCounter() : undefined;
  return {
    get counts() {
      const all = [...counts];
      for (const [group, entries] of counter?.counts() ?? []) all[group.id] = (all[group.id] ?? 0) + entries;
      return all;
    },
    ...(counter === undefined ? {} : { allocate: counter.allocate }),
    entries(geometry, words, first, last) {
      const { level } = geometry;
      const end = 2 * last;
      for (let at = 2 * first; at < end;) {
        if (counter?.holds(words) === true) {
          at = counter.count(level, words, at, end);
          if (at === end) return;
        }
        const lo = words[at] ?? 0;
        const hi = words[at + 1] ?? 0;
        const group = grouper.groupOf(level, lo, hi);
        counter?.learn(level, group);
        const start = at;
        at = endOfStretch(words, group, at + 2, end);
        counts[group.id] = (counts[group.id] ?? 0) + ((at - start) >> 1);
      }
    },
  };
}

/** Where the entries of a group that begin at `at` end: `isOfGroup` in a loop, with the look-ups taken out of it. */
function endOfStretch(words: Int32Array, group: EntryGroup, at: number, end: number): number {
  const { lo, hi, maskLo, maskHi } = group;
  const isZero = (lo | hi) === 0;
  let next = at;
  while (next < end) {
    const nextLo = words[next] ?? 0;
    const nextHi = words[next + 1] ?? 0;
    if ((((nextLo ^ lo) & maskLo) | ((nextHi ^ hi) & maskHi)) !== 0) return next;
    if ((nextLo | nextHi) === 0 && !isZero) return next;
    next += 2;
  }
  return next;
}

/**
 * Merges neighbouring entries of one group, across the borders of tables.
 *
 * @param borderAfter the first page number behind a page at which a run has to end; default: none
 * @param emit called with each run in order of addresses; call `flush` at the end for the last
 */
export function mergeRuns(
  kernel: Kernel,
  grouper: Grouper,
  emit: (run: EntryRun) => void,
  borderAfter: (page: number) => number = () => Infinity,
): Pick<EntrySink, 'entries'> & { flush(): void } {
  let group: EntryGroup | undefined;
  let step: Step = NO_STEP;
  let page = 0;
  let border = Infinity;
  let entries = 0;
  let pagesPerEntry = 1;
  let firstLo = 0;
  let firstHi = 0;
  let lastLo = 0;
  let lastHi = 0;
  let contiguous = false;

  const flush = (): void => {
    if (group !== undefined)
      emit({
        group,
        page,
        entries,
        pagesPerEntry,
        raw: joinHalves(firstLo, firstHi),
        contiguous: contiguous && step !== NO_STEP,
      });
    group = undefined;
  };
  return {
    flush,
    entries(geometry, words, first, last, firstPage) {
      const { level } = geometry;
      const size = 2 ** (geometry.shift - kernel.pageShift);
      for (let i = first; i < last; i++) {
        const lo = words[2 * i] ?? 0;
        const hi = words[2 * i + 1] ?? 0;
        const here = firstPage + (i - first) * size;
        if (
          group?.level === level &&
          here < border &&
          page + entries * pagesPerEntry === here &&
          isOfGroup(group, lo, hi)
        ) {
          entries++;
          contiguous &&= follows(step, lastLo, lastHi, lo, hi);
        } else {
          flush();
          group = grouper.groupOf(level, lo, hi);
          step = stepOf(group, geometry);
          page = here;
          border = borderAfter(here);
          entries = 1;
          pagesPerEntry = size;
          firstLo = lo;
          firstHi = hi;
          contiguous = true;
        }
        lastLo = lo;
        lastHi = hi;
      }
    },
  };
}

/** By how much an entry grows (or, stored inverted, shrinks) when its frame or slot is the next one. */
interface Step {
  readonly size: number;
  readonly inverted: boolean;
}

const NO_STEP: Step = { size: 0, inverted: false };

function stepOf({ sample }: EntryGroup, geometry: LevelGeometry): Step {
  const { form, state, shape } = sample;
  if (shape.swap && (state === 'swap' || shape.numbers.pfn)) return stepAt(shape.swap.offset);
  const { frame } = shape;
  if (frame === undefined || form === 'table') return NO_STEP;
  const [piece, other] = frame.pieces ?? [{ lo: 0, at: 0 }];
  // Where an address stands in several places the next frame is no simple sum.
  if (piece === undefined || other !== undefined) return NO_STEP;
  return { size: 2 ** (geometry.shift - piece.at + piece.lo), inverted: frame.inverted };
}

function stepAt(field: { readonly lo: number; readonly inverted: boolean }): Step {
  return { size: 2 ** field.lo, inverted: field.inverted };
}

/** Whether the second entry is the first one plus (or minus) a step, in 64 bits. */
function follows(step: Step, lo: number, hi: number, nextLo: number, nextHi: number): boolean {
  const sum = (lo >>> 0) + (step.inverted ? -step.size : step.size);
  const carry = sum < 0 ? -1 : sum > 0xffff_ffff ? 1 : 0;
  return (sum | 0) === (nextLo | 0) && ((hi + carry) | 0) === (nextHi | 0);
}
