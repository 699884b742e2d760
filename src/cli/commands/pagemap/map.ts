import { printable } from '../../../core/printable.ts';
import { categoryRow, EMPTY, LEFT_OUT } from '../../../pages/categories.ts';
import { baseName, groupStrips, type StripGroup } from '../../../pages/groups.ts';
import { formatBytes } from '../../../pages/size-text.ts';
import type { Strip } from '../../../pages/strips.ts';
import type { Palette, Role } from '../../../records/palette.ts';
import { arrangeMap, type MapLine } from './map-lines.ts';
import { drawFold, drawGroup, type Glyph, type MapStyle } from './map-row.ts';

/** How a map is drawn. */
export interface MapOptions {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** Columns of the terminal. */
  readonly columns: number;
  readonly style: MapStyle;
  readonly palette: Palette;
  /** Only some pages were asked for: what lies between mappings that are shown may be mapped too. */
  readonly isPicked: boolean;
  /** What was read, and for which kernel, in words. */
  readonly source: string;
  readonly kernel: string;
}

/** Lines of the map without heading and legend: two screens of 50 lines with room for both; one screen for few mappings. */
const MOST_LINES = 68;
const USUAL_LINES = 40;
const MORE_LINES = 22;

/** Columns of sizes, as `formatBytes` writes them at most. */
const SIZE_WIDTH = 8;
/** The least room for the name of a mapping that something else stands beside. */
const LEAST_NAME = 18;
/** Blanks between address, size, pages in use, picture and name. */
const GAPS = 5;
const LEAST_PICTURE = 16;

interface Widths {
  readonly address: number;
  readonly picture: number;
  readonly name: number;
}

function widthsFor(columns: number, strips: readonly Strip[], pageSize: number): Widths {
  const last = strips.at(-1);
  const address = addressText((last?.page ?? 0) + (last?.row.pages ?? 0), pageSize).length;
  const rest = columns - address - 2 * SIZE_WIDTH - GAPS;
  const name = Math.max(12, Math.min(48, Math.floor(rest * 0.38)));
  return { address, name, picture: Math.max(LEAST_PICTURE, rest - name) };
}

function addressText(page: number, pageSize: number): string {
  return (BigInt(page) * BigInt(pageSize)).toString(16);
}

/** A line before it is dressed: its picture, and what stands at its side. */
interface Row {
  readonly page: number;
  /** Undefined for further rows of a group. */
  readonly sizes: { readonly pages: number; readonly used: number } | undefined;
  readonly glyphs: readonly Glyph[];
  readonly name: string;
}

/** A sign of the legend with what it means; a word of a sentence has no meaning of its own. */
interface Sign {
  readonly sign: string;
  readonly role: Role;
  readonly text: string;
}

function words(sentence: string, role: Role): readonly Sign[] {
  return sentence.split(' ').map((sign) => ({ sign, role, text: '' }));
}

/** Draws the address space of a process: a heading, a line or some for each mapping, and a legend. */
class MapRenderer {
  readonly #options: MapOptions;
  readonly #widths: Widths;
  readonly #seen = new Set<string>();

  constructor(options: MapOptions, widths: Widths) {
    this.#options = options;
    this.#widths = widths;
  }

