import type { Level } from '../../src/core/rows/layout.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { lineFormat } from '../../src/records/templates/line-format.ts';
import { jsonFormat, type TemplateFormat } from '../../src/records/templates/template.ts';
import { createTemplateWriter, type TemplateWriter } from '../../src/records/templates/template-writer.ts';

/** The formats that are written by template: JSON, then lines. */
export function formats(kernel: Kernel, level: Level): TemplateFormat[] {
  const around = { kernel, level, others: otherKernels() };
  return [jsonFormat(around), lineFormat(around)];
}

export interface Writing {
  readonly writer: TemplateWriter;
  /** What was written since the last time. */
  readonly take: () => string;
}

/** A writer into memory. */
export function writing(format: TemplateFormat): Writing {
  let text = '';
  const writer = createTemplateWriter(format, (bytes) => {
    text += Buffer.from(bytes).toString();
  });
  if (!writer) throw new Error('this Node has no WebAssembly');
  return {
    writer,
    take: () => {
      writer.flush();
      const all = text;
      text = '';
      return all;
    },
  };
}
