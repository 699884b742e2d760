import type { DecodedEntry } from '../core/verdicts/decode.ts';
import type { ArchLayout } from '../core/rows/architecture.ts';
import { joinCells, type TableFormat } from './cells.ts';
import { propertiesOf } from './properties.ts';
import { cellText, type RecordContext } from './property.ts';

/** The names of the columns: the properties of the architecture. */
export function columnsOf(layout: ArchLayout): readonly string[] {
  return propertiesOf(layout).map(({ name }) => name.replace('.', '_'));
}

/** The heading row. */
export function tableHeading(layout: ArchLayout, format: TableFormat): string {
  return joinCells(columnsOf(layout), format);
}

/** Renders an entry as one row; lists inside a cell are parted by blanks. */
export function renderRow(entry: DecodedEntry, context: RecordContext, format: TableFormat): string {
  return joinCells(
    propertiesOf(entry.kernel.layout).map((property) => cellText(property, entry, context)),
    format,
  );
}
