import { numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { misuseOf } from './misuses.ts';

/**
 * Says that a function changed an entry of a kind that it is not for: those with `_swp_` in their names are for swap
 * entries, all others for present ones.
 *
 * @param before the entry that it was applied to
 * @returns undefined where it is for such an entry, or changed nothing
 */
export function misuseText(kernel: Kernel, name: string, before: bigint, after: bigint): string | undefined {
  if (before === after) return undefined;
  const level = kernel.levels.find((row) => name.startsWith(`${row.level}_`))?.level ?? 'pte';
  const old = readEntry(kernel, before, level);
  const isForSwap = name.includes('_swp_');
  if (old.form === 'none') return `${name}: not for empty entries`;
  // What is not present above pmd is hugetlb's, or a larger page that was made invalid: which, the value does not tell.
  const isAbove = level !== 'pte' && level !== 'pmd';
  if (isForSwap === (old.form === 'swap') || isAbove) return undefined;
  if (isForSwap) return `${name}: not for present entries`;
  const now = readEntry(kernel, after, level);
  const changes = (['type', 'offset'] as const).flatMap((what) => {
    const [from, to] = [numberOf(old, what), numberOf(now, what)];
    if (from === null || from === to) return [];
    return [`its ${what} from ${formatHex(from)}${to === null ? ' to none' : ` to ${formatHex(to)}`}`];
  });
  const text = `${name}: not for swap entries${changes.length === 0 ? '' : `: it changes ${changes.join(' and ')}`}`;
  const known = misuseOf(name);
  return known === undefined ? text : `${text}; ${known}`;
}
