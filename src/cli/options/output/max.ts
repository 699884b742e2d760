import { parseInteger } from '../../../core/u64.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--max`: of what, a command says in its own words. */
export const MAX_OPTION: OptionSpec = {
  long: 'max',
  letter: 'n',
  value: 'N',
  text: 'how many to show at most',
};

/**
 * The number of `--max`.
 *
 * @param usual the number without the option
 * @param largest the largest number allowed
 * @throws PteDecodeError `ERR_VALUE_SYNTAX`, `ERR_VALUE_RANGE`
 */
export function maxFrom(invocation: Invocation, usual: number, largest: number): number {
  const text = invocation.value('max');
  return text === undefined ? usual : Number(parseInteger(text, '--max', BigInt(largest)));
}
