import { usageError } from '../../core/errors.ts';
import type { Invocation } from '../spec.ts';

/** An option, and what a command does (its views, what it is given) where that option means something. */
export interface Meaning<Where extends string> {
  readonly option: string;
  readonly with: readonly Where[];
  /** How to say it elsewhere, where there is a way. */
  readonly else?: string;
}

/** Whether an option was given: a switch, or one with a value. */
export function isGiven(invocation: Invocation, option: string): boolean {
  return invocation.has(option) || invocation.list(option).length > 0;
}

/** Some words as one says them: `a, b or c`. */
function anyOf(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${last}` : last;
}

/**
 * Refuses an option that means nothing here: who gives one counts on it, and would take an answer without it for one with it.
 *
 * @param here what the command does
 * @param named how somebody asks for that
 * @throws PteDecodeError `ERR_USAGE`
 */
export function refuseLost<Where extends string>(
  invocation: Invocation,
  meanings: readonly Meaning<Where>[],
  here: Where,
  named: (where: Where) => string,
): void {
  const lost = meanings.find((row) => !row.with.includes(here) && isGiven(invocation, row.option));
  if (lost === undefined) return;
  const otherwise = lost.else === undefined ? '' : `; ${lost.else}`;
  throw usageError(`--${lost.option} goes with ${anyOf(lost.with.map(named))}${otherwise}`);
}

/** Refuses all of some options that were given. @param why what is said behind the name of the first one */
export function refuseGiven(invocation: Invocation, options: readonly string[], why: string): void {
  const given = options.find((option) => isGiven(invocation, option));
  if (given !== undefined) throw usageError(`--${given}${why}`);
}
