import type { DecodedEntry } from '../core/decode.ts';
import { pfnField } from '../core/facts.ts';
import type { Kernel } from '../core/model.ts';
import { formatHex, formatU64, maskOf, topBit } from '../core/u64.ts';
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
export function explainEntry(entry: DecodedEntry, kernel: Kernel): readonly BitExplanation[] {
  const rows: BitExplanation[] = [];
  const at = (hi: number, lo: number): { hi: number; lo: number; mask: bigint; value: bigint } => {
    const mask = maskOf(hi, lo);
    return { hi, lo, mask, value: (entry.raw & mask) >> BigInt(lo) };
  };
  for (const row of kernel.form(entry.level, entry.form).rows) {
    const set = (entry.raw & row.mask) !== 0n;
    // A clear bit says something only where the CPU reads it.
    if (!set && (row.clear === undefined || entry.form === 'swap' || entry.form === 'none')) continue;
    const meaning = set ? row.set : (row.clear ?? '');
    rows.push({ ...at(row.hi, row.lo), name: row.name, meaning, kernels: releases(row), src: row.src });
  }
  rows.push(...numberRows(entry, kernel, at));
  for (let n = 63; n >= 0; n -= 1)
    if ((entry.unknown >> BigInt(n)) & 1n)
      rows.push({
        ...at(n, n),
        name: `bit ${n}`,
        meaning: 'unknown: no row of this kernel explains it',
        kernels: '',
        src: '',
      });
  return rows.sort((a, b) => b.hi - a.hi);
}

type At = (hi: number, lo: number) => { hi: number; lo: number; mask: bigint; value: bigint };

function numberRows(entry: DecodedEntry, kernel: Kernel, at: At): BitExplanation[] {
  if (entry.swap) {
    const { type, offset, src } = kernel.swapAt(entry.level);
    const stored = offset.inverted
      ? `, stored inverted: the raw field is ${formatHex(entry.swap.rawOffset)}`
      : '';
    return [
      {
        ...at(type.lo + type.width - 1, type.lo),
        name: 'swap type',
        meaning: `${entry.swap.type}: ${entry.swap.name}`,
        kernels: releases(kernel.swapAt(entry.level)),
        src,
      },
      {
        ...at(offset.lo + offset.width - 1, offset.lo),
        name: 'swap offset',
        meaning: `${formatHex(entry.swap.offset)}${stored}`,
        kernels: releases(kernel.swapAt(entry.level)),
        src,
      },
    ];
  }
  const field = pfnField(kernel, entry.raw, entry.level, entry.form);
  if (!field || entry.pfn === null) return [];
  const inverted = field.inverted ? ', stored inverted' : '';
  return [
    {
      ...at(topBit(field.mask), field.lo),
      name: 'frame',
      meaning: `pfn ${formatHex(entry.pfn)}, address ${formatU64(entry.phys ?? 0n)}${inverted}`,
      kernels: releases(field.row),
      src: field.row.src,
    },
  ];
}

/** Draws the bit ruler and one row for each explained group of bits. */
export function renderExplain(entry: DecodedEntry, kernel: Kernel, palette: Palette): string {
  const rows = explainEntry(entry, kernel);
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
