import { usageError } from '../../../core/errors.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { closingOnError, type Io } from '../../../input/bytes/io.ts';
import type { PageChange } from '../../../pagemap/compare/diff.ts';
import { pagemapKernelText, pagesText } from '../../pagemap/words.ts';
import { TRANSITION_RULES } from '../../../pagemap/transitions/transition-rules.ts';
import type { FilterSide, TransitionFilter } from '../../../pagemap/transitions/transition-filter.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { EXIT } from '../../exit.ts';
import { refuseGiven } from '../../options/meaning.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { foldedIo } from '../../options/output/folded.ts';
import { recordsStyle } from '../../options/output/table-style.ts';
import { refuseBesideRules } from '../../options/values/rule.ts';
import {
  answerForCi,
  EXIT_OF,
  problemVerdict,
  verdictFormatFrom,
  wantsJson,
} from '../../options/output/verdict-format.ts';
import type { Action, Invocation } from '../../spec.ts';
import { doubtText, evidenceFrom } from '../../pagemap/shared.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { compare, openBoth, problemsOf } from './compare.ts';
import { movedFrom, type Sides } from './questions.ts';
import type { MovedRange } from '../../../pagemap/compare/pairs.ts';
import type { PageRange } from '../../../pages/page-filter.ts';
import type { PageVerdict } from '../../pagemap/verdict-view.ts';
import {
  changeCountsJson,
  changeJson,
  renderChange,
  renderChangeCounts,
  renderDiffHeading,
} from '../../pagemap/changes.ts';

/** The expression of `--where`; the engine behind it is loaded only when needed. */
async function whereFrom(
  invocation: Invocation,
  { before, after }: Sides,
): Promise<TransitionFilter | undefined> {
  const text = invocation.value('where');
  if (text === undefined) return undefined;
  const { TransitionFilter } = await import('../../../pagemap/transitions/transition-filter.ts');
  const known = async (side: PagemapSession): Promise<FilterSide> => ({
    ...side,
    evidence: await evidenceFrom(side),
  });
  return closingOnError(
    [before.source, after.source],
    async () => new TransitionFilter(text, await known(before), await known(after)),
  );
}

function bothFiles({ args }: Invocation): readonly [string, string] {
  const [first, second] = args;
  const usage = 'pte-decode pagemap diff BEFORE AFTER';
  if (first === undefined || second === undefined)
    throw usageError(`pagemap diff: ${first === undefined ? 'BEFORE' : 'AFTER'} is missing: ${usage}`);
  if (first === '-' && second === '-')
    throw usageError('pagemap diff: only one of the two can be standard input');
  return [first, second];
}

function tellAll(io: Io, texts: readonly string[]): void {
  for (const text of texts) tell(io, text);
}

/** The pages of which nothing tells whether or how they changed, in a sentence for each reason. */
function openText(open: ReadonlyMap<string, number>): readonly string[] {
  return [...open].map(([why, pages]) => `not known whether or how ${pagesText(pages)} changed: ${why}`);
}

/** The pages that may be missing in a list of changes, each with the reason. */
function notListed(
  open: ReadonlyMap<string, number>,
  where: TransitionFilter | undefined,
): readonly (readonly [string, number])[] {
  const { pages, reasons } = where?.doubts() ?? { pages: 0, reasons: [] };
  return pages > 0 ? [...open, [reasons.join('; '), pages]] : [...open];
}

/** Compares, and lists what changed. */
async function list(invocation: Invocation, io: Io, sides: Sides): Promise<number> {
  const { before, after, moved } = sides;
  const { pageSize } = after.source;
  const style = await recordsStyle(invocation, io);
  const { palette } = style;
  const json = wantsJson(invocation);
  const isQuiet = invocation.has('quiet');
  const output = new BufferedOutput((json ? io : await foldedIo(io)).stdout);
  const counts = new Map<string, number>();
  const show = (change: PageChange): void => {
    if (counts.size === 0 && !json) output.add(renderDiffHeading(before.model, after.model, palette));
    for (const name of change.changes) counts.set(name, (counts.get(name) ?? 0) + change.pages);
    if (isQuiet) return;
    output.add(json ? changeJson(change, pageSize) : renderChange(change, after.model, pageSize, palette));
  };
  const where = await whereFrom(invocation, sides);
  const progress = { isQuiet, isStreaming: true };
  const { aligned, open, nowhere } = await compare(
    sides,
    { moved, questions: [], show, where, progress },
    io,
  );
  output.add(json ? changeCountsJson(counts, notListed(open, where)) : renderChangeCounts(counts, style));
  output.flush();
  const problems = [...problemsOf(sides), ...alignment(sides, aligned)];
  const unproved = [...nowhere, ...doubtText(where), ...openText(open)];
  tellAll(io, [...problems, ...unproved]);
  if (problems.length > 0) return EXIT.unanswered;
  // As with --fail-on: a change that is proved is an answer, whatever other pages did.
  if (counts.size > 0) return EXIT.no;
  return unproved.length > 0 ? EXIT.unanswered : EXIT.ok;
}

/** Nothing was found where memory was said to have moved. */
function alignment({ moved }: Sides, aligned: number): readonly string[] {
  if (!moved || aligned > 0) return [];
  return ['--moved: BEFORE has no pages at OLD that AFTER has at NEW'];
}

interface Asked {
  readonly verdicts: readonly PageVerdict[];
  readonly problems: readonly string[];
  /** With `--where`: the pages that may be missing in its list, each with the reason. */
  readonly unlisted: Iterable<readonly [string, number]> | undefined;
}

