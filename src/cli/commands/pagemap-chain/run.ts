import { usageError } from '../../../core/errors.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { ChainJudge, TRACKERS, walkChain } from '../../../pagemap/compare/chain.ts';
import { SOFT_DIRTY_SYMBOL } from '../../../pagemap/model.ts';
import { measured } from '../../../pagemap/sources/word-source.ts';
import { EXIT } from '../../exit.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { maxRanges, MOST_RANGES } from '../../options/output/max.ts';
import {
  answerForCi,
  EXIT_OF,
  problemVerdict,
  verdictFormatFrom,
  wantsJson,
} from '../../options/output/verdict-format.ts';
import { openProgress } from '../../progress.ts';
import type { Action, Invocation } from '../../spec.ts';
import { checkCaptures, openFile, type PagemapSession } from '../../pagemap/session.ts';
import { pagemapKernelText } from '../../pagemap/words.ts';
import { withProblems } from '../../pagemap/verdict-view.ts';
import { chainJson, type ChainView, chainVerdicts, renderChain } from './view.ts';

/** Each dump has a memory of its own while they are walked side by side. */
const MOST_FILES = 64;

async function openAll(invocation: Invocation, io: Io): Promise<readonly PagemapSession[]> {
  const { args } = invocation;
  if (args.length > MOST_FILES)
    throw usageError(`pagemap chain: ${args.length} files, and ${MOST_FILES} are the most`);
  if (args.filter((path) => path === '-').length > 1)
    throw usageError('pagemap chain: only one of them can be standard input');
  const sessions: PagemapSession[] = [];
  for (const path of args) sessions.push(await openFile(invocation, io, path, { others: args }));
  const sizes = new Set(sessions.map(({ source }) => source.pageSize));
  if (sizes.size > 1)
    throw usageError(`pagemap chain: pages of ${[...sizes].join(' and of ')} bytes cannot be compared`);
  checkCaptures(sessions, io);
  return sessions;
}

/** Why dumps of several kernels are no chain: a process stays on the one that it runs on. */
function kernelsDiffer(sessions: readonly PagemapSession[]): readonly string[] {
  const ids = new Set(sessions.map(({ model }) => model.kernel.id));
  return ids.size > 1 ? [`the dumps are of different kernels: ${[...ids].join(', ')}`] : [];
}

interface Answer {
  readonly view: ChainView;
  readonly problems: readonly string[];
}

async function ask(invocation: Invocation, io: Io): Promise<Answer> {
  const sessions = await openAll(invocation, io);
  const [first] = sessions;
  if (!first) throw usageError('pagemap chain: wants two files at least');
  const max = maxRanges(invocation, wantsJson(invocation) ? MOST_RANGES : undefined);
  const named = TRACKERS.filter((tracker) => tracker === invocation.value('tracker'));
  const trackers = named.length > 0 ? named : TRACKERS;
  const says = sessions.every(({ model }) => model.kernel.says?.(SOFT_DIRTY_SYMBOL) === true);
  const hasVmas = sessions.map(({ source }) => source.hasVmas);
  const judges = trackers.map(
    (tracker) => new ChainJudge(tracker, hasVmas, max, says && tracker === 'soft-dirty'),
  );
  const progress = await openProgress(io, { isQuiet: invocation.has('quiet') });
  const last = sessions.at(-1);
  const sources = sessions.map((session) =>
    measured(session.source, () => {
      if (session === last) progress.show(session.source.progress());
    }),
  );
  try {
    walkChain(
      sessions.map((session, at) => ({ ...session, source: sources[at] ?? session.source })),
      judges,
    );
  } finally {
    progress.end();
    for (const { source } of sessions) source.close();
  }
  const used = judges.find(({ wasUsed }) => wasUsed) ?? judges.at(-1);
  if (!used) throw usageError('pagemap chain: no tracker');
  const { model, source } = first;
  const files = sessions.map((session) => session.source.name);
  const common = sessions
    .map(({ filter }) => filter.unmatched())
    .reduce((left, right) => left.filter(({ option }) => right.some((other) => other.option === option)));
  const problems = [
    ...sessions.flatMap((session) => session.source.problems),
    ...common.map(({ text }) => text),
  ];
  const read = sessions.map((session) => session.source);
  const result = withProblems(used.result(), [...problems, ...kernelsDiffer(sessions)], read);
  return { view: { ...result, files, model, pageSize: source.pageSize }, problems };
}

/** `pte-decode pagemap chain` */
export const action: Action = async (invocation, io) => {
  const format = verdictFormatFrom(invocation);
  if (format)
    return answerForCi(format, 'pte-decode pagemap chain', io, async () => {
      const { view, problems } = await ask(invocation, io);
      for (const text of problems) tell(io, text);
      return {
        about: [pagemapKernelText(view.model.kernel), `tracker ${view.tracker}`],
        verdicts: [...chainVerdicts(view), ...problemVerdict('every page was read', problems)],
      };
    });
  const { view, problems } = await ask(invocation, io);
  io.stdout.write(
    wantsJson(invocation) ? chainJson(view) : renderChain(view, await paletteFromOptions(invocation, io)),
  );
  for (const text of problems) tell(io, text);
  if (problems.length > 0) return EXIT.unanswered;
  return EXIT_OF[view.outcome];
};
