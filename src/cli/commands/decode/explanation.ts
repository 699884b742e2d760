import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { drawEntry, renderSources } from '../../../records/explain/explain.ts';
import { drawingStyle } from '../../options/output/table-style.ts';
import type { Invocation } from '../../spec.ts';

/** What `--explain` and `--sources` add to the long view of an entry: the drawing of its bits, and where it is said. */
export async function loadExplanation(
  invocation: Invocation,
  io: Io,
): Promise<(entry: DecodedEntry) => string> {
  const style = await drawingStyle(invocation, io);
  return (entry) =>
    drawEntry(entry, style) + (invocation.has('sources') ? `\n${renderSources(entry, style)}` : '');
}
