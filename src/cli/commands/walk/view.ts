import { printable } from '../../../core/printable.ts';
import { formatHex, formatU64 } from '../../../core/u64.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { withoutTag } from '../../../core/rows/virtual-address.ts';
import type { Walk, WalkLevel } from '../../../images/walk/walk.ts';
import { formatBytes } from '../../../core/size-text.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/text/columns.ts';
import { entryText } from '../../../records/text/entry-text.ts';
import { type Palette, plainPalette } from '../../../records/text/palette.ts';
import type { RecordContext } from '../../../records/property.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { toRecord } from '../../../records/record.ts';
import { noteWords } from '../../../records/text/text.ts';

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
    `${palette('raw', formatU64(walk.vaddr))}  ${answer(walk, context.kernel, palette)}\n`,
    renderTable(levels, style, { indent: 2 }),
    ...lines.map((line) => `${line}\n`),
  ].join('');
}

function answer(walk: Walk, { machine }: Kernel, palette: Palette): string {
  if (walk.stop !== null) {
    const { reason } = walk.stop;
    const role = reason === 'unreadable' || reason === 'not-canonical' ? 'bad' : reason;
    return `no page: ${palette(role, printable(walk.stop.text, 400))}`;
  }
  if (walk.phys === null) return 'no page';
  const phys = `physical ${palette('number', formatU64(walk.phys))}`;
  if (walk.pageSize === null) return `${phys}  in a ${machine.windows?.name ?? ''}, without tables`;
  const state = walk.levels.at(-1)?.entry.state;
  const aside = state === 'protnone' ? ' without access (PROT_NONE)' : '';
  return `${phys}  ${formatBytes(Number(walk.pageSize))} page${aside}`;
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
