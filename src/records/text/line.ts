import { type Entry, markerRows, numberOf } from '../../core/entry/entry.ts';
import type { BitRow } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';

/** Width of the state column: the longest state name. */
export const STATE_WIDTH = 16;

/**
 * The letters of the flags column for an architecture, one place a letter: places follow the bits from the highest
 * down, and a letter stands for one kernel flag wherever that flag moved.
 */
export function letterPlaces(rows: readonly BitRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => (row.letter === undefined ? [] : [row.letter])))];
}

/** The flags column: every letter at its place, `-` where the flag is clear. */
export function letterColumn({ kernel, fields }: Entry): string {
  const set = new Set(fields.flatMap(({ row, raw }) => (raw === 0n ? [] : [row.letter])));
  return letterPlaces(kernel.layout.rows)
    .map((letter) => (set.has(letter) ? letter : '-'))
    .join('');
}

/** The value column: frame number, or swap type and offset, or marker bits. */
function valueColumn(entry: Entry): string {
  const pfn = numberOf(entry, 'pfn');
  if (pfn !== null) return `pfn ${formatHex(pfn)}`;
  const offset = numberOf(entry, 'offset');
  return offset === null ? '-' : `${numberOf(entry, 'type')}:${formatHex(offset)}${markerText(entry)}`;
}

/** What stands behind the number of a marker: the names of its bits, from the lowest. */
export function markerText(entry: Entry): string {
  const names = markerRows(entry).map(({ short }) => short);
  return names.length === 0 ? '' : ` ${names.join('+')}`;
}

/**
 * Renders an entry as one line of fixed columns: raw value, state, flag letters, value; no trailing blank.
 * The last column is not padded.
 */
export function renderLine(entry: Entry): string {
  return `${formatU64(entry.raw)} ${entry.state.padEnd(STATE_WIDTH)} ${letterColumn(entry)} ${valueColumn(entry)}\n`;
}

/** The heading above the lines: the kernel, whether nobody chose it, and the name of each letter. */
export function lineHeading(kernel: Kernel, isAssumed: boolean): string {
  const names = letterPlaces(kernel.layout.rows).map((letter) => {
    const row = kernel.layout.rows.find((candidate) => candidate.letter === letter);
    return `${letter}=${row?.name.replace(/^_PAGE_/, '') ?? ''}`;
  });
  return `# kernel ${kernel.id}${isAssumed ? ', assumed (-k chooses)' : ''}; letters ${names.join(' ')}\n`;
}
