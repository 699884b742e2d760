import { joinHalves } from '../../images/address.ts';
import { printable } from '../../core/printable.ts';
import { oncePer } from '../../core/later.ts';
import { formatU64 } from '../../core/u64.ts';
import type { PageChange, PageImage } from '../../pagemap/compare/diff.ts';
import { addressesText, nameAtEnd, pagemapKernelText } from './words.ts';
import { flagLetters, jsonName, pagemapHeading, stateJson } from './lines.ts';
import type { PageFinding } from '../../pagemap/compare/findings.ts';
import { numberOfWord, type PagemapModel, type StateInfo } from '../../pagemap/model.ts';
import { renderTable, type TableStyle } from '../../records/text/columns.ts';
import type { Palette } from '../../records/text/palette.ts';
import { stateRole } from './summary.ts';
import { recordLine, SCHEMA } from '../../records/schema-number.ts';

const LABEL_WIDTH = 18;
const PAGES_WIDTH = 8;

/** The kernels that both moments were read for, and what the letters of the flags mean. */
export function renderDiffHeading(before: PagemapModel, after: PagemapModel, palette: Palette): string {
  const former = pagemapKernelText(before.kernel);
  const line = pagemapHeading(after, 'line').trimEnd();
  const other = former === pagemapKernelText(after.kernel) ? '' : `; before: ${printable(former, 200)}`;
  return `# ${palette('dim', `${line.slice(2)}${other}`)}\n`;
}

function imageText(image: PageImage | undefined, model: PagemapModel, palette: Palette): string {
  if (!image) return palette('dim', '-'.padEnd(LABEL_WIDTH + 1 + model.flags.length));
  const { info } = image;
  return `${palette(stateRole(info.state), info.label.padEnd(LABEL_WIDTH))} ${flagLetters(model, info)}`;
}

/** One change as a line: range, pages, before, after, how it changed, name of the mapping. */
export function renderChange(
  change: PageChange,
  model: PagemapModel,
  pageSize: number,
  palette: Palette,
): string {
  return (
    `${addressesText(change.page, change.pages, pageSize)} ${String(change.pages).padStart(PAGES_WIDTH)} ` +
    `${imageText(change.before, model, palette)} -> ${imageText(change.after, model, palette)} ` +
    `${change.changes.join(',')}${nameAtEnd(change.vma)}\n`
  );
}

/** What stands between and behind the digits. */
const textOf = oncePer((info: StateInfo) => stateJson(info, true));

function imageJson(image: PageImage | undefined): string {
  if (!image) return 'null';
  const { info, lo, hi } = image;
  const { text, afterNumbers } = textOf(info);
  const raw = joinHalves(lo, hi);
  const number = afterNumbers.length > 0 ? numberOfWord(info, raw).toString(16) : '';
  return `{"raw":"${formatU64(raw)}${[text, ...afterNumbers].join(number)}}`;
}

/** Neighbouring pages with what they were and became, and what is said of them, as a JSON object and a line feed. */
export function rangeJson(range: Omit<PageChange, 'changes'>, pageSize: number, said: object): string {
  const { page, pages, before, after, vma } = range;
  return (
    `{"schema":${SCHEMA},"vaddr":"${formatU64(BigInt(page) * BigInt(pageSize))}","pages":${pages},` +
    `${JSON.stringify(said).slice(1, -1)},"before":${imageJson(before)},"after":${imageJson(after)},"vma":${jsonName(vma?.name)}}\n`
  );
}

/** One change as a JSON object and a line feed. */
export function changeJson(change: PageChange, pageSize: number): string {
  return rangeJson(change, pageSize, { changes: change.changes });
}

/** Pages that break a question, as a JSON object and a line feed. */
export function findingJson(finding: PageFinding, question: string, pageSize: number): string {
  return rangeJson(finding, pageSize, { question, finding: finding.text });
}

/** Pages per kind of change. */
type ChangeCounts = ReadonlyMap<string, number>;

/** The transitions counted, most pages first. */
export function renderChangeCounts(counts: ChangeCounts, style: TableStyle): string {
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  return renderTable(
    rows.map(([name, pages]) => [
      '#',
      { text: String(pages), role: 'number' },
      `${pages === 1 ? 'page' : 'pages'} ${name}`,
    ]),
    style,
    { right: [1], gap: 1 },
  );
}

/** Pages of which it is not known whether or how they changed, or whether they are wanted, each with the reason, for JSON. */
export function notKnownRecord(open: Iterable<readonly [string, number]>): readonly object[] {
  return Array.from(open, ([reason, pages]) => ({ pages, reason }));
}

/**
 * The transitions counted, as the last JSON object of a comparison.
 *
 * @param open pages of which it is not known whether or how they changed, or whether they are wanted, each with the reason
 */
export function changeCountsJson(counts: ChangeCounts, open: Iterable<readonly [string, number]>): string {
  return recordLine({ summary: Object.fromEntries(counts), not_known: notKnownRecord(open) });
}
