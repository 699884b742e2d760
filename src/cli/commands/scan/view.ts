import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { flagNames, numberOf, pageSizeOf, shortNames, swapOf } from '../../../core/entry/entry.ts';
import { printable } from '../../../core/printable.ts';
import type { State } from '../../../core/entry/state.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { Finding } from '../../../images/scan/findings.ts';
import type { EntryGroup } from '../../../images/scan/groups.ts';
import type { EntryRun } from '../../../images/scan/entry-runs.ts';
import { sharedOffset } from '../../../images/scan/page-entries.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/text/columns.ts';
import { type Palette, plainPalette } from '../../../records/text/palette.ts';
import { markerNames, swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { toRecord } from '../../../records/record.ts';
import type { RecordTexts } from '../../../records/templates/record-texts.ts';
import { joinCells } from '../../../records/table.ts';
import { noteWords } from '../../../records/text/text.ts';
import { entryText } from '../../../records/text/entry-text.ts';

/** How ranges and entries of a scan can be written. */
export const SCAN_FORMATS = ['line', 'json', 'csv', 'tsv'] as const;
export type ScanFormat = (typeof SCAN_FORMATS)[number];

/** Neighbouring entries as they are shown: one entry is a range of one. */
export interface ScanRange {
  readonly vaddr: bigint;
  /** One past the last address. */
  readonly end: bigint;
  readonly run: EntryRun;
  /** The first entry. */
  readonly entry: DecodedEntry;
  /** Name of the mapping, when maps were given. */
  readonly vma: string | undefined;
}

/** The columns of CSV and TSV. */
// prettier-ignore
export const SCAN_COLUMNS = [
  'vaddr', 'end', 'pages', 'level', 'raw', 'state', 'flags', 'pfn', 'swap_type', 'swap_name', 'swap_offset', 'markers', 'vma',
] as const;

const STATE_WIDTH = 11;

/** The frame number and swap slot of a range: those of its first entry, when the others run on from it. */
function numbersOf(range: ScanRange): { pfn: bigint | null; offset: bigint | null } {
  const { run, entry } = range;
  const isKnown = run.entries === 1 || run.contiguous;
  const pfn = isKnown ? numberOf(entry, 'pfn') : null;
  return {
    pfn: pfn === null ? null : pfn + BigInt(offsetInLeaf(range)),
    offset: isKnown || entry.state === 'pte-marker' ? numberOf(entry, 'offset') : null,
  };
}

/** Which page of its leaf the first one is: not the first only where several entries map it together. */
function offsetInLeaf({ run, entry }: ScanRange): number {
  return sharedOffset(entry.kernel, entry.shape, run.page, run.pagesPerEntry);
}

/** One range or entry as JSON, CSV, TSV or a line. */
export function renderRange(
  range: ScanRange,
  context: RecordContext,
  format: ScanFormat,
  palette: Palette,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(rangeRecord(range, context)) + '\n';
    case 'line':
      return rangeLine(range, context, palette);
    default:
      return joinCells(rangeCells(range, context), format);
  }
}

/**
 * One range or entry as JSON, like `renderRange`.
 *
 * @param texts makes the records of many entries that are alike quickly
 */
export function rangeJson(range: ScanRange, context: RecordContext, texts: RecordTexts): string {
  const { run, entry, vma } = range;
  // What is not that of the first entry is written one by one.
  const isWhole = (run.entries === 1 || run.contiguous) && offsetInLeaf(range) === 0;
  if (!isWhole || entry.state === 'unmapped') return renderRange(range, context, 'json', plainPalette);
  return `${texts.text(entry).slice(0, -1)},${JSON.stringify({ ...placeOf(range), vma: vma ?? null }).slice(1)}\n`;
}

/** Where a range stands, and how much it is. */
function placeOf({ vaddr, end, run }: ScanRange): object {
  return {
    vaddr: formatU64(vaddr),
    end: formatU64(end),
    pages: run.entries * run.pagesPerEntry,
    entries: run.entries,
  };
}

