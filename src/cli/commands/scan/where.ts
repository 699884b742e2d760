import { decodeEntry } from '../../../core/decode.ts';
import type { Kernel } from '../../../core/model.ts';
import type { EntryChoice } from '../../../images/select.ts';
import { type RecordContext, whereValue } from '../../../records/record.ts';
import { whereNames } from '../../../records/where-names.ts';
import { compileWhere } from '../../../records/where/where.ts';

/** Names whose value depends on the entry itself, not on its group alone. */
const VARYING: readonly string[] = ['raw', 'pfn', 'phys', 'swap.offset', 'notes', 'rule4', 'vaddr'];

/**
 * Chooses entries by an expression over the names of decode records, and `vaddr`. An expression that does not speak
 * of frame, slot or address is evaluated once for each group.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function whereChoice(text: string, kernel: Kernel, context: RecordContext): EntryChoice {
  const where = compileWhere(text, whereNames(kernel, [{ name: 'vaddr', type: 'u64', always: true }]));
  const isVarying = where.names.some((name) => VARYING.includes(name));
  return {
    group: ({ sample }) =>
      isVarying ? undefined : where.evaluate((name) => whereValue(name, sample, context)),
    entry(raw, level, vaddr) {
      const entry = decodeEntry(kernel, raw, { level });
      return where.evaluate((name) => (name === 'vaddr' ? vaddr : whereValue(name, entry, context)));
    },
  };
}
