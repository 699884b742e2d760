import { joinHalves } from '../../images/address.ts';
import { printable } from '../../core/printable.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import type { PageChange, PageImage } from '../../pagemap/compare/diff.ts';
import { addressesText, nameAtEnd, pagemapKernelText } from './words.ts';
import { flagLetters, jsonName, pagemapHeading } from './lines.ts';
import type { PageFinding } from '../../pagemap/compare/findings.ts';
import { entryOf, type PagemapModel } from '../../pagemap/model.ts';
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

function imageRecord(image: PageImage | undefined): object | null {
  if (!image) return null;
  const { raw, state, markers, flags, pfn, swap } = entryOf(image.info, joinHalves(image.lo, image.hi));
  return {
    raw: formatU64(raw),
    state,
    markers,
    flags,
    pfn: pfn === null ? null : formatHex(pfn),
    swap: swap && { type: swap.type, name: swap.name, offset: formatHex(swap.offset) },
  };
}

/** Neighbouring pages with what they were and became, and what is said of them, as a JSON object and a line feed. */
export function rangeJson(range: Omit<PageChange, 'changes'>, pageSize: number, said: object): string {
  const record = {
    schema: SCHEMA,
    vaddr: formatU64(BigInt(range.page) * BigInt(pageSize)),
    pages: range.pages,
    ...said,
    before: imageRecord(range.before),
    after: imageRecord(range.after),
  };
  return `${JSON.stringify(record).slice(0, -1)},"vma":${jsonName(range.vma?.name)}}\n`;
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
