import { printable } from '../../../core/printable.ts';
import { cellsPerLine, type MapLine, renderMap } from './map.ts';
import type { SummaryReport } from './summary.ts';
import { CellRow } from '../../../pages/cells.ts';
import { pageCategory, PageStrips } from '../../../pagemap/page-strips.ts';
import { type PageRun, RunMerger } from '../../../pagemap/page-runs.ts';
import { type Io, writeWhole } from '../../../input/io.ts';
import { drive, type DriveResult } from './drive.ts';
import type { PagemapSession } from './session.ts';
import type { Invocation } from '../../spec.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { reportProblems, selectionOf } from './shared.ts';
import { tell } from '../../../input/safe-io.ts';

const DEFAULT_COLUMNS = 100;
/** Lines that a drawing in the terminal has at most. */
const MAP_LINES = 24;
/** Cells of a bar of the page: one mapping, or a dump of which no mappings are known. */
const VMA_CELLS = 256;
const DUMP_CELLS = 4096;

/** Reads a source as runs of the pages that were picked. */
async function driveRuns(
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
  onRun: (run: PageRun, hidden: boolean) => void,
): Promise<DriveResult> {
  const selection = await selectionOf(invocation, session, true);
  let hidden = false;
  const merger = new RunMerger(session.engine, session.model, (run) => {
    if (!selection || selection.range(run, hidden)) onRun(run, hidden);
  });
  const sink = {
    add(piece: Parameters<RunMerger['add']>[0], isHidden: boolean) {
      hidden = isHidden;
      merger.add(piece);
    },
  };
  const result = await drive(session, io, sink, selection, true);
  hidden = result.hidden;
  merger.end();
  return result;
}

/** `--map`: draws the address space in the terminal. */
export async function showMap(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const width = cellsPerLine(io.stdout.columns ?? DEFAULT_COLUMNS);
  const row = new CellRow(width * MAP_LINES);
  /** Where mapped pages begin in the row, to find addresses again: index in the row and page number. */
  const anchors: { readonly index: number; readonly page: number }[] = [];
  let next = -1;
  const result = await driveRuns(invocation, io, session, (run, hidden) => {
    if (run.page !== next) anchors.push({ index: row.pages, page: run.page });
    next = run.page + run.pages;
    row.add(pageCategory(model.describe(run.slot, hidden)), run.pages);
  });
  const lines: MapLine[] = [];
  let anchor = 0;
  for (let at = 0; at < row.cells.length; at += width) {
    const index = at * row.pagesPerCell;
    while ((anchors[anchor + 1]?.index ?? Infinity) <= index) anchor += 1;
    const { index: base = 0, page = 0 } = anchors[anchor] ?? {};
    lines.push({ page: page + index - base, cells: row.cells.slice(at, at + width) });
  }
  const palette = await paletteFromOptions(invocation, io);
  io.stdout.write(renderMap(lines, row.pagesPerCell, source.pageSize, palette));
  return reportProblems(io, result);
}

/** `--html FILE`: writes a page with a picture of every mapping. */
export async function writeHtml(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const collector = new PageStrips(model, source.hasVmas ? VMA_CELLS : DUMP_CELLS);
  const counts = new Map<number, number>();
  const result = await driveRuns(invocation, io, session, (run, hidden) => {
    collector.add(run, hidden);
    counts.set(run.slot, (counts.get(run.slot) ?? 0) + run.pages);
  });
  const { renderPagemapHtml } = await import('./html.ts');
  const report: SummaryReport = {
    ...result,
    model,
    source: source.name,
    pageSize: source.pageSize,
    counts,
    vmas: [],
  };
  const path = invocation.value('html') ?? '';
  writeWhole(io, path, renderPagemapHtml(report, collector.strips));
  if (path !== '-') tell(io, `wrote ${printable(path, 400)}`);
  return reportProblems(io, result);
}
