import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { numberOf, setRows } from '../../core/entry/entry.ts';
import { printable } from '../../core/printable.ts';
import { formatHex } from '../../core/u64.ts';
import type { Palette } from './palette.ts';
import { markerNames, swapName } from '../properties.ts';
import type { RecordContext } from '../property.ts';

/** The numbers of an entry that are shown: of a range only those that hold for all of it. */
interface ShownNumbers {
  readonly pfn: bigint | null;
  readonly offset: bigint | null;
}

/** What one entry holds, in a few words: frame, swap slot or markers, then the flags by their short names. */
export function entryText(
  entry: DecodedEntry,
  context: RecordContext,
  palette: Palette,
  { pfn, offset }: ShownNumbers = { pfn: numberOf(entry, 'pfn'), offset: numberOf(entry, 'offset') },
): string {
  const parts: string[] = [];
  if (pfn !== null) parts.push(`pfn ${palette('number', formatHex(pfn))}`);
  if (entry.state === 'swap' && offset !== null)
    parts.push(`${printable(swapName(entry, context) ?? '', 200)} slot ${formatHex(offset)}`);
  const names = markerNames(entry);
  if (names !== null) parts.push(names.join(' '));
  const bits = setRows(entry, ({ kind }) => kind === 'flag').map(({ short }) => short);
  if (bits.length > 0) parts.push(palette('flag', bits.join(' ')));
  if (entry.unknown !== 0n) parts.push(palette('bad', `unknown ${formatHex(entry.unknown)}`));
  return parts.join('  ');
}
