import { printable } from '../../../core/printable.ts';
import { categoryRow, EMPTY, LEFT_OUT, NOT_READ } from '../../../pages/categories.ts';
import { usedPages } from '../../../pages/cells.ts';
import { formatBytes } from '../../../core/size-text.ts';
import { type Strip, type StripName, stripName } from '../../../pages/strips.ts';
import type { Palette, Role } from '../../../records/text/palette.ts';
import { arrangeMap, type MapLine, type MapSize } from './map-lines.ts';
import { countsOf, MapNames } from './map-names.ts';
import { drawMapping, type Glyph, type MapStyle } from './map-row.ts';

/** How a map is drawn. */
interface MapOptions {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Columns of the terminal. */
  readonly columns: number;
  /** Lines of the terminal; undefined where nobody says it. */
  readonly rows: number | undefined;
  readonly style: MapStyle;
  readonly palette: Palette;
  /** Only some pages were asked for: what lies between mappings that are shown may be mapped too. */
  readonly isPicked: boolean;
  /** Each mapping has rows of its own, however many lines that takes. */
  readonly isWhole: boolean;
  /** What was read, and for which kernel, in words. */
  readonly source: string;
  readonly kernel: string;
}

/** Lines of a screen where nobody says it, and the least and most that are reckoned with. */
const USUAL_ROWS = 50;
const LEAST_ROWS = 24;
const MOST_ROWS = 100;
/** Lines of two screens that are not the map: what was typed, the next prompt, heading and legend. */
const OTHER_LINES = 12;

/** Two screens for a process of many mappings, of which a part is for further rows; for few mappings one. */
function sizeFor(rows = USUAL_ROWS, cells: number): MapSize {
  const screen = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, rows));
  const lines = 2 * screen - OTHER_LINES;
  const more = Math.floor(lines / 8);
  return { most: lines - more, more, usual: screen - OTHER_LINES, cells };
}

/** Columns of sizes, as `formatBytes` writes them at most. */
const SIZE_WIDTH = 8;
/** Blanks between address, size, pages in use, picture and name. */
const GAPS = 5;
const LEAST_PICTURE = 16;
const LEAST_NAME = 22;
const MOST_NAME = 48;

/** States that the legend names beside those that are drawn. */
const MOST_NAMED = 5;

interface Widths {
  readonly address: number;
  readonly picture: number;
  readonly name: number;
}

function widthsFor(columns: number, strips: readonly Strip[], pageSize: number): Widths {
  const last = strips.at(-1);
  const address = addressText((last?.page ?? 0) + (last?.row.pages ?? 0), pageSize).length;
  const rest = columns - address - 2 * SIZE_WIDTH - GAPS;
  const wanted = Math.max(LEAST_NAME, Math.min(MOST_NAME, Math.floor(rest * 0.38)));
  const name = Math.max(12, Math.min(wanted, rest - LEAST_PICTURE));
  return { address, name, picture: Math.max(LEAST_PICTURE, rest - name) };
}

function addressText(page: number, pageSize: number): string {
  return (BigInt(page) * BigInt(pageSize)).toString(16);
}

/** Pages of a line, and those of them that are in use; some may not have been read. */
interface Sizes {
  readonly pages: number;
  readonly used: number;
  readonly isUnread?: boolean;
}

/** A line before it is dressed: its picture, and what stands at its side. */
interface Row {
  readonly page: number;
  /** Undefined for further rows of a mapping. */
  readonly sizes: Sizes | undefined;
  /** Undefined where words stand in the place of the picture. */
  readonly glyphs: readonly Glyph[] | undefined;
  readonly name: string;
}

/** A sign of the legend with what it means; a word of a sentence has no meaning of its own. */
interface Sign {
  readonly sign: string;
  readonly role: Role;
  readonly text: string;
}

const isUnread = (strips: readonly Strip[]): boolean => countsOf(strips).has(NOT_READ);

