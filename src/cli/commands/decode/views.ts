import type { DecodedEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import type { Io } from '../../../input/io.ts';
import { lineHeading, renderLine } from '../../../records/line.ts';
import type { RecordContext } from '../../../records/properties.ts';
import { toRecord } from '../../../records/record.ts';
import { kernelLine, renderLong } from '../../../records/text.ts';
import { paletteFromOptions } from '../../options/colour.ts';
import { formatFrom } from '../../options/format.ts';
import type { Invocation } from '../../spec.ts';

/** How entries are shown. */
export interface View {
  /** What stands in front of all entries; may be empty. */
  readonly heading: string;
  /** The text of one entry. */
  readonly render: (entry: DecodedEntry, context: RecordContext) => string;
}

type MakeView = (kernel: Kernel, invocation: Invocation, io: Io) => View | Promise<View>;

/** The width of long text where there is no terminal, in columns. */
const DEFAULT_WIDTH = 100;

const longView = async (kernel: Kernel, invocation: Invocation, io: Io): Promise<View> => {
  const palette = await paletteFromOptions(invocation, io);
  const style = { palette, width: io.stdout.columns ?? DEFAULT_WIDTH };
  return {
    heading: `${palette('dim', kernelLine(kernel))}\n`,
    render: (entry, context) => '\n' + renderLong(entry, context, style),
  };
};

const explainView = async (kernel: Kernel, invocation: Invocation, io: Io): Promise<View> => {
  const { heading, render } = await longView(kernel, invocation, io);
  const { renderExplain } = await import('../../../records/explain.ts');
  const palette = await paletteFromOptions(invocation, io);
  return {
    heading,
    render: (entry, context) => render(entry, context) + renderExplain(entry, palette),
  };
};

const tableView = async (kernel: Kernel, format: 'csv' | 'tsv'): Promise<View> => {
  const { renderRow, tableHeading } = await import('../../../records/table.ts');
  return {
    heading: tableHeading(kernel.layout, format),
    render: (entry, context) => renderRow(entry, context, format),
  };
};

/** The views by the names of `--format`; `explain` is the long one with every bit explained. */
const VIEWS = {
  long: longView,
  explain: explainView,
  line: (kernel) => ({ heading: lineHeading(kernel), render: (entry) => renderLine(entry) }),
  json: () => ({ heading: '', render: (entry, context) => JSON.stringify(toRecord(entry, context)) + '\n' }),
  csv: (kernel) => tableView(kernel, 'csv'),
  tsv: (kernel) => tableView(kernel, 'tsv'),
} as const satisfies Record<string, MakeView>;

/** The name of a view. */
export type ViewName = keyof typeof VIEWS;

/** The view that `--format`, `--json` and `--explain` ask for; `--explain` says something of the long one only. */
export function viewName(invocation: Invocation): ViewName {
  const format = formatFrom(invocation, ['long', 'line', 'json', 'csv', 'tsv']);
  return format === 'long' && invocation.has('explain') ? 'explain' : format;
}

/** Makes a view; what only some views need is loaded here. */
export function makeView(
  name: ViewName,
  kernel: Kernel,
  invocation: Invocation,
  io: Io,
): View | Promise<View> {
  const make: MakeView = VIEWS[name];
  return make(kernel, invocation, io);
}
