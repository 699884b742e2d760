import { printable } from '../../../core/printable.ts';
import { pagemapKernelText } from '../../pagemap/kernel-text.ts';
import { renderMap } from './map.ts';
import type { MapStyle } from './map-row.ts';
import type { SummaryReport } from '../../pagemap/summary.ts';
import { BAR_CELLS, PageStrips } from '../../../pagemap/page-strips.ts';
import { type PageRun, RunMerger } from '../../../pagemap/page-runs.ts';
import type { WordSource } from '../../../pagemap/sources/word-source.ts';
import { type Io, writeWhole } from '../../../input/bytes/io.ts';
import { type Palette, picturePaletteFor, plainPalette } from '../../../records/text/palette.ts';
import { drive, type DriveResult } from '../../pagemap/drive.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { keepHeapSmall } from '../../heap.ts';
import type { Invocation } from '../../spec.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { hasBoxes, outputHeight, outputWidth, TEXT_WIDTH } from '../../options/output/terminal.ts';
import { reportProblems, selectionOf, withDoubts } from '../../pagemap/shared.ts';
import { tell } from '../../../input/bytes/safe-io.ts';

/** Cells of a mapping, or of a dump of which no mappings are known, from which the map is drawn. */
const MAP_CELLS = 1 << 11;
const MAP_DUMP_CELLS = 1 << 15;

/** Reads a source as runs of the pages that were picked. */
async function driveRuns(
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
  onRun: (run: PageRun, hidden: boolean) => void,
): Promise<DriveResult> {
  await keepHeapSmall();
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
  return withDoubts(result, selection);
}

/** Whether a terminal shows the dots of braille: it has colours and takes UTF-8. */
function styleFor(palette: Palette, io: Io): MapStyle {
  return palette !== plainPalette && hasBoxes(io) && io.env['TERM'] !== 'linux' ? 'dots' : 'letters';
}

/** Whether pages that are mapped may be missing: only some were asked for, or nothing is known of mappings. */
function isPicked(invocation: Invocation, { hasVmas }: WordSource): boolean {
  const options = ['range', 'mapping', 'where'];
  return !hasVmas || invocation.has('present') || options.some((name) => invocation.list(name).length > 0);
}

/** `--map`: draws the address space in the terminal. */
export async function showMap(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const collector = new PageStrips(model, source.hasVmas ? MAP_CELLS : MAP_DUMP_CELLS);
  const result = await driveRuns(invocation, io, session, (run, hidden) => {
    collector.add(run, hidden);
  });
  // Where nothing could be looked at, an empty picture would look like an answer.
  if (collector.strips.length === 0 && result.problems.length > 0) return reportProblems(io, result);
  const palette = await paletteFromOptions(invocation, io, picturePaletteFor);
  io.stdout.write(
    renderMap(collector.strips, {
      pageSize: source.pageSize,
      columns: outputWidth(io) ?? TEXT_WIDTH,
      rows: outputHeight(io),
      style: styleFor(palette, io),
      isPicked: isPicked(invocation, source),
      isWhole: invocation.value('by') === 'vma',
      palette,
      source: source.name,
      kernel: pagemapKernelText(model.kernel),
    }),
  );
  return reportProblems(io, result);
}

/** `--html FILE`: writes a page with a picture of every mapping. */
export async function writeHtml(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const collector = new PageStrips(model, source.hasVmas ? BAR_CELLS.vma : BAR_CELLS.dump);
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
