import { decodeEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import { isWithin } from '../../../images/groups.ts';
import type { EntryChoice } from '../../../images/entry-choice.ts';
import { macroProperties, propertiesOf, type RecordContext } from '../../../records/properties.ts';
import { checkNames, evaluate, parseWhere } from '../../../records/where/grammar.ts';

/**
 * Chooses entries by an expression over the properties of entries, and `vaddr`. Where all that it speaks of is the same
 * in a group it is evaluated once for the group.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const where = parseWhere(text);
  const all = [...macroProperties(kernel.layout), ...propertiesOf(kernel.layout)];
  const properties = new Map(all.map((property) => [property.name, property]));
  checkNames(where, [...properties.keys(), 'vaddr']);
  const used = where.names.map((name) => properties.get(name));
  return {
    group(group) {
      const { sample } = group;
      const isSettled = used.every((property) => {
        const depends = property?.depends(sample.shape, kernel, []);
        return depends?.kind === 'key' && isWithin(group, depends.key);
      });
      return isSettled ? evaluate(where, (name) => properties.get(name)?.of(sample, context)) : undefined;
    },
    entry(raw, level, vaddr) {
      const entry = decodeEntry(kernel, raw, { level });
      return evaluate(where, (name) => (name === 'vaddr' ? vaddr : properties.get(name)?.of(entry, context)));
    },
  };
}
