import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import { renderTable, type TableStyle } from '../text/columns.ts';
import { meaningOf } from '../text/meanings.ts';
import type { Role } from '../text/palette.ts';
import { kernelLine } from '../text/kernel-id.ts';
import { type BitExplanation, explainEntry } from './bits.ts';
import { drawBits, type DrawingStyle } from './drawing.ts';

const ROLES = { number: 'number', set: 'flag', clear: 'dim', wrong: 'bad' } as const satisfies Record<
  BitExplanation['kind'],
  Role
>;

const rangeOf = ({ hi, lo }: BitExplanation): string => (hi === lo ? String(hi) : `${hi}-${lo}`);

/**
 * Draws an entry: its bits in groups, brackets over its numbers, a name for every set bit and for the clear ones that
 * matter. Where the output is too narrow for that, the names stand in a list.
 */
export function drawEntry(entry: DecodedEntry, style: DrawingStyle): string {
  const rows = explainEntry(entry);
  const roleOf = (bit: number): Role => {
    const row = rows.find(({ mask }) => (mask >> BigInt(bit)) & 1n);
    const isSet = (entry.raw >> BigInt(bit)) & 1n;
    return isSet || row?.kind === 'wrong' ? ROLES[row?.kind ?? 'set'] : 'dim';
  };
  const bits = [...entry.raw.toString(2).padStart(entry.kernel.entryBits, '0')].map((character, index) => ({
    character,
    role: roleOf(entry.kernel.entryBits - 1 - index),
  }));
  const marks = rows.map(({ hi, lo, kind, name, brief, meaning }) => ({
    ...{ hi, lo, isNumber: kind === 'number', name, brief, text: meaning, role: ROLES[kind] },
  }));
  return (
    drawBits(bits, marks, style) ??
    renderTable(
      rows.map((row) => [rangeOf(row), { text: row.name, role: ROLES[row.kind] }, row.meaning]),
      style,
      { indent: 2 },
    )
  );
}

/** Where the kernel says what was said of an entry: a table of its bits, state and form, and the kernel in full. */
export function renderSources(entry: DecodedEntry, style: TableStyle): string {
  const { form, state, shape, kernel } = entry;
  const bits = explainEntry(entry)
    .filter(({ src }) => src !== '')
    .map((row) => [
      rangeOf(row),
      formatU64(row.mask),
      row.hi === row.lo ? String(row.value) : formatHex(row.value),
      row.name,
      row.releases,
      row.src,
    ]);
  const about = [
    ...(shape.formRow ? [[`form ${form}`, shape.formRow.src]] : []),
    [`state ${state}`, meaningOf(entry).src],
  ];
  return (
    renderTable(bits, style, {
      heading: ['bits', 'mask', 'value', 'name', 'releases', 'source'],
      indent: 2,
    }) +
    renderTable(about, style, { indent: 2 }) +
    renderTable([[{ text: kernelLine(kernel), role: 'dim' }]], style, { indent: 2 })
  );
}
