import type { DecodedEntry } from '../../core/decode.ts';
import type { Kernel } from '../../core/model.ts';
import type { RecordContext } from '../../records/properties.ts';
import type { Invocation, OptionSpec } from '../spec.ts';

/** `--where`: what the expression decides on, a command says in its own words. */
export const WHERE_OPTION: OptionSpec = {
  long: 'where',
  letter: 'w',
  value: 'EXPR',
  text: 'show only entries for which the expression is true, e.g. \'state == "swap" && uffd_wp\'',
};

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
  const [{ compileWhere }, { whereNames, whereProperties }] = await Promise.all([
    import('../../records/where/where.ts'),
    import('../../records/where-names.ts'),
  ]);
  const where = compileWhere(text, whereNames(kernel));
  const properties = whereProperties(kernel.layout);
  return (entry, context) => where.evaluate((name) => properties.get(name)?.of(entry, context));
}
