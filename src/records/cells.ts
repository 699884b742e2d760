/** How cells are set apart. */
export type TableFormat = 'csv' | 'tsv';

/** What a spreadsheet takes for the beginning of a formula (OWASP, "CSV injection"). */
const FORMULA = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20]/;
/** The same, and what many readers of TSV take for the beginning of a quotation: it would go on over the rows behind. */
const FORMULA_OR_QUOTE = /^[=+\-@\t\r\n\uff0b\uff0d\uff1d\uff20"]/;

/**
 * A row of cells: CSV after RFC 4180 (line feeds end rows); TSV with tabs, line breaks and backslashes escaped. A cell
 * that a spreadsheet would take for a formula, and in TSV for a quotation, gets an apostrophe in front.
 */
export function joinCells(cells: readonly string[], format: TableFormat): string {
  const odd = format === 'csv' ? FORMULA : FORMULA_OR_QUOTE;
  const plain = cells.map((cell) => (odd.test(cell) ? `'${cell}` : cell));
  return format === 'csv' ? plain.map(quoteCsv).join(',') + '\n' : plain.map(escapeTsv).join('\t') + '\n';
}

const quoteCsv = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

const TSV_ESCAPES: Readonly<Record<string, string>> = { '\t': '\\t', '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

function escapeTsv(cell: string): string {
  return cell.replace(/[\t\n\r\\]/g, (character) => TSV_ESCAPES[character] ?? character);
}
