import type { DecodedEntry } from '../core/decode.ts';
import { numberOf, swapOf } from '../core/entry.ts';
import type { FieldRow } from '../core/shapes.ts';
import { formatHex, formatU64 } from '../core/u64.ts';
import type { Palette } from './palette.ts';

/** One row of the explanation of an entry: some of its bits and what they mean. */
export interface BitExplanation {
  readonly hi: number;
  readonly lo: number;
  readonly mask: bigint;
  /** The macro or field. */
  readonly name: string;
  /** The bits, shifted down. */
  readonly value: bigint;
  readonly meaning: string;
  /** Releases that have it, as text. */
  readonly kernels: string;
  readonly src: string;
}

function releases(row: { readonly since?: string; readonly until?: string }): string {
  if (row.since !== undefined && row.until !== undefined) return `${row.since} to before ${row.until}`;
  if (row.since !== undefined) return `since ${row.since}`;
  return row.until === undefined ? 'all' : `before ${row.until}`;
}

/** Explains the bits of an entry from 63 down: every set bit, every field, and clear bits whose absence says something. */
export function explainEntry(entry: DecodedEntry): readonly BitExplanation[] {
  const isRead = entry.form !== 'swap' && entry.form !== 'none';
  const rows = entry.shape.fields.flatMap((row): BitExplanation[] => {
    const value = (entry.raw & row.mask) >> BigInt(row.lo);
    // A clear bit says something only where the CPU reads it.
    const isSaid =
      row.kind === 'number' ? row.role !== 'pkey' : value !== 0n || (isRead && row.clear !== undefined);
    if (!isSaid || row.kind === 'part' || row.kind === 'fixed') return [];
    const { hi, lo, mask, name, src } = row;
    return [
      { hi, lo, mask, name, value, meaning: meaningOf(entry, row, value), kernels: releases(row), src },
    ];
  });
  const unknown = [...Array(64).keys()]
    .filter((n) => (entry.unknown >> BigInt(n)) & 1n)
    .map((n) => ({
      hi: n,
      lo: n,
      mask: 1n << BigInt(n),
      value: 1n,
      name: `bit ${n}`,
      meaning: 'unknown: no row of this kernel explains it',
      kernels: '',
      src: '',
    }));
  return [...rows, ...unknown].sort((a, b) => b.hi - a.hi);
}

function meaningOf(entry: DecodedEntry, row: FieldRow, value: bigint): string {
  const swap = swapOf(entry);
  switch (row.role) {
    case 'swp_type':
      return `${swap?.type}: ${swap?.name}`;
    case 'swp_offset': {
      const stored =
        row.xor === 0n ? '' : `, stored inverted: the raw field is ${formatHex(swap?.rawOffset ?? 0n)}`;
      return `${formatHex(swap?.offset ?? 0n)}${stored}`;
    }
    case 'pfn': {
      const inverted = row.xor === 0n ? '' : ', stored inverted';
      return `pfn ${formatHex(numberOf(entry, 'pfn') ?? 0n)}, address ${formatU64(numberOf(entry, 'phys') ?? 0n)}${inverted}`;
    }
    default:
      return value === 0n ? (row.clear ?? '') : row.set;
  }
}

/** Draws the bit ruler and one row for each explained group of bits. */
export function renderExplain(entry: DecodedEntry, palette: Palette): string {
  const rows = explainEntry(entry);
  const cells = rows.map((row) => [
    row.hi === row.lo ? String(row.hi) : `${row.hi}-${row.lo}`,
    formatU64(row.mask),
    row.hi === row.lo ? String(row.value) : formatHex(row.value),
    row.name,
    row.meaning,
    row.kernels,
    row.src,
  ]);
  const heading = ['bits', 'mask', 'value', 'name', 'meaning', 'kernels', 'source'];
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...cells.map((cell) => cell[column]?.length ?? 0)),
  );
  const line = (cell: readonly string[]): string =>
    cell
      .map((text, column) => (column === cell.length - 1 ? text : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  const table = [palette('heading', line(heading)), ...cells.map(line)].map((text) => `  ${text}\n`).join('');
  return ruler(entry.raw, palette) + table;
}

/** The 64 bits in groups of four, with the bit numbers above each byte. */
function ruler(raw: bigint, palette: Palette): string {
  const bits = raw.toString(2).padStart(64, '0');
  const groups = bits.match(/.{4}/g) ?? [];
  const numbers = groups
    .map((_, index) => (index % 2 === 0 ? String(63 - index * 4).padEnd(5) : '     '))
    .join('')
    .trimEnd();
  return `  ${palette('dim', numbers)}\n  ${groups.join(' ')}\n`;
}
