import { defined } from '../../../core/defined.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { usageError } from '../../../core/errors.ts';
import { type Form, type Level, LEVELS } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { EXIT } from '../../exit.ts';
import { refuseOtherArch } from '../../options/kernel/arch-argument.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { layoutOf, renderLayout } from './view.ts';
import { renderTable } from '../../../records/text/columns.ts';
import { kernelLine } from '../../../records/text/kernel-id.ts';
import type { Action } from '../../spec.ts';
import { kernelHeadingLine } from '../../options/kernel/kernel-heading.ts';
import { levelOf } from '../../options/kernel/level.ts';
import { drawingStyle } from '../../options/output/table-style.ts';

const FORMS: readonly Exclude<Form, 'unmapped'>[] = ['leaf', 'protnone', 'table', 'swap', 'none'];

/** The forms that entries of a level have: no table stands in a pte, no leaf in a p4d, some levels have no empty entry. */
function formsOf(kernel: Kernel, level: Level): readonly Form[] {
  const mapped = kernel.formsAt(level).map((row) => row.form);
  return FORMS.filter((form) =>
    form === 'none' ? kernel.none(level) !== undefined : form === 'swap' || mapped.includes(form),
  );
}

/** Refuses what is written as an architecture and is the value of an option. @throws PteDecodeError `ERR_USAGE` */
function refuseOption(word: string): void {
  const option = LEVELS.some((level) => level === word)
    ? '-l'
    : FORMS.some((form) => form === word)
      ? '--form'
      : undefined;
  if (option !== undefined) throw usageError(`layout: "${word}" stands behind an option: ${option} ${word}`);
}

/** `pte-decode layout`. */
export const action: Action = async (invocation, io) => {
  const [arch] = invocation.args;
  if (arch !== undefined) refuseOption(arch);
  refuseOtherArch(invocation, 'layout');
  const kernel = await kernelFromOptions(invocation, io, defined({ arch }));
  const level = levelOf(invocation);
  const wanted = invocation.value('form');
  const forms = formsOf(kernel, level).filter((form) => wanted === undefined || form === wanted);
  if (wanted !== undefined && forms.length === 0)
    throw usageError(`--form ${wanted}: no entry of level ${level} is one on ${kernel.arch}`);
  const style = await drawingStyle(invocation, io);
  const hasSources = invocation.has('sources');
  const lines = [kernelHeadingLine(kernel, invocation, io), ...(hasSources ? [kernelLine(kernel)] : [])];
  if (!invocation.has('json'))
    io.stdout.write(
      renderTable(
        lines.map((text) => [{ text, role: 'dim' }]),
        style,
      ),
    );
  for (const form of forms) {
    const layout = layoutOf(kernel, level, form);
    if (layout.rows.length === 0) continue;
    io.stdout.write(
      invocation.has('json')
        ? recordLine({ arch: kernel.arch, kernel: kernel.id, level, form, ...layout })
        : '\n' + renderLayout(layout, { level, form, bits: kernel.entryBits }, style, hasSources),
    );
  }
  return EXIT.ok;
};
