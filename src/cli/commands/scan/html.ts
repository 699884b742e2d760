import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { UNMAPPED } from '../../../core/entry/state.ts';
import { formatU64 } from '../../../core/u64.ts';
import { EntryStrips } from '../../../images/scan/entry-strips.ts';
import type { KnownEntries } from '../../../pages/entry-lists.ts';
import { EXPLORER_FILE, valueFragment } from '../../../pages/explorer-link.ts';
import { renderHtmlPage } from '../../../pages/html/html.ts';
import { MAPPINGS } from '../../../pages/strips.ts';
import { swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { type ScanSummary, summaryLines, summaryOf } from './summary.ts';
import type { Grouper } from '../../../images/scan/groups.ts';
import { EntryValues } from '../../../images/scan/entry-values.ts';
import { mergeRuns } from '../../../images/scan/entry-runs.ts';
import type { EntrySink } from '../../../images/scan/scan.ts';
import { imageMappings } from '../../../images/scan/image-mappings.ts';
import { type Io, writeWhole } from '../../../input/bytes/io.ts';
import { readMaps, type ProblemReport } from './output.ts';
import type { ScanSource } from './source.ts';
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

/**
 * The page of a scan: a summary table and a picture with a bar for every strip.
 *
 * @param entries the values that the page has, each of which leads to the explorer
 * @param hasMappings whether a strip is a mapping, or else a stretch of entries
 */
function renderScanHtml(
  summary: ScanSummary,
  strips: EntryStrips,
  entries: KnownEntries,
  context: RecordContext,
  hasMappings: boolean,
): string {
  const pageSize = 2 ** context.kernel.pageShift;
  const rows = summaryLines(summary).map(({ sample, level, state, short, entries, bytes }) => {
    const names = [state, ...(state === 'swap' ? [swapName(sample, context) ?? ''] : [])];
    return {
      label: level === 'pte' || state === 'none' ? names.join(' ') : `${names.join(' ')} (${level})`,
      flags: short,
      pages: (entries * bytes) / pageSize,
      link: linkTo(sample, formatU64(sample.raw)),
    };
  });
  return renderHtmlPage(
    {
      title: `page tables of ${summary.source}`,
      subtitle: summary.kernelText,
      remarks: summary.problems > 0 ? [`${summary.problems} tables could not be read.`] : [],
      rows,
      pageSize,
      linkOf(category) {
        const sample = strips.sampleOf(category);
        return sample && `${linkTo(sample, '')}&v=0x`;
      },
      entries,
      digits: context.kernel.entryBits / 4,
      strip: hasMappings ? MAPPINGS : { one: 'stretch of entries', many: 'stretches of entries' },
    },
    strips.end(),
  );
}

/** A link to a value that is read as another one is. */
function linkTo({ kernel, level, state }: DecodedEntry, value: string): string {
  return EXPLORER_FILE + valueFragment(kernel.id, value, level, { isKernels: state === UNMAPPED });
}
