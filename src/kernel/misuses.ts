import { numberOf, readEntry } from '../core/entry/entry.ts';
import { type FunctionInputs, lackOf } from '../core/functions/functions.ts';
import type { Kernel } from '../core/rows/model.ts';
import { formatHex, not64 } from '../core/u64.ts';

/** What kernels are known to have done to swap entries with a function that is for present ones: its names before and after 7.3. */
const MISUSES = [
  {
    functions: ['pte_clear_uffd_wp', 'pte_clear_uffd'],
    text: 'fork did this to hugetlb entries before the fix 83abe2fd5b3a',
    src: '83abe2fd5b3a "mm/hugetlb: fix swap entry corruption when clearing uffd-wp at fork()": mm/hugetlb.c copy_hugetlb_page_range',
  },
];

/** Of it, kernels without the type say that it should never be called. v5.19 include/linux/swapops.h make_pte_marker_entry */
const MAKES_MARKER = 'make_pte_marker';

/**
 * Says that a function of this kernel does not do what its name says, whatever it is applied to, or that it makes a marker
 * which this kernel does not know, or never makes.
 *
 * @returns undefined where it does what it is for
 */
export function idleText(kernel: Kernel, name: string, { marker = 0n }: FunctionInputs): string | undefined {
  const lack = lackOf(kernel, name);
  if (lack === 'change') return `${name}: changes nothing in this kernel`;
  if (lack !== undefined) {
    const warns = name === MAKES_MARKER ? ', and the kernel warns once (WARN_ON_ONCE)' : '';
    return `${name}: this kernel has no ${lack}: the entry is that of type 0 and offset 0${warns}`;
  }
  const unknown = marker & not64(kernel.markerMask);
  if (name !== MAKES_MARKER) return undefined;
  if (unknown !== 0n)
    return `${name}: ${formatHex(unknown)} is no marker of this kernel (PTE_MARKER_MASK ${formatHex(kernel.markerMask)})`;
  const unasked = kernel.markers.find(
    ({ mask, askedWith }) => (mask & marker) !== 0n && askedWith !== undefined && !kernel.config(askedWith),
  );
  return unasked && `${name}: ${unasked.name} is made and asked for with CONFIG_${unasked.askedWith} alone`;
}

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
  const known = MISUSES.find(({ functions }) => functions.includes(name));
  return known ? `${text}; ${known.text}` : text;
}
