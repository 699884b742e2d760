import { usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { closingOnError, type Io } from '../../../input/bytes/io.ts';
import { namesOf } from '../../../pagemap/pages/each-page.ts';
import type { PagemapModel } from '../../../pagemap/model.ts';
import { AddressWatch, addressSpans } from '../../../pagemap/address-spans.ts';
import { MOST_QUESTIONS, PageChecker } from '../../../pagemap/pages/page-checker.ts';
import type { Tally } from '../../../pagemap/pages/page-tally.ts';
import { type PageQuestion, questionOf, questionOfRule } from '../../../pagemap/pages/questions.ts';
import { PAGE_RULES, QUANTIFIERS } from '../../../pagemap/pages/rules.ts';
import { isOfSmaps, pagemapNames } from '../../../pagemap/page-names.ts';
import { filesFrom } from '../../options/values/advice.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { foldedIo } from '../../options/output/folded.ts';
import { maxRanges } from '../../options/output/max.ts';
import { refuseBesideRules } from '../../options/values/rule.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import {
  answerForCi,
  EXIT_OF,
  problemVerdict,
  verdictFormatFrom,
  wantsJson,
} from '../../options/output/verdict-format.ts';
import { EXIT } from '../../exit.ts';
import type { Action, Invocation } from '../../spec.ts';
import { drive } from '../../pagemap/drive.ts';
import { pagemapKernelText } from '../../pagemap/words.ts';
import { extraBytes, pagemapHeading, RangeWriter } from '../../pagemap/lines.ts';
import { openLive, openOrTell, type PagemapSession } from '../../pagemap/session.ts';
import { reportProblems, tellStrange } from '../../pagemap/shared.ts';
import { renderRules, renderVerdict, rulesJson, verdictJson } from './view.ts';
import { verdictOf } from './verdicts.ts';

/** Each question once: a rule has several spellings. */
function uniqueByName(questions: readonly PageQuestion[]): readonly PageQuestion[] {
  return [...new Map(questions.map((question) => [question.name, question])).values()];
}

/** The questions of the command line, in the order of their options. @throws PteDecodeError for mistakes in them */
function questionsFrom(
  invocation: Invocation,
  model: PagemapModel,
  pageSize?: number,
): readonly PageQuestion[] {
  const names = pagemapNames(model, false, pageSize);
  const among = invocation.value('where');
  const rules = invocation.list('rule').flatMap((text) => text.split(',').map((name) => name.trim()));
  const questions = [
    ...QUANTIFIERS.flatMap((quantifier) =>
      invocation.list(quantifier).map((text) => questionOf(quantifier, text, among, names)),
    ),
    ...uniqueByName(rules.map((name) => questionOfRule(name, among, names))),
  ];
  if (questions.length === 0)
    throw usageError(
      'pagemap check: nothing to check: wanted --every, --no, --some or --rule (--rules lists the rules)',
    );
  if (questions.length > MOST_QUESTIONS)
    throw usageError(`pagemap check: ${questions.length} questions: at most ${MOST_QUESTIONS} at a time`);
  return questions;
}

/** What asks of pages or picks them, which no list of rules does. */
const ASKING = [...QUANTIFIERS, 'rule', 'pid', 'range', 'mapping', 'where', 'exact'];

/** What came of one input. */
interface Checked {
  readonly verdicts: readonly {
    readonly verdict: Verdict;
    readonly question: PageQuestion;
    readonly tally: Tally;
  }[];
  readonly hidden: boolean;
  readonly problems: readonly string[];
  readonly status: number;
}

async function check(invocation: Invocation, io: Io, session: PagemapSession): Promise<Checked> {
  const { engine, model, source } = session;
  const questions = await closingOnError([source], () => questionsFrom(invocation, model, source.pageSize));
  const checker = new PageChecker(questions, engine, model, {
    pageSize: source.pageSize,
    hasVmas: source.hasVmas,
    most: maxRanges(invocation),
  });
  const watches = questions.map(({ quantifier, condition: { where }, among }) => {
    const isEvery = quantifier === 'every';
    // `every` of addresses alone says where pages may be, and asks for none.
    const asked =
      isEvery && where.names.every((name) => name === 'vaddr') ? [] : [addressSpans(where.root, isEvery)];
    const picked = among.map((condition) => addressSpans(condition.where.root));
    return new AddressWatch([...asked, ...picked].filter((spans) => spans !== undefined));
  });
  const result = await drive(session, io, {
    steps(piece, hidden) {
      for (const watch of watches) watch.see([piece], source.pageSize);
      return checker.steps(piece, hidden);
    },
  });
  const tallies = checker.result();
  const { foreign } = result;
  const problems = result.problems.filter((problem) => problem !== foreign);
  const unread = (index: number): readonly string[] =>
    [foreign ?? [], watches[index]?.missing() ?? []].flat();
  tellStrange(io, checker.states());
  const verdicts = questions.flatMap((question, index) => {
    const tally = tallies[index];
    return tally ? [{ question, tally, verdict: verdictOf(question, tally, problems, unread(index)) }] : [];
  });
  const isAsked = verdicts.some(({ tally }) => tally.reasons.length > 0);
  const status = reportProblems(io, { ...result, hidden: result.hidden && isAsked });
  return { verdicts, hidden: result.hidden, problems: result.problems, status };
}

