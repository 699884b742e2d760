import { otherKernels } from '../../../kernel/others.ts';
import type { Around } from '../../../records/templates/around.ts';
import type { TableFormat } from '../../../records/cells.ts';
import { lineFormat } from '../../../records/templates/line-format.ts';
import { tableFormat } from '../../../records/templates/table-template.ts';
import {
  type Condition,
  filteredFormat,
  jsonFormat,
  type TemplateFormat,
} from '../../../records/templates/template.ts';
import { createTemplateWriter, type TemplateWriter } from '../../../records/templates/template-writer.ts';

/** What the texts of a run have in common. */
export interface BulkOptions extends Omit<Around, 'others'> {
  readonly condition: Condition | undefined;
}

export { arePlainCells } from '../../../records/templates/table-template.ts';

/** The formats that have templates. */
type BulkFormat = 'json' | 'line' | TableFormat;

function formatOf(format: BulkFormat, around: Around): TemplateFormat {
  if (format === 'line') return lineFormat(around);
  return format === 'json' ? jsonFormat(around) : tableFormat(around, format);
}

/** The writer of many values in a format that has templates; undefined without WebAssembly. */
export function bulkWriter(
  format: BulkFormat,
  { condition, ...options }: BulkOptions,
  write: (bytes: Uint8Array) => void,
): TemplateWriter | undefined {
  const around = { ...options, others: otherKernels() };
  const all = formatOf(format, around);
  return createTemplateWriter(condition ? filteredFormat(all, condition, around) : all, write);
}
