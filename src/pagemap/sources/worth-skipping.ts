import type { Vma } from '../../pages/maps.ts';

/** Mappings of fewer pages are read in any case: that takes less than a tenth of a millisecond. */
const WORTH_SKIPPING_PAGES = 1 << 14;

/** `VmFlags` of mappings whose empty pages may hold a marker: userfaultfd in any mode, guard regions. */
const MARKER_FLAGS: readonly string[] = ['um', 'uw', 'ui', 'ur', 'gu'];

/** Whether smaps says of a large mapping that nothing is resident or swapped there. */
export function isCalledEmpty({ start, end, rss, swap, vmFlags }: Vma): boolean {
  return rss === 0 && swap === 0 && vmFlags !== undefined && end - start >= WORTH_SKIPPING_PAGES;
}

/** Whether its flags besides say that no empty page of it holds a marker: what it may hold is zero pages, which nothing counts. */
export function isWorthSkipping(vma: Vma): boolean {
  return isCalledEmpty(vma) && !(vma.vmFlags ?? []).some((flag) => MARKER_FLAGS.includes(flag));
}
