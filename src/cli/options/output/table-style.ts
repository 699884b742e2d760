import type { Io } from '../../../input/bytes/io.ts';
import { type TableStyle, terminalOf } from '../../../records/text/columns.ts';
import { ASCII, BOXES, type DrawingStyle } from '../../../records/explain/drawing.ts';
import type { Invocation } from '../../spec.ts';
import { paletteFromOptions } from './colour.ts';
import { hasBoxes, outputWidth, PIPE_WIDTH } from './terminal.ts';

/** How tables on standard output look: as wide as the terminal, or as `PIPE_WIDTH`. */
export async function tableStyle(invocation: Invocation, io: Io): Promise<TableStyle> {
  const columns = outputWidth(io);
  // In a pipe no text of others stands in front of a last column, which needs no filling up.
  if (columns === undefined) return ownTableStyle(invocation, io);
  return { palette: await paletteFromOptions(invocation, io), terminal: await terminalOf(columns) };
}

/** The same for tables with no text of others in them but the expression of `--where`. */
export async function ownTableStyle(invocation: Invocation, io: Io): Promise<TableStyle> {
  return {
    palette: await paletteFromOptions(invocation, io),
    terminal: await terminalOf(outputWidth(io) ?? PIPE_WIDTH, invocation.list('where')),
  };
}

/**
 * How lists of records look, which `grep` and `awk` are for: in a pipe each of them is one line, however long, whatever `COLUMNS`
 * says.
 *
 * @param onTerminal how they look elsewhere
 */
export async function recordsStyle(
  invocation: Invocation,
  io: Io,
  onTerminal: typeof tableStyle = tableStyle,
): Promise<TableStyle> {
  if (io.stdout.isTTY) return onTerminal(invocation, io);
  return { palette: await paletteFromOptions(invocation, io), terminal: undefined };
}

/** How drawings on standard output look, and the tables beside them; their text is ours. */
export async function drawingStyle(invocation: Invocation, io: Io): Promise<DrawingStyle> {
  const style = await ownTableStyle(invocation, io);
  const width = style.terminal?.columns ?? PIPE_WIDTH;
  return { ...style, width, lines: hasBoxes(io) ? BOXES : ASCII };
}
