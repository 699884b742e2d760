import type { Io } from '../../input/io.ts';
import { type TableStyle, terminalOf } from '../../records/columns.ts';
import { ASCII, BOXES, type DrawingStyle } from '../../records/explain/drawing.ts';
import type { Invocation } from '../spec.ts';
import { paletteFromOptions } from './colour.ts';
import { hasBoxes, outputWidth, PIPE_WIDTH } from './terminal.ts';

/**
 * How tables on standard output look: as wide as the terminal, or as `PIPE_WIDTH`. The expression of `--where` is the one
 * text of others in front of a last column.
 */
export async function tableStyle(invocation: Invocation, io: Io): Promise<TableStyle> {
  const columns = outputWidth(io);
  return {
    palette: await paletteFromOptions(invocation, io),
    terminal:
      columns === undefined
        ? await terminalOf(PIPE_WIDTH, invocation.list('where'))
        : await terminalOf(columns),
  };
}

/** How lists of records look, which `grep` and `awk` are for: in a pipe each of them is one line, however long. */
export async function recordsStyle(invocation: Invocation, io: Io): Promise<TableStyle> {
  if (outputWidth(io) !== undefined) return tableStyle(invocation, io);
  return { palette: await paletteFromOptions(invocation, io), terminal: undefined };
}

/** How drawings on standard output look, and the tables beside them. */
export async function drawingStyle(invocation: Invocation, io: Io): Promise<DrawingStyle> {
  const style = await tableStyle(invocation, io);
  const width = style.terminal?.columns ?? PIPE_WIDTH;
  return { ...style, width, lines: hasBoxes(io) ? BOXES : ASCII };
}
