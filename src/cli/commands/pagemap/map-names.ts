import { printable } from '../../../core/printable.ts';
import { EMPTY, LEFT_OUT } from '../../../pages/categories.ts';
import type { Cell } from '../../../pages/cells.ts';
import { baseName } from '../../../pages/groups.ts';
import { formatBytes } from '../../../core/size-text.ts';
import type { Strip, StripName } from '../../../pages/strips.ts';

/** Characters of the names of folded mappings before what lies between them is said, and the least that is worth saying. */
const FOLD_NAMES = 20;
const LEAST_FOLD_NAME = 8;

/** Pages of strips by category. */
export function countsOf(strips: readonly Strip[]): Cell {
  const counts = new Map<string, number>();
  for (const { row } of strips)
    for (const [category, pages] of row.slice(0, row.pages))
      counts.set(category, (counts.get(category) ?? 0) + pages);
  return counts;
}

/** What decides about the words at the side of a map. */
interface MapWords {
  /** Bytes of a page. */
  readonly pageSize: number;
  /** What a mapping is called. */
  readonly what: StripName;
  /** What lies between mappings may be mapped too. */
  readonly isPicked: boolean;
  /** What stands for text that is left out. */
  readonly ellipsis: string;
}

/** Names mappings in as many characters as there are. */
export class MapNames {
  readonly #words: MapWords;

  constructor(words: MapWords) {
    this.#words = words;
  }

  /** States that are worth naming beside a mapping, most pages first. */
  #states(strips: readonly Strip[]): string {
    const { pageSize } = this.#words;
    return [...countsOf(strips)]
      .filter(([category]) => category !== 'present' && category !== EMPTY && category !== LEFT_OUT)
      .sort(([, a], [, b]) => b - a)
      .map(([category, pages]) => `, ${category} ${formatBytes(pages * pageSize)}`)
      .join('');
  }

  /** Modes and name of a mapping, with the states that are not usual. @param width characters */
  mapping(strip: Strip, width: number): string {
    const states = this.#states([strip]);
    if (!strip.vma) return this.#cut(states.slice(2), width);
    const { name: own, perms } = strip.vma;
    const name = own === '' ? '[anon]' : printable(own, 4096);
    const room = Math.max(8, width - perms.length - 1 - states.length);
    // The end of a path tells it from others.
    const shown = name.length <= room ? name : this.#cut(baseName(name), room);
    return this.#cut(`${perms} ${shown}${states}`, width);
  }

  /**
   * What is folded: how many, the states whole as far as they fit, names, and what lies between whole or not at all.
   *
   * @param holes pages between them that are not mapped
   * @param width characters
   */
  fold(strips: readonly Strip[], holes: number, width: number): string {
    const { isPicked, pageSize, what } = this.#words;
    const names = new Map<string, number>();
    for (const { row, vma } of strips)
      if (vma) {
        const own = vma.name === '' ? '[anon]' : printable(baseName(vma.name), 200);
        names.set(own, (names.get(own) ?? 0) + row.pages);
      }
    const list = [...names].sort(([, a], [, b]) => b - a).map(([own]) => own);
    const count = `${strips.length} ${what.many}`;
    const named = list.length === 0 ? '' : `: ${list.join(', ')}`;
    const states = this.#states(strips);
    const room = width - count.length - states.length;
    const size = `; ${formatBytes(holes * pageSize)} `;
    const between = isPicked ? ['not shown', 'skipped'] : ['not mapped', 'hole'];
    const hole =
      holes === 0
        ? undefined
        : between
            .map((word) => `${size}${word}`)
            .find((text) => text.length + Math.min(named.length, FOLD_NAMES) <= room);
    const left = room - (hole?.length ?? 0);
    const shown = left < Math.min(named.length, LEAST_FOLD_NAME) ? '' : this.#cut(named, left);
    return this.#cut(`${count}${shown}${states}${hole ?? ''}`, width);
  }

  #cut(text: string, width: number): string {
    const { ellipsis: end } = this.#words;
    return text.length <= width ? text : `${text.slice(0, width - end.length)}${end}`;
  }
}
