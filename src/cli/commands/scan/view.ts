import type { ListFormat } from '../../options/output/format.ts';
import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { flagNames, numberOf, swapOf } from '../../../core/entry/entry.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import { type Finding, unknownNotes } from '../../../images/scan/findings.ts';
import type { EntryRun } from '../../../images/scan/entry-runs.ts';
import { sharedOffset } from '../../../images/scan/page-entries.ts';
import { type Palette, plainPalette } from '../../../records/text/palette.ts';
import { markerNames, swapName } from '../../../records/properties.ts';
import type { RecordContext } from '../../../records/property.ts';
import { toRecord } from '../../../records/record.ts';
import type { RecordTexts } from '../../../records/templates/record-texts.ts';
import { joinCells } from '../../../records/cells.ts';
import { noteWords } from '../../../records/text/text.ts';
import { entryText } from '../../../records/text/entry-text.ts';

/** Neighbouring entries as they are shown: one entry is a range of one. */
export interface ScanRange {
  readonly vaddr: bigint;
  /** One past the last address. */
  readonly end: bigint;
  readonly run: EntryRun;
  /** The first entry. */
  readonly entry: DecodedEntry;
  /** Name of the mapping, when maps were given. */
  readonly vma: string | undefined;
}

/** The columns of CSV and TSV. */
// prettier-ignore
export const SCAN_COLUMNS = [
  'vaddr', 'end', 'pages', 'level', 'raw', 'state', 'flags', 'pfn', 'swap_type', 'swap_name', 'swap_offset', 'markers', 'vma',
] as const;

const STATE_WIDTH = 11;

/** Whether frame or slot of every entry follow from those of the first. */
const isSequence = ({ entries, contiguous }: EntryRun): boolean => entries === 1 || contiguous;

/** The frame number and swap slot of a range: those of its first entry, when the others run on from it. */
function numbersOf(range: ScanRange): { pfn: bigint | null; offset: bigint | null } {
  const { run, entry } = range;
  const isKnown = isSequence(run);
  const pfn = isKnown ? numberOf(entry, 'pfn') : null;
  return {
    pfn: pfn === null ? null : pfn + BigInt(offsetInLeaf(range)),
    offset: isKnown || entry.state === 'pte-marker' ? numberOf(entry, 'offset') : null,
  };
}

/** Which page of its leaf the first one is: not the first only where several entries map it together. */
function offsetInLeaf({ run, entry }: ScanRange): number {
  return sharedOffset(entry.kernel, entry.shape, run.page, run.pagesPerEntry);
}

/** One range or entry as JSON, CSV, TSV or a line. */
export function renderRange(
  range: ScanRange,
  context: RecordContext,
  format: ListFormat,
  palette: Palette,
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(rangeRecord(range, context)) + '\n';
    case 'line':
      return rangeLine(range, context, palette);
    default:
      return joinCells(rangeCells(range, context), format);
  }
}

/**
 * One range or entry as JSON, like `renderRange`.
 *
 * @param texts makes the records of many entries that are alike quickly
 */
export function rangeJson(range: ScanRange, context: RecordContext, texts: RecordTexts): string {
  const { run, entry, vma } = range;
  // What is not that of the first entry is written one by one.
  const isWhole = isSequence(run) && offsetInLeaf(range) === 0;
  if (!isWhole || entry.state === 'unmapped') return renderRange(range, context, 'json', plainPalette);
  return `${texts.text(entry).slice(0, -1)},${JSON.stringify({ ...placeOf(range), vma: vma ?? null }).slice(1)}\n`;
}

/** Where a range stands, and how much it is. */
function placeOf({ vaddr, end, run }: ScanRange): object {
  return {
    vaddr: formatU64(vaddr),
    end: formatU64(end),
    pages: run.entries * run.pagesPerEntry,
    entries: run.entries,
  };
}

