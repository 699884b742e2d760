import type { Kernel } from '../../../core/rows/model.ts';
import type { EntryChoice } from '../../../images/scan/entry-choice.ts';
import { isWithin } from '../../../images/scan/groups.ts';
import { keyOfDependence, type RecordContext } from '../../../records/property.ts';
import { elementKey } from '../../../records/templates/condition-key.ts';
import { whereNames, whereProperties } from '../../../records/where/where-names.ts';
import { compileWhere } from '../../../records/where/where.ts';

/**
 * Chooses entries by an expression over the properties of entries, and `vaddr`. Where all that it speaks of is the same
 * in a group it is evaluated once for the group.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const where = compileWhere(
    text,
    whereNames(kernel, {
      more: [{ name: 'vaddr', type: 'u64', always: true }],
      hasAddresses: true,
    }),
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
