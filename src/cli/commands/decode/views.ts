import type { DecodedEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import type { Io } from '../../../input/io.ts';
import { lineHeading, renderLine } from '../../../records/line.ts';
import type { RecordContext } from '../../../records/properties.ts';
import { toRecord } from '../../../records/record.ts';
import { kernelName, renderLong } from '../../../records/text.ts';
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

/** The widest long text, and the width where there is no terminal; in columns. */
const WIDTH = 100;

const longView =
  (isExplained: boolean): MakeView =>
  async (kernel, invocation, io) => {
    const palette = await paletteFromOptions(invocation, io);
    const explain = isExplained ? await import('../../../records/explain.ts') : undefined;
    const style = { palette, width: Math.min(io.stdout.columns ?? WIDTH, WIDTH) };
    const isChosen = invocation.value('kernel') !== undefined || Boolean(io.env['PTE_DECODE_KERNEL']);
    const name = kernelName(kernel);
    let isFirst = true;
    return {
      heading: '',
      render(entry, context) {
        const heading =
          isFirst && !invocation.has('no-heading')
            ? {
                kernel: isChosen ? name : `assumed: ${name}`,
                hint: isChosen ? undefined : CHOOSE,
                why: '--explain',
              }
            : undefined;
        const gap = isFirst ? '' : '\n';
        isFirst = false;
        return (
          gap +
          renderLong(entry, context, style, { heading, reasons: isExplained }) +
          (explain?.renderExplain(entry, palette) ?? '')
        );
      },
    };
  };

const CHOOSE = 'nobody said which: -k host, -k 6.12; pte-decode kernels lists them';

const tableView = async (kernel: Kernel, format: 'csv' | 'tsv'): Promise<View> => {
  const { renderRow, tableHeading } = await import('../../../records/table.ts');
  return {
    heading: tableHeading(kernel.layout, format),
    render: (entry, context) => renderRow(entry, context, format),
  };
};

/** The views by the names of `--format`; `explain` is the long one with every bit explained. */
const VIEWS = {
  long: longView(false),
  explain: longView(true),
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
