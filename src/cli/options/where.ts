import type { DecodedEntry } from '../../core/decode.ts';
import type { Kernel } from '../../core/model.ts';
import { type RecordContext, whereValue } from '../../records/record.ts';
import type { Invocation } from '../spec.ts';

/** Decides whether an entry is wanted. */
export type EntryFilter = (entry: DecodedEntry, context: RecordContext) => boolean;

/**
 * The filter of `--where`; without the option everything passes. The expression engine is loaded only when needed.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export async function loadFilter(invocation: Invocation, kernel: Kernel): Promise<EntryFilter> {
  const text = invocation.value('where');
  if (text === undefined) return () => true;
  const [{ compileWhere }, { whereNames }] = await Promise.all([
    import('../../records/where/where.ts'),
    import('../../records/where-names.ts'),
  ]);
  const where = compileWhere(text, whereNames(kernel));
  return (entry, context) => where.evaluate((name) => whereValue(name, entry, context));
}
