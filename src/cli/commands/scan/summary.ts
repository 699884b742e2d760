import { keptIn } from '../../../core/later.ts';
import { counted } from '../../../core/counted.ts';
import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { flagNames, pageSizeOf, shortNames, swapOf } from '../../../core/entry/entry.ts';
import { printable } from '../../../core/printable.ts';
import type { State } from '../../../core/entry/state.ts';
import type { EntryGroup, Grouper } from '../../../images/scan/groups.ts';
import { formatBytes } from '../../../core/size-text.ts';
import { type Cell, renderHeading, renderTable, type TableStyle } from '../../../records/text/columns.ts';
import { markerNames, swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import type { ScanSource } from './source.ts';

/** Entries of one group. */
interface SummaryRow {
  readonly group: EntryGroup;
  readonly entries: number;
}

/** What a summary shows. */
export interface ScanSummary {
  readonly source: string;
  readonly kernelText: string;
  readonly rows: readonly SummaryRow[];
  /** Bytes that one entry of a level covers. */
  readonly coverage: ReadonlyMap<string, number>;
  readonly tables: ReadonlyMap<string, number>;
  readonly problems: number;
}

/** Entries that look the same in a summary. */
interface SummaryLine {
  readonly level: string;
  readonly state: State;
  readonly sample: DecodedEntry;
  readonly short: readonly string[];
  entries: number;
  /** Bytes that one entry covers. */
  readonly bytes: number;
}

/** The rows of a summary, the largest first. Rows that look the same are one: groups also differ in unknown bits. */
export function summaryLines({ rows, coverage }: ScanSummary): SummaryLine[] {
  const lines = new Map<string, SummaryLine>();
  for (const { group, entries } of rows) {
    const { sample, level } = group;
    const { state } = sample;
    const type = state === 'swap' ? swapOf(sample)?.type : undefined;
    const short = shortNames(sample);
    const key = [level, state, type, pageSizeOf(sample), ...short].join(' ');
    const bytes = coverage.get(level) ?? 0;
    keptIn(lines, key, () => ({ level, state, sample, short, entries: 0, bytes })).entries += entries;
  }
  return [...lines.values()].sort(
    (a, b) => b.entries * b.bytes - a.entries * a.bytes || (a.state < b.state ? -1 : 1),
  );
}

/** Draws the summary for the terminal. */
export function renderScanSummary(summary: ScanSummary, context: RecordContext, style: TableStyle): string {
  const { palette } = style;
  const lines = summaryLines(summary);
  const listed = lines.filter((line) => line.state !== 'none');
  const empty = lines.filter((line) => line.state === 'none').reduce((sum, line) => sum + line.entries, 0);
  const total = listed.reduce((sum, line) => sum + line.entries, 0);
  const cells = listed.map((line): Cell[] => {
    const swap = line.state === 'swap' ? `${printable(swapName(line.sample, context) ?? '', 200)}  ` : '';
    return [
      { text: String(line.entries), role: 'number' },
      formatBytes(line.entries * line.bytes),
      line.level,
      { text: line.state, role: line.sample.state },
      `${swap}${line.short.join(' ')}`,
    ];
  });
  const tables = [...summary.tables].map(([level, count]) => `${count} ${level}`).join(', ');
  const heading = `${printable(summary.source, 400)}: ${summary.kernelText}`;
  return [
    renderHeading(heading, style),
    `${palette('heading', `${counted(total, 'entry', 'entries')}, ${counted(empty, 'empty one')}${tables === '' ? '' : `; tables: ${tables}`}`)}\n`,
    renderTable(cells, style, { right: [0, 1], least: [7, 9, 0, 5] }),
  ].join('');
}

/** The JSON object of a summary. */
export function scanSummaryRecord(summary: ScanSummary, context: RecordContext): object {
  const states: Record<string, number> = {};
  const rows = summaryLines(summary).map((line) => {
    states[line.state] = (states[line.state] ?? 0) + line.entries;
    return {
      level: line.level,
      state: line.state,
      flags: flagNames(line.sample),
      markers: markerNames(line.sample),
      swap:
        line.state === 'swap'
          ? { type: swapOf(line.sample)?.type, name: swapName(line.sample, context) }
          : null,
      entries: line.entries,
      bytes: line.entries * line.bytes,
    };
  });
  return {
    schema: SCHEMA,
    kernel: context.kernel.id,
    source: summary.source,
    tables: Object.fromEntries(summary.tables),
    states,
    rows: rows.filter((row) => row.state !== 'none'),
    problems: summary.problems,
  };
}

/**
 * What was counted, as the outputs want it.
 *
 * @param counts entries of each group, by its id
 */
export function summaryOf(
  source: ScanSource,
  grouper: Grouper,
  counts: readonly number[],
  tables: ReadonlyMap<string, number>,
  problems: number,
): ScanSummary {
  return {
    source: source.name,
    kernelText: source.kernelText,
    rows: grouper.groups
      .map((group) => ({ group, entries: counts[group.id] ?? 0 }))
      .filter((row) => row.entries > 0),
    coverage: new Map(source.kernel.levels.map((level) => [level.level, 2 ** level.shift])),
    tables,
    problems,
  };
}
