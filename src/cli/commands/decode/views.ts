import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { usageError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { lineHeading, renderLine } from '../../../records/text/line.ts';
import type { RecordContext } from '../../../records/property.ts';
import { toRecord } from '../../../records/record.ts';
import { renderLong } from '../../../records/text/text.ts';
import { paletteFromOptions } from '../../options/output/colour.ts';
import { formatFrom, LIST_FORMATS } from '../../options/output/format.ts';
import { kernelHeading } from '../../options/kernel/kernel-heading.ts';
import { outputWidth, TEXT_WIDTH } from '../../options/output/terminal.ts';
import type { Invocation } from '../../spec.ts';

/** How entries are shown. */
interface View {
  /** What stands in front of all entries; may be empty. */
  readonly heading: string;
  /** The text of one entry. */
  readonly render: (entry: DecodedEntry, context: RecordContext) => string;
}

type MakeView = (kernel: Kernel, invocation: Invocation, io: Io) => View | Promise<View>;

const longView =
  (isExplained: boolean): MakeView =>
  async (kernel, invocation, io) => {
    const palette = await paletteFromOptions(invocation, io);
    const width = Math.min(outputWidth(io) ?? TEXT_WIDTH, TEXT_WIDTH);
    const explain = isExplained
      ? await (await import('./explanation.ts')).loadExplanation(invocation, io)
      : undefined;
    const kernelWords = kernelHeading(kernel, invocation, io);
    let isFirst = true;
    return {
      heading: '',
      render(entry, context) {
        const heading =
          isFirst && !invocation.has('no-heading') ? { ...kernelWords, why: '--explain' } : undefined;
        const gap = isFirst ? '' : '\n';
        isFirst = false;
        const text = renderLong(entry, context, { palette, width }, { heading, reasons: isExplained });
        return gap + text + (explain ? `\n${explain(entry)}` : '');
      },
    };
  };

const tableView = async (kernel: Kernel, format: 'csv' | 'tsv'): Promise<View> => {
  const { renderRow, tableHeading } = await import('../../../records/table.ts');
  return {
    heading: tableHeading(kernel.layout, format),
    render: (entry, context) => renderRow(entry, context, format),
  };
};

/** The views by the names of `--format`; `explain` is the long one with the bits drawn. */
const VIEWS = {
  long: longView(false),
  explain: longView(true),
  line: (kernel, invocation, io) => ({
    heading: lineHeading(kernel, kernelHeading(kernel, invocation, io).hint !== undefined),
    render: (entry) => renderLine(entry),
  }),
  json: () => ({ heading: '', render: (entry, context) => JSON.stringify(toRecord(entry, context)) + '\n' }),
  csv: (kernel) => tableView(kernel, 'csv'),
  tsv: (kernel) => tableView(kernel, 'tsv'),
} as const satisfies Record<string, MakeView>;

/** The name of a view. */
export type ViewName = keyof typeof VIEWS;

/** What some formats alone show, by the option that asks for it. */
const SHOWN_BY: Readonly<Record<string, readonly string[]>> = {
  explain: ['long'],
  sources: ['long'],
  predicates: ['long', 'json'],
};

/**
 * The view that `--format`, `--json`, `--explain` and `--sources` ask for.
 *
 * @throws PteDecodeError `ERR_USAGE` where an option asks for what the format does not show
 */
export function viewName(invocation: Invocation): ViewName {
  const format = formatFrom(invocation, ['long', ...LIST_FORMATS]);
  const isExplained = invocation.has('explain') || invocation.has('sources');
  if (format === 'long') return isExplained ? 'explain' : format;
  for (const [option, formats] of Object.entries(SHOWN_BY))
    if (invocation.has(option) && !formats.includes(format))
      throw usageError(`--${option} is for the format ${formats.join(' and ')}, not for ${format}`);
  return format;
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
