import { type Entry, numberOf } from '../../core/entry/entry.ts';
import type { Circumstances, DumpedPage } from '../../core/rows/log-lines.ts';

/** Bytes of a `struct page`. v4.14 include/linux/mm_types.h: with SLUB (CONFIG_HAVE_ALIGNED_STRUCT_PAGE). */
const USUAL_SIZE = 64n;
/** Of other configurations, and of older kernels. v2.6.32 include/linux/mm_types.h: 56, and more where ptes have locks that are debugged. */
const SIZES = [56n, 72n, 80n, 88n, 96n, 104n, 112n, 120n, 128n];

/** The dump of the `struct page` of the frame of an entry, and of the folio of that; one that does not say its frame is of any. */
export function dumpedPage(entry: Entry, around: Circumstances): DumpedPage | undefined {
  const { pages, headMapcount, pageType: type } = around;
  const page = pages?.find((each) => mayBeOf(each, around, numberOf(entry, 'pfn')));
  // Of two dumps nothing tells whose the lines of a folio are.
  return page && pages?.length === 1 ? { ...page, headMapcount, type } : page;
}

/** The frame whose `struct page` was dumped, where all that were dumped are of other frames than that of an entry; else null. */
export function otherPage(entry: Entry, around: Circumstances): bigint | null {
  return dumpedPage(entry, around) === undefined ? (frameOf(around.pages?.[0], around) ?? null) : null;
}

/** The frame whose structure a dump is: as the kernel printed it, else by where the only one stands. */
export function frameOf(
  page: DumpedPage | undefined,
  { pages, pagePlace }: Circumstances,
): bigint | undefined {
  const isPlaced = pages?.length === 1 && pagePlace !== undefined && pagePlace % USUAL_SIZE === 0n;
  return page?.pfn ?? (isPlaced ? pagePlace / USUAL_SIZE : undefined);
}

/** Whether a dump can be of the structure of a frame: not all kernels have structures of the usual size. */
export function mayBeOf(page: DumpedPage, around: Circumstances, frame: bigint | null): boolean {
  if ([undefined, frame].includes(frameOf(page, around))) return true;
  return page.pfn === undefined && SIZES.some((size) => size * (frame ?? 0n) === around.pagePlace);
}
