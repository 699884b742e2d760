import { addressesText, type CapturedProcess, pagemapKernelText, pagesText, processText } from './words.ts';
import { defined } from '../../core/defined.ts';
import { printable } from '../../core/printable.ts';
import { formatU64 } from '../../core/u64.ts';
import type { Vma } from '../../pages/maps.ts';
import { formatBytes } from '../../core/size-text.ts';
import { PAGEMAP_STATES, type PagemapModel, type PagemapState } from '../../pagemap/model.ts';
import type { SlotCounts, VmaCounts } from '../../pagemap/summary.ts';
import { flagLetters } from './lines.ts';
import { type Cell, renderTable, type TableStyle } from '../../records/text/columns.ts';
import type { Role } from '../../records/text/palette.ts';
import { SCHEMA } from '../../records/schema-number.ts';

/** Pages of one state and one combination of flags. */
interface SummaryRow {
  readonly state: PagemapState;
  readonly label: string;
  readonly markers: readonly string[];
  readonly flags: readonly string[];
  /** The flags as `--format line` has them. */
  readonly letters: string;
  readonly pages: number;
}

/** What is known of everything that was counted. */
interface SummaryReport {
  readonly model: PagemapModel;
  readonly source: string;
  readonly process?: CapturedProcess | undefined;
  readonly pageSize: number;
  readonly hidden: boolean;
  readonly counts: SlotCounts;
  /** Empty unless the answer is per mapping. */
  readonly vmas: readonly VmaCounts[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/** Counts by state and flags, most pages first; ties by the order of the states. */
export function summaryRows(model: PagemapModel, counts: SlotCounts, hidden: boolean): SummaryRow[] {
  const rows = new Map<string, SummaryRow>();
  for (const [slot, pages] of counts) {
    const info = model.describe(slot, hidden);
    const { state, markers, flags } = info;
    const label = info.huge ? `${info.label} (hugetlb)` : info.label;
    const key = `${label} ${flags.join(' ')}`;
    const before = rows.get(key)?.pages ?? 0;
    const letters = flagLetters(model, info);
    rows.set(key, { state, label, markers, flags, letters, pages: before + pages });
  }
  const order = (row: SummaryRow): number => PAGEMAP_STATES.indexOf(row.state);
  return [...rows.values()].sort(
    (a, b) => b.pages - a.pages || order(a) - order(b) || (a.letters < b.letters ? 1 : -1),
  );
}

/** The colour of a state. */
export function stateRole(state: PagemapState): Role {
  if (state === 'hidden') return 'note';
  return state === 'not-read' ? 'dim' : state;
}

function totalPages(counts: SlotCounts): number {
  let sum = 0;
  for (const pages of counts.values()) sum += pages;
  return sum;
}

/** Addresses, protection and name of a mapping. */
function vmaText(vma: Vma | undefined, pageSize: number): string {
  if (!vma) return 'outside of all mappings';
  const name = vma.name === '' ? '[anon]' : printable(vma.name, 200);
  return `${addressesText(vma.start, vma.end - vma.start, pageSize)} ${vma.perms} ${name}`;
}

function tableLines(rows: readonly SummaryRow[], all: number, pageSize: number, style: TableStyle): string {
  const cells = rows.map((row): Cell[] => [
    { text: String(row.pages), role: 'number' },
    formatBytes(row.pages * pageSize),
    `${((100 * row.pages) / all).toFixed(1)} %`,
    { text: row.label, role: stateRole(row.state) },
    row.letters,
    row.flags.join(' '),
  ]);
  return renderTable(cells, style, { right: [0, 1, 2], least: [5, 9, 7, 5] });
}

/** Draws the summary for the terminal. */
export function renderSummary(report: SummaryReport, style: TableStyle): string {
  const { palette } = style;
  const { model, pageSize, hidden, counts, vmas } = report;
  const all = totalPages(counts);
  const process = report.process ? `${processText(report.process)}, ` : '';
  const head =
    palette(
      'dim',
      `${printable(report.source, 200)}: ${process}${printable(pagemapKernelText(model.kernel), 200)}`,
    ) +
    `\n${palette('heading', `${pagesText(all)}, ${formatBytes(all * pageSize)}`)} of ${formatBytes(pageSize)} each\n`;
  const tables =
    vmas.length === 0
      ? tableLines(summaryRows(model, counts, hidden), all, pageSize, style)
      : vmas.map((each) => vmaBlock(each, report, style)).join('');
  return head + tables;
}

function vmaBlock({ vma, counts }: VmaCounts, report: SummaryReport, style: TableStyle): string {
  const { model, hidden, pageSize } = report;
  const rows = tableLines(summaryRows(model, counts, hidden), totalPages(counts), pageSize, style);
  return `\n${style.palette('heading', vmaText(vma, pageSize))}\n${rows}`;
}

function countsJson(model: PagemapModel, counts: SlotCounts, hidden: boolean, pageSize: number): object {
  const rows = summaryRows(model, counts, hidden);
  const states: Record<string, number> = {};
  const flags: Record<string, number> = {};
  const markers: Record<string, number> = {};
  const add = (to: Record<string, number>, name: string, pages: number): void => {
    to[name] = (to[name] ?? 0) + pages;
  };
  for (const row of rows) {
    add(states, row.state, row.pages);
    for (const name of row.flags) add(flags, name, row.pages);
    for (const name of row.markers) add(markers, name, row.pages);
  }
  const pages = totalPages(counts);
  return {
    pages,
    bytes: pages * pageSize,
    states,
    markers,
    flags,
    rows: rows.map((row) => ({
      state: row.state,
      markers: row.markers,
      flags: row.flags,
      pages: row.pages,
      bytes: row.pages * pageSize,
    })),
  };
}

/** The summary as one JSON object. */
export function summaryRecord(report: SummaryReport): object {
  const { model, pageSize, hidden, counts, vmas } = report;
  const size = BigInt(pageSize);
  return {
    schema: SCHEMA,
    source: report.source,
    kernel: model.kernel.id,
    ...defined({ process: report.process }),
    page_size: pageSize,
    numbers_hidden: hidden,
    ...countsJson(model, counts, hidden, pageSize),
    ...(vmas.length === 0
      ? {}
      : {
          vmas: vmas.map(({ vma, counts: own }) => ({
            vaddr: vma ? formatU64(BigInt(vma.start) * size) : null,
            end: vma ? formatU64(BigInt(vma.end) * size) : null,
            perms: vma?.perms ?? null,
            name: vma?.name ?? null,
            ...countsJson(model, own, hidden, pageSize),
          })),
        }),
    complete: report.problems.length === 0,
    problems: report.problems,
    notes: report.notes,
  };
}
