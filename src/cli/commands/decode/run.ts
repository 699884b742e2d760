import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import { LEVELS, type Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import { evaluatePredicates } from '../../../core/predicates.ts';
import { otherKernels } from '../../../kernel/others.ts';
import { lineHeading, renderLine } from '../../../records/line.ts';
import { kernelLine, renderLong } from '../../../records/text.ts';
import { colourLevel, type Palette, paletteFor, plainPalette } from '../../../records/palette.ts';
import { type RecordContext, toRecord } from '../../../records/record.ts';
import type { TemplateWriter } from '../../../records/templates/template-writer.ts';
import { EXIT } from '../../exit.ts';
import type { BulkOptions } from './bulk.ts';
import { keepHeapSmall } from '../../heap.ts';
import type { Io } from '../../../input/io.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/swaps.ts';
import { BufferedOutput, type SourcedValue, ValueSource } from '../../options/values.ts';
import { loadFilter } from '../../options/where.ts';

/** The level option of a command line. */
export function levelOf(invocation: Invocation): Level {
  const text = invocation.value('level') ?? 'pte';
  return LEVELS.find((level) => level === text) ?? 'pte';
}

/** The colours for standard output, as the options and the environment want them. */
export async function paletteFromOptions(invocation: Invocation, io: Io): Promise<Palette> {
  const level = colourLevel({ choice: invocation.value('color'), isTTY: io.stdout.isTTY, env: io.env });
  return level === 0 ? plainPalette : paletteFor(level);
}

/** Makes the text of one entry. */
type Renderer = (entry: DecodedEntry, context: RecordContext) => string;

interface View {
  readonly heading: string;
  readonly render: Renderer;
}

const DEFAULT_WIDTH = 100;

function formatOf(invocation: Invocation): string {
  return invocation.has('json') ? 'json' : (invocation.value('format') ?? 'long');
}

async function viewFor(invocation: Invocation, io: Io, kernel: Kernel): Promise<View> {
  const format = formatOf(invocation);
  switch (format) {
    case 'json':
      return { heading: '', render: (entry, context) => JSON.stringify(toRecord(entry, context)) + '\n' };
    case 'line':
      return { heading: lineHeading(kernel), render: (entry) => renderLine(kernel, entry) };
    case 'csv':
    case 'tsv': {
      const { renderRow, tableHeading } = await import('../../../records/table.ts');
      return { heading: tableHeading(format), render: (entry, context) => renderRow(entry, context, format) };
    }
    default: {
      const palette = await paletteFromOptions(invocation, io);
      const style = { palette, width: io.stdout.columns ?? DEFAULT_WIDTH };
      const heading = `${palette('dim', kernelLine(kernel))}\n`;
      if (!invocation.has('explain'))
        return { heading, render: (entry, context) => '\n' + renderLong(entry, context, style) };
      const { renderExplain } = await import('../../../records/explain.ts');
      return {
        heading,
        render: (entry, context) =>
          '\n' + renderLong(entry, context, style) + renderExplain(entry, kernel, palette),
      };
    }
  }
}

/** Options that show or hide a value for more than its own bits. */
const ONE_BY_ONE = ['where', 'predicates'];

/** Whether values come from a file or standard input, so that there may be many. */
function readsInput(invocation: Invocation): boolean {
  const { args } = invocation;
  return args.length === 0 || args.includes('-') || invocation.list('file').length > 0;
}

/** The writer for many values, where the format has templates. */
async function loadBulk(
  invocation: Invocation,
  options: BulkOptions,
  write: (bytes: Uint8Array) => void,
): Promise<TemplateWriter | undefined> {
  const format = formatOf(invocation);
  if (format !== 'json' && format !== 'line') return undefined;
  if (ONE_BY_ONE.some((name) => invocation.has(name) || invocation.value(name) !== undefined))
    return undefined;
  const { bulkWriter } = await import('./bulk.ts');
  return bulkWriter(format, options, write);
}

/** `pte-decode VALUE...` */
export const decodeAction: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const view = await viewFor(invocation, io, kernel);
  const filter = await loadFilter(invocation, kernel);
  const devices = readSwaps(invocation, io);
  const level = levelOf(invocation);
  const write = (data: string | Uint8Array): void => {
    io.stdout.write(data);
  };
  const hasInput = readsInput(invocation);
  if (hasInput) await keepHeapSmall();
  const bulk = hasInput ? await loadBulk(invocation, { kernel, level, devices }, write) : undefined;
  const output = bulk ?? new BufferedOutput(write);
  const flush = (): void => {
    output.flush();
  };
  const source = new ValueSource(invocation, io, invocation.args, flush, bulk);
  if (source.isMissing) {
    const { writeHelp } = await import('../../program.ts');
    await writeHelp('', io);
    return EXIT.unanswered;
  }
  const others = otherKernels();
  const decode = ({
    value,
    text,
    origin,
  }: SourcedValue): { entry: DecodedEntry; context: RecordContext } => ({
    entry: decodeEntry(kernel, value, { level, others }),
    context: {
      kernel,
      devices,
      place: { input: text, origin },
      predicates: invocation.has('predicates') ? evaluatePredicates(kernel, value) : undefined,
    },
  });
  const show = (item: SourcedValue): void => {
    if (bulk) {
      bulk.show(item.value, item.text, item.origin, () => decode(item));
      return;
    }
    const { entry, context } = decode(item);
    if (filter(entry, context)) output.add(view.render(entry, context));
  };
  if (!invocation.has('no-heading')) output.add(view.heading);
  for (const item of source.read()) show(item);
  output.flush();
  return source.errors > 0 ? EXIT.unanswered : EXIT.ok;
};
