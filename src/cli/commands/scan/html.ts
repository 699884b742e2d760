import { UNMAPPED } from '../../../core/state.ts';
import { formatU64 } from '../../../core/u64.ts';
import { EXPLORER_FILE, valueFragment } from '../../../pages/explorer-link.ts';
import { renderHtmlPage } from '../../../pages/html.ts';
import { MAPPINGS, type Strip } from '../../../pages/strips.ts';
import { swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { type ScanSummary, summaryLines } from './view.ts';

/**
 * Writes the page of a scan: a summary table and a picture with a bar for every strip.
 *
 * @param hasMappings whether a strip is a mapping, or else a stretch of entries
 * @returns the text of the HTML file
 */
export function renderScanHtml(
  summary: ScanSummary,
  strips: readonly Strip[],
  context: RecordContext,
  hasMappings: boolean,
): string {
  const pageSize = 2 ** context.kernel.pageShift;
  const rows = summaryLines(summary).map(({ sample, level, state, short, entries, bytes }) => {
    const names = [state, ...(state === 'swap' ? [swapName(sample, context) ?? ''] : [])];
    return {
      label: level === 'pte' || state === 'none' ? names.join(' ') : `${names.join(' ')} (${level})`,
      flags: short,
      pages: (entries * bytes) / pageSize,
      // What a page of the kernel is that is not mapped, its value alone does not say.
      ...(state === UNMAPPED
        ? {}
        : { link: EXPLORER_FILE + valueFragment(sample.kernel.id, formatU64(sample.raw), sample.level) }),
    };
  });
  return renderHtmlPage(
    {
      title: `page tables of ${summary.source}`,
      subtitle: summary.kernelText,
      remarks: summary.problems > 0 ? [`${summary.problems} tables could not be read.`] : [],
      rows,
      pageSize,
      strip: hasMappings ? MAPPINGS : { one: 'stretch of entries', many: 'stretches of entries' },
    },
    strips,
  );
}
