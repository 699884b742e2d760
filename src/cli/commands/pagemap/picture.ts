import { pagemapKernelText } from '../../pagemap/words.ts';
import { renderMap } from './map.ts';
import type { MapStyle } from './map-row.ts';
import { PageStrips } from '../../../pagemap/page-strips.ts';
import type { WordSource } from '../../../pagemap/sources/word-source.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { type Palette, picturePaletteFor, plainPalette } from '../../../records/text/palette.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { keepHeapSmall } from '../../heap.ts';
import type { Invocation } from '../../spec.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { hasBoxes, outputHeight, outputWidth, TEXT_WIDTH } from '../../options/output/terminal.ts';
import { reportProblems, selectionOf } from '../../pagemap/shared.ts';
import { driveRuns } from './runs.ts';

/** Cells of a mapping, or of a dump of which no mappings are known, from which the map is drawn. */
const MAP_CELLS = 1 << 11;
const MAP_DUMP_CELLS = 1 << 15;

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
  await keepHeapSmall();
  const selection = await selectionOf(invocation, session, true);
  const collector = new PageStrips(model, source.hasVmas ? MAP_CELLS : MAP_DUMP_CELLS);
  const result = await driveRuns(session, io, selection, (run, hidden) => {
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
