import type { Form, Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { formatHex, formatU64, maskOf, runsOf, topBit } from '../../../core/u64.ts';
import { type Cell, renderTable } from '../../../records/text/columns.ts';
import { drawBits, type DrawingStyle } from '../../../records/explain/drawing.ts';
import type { Role } from '../../../records/text/palette.ts';

/** One row of a layout as it is shown. */
interface LayoutRow {
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
    const pieces = pfn.pieces ?? [{ hi: topBit(pfn.mask), lo: pfn.lo, at: pfn.lo }];
    for (const { hi, lo, at } of pieces)
      rows.push({
        hi,
        lo,
        name: 'frame',
        short: 'pfn',
        letter: null,
        meaning: `frame number, from address bit ${at} up${pfn.inverted ? ', stored inverted' : ''}`,
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
  const [fixed, meaning, src] =
    form === 'swap'
      ? [kernel.swapAt(level).fixed, 'set in every swap entry', kernel.swapAt(level).src]
      : form === 'none'
        ? [kernel.none(level)?.value ?? 0n, 'set in every empty entry', kernel.none(level)?.src ?? '']
        : [0n, '', ''];
  for (const { hi, lo } of runsOf(fixed & ~claimed))
    rows.push({ hi, lo, name: 'fixed bits', short: 'fixed', letter: null, meaning, src });
  claimed |= fixed;
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

/** What stands in the ruler for a bit. */
interface Sign {
  readonly character: string;
  readonly role: Role;
}

/** The short names of numbers. */
const NUMBERS: readonly string[] = ['pfn', 'type', 'offset'];

/** What stands in the ruler for the bits of a row: the letter of a flag, or a sign for what it is besides. */
function signOf({ letter, short }: LayoutRow): Sign {
  if (letter) return { character: letter, role: 'flag' };
  if (NUMBERS.includes(short)) return { character: '.', role: 'number' };
  const isClear = short === '' || short === 'reserved';
  return { character: isClear ? '0' : short === 'fixed' ? '1' : '*', role: 'dim' };
}

/**
 * The ruler, from the highest bit down; where rows share a bit, the first flag with a letter has it, or the first row.
 *
 * @param isEmpty every bit that no row speaks of is clear
 */
function signsOf({ rows }: FormView, bits: number, isEmpty: boolean): readonly Sign[] {
  const signs = Array<Sign>(bits).fill({ character: isEmpty ? '0' : '-', role: 'dim' });
  const paint = (row: LayoutRow): void => {
    signs.fill(signOf(row), bits - 1 - row.hi, bits - row.lo);
  };
  const last = rows.toReversed();
  for (const row of last) if (!row.letter) paint(row);
  for (const row of last) if (row.letter) paint(row);
  return signs;
}

/** What the signs that are no letters mean. */
const SIGNS: Readonly<Record<string, string>> = {
  '.': 'part of a number',
  '0': 'must be zero',
  '1': 'always set',
  '*': 'a flag without a letter',
  '-': 'no meaning here',
};

/**
 * Draws a layout: its bits in groups with the letters of the flags and brackets over the numbers, then a table of what
 * they are, the swap types and the marker bits. An output that is too narrow for the drawing gets the tables alone.
 *
 * @param bits bits of an entry
 */
export function renderLayout(
  view: FormView,
  { level, form, bits }: { readonly level: Level; readonly form: Form; readonly bits: number },
  style: DrawingStyle,
  hasSources: boolean,
): string {
  const { palette } = style;
  const signs = signsOf(view, bits, form === 'none');
  const legend = Object.entries(SIGNS)
    .filter(([sign]) => signs.some(({ character }) => character === sign))
    .map(([sign, text]) => `${sign} ${text}`);
  const marks = view.rows
    .filter(({ short }) => NUMBERS.includes(short))
    .map(({ hi, lo, name }) => ({
      ...{ hi, lo, name, isNumber: true, brief: '', text: '', role: 'number' as const },
    }));
  const drawn = drawBits(signs, marks, style);
  const row = (first: string, letter: string, name: string, meaning: string, src: string): Cell[] => [
    first,
    { text: letter, role: 'flag' },
    name,
    meaning,
    ...(hasSources ? [{ text: src, role: 'dim' as const }] : []),
  ];
  const list = (title: string, rows: readonly (readonly Cell[])[]): string => {
    const heading = [title, '', 'name', 'meaning', ...(hasSources ? ['source'] : [])];
    return rows.length === 0 ? '' : renderTable(rows, style, { heading, indent: 2 });
  };
  return (
    `${palette('heading', `${form} entry of level ${level}`)}\n` +
    (drawn === undefined ? '' : `${drawn}  ${palette('dim', legend.join('  '))}\n`) +
    list(
      'bits',
      view.rows.map(({ hi, lo, letter, name, meaning, src }) =>
        row(hi === lo ? String(hi) : `${hi}-${lo}`, letter ?? '', name, meaning, src),
      ),
    ) +
    (BigInt(view.unknown) === 0n || form === 'none' ? '' : `  unknown bits ${view.unknown}\n`) +
    list(
      'type',
      view.types.map(({ type, name, meaning, src }) => row(String(type), '', name, meaning, src)),
    ) +
    list(
      'marker',
      view.markers.map(({ mask, name, meaning, src }) =>
        row(formatHex(BigInt(mask)), '', name, meaning, src),
      ),
    )
  );
}
