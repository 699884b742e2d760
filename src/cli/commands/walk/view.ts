import type { DecodedEntry } from '../../../core/decode.ts';
import { numberOf, setRows } from '../../../core/entry.ts';
import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import { withoutTag } from '../../../core/virtual-address.ts';
import type { Walk, WalkLevel } from '../../../images/walk.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/columns.ts';
import { type Palette, plainPalette } from '../../../records/palette.ts';
import { markerNames, type RecordContext, swapName } from '../../../records/properties.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { toRecord } from '../../../records/record.ts';
import { noteWords } from '../../../records/text.ts';

/** Draws one walk: a line for the answer, one for each level, the notes of the entries. */
export function renderWalk(walk: Walk, context: RecordContext, style: TableStyle): string {
  const { palette } = style;
  const levels = walk.levels.map((level) => levelCells(level, context));
  const lines: string[] = [];
  const tag = walk.vaddr ^ withoutTag(context.kernel.machine, walk.vaddr);
  if (tag !== 0n)
    lines.push(`  tag   ${palette('dim', `${formatHex(tag)} of the address, which the CPU ignores`)}`);
  if (walk.hole !== null && walk.phys !== null)
    lines.push(
      `  page  ${palette('dim', `at ${formatHex(walk.phys)}`)}  ${palette('bad', `cannot be read: ${printable(walk.hole, 400)}`)}`,
    );
  for (const { level, entry } of walk.levels)
    for (const note of entry.notes)
      lines.push(`  ${level.padEnd(4)}${palette('note', ` note ${note.code}: ${noteWords(note)}`)}`);
  return [
    `${palette('raw', formatU64(walk.vaddr))}  ${answer(walk, palette)}\n`,
    renderTable(levels, style, { indent: 2 }),
    ...lines.map((line) => `${line}\n`),
  ].join('');
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

function levelCells({ level, index, entryPhys, entry }: WalkLevel, context: RecordContext): readonly Cell[] {
  return [
    `${level.padEnd(4)}[${index}]`,
    { text: `at ${formatHex(entryPhys)}`, role: 'dim' },
    formatU64(entry.raw),
    { text: entry.state, role: entry.state },
    { text: entryText(entry, context, plainPalette), role: entry.unknown === 0n ? 'flag' : 'bad' },
  ];
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
