import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { EntryChoice } from '../../../images/scan/entry-choice.ts';
import { isWithin } from '../../../images/scan/groups.ts';
import { keyOfDependence, type RecordContext } from '../../../records/property.ts';
import { elementKey } from '../../../records/templates/condition-key.ts';
import { formsOf } from '../../../records/where/forms.ts';
import { whereNames, whereProperties } from '../../../records/where/where-names.ts';
import { compileWhere } from '../../../records/where/where.ts';

/** What a view leaves out, and the option that lists it. */
const LEFT_OUT = {
  none: 'empty entries (--none)',
  table: 'entries that point to tables (--tables)',
} as const;

/**
 * Chooses entries by an expression over the properties of entries, and `vaddr`. Where all that it speaks of is the same
 * in a group it is evaluated once for the group.
 *
 * @param leftOut entries that are not listed: a condition that holds for these alone would look as if it found nothing
 * @throws PteDecodeError `ERR_EXPRESSION`; `ERR_USAGE` for such a condition
 */
export function whereChoice(
  text: string,
  kernel: Kernel,
  context: RecordContext,
  leftOut: readonly (keyof typeof LEFT_OUT)[] = [],
): EntryChoice {
  const where = compileWhere(
    text,
    whereNames(kernel, {
      more: [{ name: 'vaddr', type: 'u64', always: true }],
      hasAddresses: true,
    }),
  );
  const forms = leftOut.length === 0 ? [] : [...formsOf(where, kernel)];
  const lost = leftOut.filter((form) => forms.includes(form));
  if (lost.length > 0 && lost.length === forms.length)
    throw new PteDecodeError(
      'ERR_USAGE',
      `--where ${printable(text, 200)}: holds for ${lost.map((form) => LEFT_OUT[form]).join(' and ')} alone, which are not listed here`,
    );
  const properties = whereProperties(kernel.layout);
  const used = where.names.map((name) => properties.get(name));
  return {
    group(group) {
      const { sample } = group;
      const isSettled = used.every((property) => {
        const { shape } = sample;
        const key =
          elementKey(where, property, shape) ??
          (property && keyOfDependence(property.depends(shape, kernel, [])));
        return key !== undefined && isWithin(group, key);
      });
      return isSettled ? where.evaluate((name) => properties.get(name)?.of(sample, context)) : undefined;
    },
    entry: (entry, vaddr) =>
      where.evaluate((name) => (name === 'vaddr' ? vaddr : properties.get(name)?.of(entry, context))),
  };
}
