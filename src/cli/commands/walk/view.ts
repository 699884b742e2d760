import type { DecodedEntry } from '../../../core/decode.ts';
import { numberOf, setRows } from '../../../core/entry.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { Walk, WalkLevel } from '../../../images/walk.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import type { Palette } from '../../../records/palette.ts';
import { markerNames, type RecordContext, swapName } from '../../../records/properties.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { toRecord } from '../../../records/record.ts';

/** Draws one walk: a line for the answer, one for each level, the notes of the entries. */
export function renderWalk(walk: Walk, context: RecordContext, palette: Palette): string {
  const lines = [`${palette('raw', formatU64(walk.vaddr))}  ${answer(walk, palette)}`];
  const widths = {
    index: Math.max(0, ...walk.levels.map(({ index }) => String(index).length)),
    state: Math.max(0, ...walk.levels.map(({ entry }) => entry.state.length)),
  };
  for (const level of walk.levels) lines.push(levelLine(level, context, palette, widths));
  if (walk.hole !== null && walk.phys !== null)
    lines.push(
      `  page  ${palette('dim', `at ${formatHex(walk.phys)}`)}  ${palette('bad', `cannot be read: ${printable(walk.hole, 400)}`)}`,
    );
  for (const { level, entry } of walk.levels)
    for (const note of entry.notes)
      lines.push(`  ${level.padEnd(4)}${palette('note', ` note ${note.code}: ${note.text}`)}`);
  return lines.join('\n') + '\n';
}

function answer(walk: Walk, palette: Palette): string {
  if (walk.stop !== null) {
    const { reason } = walk.stop;
    const role = reason === 'unreadable' || reason === 'not-canonical' ? 'bad' : reason;
    return `no page: ${palette(role, printable(walk.stop.text, 400))}`;
  }
  if (walk.phys === null || walk.pageSize === null) return 'no page';
  const state = walk.levels.at(-1)?.entry.state;
  const aside = state === 'protnone' ? ' without access (PROT_NONE)' : '';
  return `physical ${palette('number', formatU64(walk.phys))}  ${formatBytes(Number(walk.pageSize))} page${aside}`;
}

function levelLine(
  { level, index, entryPhys, entry }: WalkLevel,
  context: RecordContext,
  palette: Palette,
  widths: { readonly index: number; readonly state: number },
): string {
  const place = `${level.padEnd(4)}${`[${index}]`.padEnd(widths.index + 2)}`;
  const text = `  ${place}  ${palette('dim', `at ${formatHex(entryPhys)}`)}  ${formatU64(entry.raw)}  ${palette(entry.state, entry.state.padEnd(widths.state))}  ${entryText(entry, context, palette)}`;
  return text.trimEnd();
}

/** The numbers of an entry that are shown: of a range only those that hold for all of it. */
export interface ShownNumbers {
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

/** The JSON record of one walk. */
export function walkRecord(walk: Walk, context: RecordContext): object {
  return {
    schema: SCHEMA,
    vaddr: formatU64(walk.vaddr),
    root: walk.root === null ? null : formatHex(walk.root),
    kernel: context.kernel.id,
    phys: walk.phys === null ? null : formatHex(walk.phys),
    page_size: walk.pageSize === null ? null : Number(walk.pageSize),
    state: walk.levels.at(-1)?.entry.state ?? null,
    stop: walk.stop,
    in_image: walk.inImage,
    hole: walk.hole,
    levels: walk.levels.map(({ index, entryPhys, entry }) => ({
      ...toRecord(entry, context),
      index,
      entry_phys: formatHex(entryPhys),
    })),
  };
}