function rangeRecord(range: ScanRange, context: RecordContext): object {
  const { entry, vma } = range;
  const { pfn, offset } = numbersOf(range);
  const swap = swapOf(entry);
  const record = toRecord(entry, context);
  return {
    ...record,
    ...placeOf(range),
    pfn: pfn === null ? null : formatHex(pfn),
    phys:
      pfn === null
        ? null
        : offsetInLeaf(range) === 0
          ? record['phys']
          : formatHex(pfn << BigInt(entry.kernel.pageShift)),
    swap: swap && {
      type: swap.type,
      offset: offset === null ? null : formatHex(offset),
      name: swapName(entry, context),
    },
    vma: vma ?? null,
  };
}

function rangeCells(range: ScanRange, context: RecordContext): string[] {
  const { vaddr, end, run, entry, vma } = range;
  const { pfn, offset } = numbersOf(range);
  const swap = swapOf(entry);
  return [
    formatU64(vaddr),
    formatU64(end),
    String(run.entries * run.pagesPerEntry),
    entry.level,
    formatU64(entry.raw),
    entry.state,
    flagNames(entry).join(' '),
    pfn === null ? '' : formatHex(pfn),
    swap === null ? '' : String(swap.type),
    swapName(entry, context) ?? '',
    offset === null ? '' : formatHex(offset),
    (markerNames(entry) ?? []).join(' '),
    vma === undefined ? '' : printable(vma, 4096),
  ];
}

/** What is said of frames, tables or slots that do not run on from the first one, with a number where all have the same. */
function manyWord({ run, entry }: ScanRange): string {
  const isFrame = numberOf(entry, 'pfn') !== null;
  if (isSequence(run) || !(isFrame || entry.state === 'swap')) return '';
  if (entry.form === 'table') return run.equal ? 'one table for all  ' : 'several tables  ';
  const thing = isFrame ? 'frame' : 'slot';
  return run.equal ? `one ${thing} for all  ` : `scattered ${thing}s  `;
}

function rangeLine(range: ScanRange, context: RecordContext, palette: Palette): string {
  const { vaddr, end, run, entry, vma } = range;
  const numbers =
    run.equal && !isSequence(run)
      ? { pfn: numberOf(entry, 'pfn'), offset: numberOf(entry, 'offset') }
      : numbersOf(range);
  const name = vma === undefined || vma === '' ? '' : `  ${printable(vma, 200)}`;
  const text = `${formatU64(vaddr)}-${formatU64(end)} ${String(run.entries * run.pagesPerEntry).padStart(7)} ${entry.level} ${palette(entry.state, entry.state.padEnd(STATE_WIDTH))} ${manyWord(range)}${entryText(entry, context, palette, numbers, run.group.sample)}`;
  return `${text.trimEnd()}${name}\n`;
}

/** The heading of ranges and entries. */
export function scanHeading(format: ListFormat, kernelText: string, palette: Palette): string {
  if (format === 'json') return '';
  return format === 'line' ? `# ${palette('dim', kernelText)}\n` : joinCells(SCAN_COLUMNS, format);
}

/** The lines under an entry of `--check`: the rules it breaks, then its notes. */
export function renderFinding({ entry, broken, open, unknown }: Finding, palette: Palette): string {
  return [
    ...broken.map((rule) => `    ${palette('bad', `rule ${rule} fails`)}  ${entry.rules[rule].why}`),
    ...open.map((rule) => `    ${palette('note', `rule ${rule} unknown`)}  ${entry.rules[rule].why}`),
    ...entry.notes.map(
      (note) =>
        `    ${palette(note.grade === 'violation' ? 'bad' : 'note', `note ${note.code}`)}  ${noteWords(note)}`,
    ),
    ...unknown.map(({ code, text }) => `    ${palette('note', `note ${code}`)}  unknown: ${text}`),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** The JSON record of an entry of `--check`. */
export function findingRecord(range: ScanRange, finding: Finding, context: RecordContext): object {
  const { broken, open } = finding;
  const notes = unknownNotes(finding).map(({ code }) => code);
  return { ...rangeRecord(range, context), broken, unknown_rules: open, unknown_notes: notes };
}
