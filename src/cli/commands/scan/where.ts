import { type Key, keyOfBits, NO_KEY } from '../../../core/entry/keys.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { U64_MAX } from '../../../core/u64.ts';
import type { EntryChoice } from '../../../images/scan/entry-choice.ts';
import { isWithin } from '../../../images/scan/groups.ts';
import { type Dependence, keyOfDependence, type RecordContext } from '../../../records/property.ts';
import { elementKey } from '../../../records/templates/condition-key.ts';
import { compileCertain } from '../../../records/where/certain.ts';
import { bitsOfPages, type WhereName } from '../../../records/where/names.ts';
import { nameUses } from '../../../records/where/tree.ts';
import { whereNames, whereProperties } from '../../../records/where/where-names.ts';
import { compileWhere } from '../../../records/where/where.ts';

/** What a property depends on in a group: all values of one can be the same. */
function keyOf(depends: Dependence): Key | undefined {
  if (depends.kind === 'raw') return keyOfBits(U64_MAX);
  return depends.kind === 'number' && depends.place === undefined ? NO_KEY : keyOfDependence(depends);
}

/**
 * Chooses entries by an expression over the properties of entries, and `vaddr`. What is the same in a group is asked once for
 * the group, and decides for it where it can.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const vaddr: WhereName = {
    name: 'vaddr',
    type: 'u64',
    always: true,
    bits: () => bitsOfPages(2 ** kernel.pageShift),
  };
  const where = compileWhere(text, whereNames(kernel, { more: [vaddr], hasAddresses: true }));
  const properties = whereProperties(kernel.layout);
  const certain = compileCertain(where.root);
  return {
    group(group) {
      const { sample } = group;
      const isSettled = (name: string): boolean => {
        const property = properties.get(name);
        const key =
          elementKey(where, property, sample.shape) ??
          (property && keyOf(property.depends(sample.shape, kernel, [])));
        return key !== undefined && isWithin(group, key);
      };
      return certain.answer(({ node, holds }) =>
        nameUses(node).every(({ name }) => isSettled(name))
          ? holds((name) => properties.get(name)?.of(sample, context))
          : undefined,
      );
    },
    entry: (entry, vaddr) =>
      where.evaluate((name) => (name === 'vaddr' ? vaddr : properties.get(name)?.of(entry, context))),
  };
}
