import { numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { misuseOf } from './misuses.ts';

/**
 * Says what a function for present entries does to a swap entry that kernels are known to have called it on: it changes
 * what the entry stands for.
 *
 * @param before the entry that it was applied to
 * @returns undefined for other functions, where before was no swap entry, or type and offset stay as they are
 */
export function misuseText(kernel: Kernel, name: string, before: bigint, after: bigint): string | undefined {
  const known = misuseOf(name);
  if (known === undefined) return undefined;
  const old = readEntry(kernel, before, 'pte');
  if (old.form !== 'swap' || before === after) return undefined;
  const now = readEntry(kernel, after, 'pte');
  const changes = (['type', 'offset'] as const).flatMap((what) => {
    const [from, to] = [numberOf(old, what), numberOf(now, what)];
    if (from === null || from === to) return [];
    return [`its ${what} from ${formatHex(from)}${to === null ? ' to none' : ` to ${formatHex(to)}`}`];
  });
  if (changes.length === 0) return undefined;
  return `${name}: not for swap entries: it changes ${changes.join(' and ')}; ${known}`;
}