  get #gap(): string {
    return this.#options.isPicked ? 'not shown' : 'not mapped';
  }

  /** The rows of a line. */
  rowsOf(line: MapLine): readonly Row[] {
    const { picture } = this.#widths;
    const { style } = this.#options;
    switch (line.kind) {
      case 'hole':
        return [{ page: line.page, sizes: { pages: line.pages, used: -1 }, glyphs: [], name: this.#gap }];
      case 'fold': {
        const { groups, holes } = line;
        const glyphs = drawFold(groups, picture, style);
        const pages = groups.reduce((sum, group) => sum + group.pages, 0);
        const used = groups.reduce((sum, group) => sum + group.used, 0);
        const page = groups[0]?.strips[0]?.page ?? 0;
        return [{ page, sizes: { pages, used }, glyphs, name: this.#foldName(groups, holes) }];
      }
      case 'group': {
        const { group, rows } = line;
        return drawGroup(group, picture, rows, style).map(({ page, glyphs }, index) => ({
          page,
          sizes: index === 0 ? group : undefined,
          glyphs,
          name: index === 0 ? this.#groupName(group) : '',
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
    const used = !sizes || sizes.used < 0 ? '' : sizes.used === 0 ? '-' : sizeText(sizes.used);
    const isHole = sizes !== undefined && sizes.used < 0;
    const text = palette('dim', addressText(page, pageSize).padStart(address));
    const numbers = ` ${size.padStart(SIZE_WIDTH)} ${used.padStart(SIZE_WIDTH)} `;
    const shown = isHole ? palette('dim', name) : name;
    const gap = name === '' ? '' : ' '.repeat(picture - glyphs.length + 1);
    return `${text}${isHole ? palette('dim', numbers) : numbers}${this.#paint(glyphs)}${gap}${shown}`.trimEnd();
  }

  /** What the characters mean, and what is there but nowhere in the majority. */
  legend(groups: readonly StripGroup[]): readonly string[] {
    const { style } = this.#options;
    const isLetters = style === 'letters';
    const signs = [...this.#seen].sort().map((category): Sign => {
      const { letter, role } = categoryRow(category);
      return {
        sign: isLetters ? letter : category === EMPTY ? '·' : category === LEFT_OUT ? ' ' : '█',
        role,
        text: category,
      };
    });
    if (!isLetters) signs.push({ sign: '⡇', role: 'dim', text: 'some of the pages' });
    else if (this.#seen.has('present'))
      signs.push({ sign: '+', role: 'present', text: 'present, less than half' });
    const held = new Set(groups.flatMap(({ counts }) => [...counts.keys()]));
    const rest = [...held].filter((category) => !this.#seen.has(category)).sort();
    const bar = isLetters ? '|' : '│';
    return [
      ...this.#wrap(signs, 3),
      ...this.#wrap(
        words('a character is a part of a mapping, or one of those that were folded;', 'dim').concat(
          words(`${bar} parts mappings, (N) is how many they are`, 'dim'),
        ),
        1,
      ),
      ...this.#wrap(
        rest.length > 0 ? words(`also, in fewer pages of a character: ${rest.join(', ')}`, 'note') : [],
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
        part += own;
      }
      text += palette(role, part);
      at = end;
    }
    return text;
  }

  #groupName(group: StripGroup): string {
    const { pageSize } = this.#options;
    const others = [...group.counts]
      .filter(([category]) => category !== 'present' && category !== EMPTY && category !== LEFT_OUT)
      .sort(([, a], [, b]) => b - a)
      .map(([category, pages]) => `${category} ${formatBytes(pages * pageSize)}`);
    const perms = group.strips.length === 1 ? `${group.strips[0]?.vma?.perms ?? ''} ` : '';
    const count = group.strips.length > 1 ? ` (${group.strips.length})` : '';
    const tail = [count, ...others.map((text) => `, ${text}`)].join('');
    const { name: width } = this.#widths;
    if (group.name === undefined) return this.#cut(tail.replace(/^, /, ''), width);
    const name = group.name === '' ? '[anon]' : printable(group.name, 4096);
    const room = Math.max(8, width - perms.length - tail.length);
    return this.#cut(`${perms}${this.#shortName(name, room)}${tail}`, width);
  }

  /** The end of a path where it is too long: that tells it from others. */
  #shortName(name: string, width: number): string {
    return name.length <= width ? name : this.#cut(baseName(name), width);
  }

  #cut(text: string, width: number): string {
    const end = this.#options.style === 'letters' ? '..' : '…';
    return text.length <= width ? text : `${text.slice(0, width - end.length)}${end}`;
  }

  #foldName(groups: readonly StripGroup[], holes: number): string {
    const mappings = groups.reduce((sum, { strips }) => sum + strips.length, 0);
    const names = [
      ...new Set(
        groups
          .toSorted((a, b) => b.used - a.used)
          .map(({ name }) => (name === '' ? '[anon]' : printable(baseName(name ?? ''), 200))),
      ),
    ].filter((name) => name !== '');
    const [only] = groups;
    const text =
      only && groups.length === 1 ? this.#groupName(only) : `${mappingsText(mappings)}: ${names.join(', ')}`;
    return this.#withHole(text, holes);
  }

  /** What lies between mappings is told whole, or where it leaves too little of their names not at all. */
  #withHole(text: string, holes: number): string {
    const { name: width } = this.#widths;
    if (holes === 0) return this.#cut(text, width);
    const size = formatBytes(holes * this.#options.pageSize);
    const least = Math.min(text.length, LEAST_NAME);
    const hole = [this.#gap, this.#options.isPicked ? 'skipped' : 'hole']
      .map((word) => `; ${size} ${word}`)
      .find((each) => each.length + least <= width);
    return `${this.#cut(text, width - (hole?.length ?? 0))}${hole ?? ''}`;
  }
}

function mappingsText(count: number): string {
  return `${count} mapping${count === 1 ? '' : 's'}`;
}

/**
 * Draws the address space. Each mapping has its scale: a part of it with more pages in use has more characters.
 *
 * @param strips in order of addresses
 */
export function renderMap(strips: readonly Strip[], options: MapOptions): string {
  const { palette, pageSize, columns } = options;
  const groups = groupStrips(strips, 'neighbours');
  const widths = widthsFor(columns, strips, pageSize);
  const size = { most: MOST_LINES, usual: USUAL_LINES, more: MORE_LINES, cells: widths.picture };
  const renderer = new MapRenderer(options, widths);
  const lines = arrangeMap(groups, size)
    .flatMap((line) => renderer.rowsOf(line))
    .map((row) => renderer.lineOf(row));
  const pages = groups.reduce((sum, group) => sum + group.pages, 0);
  const used = groups.reduce((sum, group) => sum + group.used, 0);
  const what = strips.some(({ vma }) => vma)
    ? mappingsText(strips.length)
    : `${strips.length} stretch${strips.length === 1 ? '' : 'es'} of pages`;
  const total = `${what}, ${formatBytes(pages * pageSize)}, ${formatBytes(used * pageSize)} of it in use`;
  const heading = `${'address'.padStart(widths.address)} ${'size'.padStart(SIZE_WIDTH)} ${'in use'.padStart(SIZE_WIDTH)}`;
  return [
    palette('dim', `${printable(options.source, 200)}: ${printable(options.kernel, 200)}`),
    palette('heading', total),
    palette('dim', heading),
    ...lines,
    ...renderer.legend(groups),
    '',
  ].join('\n');
}
