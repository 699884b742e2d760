import type { DecodedEntry } from '../../../core/decode.ts';
import type { Io } from '../../../input/io.ts';
import { ASCII, BOXES } from '../../../records/explain/drawing.ts';
import { drawEntry, renderSources } from '../../../records/explain/explain.ts';
import type { Palette } from '../../../records/palette.ts';
import { hasBoxes, outputWidth, TEXT_WIDTH } from '../../options/terminal.ts';
import type { Invocation } from '../../spec.ts';

/** What `--explain` and `--sources` add to the long view of an entry: the drawing of its bits, and where it is said. */
export function loadExplanation(
  invocation: Invocation,
  io: Io,
  palette: Palette,
): (entry: DecodedEntry) => string {
  const width = outputWidth(io);
  const style = { palette, width: width ?? TEXT_WIDTH, lines: hasBoxes(io) ? BOXES : ASCII };
  return (entry) =>
    drawEntry(entry, style) +
    (invocation.has('sources') ? `\n${renderSources(entry, { palette, width })}` : '');
}
