import type { DecodedEntry } from '../core/decode.ts';
import { flagNames, hasBit, markerRows, numberOf, pageSizeOf, swapOf, typeOf } from '../core/entry.ts';
import type { Kernel } from '../core/model.ts';
import { RULE_IDS } from '../core/rules.ts';
import { swapClassOf } from '../core/state.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { Palette } from './palette.ts';
import { markerNames, type RecordContext, swapName } from './properties.ts';

/** How the long view looks. */
export interface LongStyle {
  readonly palette: Palette;
  /** Columns of the terminal; text is wrapped to them. */
  readonly width: number;
}

/** Columns of the labels: two blanks, the longest label (`reserved`), a blank. */
const LABEL_WIDTH = 11;

/** The line that says which kernel was assumed, and which machine where the .config allows another. */
export function kernelLine(kernel: Kernel): string {
  const patch = kernel.uffdWpSpecialPatch ? ' + uffd-wp special pte' : '';
  const machine = kernel.assumed.length > 0 ? `; assumed of the CPU: ${kernel.assumed.join(', ')}` : '';
  return `kernel ${kernel.id}: Linux ${kernel.release}${patch}, ${kernel.arch}, ${kernel.paging}-level paging${machine}`;
}

const CLASS_TEXT = {
  'a.1': 'normal swap entry',
  'a.2': 'special swap entry',
  b: 'holds no swap entry',
} as const;

/** Renders one entry in full: what it is, its flags and fields, the four rules, the notes. Several lines, no blank one. */
export function renderLong(entry: DecodedEntry, context: RecordContext, style: LongStyle): string {
  const { palette } = style;
  const lines = [
    `${palette('raw', formatU64(entry.raw))}  ${palette(entry.state, entry.state)}${headline(entry, palette)}`,
  ];
  const row = (label: string, text: string, role: Parameters<Palette>[0] | undefined = undefined): void => {
    lines.push(...wrap(label, text, style.width).map((line) => dress(line, palette, role)));
  };
  const flags = flagNames(entry);
  if (flags.length > 0) row('flags', flags.join(' '), 'flag');
  if (numberOf(entry, 'pfn') !== null) row(entry.form === 'table' ? 'table' : 'frame', frameText(entry));
  if (entry.form === 'swap') row('swap', swapText(entry, context));
  const details = detailText(entry);
  if (details !== '') row('holds', details);
  if (entry.reserved !== 0n) row('reserved', formatU64(entry.reserved), 'bad');
  if (entry.unknown !== 0n) row('unknown', formatU64(entry.unknown), 'bad');
  if (entry.missing !== 0n)
    row('missing', `${formatU64(entry.missing)}, set in every entry of this form`, 'bad');
  for (const id of RULE_IDS) {
    const { holds, why } = entry.rules[id];
    const verdict = holds ? palette('good', 'holds') : palette('bad', 'fails');
    const [first = '', ...rest] = wrap(`rule ${id}`, `${holds ? 'holds' : 'fails'}  ${why}`, style.width, 7);
    lines.push(first.replace(holds ? 'holds' : 'fails', verdict), ...rest);
  }
  for (const note of entry.notes) row('note', `${note.code}: ${note.text}`, 'note');
  if (context.predicates) row('answers', predicateText(context.predicates), 'dim');
  return lines.join('\n') + '\n';
}

function headline(entry: DecodedEntry, palette: Palette): string {
  const parts: string[] = [];
  const swapClass = swapClassOf(entry.state);
  const size = pageSizeOf(entry);
  const pfn = numberOf(entry, 'pfn');
  if (entry.level !== 'pte') parts.push(`${entry.level} entry`);
  if (swapClass) parts.push(`(${swapClass}) ${CLASS_TEXT[swapClass]}`);
  if (size !== null) parts.push(`${sizeText(size)} page`);
  if (pfn !== null) parts.push(`pfn ${palette('number', formatHex(pfn))}`);
  const names = markerNames(entry);
  if (names) parts.push(names.join(' ') || 'no marker bit');
  return parts.length > 0 ? `  ${parts.join(', ')}` : '';
}

function sizeText(bytes: bigint): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024n && unit < units.length - 1) {
    size >>= 10n;
    unit += 1;
  }
  return `${size} ${units[unit]}`;
}

function frameText(entry: DecodedEntry): string {
  const number = entry.fields.find(({ row }) => row.role === 'pkey')?.value ?? 0n;
  const key = number === 0n || entry.form === 'table' ? '' : `, protection key ${number}`;
  const { pfn, phys } = { pfn: numberOf(entry, 'pfn') ?? 0n, phys: numberOf(entry, 'phys') ?? 0n };
  return `pfn ${formatHex(pfn)}, physical address ${formatU64(phys)}${key}`;
}

function swapText(entry: DecodedEntry, context: RecordContext): string {
  const swap = swapOf(entry);
  if (!swap) return '';
  const stored = entry.shape.swap?.offset.inverted
    ? ` (raw fields: type ${swap.type}, offset ${formatHex(swap.rawOffset)}, stored inverted)`
    : '';
  return `type ${swap.type} ${swapName(entry, context)}, offset ${formatHex(swap.offset)}${stored}`;
}

function detailText(entry: DecodedEntry): string {
  const yesNo = (name: string, value: boolean | null): string[] =>
    value === null ? [] : [value ? name : `not ${name}`];
  const type = entry.state === 'uffd-wp-special' ? undefined : typeOf(entry)?.row?.text;
  const markers = markerRows(entry).map(({ set }) => set);
  return [
    ...(type === undefined ? [] : [type]),
    ...markers,
    ...yesNo('young', hasBit(entry, 'migration_young')),
    ...yesNo('dirty', hasBit(entry, 'migration_dirty')),
  ].join(', ');
}

function predicateText(predicates: NonNullable<RecordContext['predicates']>): string {
  return Object.entries(predicates)
    .map(([name, value]) => `${name}=${typeof value === 'bigint' ? formatHex(value) : value ? '1' : '0'}`)
    .join(' ');
}

function dress(line: string, palette: Palette, role: Parameters<Palette>[0] | undefined): string {
  if (role === undefined) return line;
  return line.slice(0, LABEL_WIDTH) + palette(role, line.slice(LABEL_WIDTH));
}

/** Breaks text at blanks into lines of `width` columns, the first with the label, the others indented. */
export function wrap(label: string, text: string, width: number, hang = 0): string[] {
  const lines: string[] = [];
  let current = `  ${label}`.padEnd(LABEL_WIDTH);
  let used = 0;
  for (const word of text.split(' ')) {
    if (used > 0 && current.length + word.length + 1 > width) {
      lines.push(current.trimEnd());
      current = ' '.repeat(LABEL_WIDTH + hang);
      used = 0;
    }
    current += used > 0 ? ` ${word}` : word;
    used += 1;
  }
  return [...lines, current.trimEnd()];
}
