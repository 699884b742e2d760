import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { UNMAPPED } from '../../../core/entry/state.ts';
import { formatU64 } from '../../../core/u64.ts';
import type { EntryStrips } from '../../../images/scan/entry-strips.ts';
import type { KnownEntries } from '../../../pages/entry-lists.ts';
import { EXPLORER_FILE, valueFragment } from '../../../pages/explorer-link.ts';
import { renderHtmlPage } from '../../../pages/html/html.ts';
import { MAPPINGS } from '../../../pages/strips.ts';
import { swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { type ScanSummary, summaryLines } from './summary.ts';

/**
 * Writes the page of a scan: a summary table and a picture with a bar for every strip.
 *
 * @param entries the values that the page has, each of which leads to the explorer
 * @param hasMappings whether a strip is a mapping, or else a stretch of entries
 * @returns the text of the HTML file
 */
export function renderScanHtml(
  summary: ScanSummary,
  strips: EntryStrips,
  entries: KnownEntries,
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
      link: linkTo(sample, formatU64(sample.raw)),
    };
  });
  return renderHtmlPage(
    {
      title: `page tables of ${summary.source}`,
      subtitle: summary.kernelText,
      remarks: summary.problems > 0 ? [`${summary.problems} tables could not be read.`] : [],
      rows,
      pageSize,
      linkOf(category) {
        const sample = strips.sampleOf(category);
        return sample && `${linkTo(sample, '')}&v=0x`;
      },
      entries,
      digits: context.kernel.entryBits / 4,
      strip: hasMappings ? MAPPINGS : { one: 'stretch of entries', many: 'stretches of entries' },
    },
    strips.end(),
  );
}

/** A link to a value that is read as another one is. */
function linkTo({ kernel, level, state }: DecodedEntry, value: string): string {
  return EXPLORER_FILE + valueFragment(kernel.id, value, level, { isKernels: state === UNMAPPED });
}
