import { HIDDEN_REMARK } from '../../../pagemap/page-strips.ts';
import { renderHtmlPage } from '../../../pages/html/html.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import { type Strip, stripName } from '../../../pages/strips.ts';
import { pagemapKernelText } from '../../pagemap/kernel-text.ts';
import { type SummaryReport, summaryRows } from '../../pagemap/summary.ts';

/** The page of a pagemap: a summary table and a picture of every mapping. */
export function renderPagemapHtml(report: SummaryReport, strips: readonly Strip[]): string {
  const { model, counts, hidden, pageSize } = report;
  return renderHtmlPage(
    {
      title: `pagemap of ${report.source}`,
      subtitle: `${pagemapKernelText(model.kernel)}, pages of ${formatBytes(pageSize)}`,
      remarks: [...(hidden ? [HIDDEN_REMARK] : []), ...report.notes, ...report.problems],
      rows: summaryRows(model, counts, hidden),
      pageSize,
      strip: stripName(strips),
    },
    strips,
  );
}
