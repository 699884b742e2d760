import type { Grouper } from '../../../images/scan/groups.ts';
import { EntryStrips } from '../../../images/scan/entry-strips.ts';
import { EntryValues } from '../../../images/scan/entry-values.ts';
import { mergeRuns } from '../../../images/scan/entry-runs.ts';
import type { EntrySink } from '../../../images/scan/scan.ts';
import { imageMappings } from '../../../images/scan/image-mappings.ts';
import { renderScanHtml } from './html.ts';
import { type Io, writeWhole } from '../../../input/bytes/io.ts';
import { readMaps, type ProblemReport } from './output.ts';
import type { ScanSource } from './source.ts';
import { summaryOf } from './summary.ts';
import type { Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { tellWritten } from '../../options/output/output.ts';

/** `scan --html FILE`: writes a page with a picture of every mapping. */
export function writeScanHtml(
  invocation: Invocation,
  io: Io,
  source: ScanSource,
  grouper: Grouper,
  select: (sink: Pick<EntrySink, 'entries'>) => EntrySink,
  problems: ProblemReport,
): number {
  const { kernel } = source;
  const mappings = imageMappings(kernel, readMaps(invocation, io, 2 ** kernel.pageShift));
  const isWhole = invocation.value('where') === undefined;
  const strips = new EntryStrips(kernel, mappings, source.range, isWhole);
  const values = new EntryValues(kernel, (group) => strips.categoryOf(group));
  const counts: number[] = [];
  const merged = mergeRuns(
    kernel,
    grouper,
    (run) => {
      strips.add(run);
      counts[run.group.id] = (counts[run.group.id] ?? 0) + run.entries;
    },
    (page) => strips.borderAfter(page),
    (...stretch) => {
      values.add(...stretch);
    },
  );
  const tables = source.feed(select(merged));
  merged.flush();
  const summary = summaryOf(source, grouper, counts, tables, problems.count);
  const context = { kernel, devices: readSwaps(invocation, io) };
  const path = invocation.value('html') ?? '';
  writeWhole(
    io,
    path,
    renderScanHtml(summary, strips, values.end(), context, invocation.value('maps') !== undefined),
  );
  tellWritten(io, path);
  return problems.finish();
}
