import { type Io, writeWhole } from '../../../input/bytes/io.ts';
import { tellWritten } from '../../options/output/output.ts';
import { BAR_CELLS, HIDDEN_REMARK, PageStrips } from '../../../pagemap/page-strips.ts';
import { renderHtmlPage } from '../../../pages/html/html.ts';
import { formatBytes } from '../../../core/size-text.ts';
import { stripName } from '../../../pages/strips.ts';
import { keepHeapSmall } from '../../heap.ts';
import { pagemapKernelText } from '../../pagemap/words.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { reportProblems, selectionOf } from '../../pagemap/shared.ts';
import { summaryRows } from '../../pagemap/summary.ts';
import type { Invocation } from '../../spec.ts';
import { driveRuns } from './runs.ts';

/** `--html FILE`: writes a page with a summary table and a picture of every mapping. */
export async function writeHtml(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const { pageSize } = source;
  await keepHeapSmall();
  const selection = await selectionOf(invocation, session, true);
  const collector = new PageStrips(model, source.hasVmas ? BAR_CELLS.vma : BAR_CELLS.dump);
  const counts = new Map<number, number>();
  const result = await driveRuns(session, io, selection, (run, hidden) => {
    collector.add(run, hidden);
    counts.set(run.slot, (counts.get(run.slot) ?? 0) + run.pages);
  });
  const { hidden, notes, problems } = result;
  const page = {
    title: `pagemap of ${source.name}`,
    subtitle: `${pagemapKernelText(model.kernel)}, pages of ${formatBytes(pageSize)}`,
    remarks: [...(hidden ? [HIDDEN_REMARK] : []), ...notes, ...problems],
    rows: summaryRows(model, counts, hidden),
    pageSize,
    strip: stripName(collector.strips),
  };
  const path = invocation.value('html') ?? '';
  writeWhole(io, path, renderHtmlPage(page, collector.strips));
  tellWritten(io, path);
  return reportProblems(io, result);
}
