import type { LevelGeometry } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { joinHalves } from '../address.ts';
import { type EntryGroup, endOfStretch, type Grouper, isOfGroup } from './groups.ts';
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
  /** Whether all entries have the same bits. */
  readonly equal: boolean;
}

/**
 * Takes entries of one group that stand behind each other in a table: `first` to before `last` of its halves, from a page on,
 * each over so many pages.
 */
type TakeStretch = (
  group: EntryGroup,
  words: Int32Array,
  first: number,
  last: number,
  page: number,
  pagesPerEntry: number,
) => void;

/**
 * Merges neighbouring entries of one group, across the borders of tables, in each half of the addresses.
 *
 * @param borderAfter the first page number behind a page at which a run has to end; default: none
 * @param emit called with each run in order of addresses; call `flush` at the end for the last
 * @param take called with the entries of which runs are made, before those
 */
export function mergeRuns(
  kernel: Kernel,
  grouper: Grouper,
  emit: (run: EntryRun) => void,
  borderAfter: (page: number) => number = () => Infinity,
  take: TakeStretch = () => undefined,
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
  let equal = false;

  const flush = (): void => {
    if (group !== undefined)
      emit({
        group,
        page,
        entries,
        pagesPerEntry,
        raw: joinHalves(firstLo, firstHi),
        contiguous: contiguous && step !== NO_STEP,
        equal,
      });
    group = undefined;
  };
  return {
    flush,
    entries(geometry, words, first, last, firstPage) {
      const { level } = geometry;
      const size = 2 ** (geometry.shift - kernel.pageShift);
      for (let i = first; i < last;) {
        const here = firstPage + (i - first) * size;
        const lo = words[2 * i] ?? 0;
        const hi = words[2 * i + 1] ?? 0;
        const goesOn =
          group?.level === level &&
          here < border &&
          page + entries * pagesPerEntry === here &&
          isOfGroup(group, lo, hi);
        if (!goesOn || group === undefined) {
          flush();
          group = grouper.groupOf(level, lo, hi, here);
          step = stepOf(group, geometry);
          page = here;
          border = Math.min(borderAfter(here), here < grouper.middle ? grouper.middle : Infinity);
          entries = 0;
          pagesPerEntry = size;
          firstLo = lo;
          firstHi = hi;
          contiguous = true;
          equal = true;
        }
        const stop = Math.min(last, i + Math.ceil((border - here) / size));
        const end = endOfStretch(words, group, 2 * i + 2, 2 * stop) / 2;
        take(group, words, i, end, here, size);
        if (contiguous) {
          if (entries > 0) contiguous = isNext(step, here / size, lastLo, lastHi, lo, hi);
          contiguous &&= isSequence(step, words, i, end, here / size);
        }
        equal &&= isAll(words, i, end, firstLo, firstHi);
        entries += end - i;
        lastLo = words[2 * end - 2] ?? 0;
        lastHi = words[2 * end - 1] ?? 0;
        i = end;
      }
    },
  };
}

/** By how much an entry grows (or, stored inverted, shrinks) when its frame or slot is the next one. */
interface Step {
  readonly size: number;
  readonly inverted: boolean;
  /** Entries of a leaf that several equal ones map together (Svnapot, supersections): only the first of them has a new frame. */
  readonly span: number;
}

const NO_STEP: Step = { size: 0, inverted: false, span: 1 };

function stepOf({ sample }: EntryGroup, geometry: LevelGeometry): Step {
  const { form, state, shape } = sample;
  // Of a page that is not mapped nothing but its numbers is left.
  if (form === 'unmapped' && shape.numbers.phys?.pieces === undefined && shape.numbers.phys !== undefined) {
    const { shift, xor } = shape.numbers.phys.hole;
    return { size: 2 ** (geometry.shift + shift), inverted: xor !== 0n, span: 1 };
  }
  if (shape.swap && (state === 'swap' || shape.numbers.pfn)) return stepAt(shape.swap.offset);
  const { frame } = shape;
  if (frame === undefined || form === 'table') return NO_STEP;
  // Where an address stands in several places the lowest part is the first: a sum that leaves it is no next frame.
  const [piece = { lo: 0, at: 0 }] = frame.pieces ?? [];
  return {
    size: 2 ** (frame.pageShift - piece.at + piece.lo),
    inverted: frame.inverted,
    span: 2 ** (frame.pageShift - geometry.shift),
  };
}

function stepAt({ lo, inverted = false }: { readonly lo: number; readonly inverted?: boolean }): Step {
  return { size: 2 ** lo, inverted, span: 1 };
}

/** Whether entries `first` to before `last` have these halves. */
function isAll(words: Int32Array, first: number, last: number, lo: number, hi: number): boolean {
  for (let k = first; k < last; k += 1) if (words[2 * k] !== lo || words[2 * k + 1] !== hi) return false;
  return true;
}

/** Whether each of the entries `first` to before `last` runs on from the one before. @param number of the first of them */
function isSequence(step: Step, words: Int32Array, first: number, last: number, number: number): boolean {
  // As long as the upper half stays the same and every entry has a frame, it is one sum of 32 bits each.
  const delta = step.span === 1 && step.size < 2 ** 31 ? (step.inverted ? -step.size : step.size) : 0;
  let lo = words[2 * first] ?? 0;
  let hi = words[2 * first + 1] ?? 0;
  for (let k = first + 1; k < last; k += 1) {
    const nextLo = words[2 * k] ?? 0;
    const nextHi = words[2 * k + 1] ?? 0;
    const isPlain = delta !== 0 && nextHi === hi && (nextLo >>> 0) - (lo >>> 0) === delta;
    if (!isPlain && !isNext(step, number + k - first, lo, hi, nextLo, nextHi)) return false;
    lo = nextLo;
    hi = nextHi;
  }
  return true;
}

/** Whether an entry runs on from the one before it. @param number of the entry among those of its level */
function isNext(step: Step, number: number, lastLo: number, lastHi: number, lo: number, hi: number): boolean {
  return step.span === 1 || number % step.span === 0
    ? follows(step, lastLo, lastHi, lo, hi)
    : lo === lastLo && hi === lastHi;
}

/** Whether the second entry is the first one plus (or minus) a step, in 64 bits. */
function follows(step: Step, lo: number, hi: number, nextLo: number, nextHi: number): boolean {
  const sum = (lo >>> 0) + (step.inverted ? -step.size : step.size);
  const carry = sum < 0 ? -1 : sum > 0xffff_ffff ? 1 : 0;
  return (sum | 0) === (nextLo | 0) && ((hi + carry) | 0) === (nextHi | 0);
}
