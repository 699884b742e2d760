import type { Form } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { shapesOf } from '../../core/entry/shapes.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import type { PropertyValue } from '../property.ts';
import { compileCertain } from './certain.ts';
import { nameUses, type Where } from './where.ts';
import { valueOf, whereProperties } from './where-names.ts';

/**
 * The forms that an entry can have for which a condition holds, as far as the shapes of entries tell; all that there are
 * where it speaks of states that an address decides on.
 */
export function formsOf({ root, text }: Where, kernel: Kernel): ReadonlySet<Form> {
  const properties = whereProperties(kernel.layout);
  const certain = compileCertain(root);
  const forms = new Set<Form>();
  for (const shape of kernel.levels.flatMap(({ level }) => shapesOf(kernel, level))) {
    if (forms.has(shape.form)) continue;
    const settled = (name: string): { readonly value: PropertyValue } | undefined => {
      const property = properties.get(name);
      return property && valueOf(kernel, shape, property);
    };
    const answer = certain(
      (name) => settled(name)?.value,
      (node) => nameUses(node).every(({ name }) => settled(name) !== undefined),
    );
    if (answer !== false || text.includes(UNMAPPED)) forms.add(shape.form);
  }
  return forms;
}
