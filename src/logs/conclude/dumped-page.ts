import { type Entry, numberOf } from '../../core/entry/entry.ts';
import type { Circumstances, DumpedPage } from '../../core/rows/log-lines.ts';

/** The dump of the `struct page` of the frame of an entry, and of the folio of that; one that does not say its frame is of any. */
export function dumpedPage(entry: Entry, around: Circumstances): DumpedPage | undefined {
  const { pages, headMapcount, pageType: type } = around;
  const page = pages?.find((each) => [undefined, numberOf(entry, 'pfn')].includes(frameOf(each, around)));
  // Of two dumps nothing tells whose the lines of a folio are.
  return page && pages?.length === 1 ? { ...page, headMapcount, type } : page;
}

/** The frame whose `struct page` was dumped, where all that were dumped are of other frames than that of an entry; else null. */
export function otherPage(entry: Entry, around: Circumstances): bigint | null {
  return dumpedPage(entry, around) === undefined ? (frameOf(around.pages?.[0], around) ?? null) : null;
}

/** The frame whose structure a dump is: as the kernel printed it, else by where the only one stands. */
function frameOf(page: DumpedPage | undefined, { pages, pageFrame }: Circumstances): bigint | undefined {
  return page?.pfn ?? (pages?.length === 1 ? pageFrame : undefined);
}
