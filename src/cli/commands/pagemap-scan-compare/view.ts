import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { ScanComparison, ScanConflict, ScanFinding } from '../../../pagemap/ioctl/scan-compare.ts';
import { categoryNames } from '../../../pagemap/ioctl/scan-regions.ts';
import type { Palette } from '../../../records/text/palette.ts';
import { recordLine, SCHEMA } from '../../../records/schema-number.ts';
import { addressesText, nameAtEnd, pagesText, rangesText } from '../../pagemap/words.ts';
import { jsonName } from '../../pagemap/lines.ts';
import { stateRole } from '../../pagemap/summary.ts';

const LABEL_WIDTH = 18;
const PAGES_WIDTH = 8;

/** What a scan said, in the kernel's names. */
function scanText(categories: number | undefined): string {
  if (categories === undefined) return 'in no region';
  return categories === 0 ? 'no category' : categoryNames(categories).join('|');
}

const conflictText = ({ category, must }: ScanConflict): string =>
  `${must ? 'must be' : 'must not be'} ${category}`;

/** Pages with what is wrong about them: range, pages, state, flags, the categories, what they must be. */
export function renderFinding(
  { run, info, categories, conflicts }: ScanFinding,
  pageSize: number,
  palette: Palette,
): string {
  const range = addressesText(run.page, run.pages, pageSize);
  const pages = String(run.pages).padStart(PAGES_WIDTH);
  const state = palette(stateRole(info.state), info.label.padEnd(LABEL_WIDTH));
  const flags = info.flags.length > 0 ? ` ${info.flags.join(' ')}` : '';
  return `${range} ${pages} ${state}${flags} : ${scanText(categories)} : ${palette('bad', conflicts.map(conflictText).join(', '))}${nameAtEnd(run.vma)}\n`;
}

/** The same as a JSON object and a line feed. */
export function findingJson({ run, info, categories, conflicts }: ScanFinding, pageSize: number): string {
  const record = {
    schema: SCHEMA,
    vaddr: formatU64(BigInt(run.page) * BigInt(pageSize)),
    pages: run.pages,
    state: info.state,
    markers: info.markers,
    flags: info.flags,
    scan:
      categories === undefined
        ? null
        : { categories: formatHex(BigInt(categories)), names: categoryNames(categories) },
    conflicts: conflicts.map(({ category, must, src, known }) => ({
      category,
      must,
      src,
      known: known?.text ?? null,
    })),
  };
  return `${JSON.stringify(record).slice(0, -1)},"vma":${jsonName(run.vma?.name)}}\n`;
}

/** Sentences on a comparison: what was compared, what disagrees, what is known of differences. */
export function comparisonTexts(result: ScanComparison): readonly string[] {
  const { compared, uncovered, unread, conflicting, ranges, byCategory, differences } = result;
  const each = [...byCategory].map(([category, pages]) => `${category} ${pages}`).join(', ');
  return [
    conflicting === 0
      ? `${pagesText(compared)} compared`
      : `${conflicting} of ${pagesText(compared)}, in ${rangesText(ranges)}: ${each}`,
    ...(uncovered === 0
      ? []
      : [`${pagesText(uncovered)} in no region: nothing is said of them (--category-mask)`]),
    ...(unread === 0 ? [] : [`${pagesText(unread)} of regions that pagemap does not have here`]),
    ...[...differences].map(([{ text, src }, pages]) => `${pagesText(pages)}: ${text} (${src})`),
  ];
}

/** The counts as the last JSON object. */
export function comparisonJson(outcome: string, result: ScanComparison): string {
  const { compared, uncovered, unread, notRead, conflicting, ranges, byCategory, differences } = result;
  const summary = {
    outcome,
    compared,
    uncovered,
    unread,
    not_read: notRead,
    conflicting,
    ranges,
    categories: Object.fromEntries(byCategory),
    differences: [...differences].map(([{ category, text, src }, pages]) => ({ category, pages, text, src })),
  };
  return recordLine({ summary });
}
