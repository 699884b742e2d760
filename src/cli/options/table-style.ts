import type { Io } from '../../input/io.ts';
import { type TableStyle, terminalOf } from '../../records/columns.ts';
import { ASCII, BOXES, type DrawingStyle } from '../../records/explain/drawing.ts';
import type { Invocation } from '../spec.ts';
import { paletteFromOptions } from './colour.ts';
import { hasBoxes, outputWidth, TEXT_WIDTH } from './terminal.ts';

/** How tables on standard output look. The expression of `--where` is the one text of others in front of a last column. */
export async function tableStyle(invocation: Invocation, io: Io): Promise<TableStyle> {
  return {
    palette: await paletteFromOptions(invocation, io),
    terminal: await terminalOf(outputWidth(io), invocation.list('where')),
  };
}

/** How drawings on standard output look, and the tables beside them. */
export async function drawingStyle(invocation: Invocation, io: Io): Promise<DrawingStyle> {
  const style = await tableStyle(invocation, io);
  const width = style.terminal?.columns ?? TEXT_WIDTH;
  return { ...style, width, lines: hasBoxes(io) ? BOXES : ASCII };
}
