import type { DecodedEntry } from '../../core/decode.ts';
import { type RecordContext, WHERE_NAMES, whereValue } from '../../records/record.ts';
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
export async function loadFilter(invocation: Invocation): Promise<EntryFilter> {
  const text = invocation.value('where');
  if (text === undefined) return () => true;
  const { checkNames, evaluate, parseWhere } = await import('../../records/where/grammar.ts');
  const where = parseWhere(text);
  checkNames(where, WHERE_NAMES);
  return (entry, context) => evaluate(where, (name) => whereValue(name, entry, context));
}
