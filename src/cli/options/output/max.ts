import { parseInteger } from '../../../core/u64.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--max`: of what, a command says in its own words. */
export const MAX_OPTION: OptionSpec = {
  long: 'max',
  letter: 'n',
  value: 'N',
  isLook: true,
  text: 'how many to show at most',
};

/** Ranges that break a question about pages: so many are listed where nobody says it, and so many can be. */
const USUAL_RANGES = 20;
export const MOST_RANGES = 1_000_000;

/** The ranges of each question that `--max` lists. @throws PteDecodeError as `maxFrom` */
export function maxRanges(invocation: Invocation, usual = USUAL_RANGES): number {
  return maxFrom(invocation, usual, MOST_RANGES);
}

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
