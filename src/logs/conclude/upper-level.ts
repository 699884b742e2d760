import type { Level } from '../../core/rows/layout.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { State } from '../../core/entry/state.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';

/** What huge pages have where ordinary ones have a pte. v6.12 mm/hugetlb.c, mm/huge_memory.c */
const OF_HUGE_PAGES: ReadonlySet<State> = new Set(['migration', 'hwpoison', 'device-private', 'pte-marker']);

/** Whether no kernel has an entry that is not present, of such a state, at a level: swap entries stand in ptes alone. */
export function isOfNoKernel(level: Level, state: State): boolean {
  if (level === 'pte') return false;
  return level === 'pgd' || level === 'p4d' || !OF_HUGE_PAGES.has(state);
}

/** What is said of such an entry. */
export const NONE_ABOVE = 'no kernel has such an entry above the ptes';

/** The same where a walk ends. */
export const OF_NO_KERNEL = `is not present, though not empty: ${NONE_ABOVE}`;

/**
 * Whether user mode may use a page, by the entries that say who may. Top entries of some machines have no such right: they
 * take nothing away.
 */
export function isForUser(entries: readonly Entry[]): boolean {
  const rights = entries.map((entry) => QUESTIONS.user.of(entry));
  return rights.at(-1) === true && !rights.includes(false);
}