async function show(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { verdicts, hidden, status } = await check(invocation, io, session);
  if (wantsJson(invocation)) writeJson(io, session, verdicts, hidden);
  else await writeText(invocation, io, session, verdicts, hidden);
  return verdicts.reduce((worst, { verdict }) => Math.max(worst, EXIT_OF[verdict.outcome]), status);
}

/** The verdicts on one input for CI, with the ranges that break them. */
async function verdictsForCi(
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
  prefix: string,
): Promise<readonly Verdict[]> {
  const { verdicts, hidden, problems } = await check(invocation, io, session);
  const asked = verdicts.map(({ verdict, question, tally }) => {
    const more = tally.ranges - tally.first.length;
    const detail = [
      ...verdict.detail,
      ...(question.rule ? [question.rule.proves] : []),
      ...rangeLines(session, tally, hidden),
      ...(more > 0 && tally.first.length > 0 ? [`and ${more} more`] : []),
    ];
    return { ...verdict, name: prefix + verdict.name, detail };
  });
  return [...asked, ...problemVerdict(`${prefix}everything was read`, problems)];
}

/** The first ranges that break a question, as lines. */
function rangeLines({ model, source }: PagemapSession, { first }: Tally, hidden: boolean): readonly string[] {
  let text = '';
  const decoder = new TextDecoder();
  const writer = new RangeWriter('line', model, source.pageSize, (bytes) => {
    text += decoder.decode(bytes, { stream: true });
  });
  for (const run of first) writer.add(run, hidden);
  writer.flush();
  return text.split('\n').slice(0, -1);
}

function writeJson(io: Io, session: PagemapSession, verdicts: Checked['verdicts'], hidden: boolean): void {
  const { model, source } = session;
  const writer = new RangeWriter('json', model, source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  for (const { verdict, tally } of verdicts)
    for (const run of tally.first)
      writer.add(run, hidden, extraBytes(`,"check":${JSON.stringify(printable(verdict.name, NAME_LIMIT))}`));
  writer.flush();
  for (const { verdict, tally } of verdicts) io.stdout.write(verdictJson(verdict, tally, session));
}

/** The longest name of a question in a record of a range. */
const NAME_LIMIT = 1000;

async function writeText(
  invocation: Invocation,
  outside: Io,
  session: PagemapSession,
  verdicts: Checked['verdicts'],
  hidden: boolean,
): Promise<void> {
  const { model, source } = session;
  const io = await foldedIo(outside);
  const palette = await paletteFromOptions(invocation, io);
  const name = printable(source.name, 200);
  io.stdout.write(`${palette('dim', `${name}: ${printable(pagemapKernelText(model.kernel), 200)}`)}\n`);
  for (const { verdict, question, tally } of verdicts) {
    io.stdout.write(renderVerdict(verdict, question.rule, palette));
    if (tally.first.length === 0) continue;
    io.stdout.write(palette('dim', pagemapHeading(model, 'line').trimEnd()) + '\n');
    io.stdout.write(
      rangeLines(session, tally, hidden)
        .map((line) => `${line}\n`)
        .join(''),
    );
    const more = tally.ranges - tally.first.length;
    if (more > 0) io.stdout.write(palette('dim', `# and ${more} more (--max)`) + '\n');
  }
}

/**
 * Opens what is to be read, one after the other: the process of `--pid`, else the files, else standard input. Gives the
 * message for a file of several that cannot be read.
 */
function sessionsFrom(invocation: Invocation, io: Io): readonly (() => Promise<PagemapSession | string>)[] {
  if (invocation.value('pid') !== undefined) {
    const asksSmaps = (model: PagemapModel): boolean =>
      questionsFrom(invocation, model).some((question) => isOfSmaps(namesOf(question)));
    return [() => openLive(invocation, io, { asksPages: true, asksSmaps })];
  }
  return filesFrom(invocation, io).map((path) => () => openOrTell(invocation, io, path));
}

/** `pte-decode pagemap check` */
export const action: Action = async (invocation, io, program) => {
  if (invocation.has('rules')) {
    refuseBesideRules(
      invocation,
      ASKING,
      PAGE_RULES.map(({ name }) => name),
      'rule',
    );
    const palette = await paletteFromOptions(invocation, io);
    io.stdout.write(wantsJson(invocation) ? rulesJson() : renderRules(palette));
    return EXIT.ok;
  }
  if (invocation.args.length === 0 && invocation.value('pid') === undefined && io.stdinIsTTY) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  const format = verdictFormatFrom(invocation);
  if (format !== undefined)
    return answerForCi(format, 'pte-decode pagemap check', io, async () => {
      const verdicts: Verdict[] = [];
      const about: string[] = [];
      const sessions = sessionsFrom(invocation, io);
      for (const open of sessions) {
        const session = await open();
        if (typeof session === 'string') {
          verdicts.push({ name: 'answered', outcome: 'unanswered', detail: [session] });
          continue;
        }
        const { source, model } = session;
        about.push(`${source.name}: ${pagemapKernelText(model.kernel)}`);
        const prefix = sessions.length > 1 ? `${source.name}: ` : '';
        verdicts.push(...(await verdictsForCi(invocation, io, session, prefix)));
      }
      return { about, verdicts };
    });
  let status: number = EXIT.ok;
  for (const open of sessionsFrom(invocation, io)) {
    const session = await open();
    const own = typeof session === 'string' ? EXIT.unanswered : await show(invocation, io, session);
    status = Math.max(status, own);
  }
  return status;
};
