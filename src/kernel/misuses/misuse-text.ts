import { numberOf, readEntry } from '../../core/entry/entry.ts';
import type { Form } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import { misuseOf } from './misuses.ts';

/** What an entry is, in the words of a warning. */
const KINDS: Readonly<Partial<Record<Form, string>>> = {
  leaf: 'present',
  protnone: 'a page without access',
  table: 'a table',
  none: 'empty',
};

/**
 * Says that a function is for other entries than the one that it was applied to and changed: those of swap entries have
 * `_swp_` in their names, all others are for entries that are present.
 *
 * @param before the entry that it was applied to
 * @returns undefined where it is for such an entry, or changed nothing
 */
export function misuseText(kernel: Kernel, name: string, before: bigint, after: bigint): string | undefined {
  const known = swapMisuse(kernel, name, before, after);
  if (known !== undefined || before === after) return known;
  const level = kernel.levels.find((row) => name.startsWith(`${row.level}_`))?.level ?? 'pte';
  const { form, state } = readEntry(kernel, before, level);
  const isSwap = form === 'swap';
  if (name.includes('_swp_')) {
    const kind = KINDS[form];
    return isSwap || kind === undefined ? undefined : `${name}: for swap entries, and this one is ${kind}`;
  }
  if (!isSwap && form !== 'none') return undefined;
  return `${name}: for entries that are present, and this one is ${isSwap ? `not (${state})` : 'empty'}`;
}

/**
 * Says what a function for present entries does to a swap entry that kernels are known to have called it on: it changes
 * what the entry stands for.
 *
 * @param before the entry that it was applied to
 * @returns undefined for other functions, where before was no swap entry, or type and offset stay as they are
 */
function swapMisuse(kernel: Kernel, name: string, before: bigint, after: bigint): string | undefined {
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
