import type { DecodedEntry } from '../core/decode.ts';
import { RULE_IDS } from '../core/rules.ts';
import { toRecord, type RecordContext } from './record.ts';

/** The columns of CSV and TSV output. */
export const COLUMNS = [
  'raw',
  'arch',
  'kernel',
  'level',
  'state',
  'class',
  'flags',
  'pfn',
  'phys',
  'page_size',
  'swap_type',
  'swap_offset',
  'swap_name',
  'marker',
  'reserved',
  'unknown',
  'missing',
  'rule1',
  'rule2',
  'rule3',
  'rule4',
  'notes',
  'input',
  'origin',
] as const;

/** How cells are set apart. */
export type TableFormat = 'csv' | 'tsv';

/** The heading row. */
export function tableHeading(format: TableFormat): string {
  return joinCells([...COLUMNS], format);
}

/** Renders an entry as one row; lists inside a cell are parted by blanks. */
export function renderRow(entry: DecodedEntry, context: RecordContext, format: TableFormat): string {
  const record = toRecord(entry, context);
  const text = (value: string | number | null | undefined): string =>
    value === null || value === undefined ? '' : String(value);
  return joinCells(
    [
      record.raw,
      record.arch,
      record.kernel,
      record.level,
      record.state,
      text(record.class),
      record.flags.join(' '),
      text(record.pfn),
      text(record.phys),
      text(record.page_size),
      text(record.swap?.type),
      text(record.swap?.offset),
      text(record.swap?.name),
      text(record.marker),
      record.reserved,
      record.unknown,
      record.missing,
      ...RULE_IDS.map((id) => String(entry.rules[id].holds)),
      record.notes.map((note) => note.code).join(' '),
      text(record.input),
      text(record.origin),
    ],
    format,
  );
}

/** CSV after RFC 4180 (line feeds end rows); TSV with tabs, line breaks and backslashes escaped. */
export function joinCells(cells: readonly string[], format: TableFormat): string {
  return format === 'csv'
    ? cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',') + '\n'
    : cells.map(escapeTsv).join('\t') + '\n';
}

const TSV_ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

function escapeTsv(cell: string): string {
  return cell.replace(/[\t\n\r\\]/g, (character) => TSV_ESCAPES[character] ?? character);
}
