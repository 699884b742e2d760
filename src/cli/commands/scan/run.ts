import { listFormat } from '../../options/output/format.ts';
import { type DecodedEntry, decodedWith } from '../../../core/verdicts/decode.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { RuleId } from '../../../core/verdicts/rules.ts';
import { decodePlaced } from '../../../core/verdicts/unmapped.ts';
import { joinHalves } from '../../../images/address.ts';
import {
  type Finding,
  findingsChoice,
  inspectEntry,
  isViolation,
  judgedRaw,
  unknownNotes,
} from '../../../images/scan/findings.ts';
import { createGrouper, type Grouper } from '../../../images/scan/groups.ts';
import { countEntries } from '../../../images/scan/entry-counter.ts';
import { type EntryRun, mergeRuns } from '../../../images/scan/entry-runs.ts';
import { type EntrySink, pageAddress } from '../../../images/scan/scan.ts';
import { selectEntries } from '../../../images/scan/entry-choice.ts';
import { ChosenEntries } from './chosen.ts';
import { EXIT } from '../../exit.ts';
import { keepHeapSmall } from '../../heap.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { tell } from '../../../input/bytes/safe-io.ts';
import { parseRules, refuseUnknownRule } from '../../options/values/rule.ts';
import { LineOutput, ProblemReport } from './output.ts';
import { openScanSource, type ScanSource, watchedScan } from './source.ts';
import { renderScanSummary, type ScanSummary, scanSummaryRecord, summaryOf } from './summary.ts';
import { openProgress } from '../../progress.ts';
import type { Action, Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { type View, viewOf } from './views.ts';
import { answerForCi, problemVerdict, verdictFormatFrom } from '../../options/output/verdict-format.ts';

/** `pte-decode scan` */
export const action: Action = async (invocation, io) => {
  const format = verdictFormatFrom(invocation);
  const view = viewOf(invocation, format);
  if (view === 'pagemap') {
    const { compareAction } = await import('./run-compare.ts');
    return compareAction(invocation, io);
  }
  if (format === undefined)
    return reading(invocation, io, view, (source, watched) => show(invocation, watched, source, view));
  return answerForCi(format, 'pte-decode scan --check', io, () =>
    reading(invocation, io, 'summary', async (source, watched) => {
      const { ScanVerdicts } = await import('./verdicts.ts');
      const verdicts = new ScanVerdicts(source.kernel, rulesFrom(invocation, source.kernel));
      const grouper = createGrouper(source.kernel);
      const problems = new ProblemReport(watched);
      const chosen = await ChosenEntries.of(invocation, watched, source, grouper, false, problems.addUnasked);
      const select: Select = (sink) => chosen.select(sink, problems.add);
      const judged = listFindings(invocation, source, grouper, { select, chosen }, verdicts.add);
      problems.finish();
      return {
        about: [source.kernelText],
        verdicts: [
          ...verdicts.finish(problems.count, nothingToCheck(judged, problems.count)),
          ...problemVerdict('--where was asked of everything', problems.unasked),
        ],
      };
    }),
  );
};

/** Pages whose entries leave no garbage worth a word to V8, which takes longer than to read them. */
const FEW_PAGES = 2 ** 12;

/** Opens what is scanned, shows how far it is, and closes it. */
async function reading<T>(
  invocation: Invocation,
  io: Io,
  view: View,
  use: (source: ScanSource, io: Io) => Promise<T>,
): Promise<T> {
  const source = await openScanSource(invocation, io);
  const { start, end } = source.range;
  if (view !== 'summary' && end - start > FEW_PAGES) await keepHeapSmall();
  const progress = await openProgress(io, { isStreaming: view !== 'summary' && view !== 'html' });
  try {
    return await use(watchedScan(source, progress), progress.io);
  } finally {
    progress.end();
    source.close();
  }
}

/** Hands a sink the chosen entries alone, and problems to their report. */
type Select = (sink: Pick<EntrySink, 'entries'>) => EntrySink;

async function show(invocation: Invocation, io: Io, source: ScanSource, view: View): Promise<number> {
  const { kernel } = source;
  const grouper = createGrouper(kernel);
  const problems = new ProblemReport(io);
  const isSummary = view === 'summary';
  const chosen = await ChosenEntries.of(invocation, io, source, grouper, isSummary, problems.addUnasked);
  const select: Select = (sink) => chosen.select(sink, problems.add);
  if (isSummary) {
    const counter = countEntries(grouper);
    const tables = source.feed(select(counter));
    const summary = summaryOf(source, grouper, counter.counts, tables, problems.count);
    // Where nothing could be looked at, a summary of no entries would look like an answer.
    const isNothing = summary.rows.length === 0 && problems.count + problems.unasked.length > 0;
    if (!isNothing || listFormat(invocation) === 'json') await writeSummary(invocation, io, summary, kernel);
    chosen.hint(io, true);
    tellOtherMachine(io, grouper);
    return problems.finish();
  }
  if (view === 'html') {
    const { writeScanHtml } = await import('./html.ts');
    return writeScanHtml(invocation, io, source, grouper, select, problems);
  }
  const lines = await LineOutput.open(invocation, io, source);
  if (view === 'check') {
    // Where no answer is written, nothing else says it.
    if (invocation.has('quiet') && source.isAssumed === true) tell(io, source.kernelText);
    const judged = listFindings(invocation, source, grouper, { select, chosen }, (run, finding) => {
      lines.addFinding(run, finding);
    });
    lines.flush();
    const status = problems.finish();
    const nothing = nothingToCheck(judged, problems.count);
    if (nothing !== undefined) tell(io, `--check: ${nothing}`);
    if (status !== EXIT.ok || nothing !== undefined || judged.unknown > 0) return EXIT.unanswered;
    return judged.violations > 0 ? EXIT.no : EXIT.ok;
  }
  const merged = mergeRuns(kernel, grouper, lines.addRun, lines.borderAfter);
  const sink = select(view === 'ranges' ? merged : singleEntries(kernel, grouper, lines.addRun));
  source.feed(invocation.has('tables') ? withTables(sink) : sink);
  merged.flush();
  lines.flush();
  chosen.hint(io, false);
  tellOtherMachine(io, grouper);
  return problems.finish();
}

/** Says of what kind of machine entries look to be, where that is another one than they are read for. */
function tellOtherMachine(io: Io, { groups }: Grouper): void {
  const texts = groups.flatMap(({ sample }) =>
    sample.notes.filter(({ code }) => code === 'other-machine').map(({ text }) => text),
  );
  for (const text of new Set(texts)) tell(io, `entries are of another machine, as it seems: ${text}`);
}

async function writeSummary(
  invocation: Invocation,
  io: Io,
  summary: ScanSummary,
  kernel: Kernel,
): Promise<void> {
  const context = { kernel, devices: readSwaps(invocation, io) };
  io.stdout.write(
    listFormat(invocation) === 'json'
      ? JSON.stringify(scanSummaryRecord(summary, context)) + '\n'
      : renderScanSummary(summary, context, await tableStyle(invocation, io)),
  );
}

/** Gives every entry as a run of its own. */
function singleEntries(
  kernel: Kernel,
  grouper: Grouper,
  emit: (run: EntryRun) => void,
): Pick<EntrySink, 'entries'> {
  return {
    entries(geometry, words, first, last, page) {
      const pagesPerEntry = 2 ** (geometry.shift - kernel.pageShift);
      for (let i = first; i < last; i++) {
        const lo = words[2 * i] ?? 0;
        const hi = words[2 * i + 1] ?? 0;
        emit({
          group: grouper.groupOf(geometry.level, lo, hi, page),
          page: page + (i - first) * pagesPerEntry,
          entries: 1,
          pagesPerEntry,
          raw: joinHalves(lo, hi),
          contiguous: false,
          equal: true,
        });
      }
    },
  };
}

/** Hands entries that point to tables to the same sink as all others. */
function withTables(sink: EntrySink): EntrySink {
  return {
    ...sink,
    table(geometry, lo, hi, page) {
      sink.entries(geometry, Int32Array.of(lo, hi), 0, 1, page);
    },
  };
}

/** The rules of `--rule`; refused where the kernel does not tell their answer. */
function rulesFrom(invocation: Invocation, kernel: Kernel): readonly RuleId[] {
  const rules = parseRules(invocation.list('rule'));
  refuseUnknownRule(kernel, rules, '--rule');
  return rules;
}

/**
 * Why `--check` has no answer, where there is none: that no entry of the range breaks anything, if it has none. What leads to it
 * and is a violation whatever was asked is an answer.
 */
function nothingToCheck({ judged, above, corrupt }: Judged, problems: number): string | undefined {
  if (judged > 0 || corrupt > 0) return undefined;
  if (problems > 0) return 'no entry to check: what could be read has none';
  return above > 0
    ? 'no entry to check of the addresses that were asked for: entries that lead to tables of more than those do not count, and no other was chosen'
    : 'no entry to check: all that was read is empty, or was not asked for';
}

/** How many entries `--check` looked at, tables included, and how many of them are violations, or may be. */
interface Judged {
  /** Those that are of the range alone, or map pages of it. */
  readonly judged: number;
  /** Those that lead to a table of more than the range, or than the addresses that `--where` asks for. */
  readonly above: number;
  readonly violations: number;
  /** Those of the violations that are so without a rule that was asked for. */
  readonly corrupt: number;
  readonly unknown: number;
}

/** Hands over what `--check` finds, tables included. */
function listFindings(
  invocation: Invocation,
  source: ScanSource,
  grouper: Grouper,
  { select, chosen }: { readonly select: Select; readonly chosen: ChosenEntries },
  take: (run: EntryRun, finding: Finding) => void,
): Judged {
  const { kernel, range } = source;
  const rules = rulesFrom(invocation, kernel);
  let judged = 0;
  let above = 0;
  let violations = 0;
  let corrupt = 0;
  let unknown = 0;
  const list = singleEntries(kernel, grouper, (run) => {
    const decoded = (raw: bigint): DecodedEntry =>
      decodePlaced(kernel, raw, run.group.level, run.page >= grouper.middle);
    const entry = decoded(run.raw);
    const raw = judgedRaw(kernel, entry, pageAddress(kernel, run.page));
    const judged = raw === run.raw ? entry : withRaw(decoded(raw), run.raw);
    const finding = inspectEntry(judged, rules);
    if (finding === undefined) return;
    if (isViolation(finding)) violations++;
    if (isViolation({ ...finding, broken: [] })) corrupt++;
    if (unknownNotes(finding).length + finding.open.length > 0) unknown++;
    take(run, finding);
  });
  const findings = selectEntries(kernel, grouper, findingsChoice(rules), list);
  const counted: Pick<EntrySink, 'entries'> = {
    entries(geometry, words, first, last, page) {
      judged += last - first;
      findings.entries(geometry, words, first, last, page);
    },
  };
  const sink = withTables(select(counted));
  source.feed({
    ...sink,
    table(geometry, lo, hi, page) {
      const before = judged;
      sink.table?.(geometry, lo, hi, page);
      const end = page + 2 ** (geometry.shift - kernel.pageShift);
      if (!chosen.isOfPages && page >= range.start && end <= range.end) return;
      above += judged - before;
      judged = before;
    },
  });
  return { judged, above, violations, corrupt, unknown };
}

/** What was read of one value, said of another that differs only in bits that stand there on purpose. */
function withRaw(entry: DecodedEntry, raw: bigint): DecodedEntry {
  const { rules, notes } = entry;
  return decodedWith(entry, { raw, rules, notes });
}
