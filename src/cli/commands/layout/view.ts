import type { Form, Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import { formatU64, maskOf, topBit } from '../../../core/u64.ts';
import type { Palette } from '../../../records/palette.ts';

/** One row of a layout as it is shown. */
export interface LayoutRow {
  readonly hi: number;
  readonly lo: number;
  readonly name: string;
  readonly short: string;
  readonly letter: string | null;
  readonly meaning: string;
  readonly src: string;
}

/** The layout of one form of entry: named rows from bit 63 down, and the bits that none explains. */
export interface FormView {
  readonly rows: readonly LayoutRow[];
  readonly unknown: string;
  /** The special swap types, for swap-like entries. */
  readonly types: readonly {
    readonly type: number;
    readonly name: string;
    readonly meaning: string;
    readonly src: string;
  }[];
  readonly markers: readonly {
    readonly mask: string;
    readonly name: string;
    readonly meaning: string;
    readonly src: string;
  }[];
}

/** Collects the layout of one level and form of a kernel. */
export function layoutOf(kernel: Kernel, level: Level, form: Form): FormView {
  const layout = kernel.form(level, form);
  const rows: LayoutRow[] = layout.rows.map((row) => ({
    hi: row.hi,
    lo: row.lo,
    name: row.name,
    short: row.short,
    letter: row.letter ?? null,
    meaning: row.clear === undefined ? row.set : `${row.set}; clear: ${row.clear}`,
    src: row.src,
  }));
  const [pfn] = layout.pfn;
  let claimed = layout.claimed;
  if (pfn) {
    rows.push({
      hi: topBit(pfn.mask),
      lo: pfn.lo,
      name: 'frame',
      short: 'pfn',
      letter: null,
      meaning: `frame number, from address bit ${pfn.lo} up${pfn.inverted ? ', stored inverted' : ''}`,
      src: pfn.row.src,
    });
    claimed |= pfn.mask;
  }
  if (form === 'swap') {
    const { type, offset, src } = kernel.swapAt(level);
    rows.push(
      {
        hi: type.lo + type.width - 1,
        lo: type.lo,
        name: 'swap type',
        short: 'type',
        letter: null,
        meaning: `0 to ${kernel.maxSwapfiles - 1} swap areas, above special types`,
        src,
      },
      {
        hi: offset.lo + offset.width - 1,
        lo: offset.lo,
        name: 'swap offset',
        short: 'offset',
        letter: null,
        meaning: `page slot, frame number or marker bits${offset.inverted ? ', stored inverted' : ''}`,
        src,
      },
    );
    claimed |= maskOf(type.lo + type.width - 1, type.lo) | maskOf(offset.lo + offset.width - 1, offset.lo);
  }
  const deciding = decidingBits(kernel, level) & ~claimed;
  for (let n = 0; n < kernel.entryBits; n += 1)
    if ((deciding >> BigInt(n)) & 1n)
      rows.push({
        hi: n,
        lo: n,
        name: `0 (bit ${n})`,
        short: '',
        letter: null,
        meaning: 'clear in entries of this form: set, it would make another form of the entry',
        src: kernel.layout.src,
      });
  claimed |= deciding;
  return {
    rows: rows.sort((a, b) => b.hi - a.hi),
    unknown: formatU64(maskOf(kernel.entryBits - 1, 0) & ~claimed),
    types:
      form === 'swap'
        ? kernel.swapTypes.flatMap((type) =>
            type.row
              ? [{ type: type.number, name: type.name, meaning: type.row.text, src: type.row.src }]
              : [],
          )
        : [],
    markers:
      form === 'swap'
        ? kernel.markers.map((row) => ({
            mask: formatU64(row.mask),
            name: row.name,
            meaning: row.text,
            src: row.src,
          }))
        : [],
  };
}

/** The bits by which the forms of a level are told apart. */
function decidingBits(kernel: Kernel, level: Level): bigint {
  return kernel
    .formsAt(level)
    .reduce((mask, row) => row.when.reduce((bits, test) => bits | test.set | test.clear, mask), 0n);
}

/** Draws a layout as a table, with the swap types and marker bits below it. */
export function renderLayout(view: FormView, level: Level, form: Form, palette: Palette): string {
  const rows = view.rows.map((row) => [
    row.hi === row.lo ? String(row.hi) : `${row.hi}-${row.lo}`,
    row.letter ?? '',
    row.name,
    row.meaning,
    row.src,
  ]);
  const types = view.types.map((row) => [String(row.type), '', row.name, row.meaning, row.src]);
  const markers = view.markers.map((row) => [
    row.mask.replace(/^0x0+(?=.)/, '0x'),
    '',
    row.name,
    row.meaning,
    row.src,
  ]);
  return (
    `${palette('heading', `${form} entry of level ${level}`)}\n` +
    columns(['bits', '', 'name', 'meaning', 'source'], rows, palette) +
    `  unknown bits ${view.unknown}\n` +
    (types.length > 0 ? columns(['type', '', 'name', 'meaning', 'source'], types, palette) : '') +
    (markers.length > 0 ? columns(['marker', '', 'name', 'meaning', 'source'], markers, palette) : '')
  );
}

function columns(heading: readonly string[], rows: readonly (readonly string[])[], palette: Palette): string {
  const widths = heading.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    '  ' +
    cells
      .map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [palette('dim', line(heading)), ...rows.map(line)].join('\n') + '\n';
}
