import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Io } from '../../../input/io.ts';
import { namesOf } from '../../../pagemap/each-page.ts';
import type { PagemapModel } from '../../../pagemap/model.ts';
import { MOST_QUESTIONS, PageChecker, type Tally } from '../../../pagemap/page-checker.ts';
import { type PageQuestion, QUANTIFIERS, questionOf, questionOfRule } from '../../../pagemap/questions.ts';
import { pagemapNames } from '../../../pagemap/select.ts';
import type { WordSource } from '../../../pagemap/word-source.ts';
import { isFile } from '../../options/advice.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { maxFrom } from '../../options/max.ts';
import { EXIT } from '../../exit.ts';
import type { Action, Invocation } from '../../spec.ts';
import { drive } from '../pagemap/drive.ts';
import { pagemapKernelText } from '../pagemap/kernel-text.ts';
import { extraBytes, pagemapHeading, RangeWriter } from '../pagemap/lines.ts';
import { openFile, openLive, type PagemapSession } from '../pagemap/session.ts';
import { reportProblems } from '../pagemap/shared.ts';
import { renderRules, renderVerdict, rulesJson, verdictJson } from './view.ts';
import { type Verdict, verdictOf } from './verdicts.ts';

/** Ranges that are listed where nobody says how many. */
const USUAL_RANGES = 20;
const MOST_RANGES = 1_000_000;

/** Names that only smaps answers. */
const OF_SMAPS = ['vma.flags', 'maybe_swapped'];

/** The questions of the command line, in the order of their options. @throws PteDecodeError for mistakes in them */
function questionsFrom(invocation: Invocation, model: PagemapModel): readonly PageQuestion[] {
  const names = pagemapNames(model, false);
  const among = invocation.value('where');
  const rules = invocation.list('rule').flatMap((text) => text.split(',').map((name) => name.trim()));
  const questions = [
    ...QUANTIFIERS.flatMap((quantifier) =>
      invocation.list(quantifier).map((text) => questionOf(quantifier, text, among, names)),
    ),
    ...[...new Set(rules)].map((name) => questionOfRule(name, among, names)),
  ];
  if (questions.length === 0)
    throw new PteDecodeError(
      'ERR_USAGE',
      'pagemap check: nothing to check: wanted --every, --no, --some or --rule (--rules lists the rules)',
    );
  if (questions.length > MOST_QUESTIONS)
    throw new PteDecodeError(
      'ERR_USAGE',
      `pagemap check: ${questions.length} questions: at most ${MOST_QUESTIONS} at a time`,
    );
  return questions;
}

/** What came of one input. */
interface Checked {
  readonly verdicts: readonly {
    readonly verdict: Verdict;
    readonly question: PageQuestion;
    readonly tally: Tally;
  }[];
  readonly hidden: boolean;
  readonly status: number;
}

/** Does some work; when it fails the source is closed. */
function closingOnError<Result>(source: WordSource, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    source.close();
    throw error;
  }
}

async function check(invocation: Invocation, io: Io, session: PagemapSession): Promise<Checked> {
  const { engine, model, source } = session;
  const questions = closingOnError(source, () => questionsFrom(invocation, model));
  const checker = new PageChecker(questions, engine, model, {
    pageSize: source.pageSize,
    hasVmas: source.hasVmas,
    most: maxFrom(invocation, USUAL_RANGES, MOST_RANGES),
  });
  const sink = {
    add: (piece: Parameters<PageChecker['add']>[0], hidden: boolean) => {
      checker.add(piece, hidden);
    },
  };
  const result = await drive(session, io, sink, undefined, true);
  const tallies = checker.result();
  const verdicts = questions.flatMap((question, index) => {
    const tally = tallies[index];
    return tally ? [{ question, tally, verdict: verdictOf(question, tally, result.problems) }] : [];
  });
  const isAsked = verdicts.some(({ tally }) => tally.reasons.length > 0);
  const status = reportProblems(io, { ...result, hidden: result.hidden && isAsked });
  return { verdicts, hidden: result.hidden, status };
}

const STATUS = { holds: EXIT.ok, broken: EXIT.no, unanswered: EXIT.unanswered } as const;

async function show(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { verdicts, hidden, status } = await check(invocation, io, session);
  if (!invocation.has('quiet')) {
    if (invocation.has('json')) writeJson(io, session, verdicts, hidden);
    else await writeText(invocation, io, session, verdicts, hidden);
  }
  return verdicts.reduce((worst, { verdict }) => Math.max(worst, STATUS[verdict.outcome]), status);
}

function writeJson(
  io: Io,
  { model, source }: PagemapSession,
  verdicts: Checked['verdicts'],
  hidden: boolean,
): void {
  const writer = new RangeWriter('json', model, source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  for (const { verdict, tally } of verdicts)
    for (const run of tally.first)
      writer.add(run, hidden, extraBytes(`,"check":${JSON.stringify(printable(verdict.name, NAME_LIMIT))}`));
  writer.flush();
  for (const { verdict, tally } of verdicts) io.stdout.write(verdictJson(verdict, tally));
}

/** The longest name of a question in a record of a range. */
const NAME_LIMIT = 1000;

async function writeText(
  invocation: Invocation,
  io: Io,
  { model, source }: PagemapSession,
  verdicts: Checked['verdicts'],
  hidden: boolean,
): Promise<void> {
  const palette = await paletteFromOptions(invocation, io);
  const name = printable(source.name, 200);
  io.stdout.write(`${palette('dim', `${name}: ${printable(pagemapKernelText(model.kernel), 200)}`)}\n`);
  const writer = new RangeWriter('line', model, source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  for (const { verdict, question, tally } of verdicts) {
    io.stdout.write(renderVerdict(verdict, question.rule, palette));
    if (tally.first.length === 0) continue;
    io.stdout.write(palette('dim', pagemapHeading(model, 'line').trimEnd()) + '\n');
    for (const run of tally.first) writer.add(run, hidden);
    writer.flush();
    const more = tally.ranges - tally.first.length;
    if (more > 0) io.stdout.write(palette('dim', `# and ${more} more (--max)`) + '\n');
  }
}

/** `pte-decode pagemap check` */
export const action: Action = async (invocation, io, program) => {
  const { args } = invocation;
  if (invocation.has('rules')) {
    io.stdout.write(
      invocation.has('json') ? rulesJson() : renderRules(await paletteFromOptions(invocation, io)),
    );
    return EXIT.ok;
  }
  if (invocation.value('pid') !== undefined) {
    if (args.length > 0) throw new PteDecodeError('ERR_USAGE', '--pid: reads a process, not a file');
    const needsSmaps = (model: PagemapModel): boolean =>
      questionsFrom(invocation, model).some((question) =>
        namesOf(question).some((name) => OF_SMAPS.includes(name)),
      );
    return show(invocation, io, await openLive(invocation, io, needsSmaps));
  }
  if (args.length === 0 && io.stdinIsTTY) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  const process = args.find((word) => /^(?:self|\d+)$/.test(word) && !isFile(io, word));
  if (process !== undefined)
    throw new PteDecodeError('ERR_USAGE', `"${process}" is no file: --pid ${process} reads a process`);
  let status: number = EXIT.ok;
  for (const path of args.length === 0 ? ['-'] : args)
    status = Math.max(status, await show(invocation, io, await openFile(invocation, io, path)));
  return status;
};