/** The first of some names, and how many more there are: the legend takes no more than two lines or three. */
function shortList(names: readonly string[]): string {
  const left = names.length - MOST_NAMED;
  return left > 1 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${left} more` : names.join(', ');
}

function words(sentence: string, role: Role): readonly Sign[] {
  return sentence.split(' ').map((sign) => ({ sign, role, text: '' }));
}

/** Draws the address space of a process: a heading, a line or some for each mapping, and a legend. */
class MapRenderer {
  readonly #options: MapOptions;
  readonly #widths: Widths;
  readonly #what: StripName;
  readonly #names: MapNames;
  /** Categories and characters that were drawn. */
  readonly #seen = new Set<string>();
  readonly #signs = new Set<string>();

  /** @param what a mapping is called */
  constructor(options: MapOptions, widths: Widths, what: StripName) {
    this.#options = options;
    this.#widths = widths;
    this.#what = what;
    const { pageSize, isPicked, style } = options;
    this.#names = new MapNames({ pageSize, what, isPicked, ellipsis: style === 'letters' ? '..' : '…' });
  }

  /** The rows of a line. */
  rowsOf(line: MapLine): readonly Row[] {
    const { picture, name } = this.#widths;
    const { style, isPicked } = this.#options;
    switch (line.kind) {
      case 'hole': {
        const text = isPicked ? 'not shown' : 'not mapped';
        return [{ page: line.page, sizes: { pages: line.pages, used: -1 }, glyphs: undefined, name: text }];
      }
      case 'fold': {
        const { strips, used, holes } = line;
        const pages = strips.reduce((sum, { row }) => sum + row.pages, 0);
        const text = this.#names.fold(strips, holes, picture + 1 + name);
        return [
          {
            page: strips[0]?.page ?? 0,
            sizes: { pages, used, isUnread: isUnread(strips) },
            glyphs: undefined,
            name: text,
          },
        ];
      }
      case 'mapping': {
        const { strip, rows, used } = line;
        return drawMapping(strip, picture, rows, style).map(({ page, glyphs }, index) => ({
          page,
          sizes: index === 0 ? { pages: strip.row.pages, used, isUnread: isUnread([strip]) } : undefined,
          glyphs,
          name: index === 0 ? this.#names.mapping(strip, name) : '',
        }));
      }
      default: {
        const unknown: never = line;
        throw new Error(String(unknown));
      }
    }
  }

  /** A row as a line of text. */
  lineOf({ page, sizes, glyphs, name }: Row): string {
    const { palette, pageSize } = this.#options;
    const { address, picture } = this.#widths;
    const sizeText = (pages: number): string => formatBytes(pages * pageSize).padStart(SIZE_WIDTH);
    const size = sizes ? sizeText(sizes.pages) : '';
    const none = sizes?.isUnread === true ? '?' : '-';
    const used = !sizes || sizes.used < 0 ? '' : sizes.used === 0 ? none : sizeText(sizes.used);
    const isHole = sizes !== undefined && sizes.used < 0;
    const text = palette('dim', addressText(page, pageSize).padStart(address));
    const numbers = ` ${size.padStart(SIZE_WIDTH)} ${used.padStart(SIZE_WIDTH)} `;
    if (!glyphs) {
      const line = `${numbers}${name}`;
      return `${text}${isHole ? palette('dim', line) : line}`.trimEnd();
    }
    const gap = name === '' ? '' : ' '.repeat(picture - glyphs.length + 1);
    return `${text}${numbers}${this.#paint(glyphs)}${gap}${name}`.trimEnd();
  }

  /** What the characters mean, what is not drawn, and what is there but nowhere in the majority. */
  legend(lines: readonly MapLine[], strips: readonly Strip[]): readonly string[] {
    const { style, pageSize } = this.#options;
    const isLetters = style === 'letters';
    const signs = [...this.#seen].sort().map((category): Sign => {
      const { letter, role } = categoryRow(category);
      return {
        sign: isLetters ? letter : category === EMPTY ? '·' : category === LEFT_OUT ? ' ' : '█',
        role,
        text: category,
      };
    });
    if ([...this.#signs].some((sign) => /[\u2801-\u28ff]/.test(sign)))
      signs.push({ sign: '⡇', role: 'dim', text: 'some of the pages' });
    if (this.#signs.has('+')) signs.push({ sign: '+', role: 'present', text: 'present, less than half' });
    const folds = lines.filter((line) => line.kind === 'fold');
    const folded = folds.reduce((sum, fold) => sum + fold.strips.length, 0);
    const used = folds.reduce((sum, fold) => sum + fold.used, 0);
    const notDrawn =
      folds.length === 0
        ? []
        : words(
            `a line of words stands for several ${this.#what.many}, of which no picture is drawn: ` +
              `${folded} of ${strips.length}, with ${formatBytes(used * pageSize)} in use`,
            'dim',
          );
    const rest = [...countsOf(strips).keys()].filter((category) => !this.#seen.has(category)).sort();
    return [
      ...this.#wrap(signs, 3),
      ...this.#wrap(
        words(
          `a row is of one ${this.#what.one}, each with a scale of its own, longer where more is in use`,
          'dim',
        ),
        1,
      ),
      ...this.#wrap(notDrawn, 1),
      ...this.#wrap(
        rest.length > 0 ? words(`also, too few or not drawn: ${shortList(rest)}`, 'note') : [],
        1,
      ),
    ];
  }

  /** Puts signs on lines, as many as fit; sequences of colours take no columns. */
  #wrap(signs: readonly Sign[], between: number): readonly string[] {
    const { columns, palette } = this.#options;
    const lines: string[] = [];
    let width = Infinity;
    for (const { sign, role, text } of signs) {
      const own = text === '' ? sign.length : sign.length + 1 + text.length;
      const dressed = `${palette(role, sign)}${text === '' ? '' : ` ${text}`}`;
      if (width + between + own > columns) {
        lines.push(dressed);
        width = own;
      } else {
        lines.push(`${lines.pop() ?? ''}${' '.repeat(between)}${dressed}`);
        width += between + own;
      }
    }
    return lines;
  }

  #paint(glyphs: readonly Glyph[]): string {
    const { palette } = this.#options;
    let text = '';
    for (let at = 0; at < glyphs.length;) {
      const role: Role = glyphs[at]?.role ?? 'dim';
      let end = at;
      let part = '';
      for (; end < glyphs.length && glyphs[end]?.role === role; end += 1) {
        const { text: own = '', category } = glyphs[end] ?? {};
        if (category !== undefined) this.#seen.add(category);
        this.#signs.add(own);
        part += own;
      }
      text += palette(role, part);
      at = end;
    }
    return text;
  }
}

