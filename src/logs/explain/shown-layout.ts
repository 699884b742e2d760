import { numberOf, readEntry } from '../../core/entry/entry.ts';
import type { DumpedPage } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { frameOf, mayBeOf } from '../conclude/dumped-page.ts';
import type { LogReport } from '../reports/report.ts';
import { otherSwapLayout } from './swap-layout.ts';

/**
 * What tells the layout of swap entries, to be followed by what it tells; undefined where nothing does.
 *
 * @param isOpen the release leaves the layout open: no page that was dumped tells more than that
 */
export function layoutShownBy(
  report: LogReport,
  generic: bigint | undefined,
  isOpen: boolean,
): string | undefined {
  if (report.circumstances.swapOffset !== undefined) return 'the offset that the debugger shows tells';
  if (generic !== undefined) return 'the swap entry printed before shows';
  return isOpen && pagesDumped(report).length > 0 ? 'the page that was dumped shows' : undefined;
}

/** The pages whose structures were dumped, and are of known frames: as the kernel printed them, else by where one stands. */
function pagesDumped({ circumstances: around }: LogReport): readonly DumpedPage[] {
  return (around.pages ?? []).filter((page) => frameOf(page, around) !== undefined);
}

/** Whether the frame of the first value of a report is one of those that were dumped with it, as far as that is told. */
export function isOfPage(kernel: Kernel, report: LogReport): boolean {
  const pages = pagesDumped(report);
  const [first] = report.values;
  if (pages.length === 0 || report.shape.role !== 'bad-map' || first?.level !== 'pte') return true;
  const pfn = numberOf(readEntry(kernel, first.value, 'pte'), 'pfn');
  return pages.some((page) => mayBeOf(page, report.circumstances, pfn));
}

/** Whether the page that was dumped is that of the first value with the other layout of swap entries alone: no kernel has another than its own. */
export function isOfOtherLayout(kernel: Kernel, report: LogReport): boolean {
  if (isOfPage(kernel, report)) return false;
  const other = otherSwapLayout(kernel);
  return other !== undefined && isOfPage(other, report);
}
