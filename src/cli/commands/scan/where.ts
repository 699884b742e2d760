import type { Kernel } from '../../../core/rows/model.ts';
import type { EntryChoice } from '../../../images/scan/entry-choice.ts';
import { isWithin } from '../../../images/scan/groups.ts';
import { keyOfDependence, type RecordContext } from '../../../records/property.ts';
import { elementKey } from '../../../records/templates/condition-key.ts';
import { whereNames, whereProperties } from '../../../records/where/where-names.ts';
import { compileCertain } from '../../../records/where/certain.ts';
import type { Names } from '../../../records/where/names.ts';
import { nameUses } from '../../../records/where/tree.ts';
import { compileWhere } from '../../../records/where/where.ts';

function namesOf(kernel: Kernel): Names {
  return whereNames(kernel, { more: [{ name: 'vaddr', type: 'u64', always: true }], hasAddresses: true });
}

/**
 * The states that are left out and for which a condition may hold, where it holds for none that is listed.
 *
 * @param leftOut states that are not listed
 */
export function askedInVain(text: string, kernel: Kernel, leftOut: readonly string[]): readonly string[] {
  const names = namesOf(kernel);
  const { root } = compileWhere(text, names);
  const certain = compileCertain(root);
  const mayBe = (state: string): boolean =>
    certain.answer(({ node, holds }) =>
      nameUses(node).every(({ name }) => name === 'state') ? holds(() => state) : undefined,
    ) !== false;
  const states = names.find('state').flatMap(({ values = [] }) => values);
  if (states.some((state) => !leftOut.includes(state) && mayBe(state))) return [];
  return leftOut.filter(mayBe);
}

/**
 * Chooses entries by an expression over the properties of entries, and `vaddr`. Where all that it speaks of is the same
 * in a group it is evaluated once for the group.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const where = compileWhere(text, namesOf(kernel));
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
