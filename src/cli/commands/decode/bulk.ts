import { decodeEntry } from '../../../core/decode.ts';
import type { Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import type { SwapDeviceNames } from '../../../records/record.ts';
import { toRecord } from '../../../records/record.ts';
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
  if (format === 'line') return createTemplateWriter(lineFormat(kernel, level), write);
  const place = { input: '', origin: '' };
  const sample = toRecord(decodeEntry(kernel, 1n, { level }), { kernel, devices, place });
  return createTemplateWriter(jsonFormat(kernel, level, sample), write);
}
