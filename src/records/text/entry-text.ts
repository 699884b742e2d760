import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { numberOf, setRows } from '../../core/entry/entry.ts';
import { printable } from '../../core/printable.ts';
import { oncePer } from '../../core/later.ts';
import { formatHex } from '../../core/u64.ts';
import type { Palette } from './palette.ts';
import { markerNames, swapName } from '../properties.ts';
import type { RecordContext } from '../property.ts';

/** The numbers of an entry that are shown: of a range only those that hold for all of it. */
interface ShownNumbers {
  readonly pfn: bigint | null;
  readonly offset: bigint | null;
}

/**
 * What one entry holds, in a few words: frame, swap slot or markers, then the flags by their short names.
 *
 * @param alike an entry that differs from it in nothing but frame or slot: what else is said of many such is found once
 */
export function entryText(
  entry: DecodedEntry,
  context: RecordContext,
  palette: Palette,
  { pfn, offset }: ShownNumbers = { pfn: numberOf(entry, 'pfn'), offset: numberOf(entry, 'offset') },
  alike = entry,
): string {
  const parts: string[] = [];
  if (pfn !== null) parts.push(`pfn ${palette('number', formatHex(pfn))}`);
  if (entry.state === 'swap' && offset !== null)
    parts.push(`${printable(swapName(entry, context) ?? '', 200)} slot ${formatHex(offset)}`);
  const { names, flags, unknown } = wordsOf(alike);
  if (names !== undefined) parts.push(names);
  if (flags !== '') parts.push(palette('flag', flags));
  if (unknown !== '') parts.push(palette('bad', unknown));
  return parts.join('  ');
}

/** What is said of an entry whatever its frame or slot. */
interface Words {
  /** The markers; undefined of what is none. */
  readonly names: string | undefined;
  readonly flags: string;
  readonly unknown: string;
}

const wordsOf = oncePer<DecodedEntry, Words>((entry) => ({
  names: markerNames(entry)?.join(' '),
  flags: setRows(entry, ({ kind }) => kind === 'flag')
    .map(({ short }) => short)
    .join(' '),
  unknown: entry.unknown === 0n ? '' : `unknown ${formatHex(entry.unknown)}`,
}));
