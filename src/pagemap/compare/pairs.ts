import { type PteDecodeError, usageError } from '../../core/errors.ts';
import type { EqualTaker } from './equal-counts.ts';
import { EqualParts } from './equal-parts.ts';
import type { PagePair } from './page-pair.ts';
import { type DiffSide, isEmpty, type Part, PartCursor, partsOf, wantsAny, wordAt } from './parts.ts';

/** Memory that lies elsewhere in the second dump, in pages. */
export interface MovedRange {
  readonly from: number;
  readonly to: number;
  readonly pages: number;
}

/** What is asked of a comparison. */
interface PairOptions {
  /** Numbers of pages that are equal on both sides are looked at too: their runs end where numbers do not go on. */
  readonly numbers: boolean;
  readonly moved?: MovedRange | undefined;
  /** Pages whose words are equal need not be given one by one. Does not hold while a range was moved. */
  readonly equal?: EqualTaker | undefined;
}

/** The pages of a run in [start, end), as a run that stands `by` pages further on. */
function cut(part: Part, start: number, end: number, by = 0): Part | undefined {
  const first = Math.max(part.page, start);
  const pages = Math.min(part.page + part.pages, end) - first;
  if (pages <= 0) return undefined;
  return { ...part, ...wordAt(part, first), page: first + by, pages };
}

/** What happens to one side when a range was moved: pages of `drop` are left out, those of `shift` come later. */
interface Shift {
  /** Takes runs that are left out. */
  readonly leave?: ((part: Part) => void) | undefined;
  readonly drop: number;
  readonly shift: number | undefined;
  readonly by: number;
  readonly pages: number;
}

/** The most runs of a moved range that are held until their place comes: some hundred MiB. */
const MOST_HELD = 2 ** 21;

function tooMany(): PteDecodeError {
  return usageError(
    `--moved: the range has more than ${MOST_HELD} runs of pages: compare parts of it, one at a time`,
  );
}

/**
 * Leaves out and shifts runs, and keeps their order. Runs that are to come later are held.
 *
 * @throws PteDecodeError `ERR_USAGE` where they are too many
 */
function* shifted(parts: Iterable<Part>, plan: Shift): Generator<Part, void, undefined> {
  const held: Part[] = [];
  const { drop, shift, by, pages, leave } = plan;
  const target = shift === undefined ? Infinity : shift + by;
  const first = Math.min(drop, shift ?? drop);
  for (const part of parts) {
    if (part.page + part.pages <= first) {
      yield part;
      continue;
    }
    if (part.page >= target) yield* held.splice(0);
    let at = part.page;
    const end = part.page + part.pages;
    while (at < end) {
      const borders = [drop, drop + pages, shift ?? end, (shift ?? end) + pages, target, end];
      const stop = Math.min(...borders.filter((border) => border > at));
      const inside = (first: number | undefined): boolean =>
        first !== undefined && at >= first && at < first + pages;
      if (at >= target) yield* held.splice(0);
      if (inside(shift)) {
        const moved = cut(part, at, stop, by);
        if (moved) held.push(moved);
        if (held.length > MOST_HELD) throw tooMany();
      } else if (!inside(drop)) {
        const rest = cut(part, at, stop);
        if (rest) yield rest;
      } else if (leave) {
        const left = cut(part, at, stop);
        if (left) leave(left);
      }
      at = stop;
    }
  }
  yield* held;
}

/** The runs of both sides, memory that was moved standing at the later of its two places. */
function alignedParts(
  before: DiffSide,
  after: DiffSide,
  { numbers, moved, equal }: PairOptions,
  leave: (part: Part) => void,
): readonly [Iterable<Part>, Iterable<Part>] {
  if (!moved) return new EqualParts(before, after, numbers, equal).sides();
  const first = partsOf(before);
  const second = partsOf(after);
  const { from, to, pages } = moved;
  return to > from
    ? [
        shifted(first, { drop: to, shift: from, by: to - from, pages, leave }),
        shifted(second, { drop: from, shift: undefined, by: 0, pages }),
      ]
    : [
        shifted(first, { drop: to, shift: undefined, by: 0, pages, leave }),
        shifted(second, { drop: from, shift: to, by: from - to, pages }),
      ];
}

/** Whether pages of a dump without mappings need not be any: the other side has mappings, and none there. */
function isNothing(part: Part | undefined, own: DiffSide, other: DiffSide): boolean {
  return part !== undefined && other.source.hasVmas && !own.source.hasVmas && isEmpty(part);
}

/**
 * Walks two dumps side by side.
 *
 * @returns every page that one of them has, in order of address; memory that was moved comes at the later of its places,
 *   and what the first had where it went comes last, as pages that the second does not have: the move took them away
 */
export function* pairPages(
  before: DiffSide,
  after: DiffSide,
  options: PairOptions,
): Generator<PagePair, void, undefined> {
  const lost: Part[] = [];
  const [first, second] = alignedParts(before, after, options, (part) => {
    if (isEmpty(part) || !wantsAny([before], [part])) return;
    if (lost.push(part) > MOST_HELD) throw tooMany();
  });
  const left = new PartCursor(first);
  const right = new PartCursor(second);
  const { moved } = options;
  const meeting = moved ? Math.max(moved.from, moved.to) : Infinity;
  for (let page = 0; ;) {
    page = Math.min(left.firstFrom(page), right.firstFrom(page));
    if (page === Infinity) break;
    const isMoved = moved !== undefined && page >= meeting && page < meeting + moved.pages;
    const border =
      moved === undefined || page >= meeting + moved.pages
        ? Infinity
        : isMoved
          ? meeting + moved.pages
          : meeting;
    const end = Math.min(left.borderAfter(page), right.borderAfter(page), border);
    const [had, has] = [left.at(page), right.at(page)];
    if (
      !wantsAny([before, after], [had, has]) ||
      (!had && isNothing(has, after, before)) ||
      (!has && isNothing(had, before, after))
    ) {
      page = end;
      continue;
    }
    yield {
      page: isMoved ? page - meeting + moved.to : page,
      pages: end - page,
      before: had,
      after: has,
      pageBefore: isMoved ? page - meeting + moved.from : page,
      at: page,
      isMoved,
      isUntold: (!had && !before.source.hasVmas) || (!has && !after.source.hasVmas),
    };
    page = end;
  }
  for (const part of lost) {
    const { page, pages } = part;
    yield {
      page,
      pages,
      before: part,
      after: undefined,
      pageBefore: page,
      at: page,
      isMoved: false,
      isUntold: false,
    };
  }
}