function rangeRecord(range: ScanRange, context: RecordContext): object {
  const { entry, vma } = range;
  const { pfn, offset } = numbersOf(range);
  const swap = swapOf(entry);
  const record = toRecord(entry, context);
  return {
    ...record,
    ...placeOf(range),
    pfn: pfn === null ? null : formatHex(pfn),
    phys:
      pfn === null
        ? null
        : offsetInLeaf(range) === 0
          ? record['phys']
          : formatHex(pfn << BigInt(entry.kernel.pageShift)),
    swap: swap && {
      type: swap.type,
      offset: offset === null ? null : formatHex(offset),
      name: swapName(entry, context),
    },
    vma: vma ?? null,
  };
}

function rangeCells(range: ScanRange, context: RecordContext): string[] {
  const { vaddr, end, run, entry, vma } = range;
  const { pfn, offset } = numbersOf(range);
  const swap = swapOf(entry);
  return [
    formatU64(vaddr),
    formatU64(end),
    String(run.entries * run.pagesPerEntry),
    entry.level,
    formatU64(entry.raw),
    entry.state,
    flagNames(entry).join(' '),
    pfn === null ? '' : formatHex(pfn),
    swap === null ? '' : String(swap.type),
    swapName(entry, context) ?? '',
    offset === null ? '' : formatHex(offset),
    (markerNames(entry) ?? []).join(' '),
    vma === undefined ? '' : printable(vma, 4096),
  ];
}

function rangeLine(range: ScanRange, context: RecordContext, palette: Palette): string {
  const { vaddr, end, run, entry, vma } = range;
  const { pfn, offset } = numbersOf(range);
  const scattered =
    pfn === null && numberOf(entry, 'pfn') !== null
      ? 'scattered frames  '
      : offset === null && entry.state === 'swap'
        ? 'scattered slots  '
        : '';
  const name = vma === undefined || vma === '' ? '' : `  ${printable(vma, 200)}`;
  const text = `${formatU64(vaddr)}-${formatU64(end)} ${String(run.entries * run.pagesPerEntry).padStart(7)} ${entry.level} ${palette(entry.state, entry.state.padEnd(STATE_WIDTH))} ${scattered}${entryText(entry, context, palette, { pfn, offset }, run.group.sample)}`;
  return `${text.trimEnd()}${name}\n`;
}

/** The heading of ranges and entries. */
export function scanHeading(format: ScanFormat, kernelText: string, palette: Palette): string {
  if (format === 'json') return '';
  return format === 'line' ? `# ${palette('dim', kernelText)}\n` : joinCells(SCAN_COLUMNS, format);
}

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
    const line = lines.get(key);
    if (line !== undefined) line.entries += entries;
    else
      lines.set(key, {
        level,
        state,
        sample,
        short,
        entries,
        bytes: coverage.get(level) ?? 0,
      });
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
    renderTable([[{ text: heading, role: 'dim' }]], style),
    `${palette('heading', `${total} entries, ${empty} empty ones${tables === '' ? '' : `; tables: ${tables}`}`)}\n`,
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

/** The lines under an entry of `--check`: the rules it breaks, then its notes. */
export function renderFinding({ entry, broken, unknown }: Finding, palette: Palette): string {
  return [
    ...broken.map((rule) => `    ${palette('bad', `rule ${rule} fails`)}  ${entry.rules[rule].why}`),
    ...entry.notes.map(
      (note) =>
        `    ${palette(note.grade === 'violation' ? 'bad' : 'note', `note ${note.code}`)}  ${noteWords(note)}`,
    ),
    ...unknown.map(({ code, text }) => `    ${palette('note', `note ${code}`)}  unknown: ${text}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The JSON record of an entry of `--check`. */
export function findingRecord(
  range: ScanRange,
  { broken, unknown }: Finding,
  context: RecordContext,
): object {
  return { ...rangeRecord(range, context), broken, unknown_notes: unknown.map(({ code }) => code) };
}
