import { usageError } from '../../../core/errors.ts';
import { type PageChange, ChangeMerger } from '../../../pagemap/compare/diff.ts';
import type { EqualTaker } from '../../../pagemap/compare/equal-counts.ts';
import type { PagePair } from '../../../pagemap/compare/page-pair.ts';
import { type MovedRange, pairPages } from '../../../pagemap/compare/pairs.ts';
import { provedChanges, whyNotProved } from '../../../pagemap/compare/proved.ts';
import type { TransitionFilter } from '../../../pagemap/transitions/transition-filter.ts';
import { AddressWatch } from '../../../pagemap/address-spans.ts';
import { measured, notCovered, type Piece, type WordSource } from '../../../pagemap/sources/word-source.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { openProgress } from '../../progress.ts';
import type { Invocation } from '../../spec.ts';
import { openFile, checkCaptures, type PagemapSession } from '../../pagemap/session.ts';

/** Opens two dumps or captures whose pages can be compared. @throws PteDecodeError */
export async function openBoth(
  invocation: Invocation,
  io: Io,
  first: string,
  second: string,
): Promise<{ readonly before: PagemapSession; readonly after: PagemapSession }> {
  const before = await openFile(invocation, io, first, { others: [second] });
  const after = await openFile(invocation, io, second, { others: [first] });
  const { pageSize } = after.source;
  if (before.source.pageSize !== pageSize)
    throw usageError(
      `pagemap diff: pages of ${before.source.pageSize} and of ${pageSize} bytes cannot be compared`,
    );
  checkCaptures([before, after], io);
  return { before, after };
}

/** What looks at every pair of pages. */
export interface PairTaker extends EqualTaker {
  readonly needsNumbers: boolean;
  /** The addresses of the pages that are asked for; undefined where none are. */
  readonly addresses?: TransitionFilter['addresses'];
}

/** What is done with the pages of a comparison. */
interface Work {
  readonly moved: MovedRange | undefined;
  readonly questions: readonly PairTaker[];
  /** Takes the changes; undefined: they are not wanted. */
  readonly show: ((change: PageChange) => void) | undefined;
  /** Only changes for which it holds. */
  readonly where: TransitionFilter | undefined;
  readonly progress: { readonly isQuiet: boolean; readonly isStreaming: boolean };
}

/** What a walk over both sides found besides. */
interface Walked {
  /** Pages of the moved range that both of them have. */
  readonly aligned: number;
  /** Why a verdict on them proves nothing. */
  readonly doubts: readonly string[];
  /** Why conditions ask for no page at all. */
  readonly nowhere: readonly string[];
  /** Pages without a change that is proved, of which nothing tells that they have none, by the reason. */
  readonly open: ReadonlyMap<string, number>;
}

/** Walks both sides once, for all that is asked. */
export async function compare(
  { before, after }: { readonly before: PagemapSession; readonly after: PagemapSession },
  { moved, questions: asked, show, where, progress: how }: Work,
  io: Io,
): Promise<Walked> {
  const progress = await openProgress(io, how);
  const questions = where ? [...asked, where] : asked;
  const watch = new AddressWatch(questions.flatMap(({ addresses }) => (addresses ? [addresses] : [])));
  const look = ({ pageSize }: WordSource, pieces: readonly Piece[]): void => {
    watch.see(pieces, pageSize);
  };
  const first = measured(before.source, undefined, look);
  const second = measured(
    after.source,
    () => {
      progress.show(after.source.progress());
    },
    look,
  );
  const merger = show && new ChangeMerger(show);
  const open = new Map<string, number>();
  const doubt = (pair: PagePair): void => {
    const why = whyNotProved(pair);
    if (why !== undefined) open.set(why, (open.get(why) ?? 0) + pair.pages);
  };
  const changed = (pair: PagePair): void => {
    const changes = provedChanges(pair);
    if (changes.length > 0) merger?.add(pair, changes);
    else doubt(pair);
  };
  const numbers = merger !== undefined || questions.some(({ needsNumbers }) => needsNumbers);
  // Equal pages are no change where their words tell all; which of the others a filter picks, it says page by page.
  const equal: EqualTaker =
    questions.length === 0
      ? { onlyOpen: true, settles: () => true, see: doubt }
      : {
          settles: (pair) =>
            questions.every((question) => question.settles(pair)) &&
            (!where || whyNotProved(pair) === undefined),
          see: (pair) => {
            for (const question of questions) question.see(pair);
          },
        };
  let aligned = 0;
  try {
    for (const pair of pairPages(
      { ...before, source: first },
      { ...after, source: second },
      { numbers, moved, equal },
    )) {
      if (pair.isMoved && pair.before && pair.after) aligned += pair.pages;
      for (const question of questions) question.see(pair);
      if (!merger) continue;
      if (where) for (const part of where.holding(pair)) changed(part);
      else changed(pair);
    }
    merger?.end();
  } finally {
    progress.end();
    before.source.close();
    after.source.close();
  }
  const doubts = moved
    ? [
        ...notCovered(first, moved, 'OLD'),
        ...notCovered(second, { from: moved.to, pages: moved.pages }, 'NEW'),
      ]
    : [];
  const nowhere = watch.missing();
  return { aligned, doubts: [...doubts, ...nowhere], nowhere, open };
}

/** What kept the comparison from being whole. A mapping that only one of them has is a difference. */
export function problemsOf({
  before,
  after,
}: {
  readonly before: PagemapSession;
  readonly after: PagemapSession;
}): readonly string[] {
  const missing = new Set(after.filter.unmatched().map(({ option }) => option));
  const unmatched = before.filter
    .unmatched()
    .flatMap(({ option, text }) => (missing.has(option) ? [text] : []));
  return [...before.source.problems, ...after.source.problems, ...unmatched];
}