/** Compares, and answers `--fail-on` and `--event`; what `--where` picks is listed before. */
async function ask(
  invocation: Invocation,
  io: Io,
  sides: Sides,
  listing: ((change: PageChange) => void) | undefined,
): Promise<Asked> {
  const { questionsFrom } = await import('./questions.ts');
  const questions = questionsFrom(invocation, sides);
  const where = listing && (await whereFrom(invocation, sides));
  const show = where && listing;
  const progress = { isQuiet: invocation.has('quiet'), isStreaming: show !== undefined };
  const { aligned, doubts, open } = await compare(
    sides,
    { moved: sides.moved, questions, show, where, progress },
    io,
  );
  const problems = [...problemsOf(sides), ...doubts, ...alignment(sides, aligned)];
  const { withProblems } = await import('../../pagemap/verdict-view.ts');
  const sources = [sides.before.source, sides.after.source];
  return {
    verdicts: questions.map((question) => withProblems(question.verdict(), problems, sources)),
    // The verdicts are of all pages, whatever is listed beside.
    problems: [...problems, ...doubtText(where), ...openText(open)],
    unlisted: where && notListed(open, where),
  };
}

async function answer(invocation: Invocation, io: Io, sides: Sides): Promise<number> {
  const { renderPageVerdict, pageVerdictJson, verdictsJson } = await import('../../pagemap/verdict-view.ts');
  const { worstOutcome } = await import('../../../records/verdicts/verdicts.ts');
  const { model, source } = sides.after;
  const { pageSize } = source;
  const palette = await paletteFromOptions(invocation, io);
  const json = wantsJson(invocation);
  const output = new BufferedOutput((json ? io : await foldedIo(io)).stdout);
  const listing = (change: PageChange): void => {
    output.add(json ? changeJson(change, pageSize) : renderChange(change, model, pageSize, palette));
  };
  if (!json) output.add(renderDiffHeading(sides.before.model, model, palette));
  const { verdicts, problems, unlisted } = await ask(invocation, io, sides, listing);
  for (const verdict of verdicts)
    output.add(
      json ? pageVerdictJson(verdict, pageSize) : renderPageVerdict(verdict, model, pageSize, palette),
    );
  if (json) output.add(verdictsJson(verdicts, unlisted));
  output.flush();
  tellAll(io, problems);
  if (problems.length > 0) return EXIT.unanswered;
  return EXIT_OF[worstOutcome(verdicts)];
}

async function open(invocation: Invocation, io: Io): Promise<Sides> {
  const [first, second] = bothFiles(invocation);
  const both: { before: PagemapSession; after: PagemapSession } = await openBoth(
    invocation,
    io,
    first,
    second,
  );
  const { source, filter } = both.after;
  const moved = movedFrom(invocation, source.pageSize);
  if (moved) refuseHalf(moved, filter.ranges);
  return { ...both, moved };
}

/** Refuses ranges that leave out where memory came from or went: what is left would look unmapped, or new. */
function refuseHalf({ from, to, pages }: MovedRange, ranges: readonly PageRange[]): void {
  const isPicked = (first: number): boolean =>
    ranges.some(({ start, end }) => start <= first && first + pages <= end);
  if (ranges.length > 0 && !(isPicked(from) && isPicked(to)))
    throw usageError('--moved: --range leaves out some of OLD or NEW: give a --range for each of the two');
}

/** What asks of pages or picks them, which no list of rules does. */
const ASKING = ['fail-on', 'event', 'kind', 'mode', 'moved', 'range', 'mapping', 'where'];

/** `pte-decode pagemap diff` */
export const action: Action = async (invocation, io) => {
  if (invocation.has('rules')) {
    refuseBesideRules(
      invocation,
      ASKING,
      TRANSITION_RULES.map(({ name }) => name),
      'fail-on',
    );
    const { renderTransitionRules, transitionRulesJson } = await import('./rules-list.ts');
    const palette = await paletteFromOptions(invocation, io);
    io.stdout.write(wantsJson(invocation) ? transitionRulesJson() : renderTransitionRules(palette));
    return EXIT.ok;
  }
  const asks = invocation.list('fail-on').length > 0 || invocation.list('event').length > 0;
  const format = verdictFormatFrom(invocation);
  if (!asks) {
    for (const option of ['kind', 'mode', 'max'])
      if (invocation.value(option) !== undefined)
        throw usageError(`--${option}: wants --event${option === 'max' ? ' or --fail-on' : ''}`);
    if (format) throw usageError(`--format ${format}: writes the verdicts of --fail-on and --event`);
    return list(invocation, io, await open(invocation, io));
  }
  // The verdict is of all pages.
  if (format !== undefined || invocation.has('quiet'))
    refuseGiven(invocation, ['where'], ' lists changes beside a verdict, and here none are listed');
  if (!format) return answer(invocation, io, await open(invocation, io));
  return answerForCi(format, 'pte-decode pagemap diff', io, async () => {
    const { ciVerdict } = await import('../../pagemap/verdict-view.ts');
    const sides = await open(invocation, io);
    const { verdicts, problems } = await ask(invocation, io, sides, undefined);
    tellAll(io, problems);
    const { pageSize } = sides.after.source;
    return {
      about: [
        pagemapKernelText(sides.after.model.kernel),
        `${sides.before.source.name} -> ${sides.after.source.name}`,
      ],
      verdicts: [
        ...verdicts.map((verdict) => ciVerdict(verdict, pageSize)),
        ...problemVerdict('every page was read', problems),
      ],
    };
  });
};
