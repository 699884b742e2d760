import { otherKernels } from '../../../kernel/others.ts';
import type { Around } from '../../../records/templates/around.ts';
import { filteredFormat, jsonFormat, lineFormat } from '../../../records/templates/template.ts';
import { createTemplateWriter, type TemplateWriter } from '../../../records/templates/template-writer.ts';
import type { EntryCondition } from '../../options/where.ts';

/** What the texts of a run have in common. */
export interface BulkOptions extends Omit<Around, 'others'> {
  readonly condition: EntryCondition | undefined;
}

/** The writer of many values in a format that has templates; undefined without WebAssembly. */
export function bulkWriter(
  format: 'json' | 'line',
  { condition, ...options }: BulkOptions,
  write: (bytes: Uint8Array) => void,
): TemplateWriter | undefined {
  const around = { ...options, others: otherKernels() };
  const all = format === 'line' ? lineFormat(around) : jsonFormat(around);
  return createTemplateWriter(condition ? filteredFormat(all, condition, around) : all, write);
}
