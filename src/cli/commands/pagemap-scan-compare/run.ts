import { formatError, usageError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { isInRelease, parseVersion, type VersionCode } from '../../../core/version.ts';
import { PAGEMAP_SCAN_SINCE, SCAN_CATEGORIES } from '../../../pagemap/ioctl/scan-categories.ts';
import type { PagemapKernel } from '../../../pagemap/model.ts';
import { ScanComparer, type ScanComparison, type ScanQuestion } from '../../../pagemap/ioctl/scan-compare.ts';
import { parseCategories, readScanList, type ScanList } from '../../../pagemap/ioctl/scan-regions.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { plainPalette } from '../../../records/text/palette.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { maxRanges } from '../../options/output/max.ts';
import {
  answerForCi,
  EXIT_OF,
  OUTCOME_ROLES,
  problemVerdict,
  verdictFormatFrom,
  wantsJson,
} from '../../options/output/verdict-format.ts';
import type { Action, Invocation } from '../../spec.ts';
import { pagemapKernelText, pagesText } from '../../pagemap/words.ts';
import { REASONS } from '../../../pagemap/reasons.ts';
import { drive } from '../../pagemap/drive.ts';
import { openFile, openLive, type PagemapSession } from '../../pagemap/session.ts';
import { reportProblems } from '../../pagemap/shared.ts';
import { comparisonJson, comparisonTexts, findingJson, renderFinding } from './view.ts';

const NAME = 'PAGEMAP_SCAN agrees with pagemap';

/** The categories of an option. @throws PteDecodeError `ERR_USAGE` */
function maskFrom(invocation: Invocation, option: string): number | undefined {
  const text = invocation.value(option);
  if (text === undefined) return undefined;
  const mask = parseCategories(text);
  if (mask === undefined)
    throw usageError(
      `--${option} "${printable(text, 100)}": wanted a number or names of categories, such as WRITTEN,PRESENT`,
    );
  return mask;
}

/** What the scan was asked for, as options and list say it; else the categories that are in the list. */
function questionFrom(invocation: Invocation, { regions, returnMask }: ScanList): ScanQuestion {
  const seen = regions.reduce((mask, { categories }) => mask | categories, 0);
  const said = maskFrom(invocation, 'return-mask') ?? returnMask;
  return {
    returnMask: said ?? seen,
    categoryMask: maskFrom(invocation, 'category-mask'),
    ...(said === undefined ? { isGuessed: true } : {}),
  };
}

/** The categories that are in no region of a list that does not say what was asked for. */
function notJudged({ isGuessed, returnMask }: ScanQuestion, version: VersionCode): readonly string[] {
  const names = SCAN_CATEGORIES.filter(
    (row) => isInRelease(row, version) && ((returnMask >>> row.bit) & 1) === 0,
  );
  if (isGuessed !== true || names.length === 0) return [];
  const list = names.map(({ name }) => name).join(', ');
  return [
    `not judged, because no region has them and nothing says that they were asked for (--return-mask): ${list}`,
  ];
}

/** What came of a comparison, and what it says. */
interface Compared {
  readonly result: ScanComparison;
  readonly verdict: Verdict;
  readonly problems: readonly string[];
  readonly status: number;
}

async function compare(
  invocation: Invocation,
  io: Io,
  list: ScanList,
  session: PagemapSession,
): Promise<Compared> {
  const { engine, model, source } = session;
  const question = questionFrom(invocation, list);
  const comparer = new ScanComparer(list.regions, question, engine, model, {
    pageSize: source.pageSize,
    most: maxRanges(invocation),
  });
  const driven = await drive(session, io, comparer);
  const judged = comparer.result();
  const result =
    cannotJudge(model.kernel) === undefined
      ? judged
      : { ...judged, conflicting: 0, ranges: 0, first: [], byCategory: new Map(), differences: new Map() };
  const status = reportProblems(io, { ...driven, hidden: false });
  return {
    result,
    verdict: verdictOf(result, question, session, driven.problems),
    problems: driven.problems,
    status,
  };
}

/** Why the categories mean nothing: which they are, the kernel decides. */
function cannotJudge({ id, version, isAssumed }: PagemapKernel): string | undefined {
  if (isAssumed === true)
    return 'nobody said which kernel it is (-k), and categories mean something else from kernel to kernel';
  return version < parseVersion(PAGEMAP_SCAN_SINCE)
    ? `kernel ${id} has no PAGEMAP_SCAN: it came with ${PAGEMAP_SCAN_SINCE}`
    : undefined;
}

function verdictOf(
  result: ScanComparison,
  question: ScanQuestion,
  { model, source }: PagemapSession,
  problems: readonly string[],
): Verdict {
  const { kernel } = model;
  const texts = [...comparisonTexts(result), ...notJudged(question, kernel.version)];
  const noAnswer = cannotJudge(kernel);
  if (noAnswer !== undefined) return { name: NAME, outcome: 'unanswered', detail: [noAnswer] };
  const unanswered = (why: string): Verdict => ({
    name: NAME,
    outcome: 'unanswered',
    detail: [why, ...texts],
  });
  if (source.foreign !== undefined) return unanswered(source.foreign);
  if (result.conflicting > 0) return { name: NAME, outcome: 'broken', detail: texts };
  if (problems.length > 0) return unanswered('not everything was read');
  if (result.notRead > 0)
    return unanswered(`${pagesText(result.notRead)} could not be compared: ${REASONS.notRead}`);
  if (result.compared === 0) return unanswered('no page is in a region: nothing could be compared');
  return { name: NAME, outcome: 'holds', detail: texts };
}

async function open(invocation: Invocation, io: Io): Promise<PagemapSession> {
  if (invocation.value('pid') === undefined)
    return openFile(invocation, io, invocation.args[0] ?? '-', { isPlaced: true });
  return openLive(invocation, io, { asksPages: true, asksSmaps: () => true });
}

/** The regions of a file. @throws PteDecodeError as `readScanList`, and `ERR_FORMAT` when there are none */
function listOf(io: Io, path: string): ScanList {
  const list = readScanList(io.readFile(path), path);
  if (list.regions.length === 0) throw formatError('no region in it', { source: path });
  return list;
}

/** What the running kernel says of a process. */
async function askKernel(invocation: Invocation, io: Io): Promise<ScanList> {
  const { scanFromOptions } = await import('../../pagemap/pagemap-scan.ts');
  return (await scanFromOptions(invocation, io)).list;
}

/** `pte-decode pagemap scan-compare` */
export const action: Action = async (invocation, io) => {
  const path = invocation.value('scan');
  if (path === undefined && invocation.value('pid') === undefined)
    throw usageError(
      'pagemap scan-compare: wanted --scan FILE, the regions of PAGEMAP_SCAN (with --pid the kernel can be asked)',
    );
  const format = verdictFormatFrom(invocation);
  const run = async (): Promise<{ session: PagemapSession; compared: Compared }> => {
    const list = path === undefined ? await askKernel(invocation, io) : listOf(io, path);
    const session = await open(invocation, io);
    return { session, compared: await compare(invocation, io, list, session) };
  };
  if (format !== undefined)
    return answerForCi(format, 'pte-decode pagemap scan-compare', io, async () => {
      const { session, compared } = await run();
      const { pageSize } = session.source;
      const lines = compared.result.first.map((finding) =>
        renderFinding(finding, pageSize, plainPalette).trimEnd(),
      );
      const { verdict, problems } = compared;
      const unread = problemVerdict('everything was read', problems);
      return {
        about: [`${session.source.name}: ${pagemapKernelText(session.model.kernel)}`],
        verdicts: [{ ...verdict, detail: [...verdict.detail, ...lines] }, ...unread],
      };
    });
  const { session, compared } = await run();
  const { result, verdict, status } = compared;
  const { pageSize } = session.source;
  if (wantsJson(invocation)) {
    for (const finding of result.first) io.stdout.write(findingJson(finding, pageSize));
    io.stdout.write(comparisonJson(verdict.outcome, result));
  } else await writeText(invocation, io, session, compared);
  return Math.max(status, EXIT_OF[verdict.outcome]);
};

async function writeText(
  invocation: Invocation,
  io: Io,
  { model, source }: PagemapSession,
  { result, verdict }: Compared,
): Promise<void> {
  const palette = await paletteFromOptions(invocation, io);
  const head = `${printable(source.name, 200)}: ${printable(pagemapKernelText(model.kernel), 200)}`;
  const [first = '', ...more] = verdict.detail;
  io.stdout.write(
    `${palette('dim', head)}\n${palette('heading', NAME)}: ${palette(OUTCOME_ROLES[verdict.outcome], verdict.outcome)}: ${first}\n` +
      more.map((text) => `  ${text}\n`).join(''),
  );
  for (const finding of result.first) io.stdout.write(renderFinding(finding, source.pageSize, palette));
  const rest = result.ranges - result.first.length;
  if (rest > 0) io.stdout.write(palette('dim', `# and ${rest} more (--max)`) + '\n');
}
