import type { Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import { otherKernels } from '../../../kernel/others.ts';
import type { SwapDeviceNames } from '../../../records/properties.ts';
import { jsonFormat, lineFormat } from '../../../records/templates/template.ts';
import { createTemplateWriter, type TemplateWriter } from '../../../records/templates/template-writer.ts';

/** What the texts of a run have in common. */
export interface BulkOptions {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly devices: SwapDeviceNames | undefined;
}

/** The writer of many values in a format that has templates; undefined without WebAssembly. */
export function bulkWriter(
  format: 'json' | 'line',
  { kernel, level, devices }: BulkOptions,
  write: (bytes: Uint8Array) => void,
): TemplateWriter | undefined {
  const around = { kernel, level, devices, others: otherKernels() };
  if (format === 'line') return createTemplateWriter(lineFormat(around), write);
  return createTemplateWriter(jsonFormat(around), write);
}
