import { decodeEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import type { EntryChoice } from '../../../images/entry-choice.ts';
import { type RecordContext, WHERE_NAMES, whereValue } from '../../../records/record.ts';
import { checkNames, evaluate, parseWhere } from '../../../records/where/grammar.ts';

/** Names whose value depends on the entry itself, not on its group alone. */
const VARYING: readonly string[] = ['raw', 'pfn', 'phys', 'swap.offset', 'notes', 'rule4', 'vaddr'];

/**
 * Chooses entries by an expression over the names of decode records, and `vaddr`. An expression that does not speak
 * of frame, slot or address is evaluated once for each group.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const where = parseWhere(text);
  checkNames(where, [...WHERE_NAMES, 'vaddr']);
  const isVarying = where.names.some((name) => VARYING.includes(name));
  return {
    group: ({ sample }) =>
      isVarying ? undefined : evaluate(where, (name) => whereValue(name, sample, context)),
    entry(raw, level, vaddr) {
      const entry = decodeEntry(kernel, raw, { level });
      return evaluate(where, (name) => (name === 'vaddr' ? vaddr : whereValue(name, entry, context)));
    },
  };
}