/**
 * Draws the address space. Each mapping has its scale: a part of it with more pages in use has more characters.
 *
 * @param strips in order of addresses
 */
export function renderMap(strips: readonly Strip[], options: MapOptions): string {
  const { palette, pageSize, columns } = options;
  const widths = widthsFor(columns, strips, pageSize);
  const what = stripName(strips);
  const count = `${strips.length} ${strips.length === 1 ? what.one : what.many}`;
  const renderer = new MapRenderer(options, widths, what);
  const size = sizeFor(options.rows, widths.picture);
  const arranged = arrangeMap(strips, options.isWhole ? { ...size, most: Infinity } : size);
  const lines = arranged.flatMap((line) => renderer.rowsOf(line)).map((row) => renderer.lineOf(row));
  const pages = strips.reduce((sum, { row }) => sum + row.pages, 0);
  const used = usedPages(countsOf(strips));
  const total = `${count}, ${formatBytes(pages * pageSize)}, ${formatBytes(used * pageSize)} of it in use`;
  const heading = `${'address'.padStart(widths.address)} ${'size'.padStart(SIZE_WIDTH)} ${'in use'.padStart(SIZE_WIDTH)}`;
  return [
    palette('dim', `${printable(options.source, 200)}: ${printable(options.kernel, 200)}`),
    palette('heading', total),
    palette('dim', heading),
    ...lines,
    ...renderer.legend(arranged, strips),
    '',
  ].join('\n');
}
