import type { Vma } from '../../pages/maps.ts';
import type { BrokenRanges } from './broken-ranges.ts';
import type { PagemapKernel, StateInfo } from '../model.ts';
import type { PageAsker } from './page-asker.ts';
import type { PageRun } from '../page-runs.ts';
import type { PageAnswer, PageQuestion } from './questions.ts';

/** What came of a question. */
export interface Tally {
  /** Pages that it is about. */
  readonly looked: number;
  /** Those of them that are as they must be; of `some` the witnesses. */
  readonly fitting: number;
  /** Pages that break it, the ranges that they make, and the first of these; no ranges of `some`. */
  readonly breaking: number;
  readonly ranges: number;
  readonly first: readonly PageRun[];
  /** Pages of which nothing can be said, and why. */
  readonly unknown: number;
  readonly reasons: readonly string[];
}

/** What makes all questions have the same answer for pages of one state. */
export interface Kind {
  readonly vma: Vma | undefined;
  readonly pages: Map<number, number>;
  readonly ranges: Map<number, number>;
  readonly masks: Map<number, number>;
}

/** What was seen of a whole input: the pages by kind of mapping and state, and whether numbers were hidden. */
interface SeenPages {
  readonly kinds: ReadonlyMap<string, Kind>;
  readonly hidden: boolean;
}

/** Counts pages of a slot, and the ranges that they make. */
export function addTo({ pages, ranges }: Kind, slot: number, more: number, runs: number): void {
  pages.set(slot, (pages.get(slot) ?? 0) + more);
  ranges.set(slot, (ranges.get(slot) ?? 0) + runs);
}

/** The pages by what they are to a question. */
export type AnswerCounts = Record<PageAnswer, number>;

export const noCounts = (): AnswerCounts => ({ outside: 0, fits: 0, breaks: 0, unknown: 0, unsure: 0 });

/** What came of a question that was asked of each page. */
export interface OwnCounts {
  readonly counts: AnswerCounts;
  /** The ranges that break it. */
  readonly list: BrokenRanges;
  /** Why pages have no answer. */
  readonly reasons: readonly string[];
}

/**
 * Names of flags and markers that some page has; `used` where some page is not empty. Of an assumed kernel the markers prove
 * nothing: on others their swap type is one of something else.
 */
export function seenIn(
  states: Iterable<StateInfo>,
  { isAssumed }: Pick<PagemapKernel, 'isAssumed'>,
): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const { state, flags, markers } of states) {
    for (const name of isAssumed === true ? flags : [...flags, ...markers]) seen.add(name);
    if (state !== 'none' && state !== 'not-read') seen.add('used');
  }
  return seen;
}

/** What was found beside the counts by state. */
interface Found {
  readonly own: OwnCounts | undefined;
  /** The ranges that may break it. */
  readonly list: BrokenRanges | undefined;
  /** The kind of a mapping. */
  readonly keyOf: (vma: Vma | undefined) => string;
}

/** What came of a question, when all pages were seen. */
export function tallyOf(
  question: PageQuestion,
  { kinds, hidden }: SeenPages,
  asker: PageAsker,
  { own, list, keyOf }: Found,
): Tally {
  const counts = own?.counts ?? noCounts();
  const reasons = new Set(own?.reasons);
  const broken = new Set<string>();
  let ranges = own?.list.ranges ?? 0;
  for (const [key, kind] of own ? [] : kinds)
    for (const [slot, pages] of kind.pages) {
      const subject = asker.subject(slot, kind.vma, hidden);
      const answer = asker.answer(question, subject);
      counts[answer] += pages;
      if (answer === 'breaks') {
        ranges += kind.ranges.get(slot) ?? 0;
        broken.add(`${slot} ${key}`);
      }
      if (answer === 'unknown' || answer === 'unsure')
        for (const why of asker.reasons(question, subject)) reasons.add(why);
    }
  const { fits, breaks } = counts;
  // Pages that fit, but may not be meant, are no evidence: alone they leave the question without an answer.
  const unknown = counts.unknown + (fits + breaks === 0 ? counts.unsure : 0);
  const hasRanges = breaks > 0 && question.quantifier !== 'some';
  const isBroken = (run: PageRun): boolean =>
    own !== undefined || broken.has(`${run.slot} ${keyOf(run.vma)}`);
  return {
    looked: fits + breaks,
    fitting: fits,
    breaking: breaks,
    ranges: hasRanges ? ranges : 0,
    first: hasRanges ? ((own?.list ?? list)?.kept.filter(isBroken) ?? []) : [],
    unknown,
    reasons: unknown === 0 ? [] : [...reasons],
  };
}
