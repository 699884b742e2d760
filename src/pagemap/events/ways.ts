import { keptIn } from '../../core/later.ts';
import type { TransitionRow } from '../../kernel/uffd/model.ts';
import { FindingList, type PageFinding } from '../compare/findings.ts';
import type { Answer } from './allowed.ts';

/** Pages whose transitions are allowed by the same rows. */
interface Alike {
  readonly rows: readonly TransitionRow[];
  readonly list: FindingList;
}

/**
 * Finds pages that do not go with the rest of their mapping: a kernel that clears the bit of one page in mremap() does
 * not leave it in the next. Mappings come one behind the other.
 */
export class WayGroup {
  readonly #max: number;
  readonly #found: (findings: FindingList) => void;
  readonly #noted: (row: TransitionRow) => void;
  #key = '';
  #alike = new Map<string, Alike>();

  constructor(max: number, found: (findings: FindingList) => void, noted: (row: TransitionRow) => void) {
    this.#max = max;
    this.#found = found;
    this.#noted = noted;
  }

  /** @param key the mapping, or the huge page */
  add(key: string, finding: PageFinding, rows: readonly TransitionRow[], event: string): void {
    if (key !== this.#key) this.end();
    this.#key = key;
    const id = rows.map(({ way, text }) => way ?? text).join('\n');
    const alike = keptIn(this.#alike, id, () => ({ rows, list: new FindingList(this.#max) }));
    const ways = rows.map(({ text }) => text).join('; or ');
    alike.list.add({ ...finding, text: `not what ${event} did to the rest of the mapping: ${ways}` });
  }

  /** Decides on the mapping that was seen last. */
  end(): void {
    const all = [...this.#alike.values()];
    const supports = ({ rows }: Alike, way: string): boolean =>
      rows.every((row) => row.way === undefined) || rows.some((row) => row.way === way);
    let best: { readonly way: string; readonly pages: number } | undefined;
    for (const way of new Set(all.flatMap(({ rows }) => rows.flatMap((row) => row.way ?? [])))) {
      const pages = all.reduce((sum, alike) => sum + (supports(alike, way) ? alike.list.pages : 0), 0);
      if (!best || pages > best.pages) best = { way, pages };
    }
    const others = best === undefined ? [] : all.filter((alike) => !supports(alike, best.way));
    for (const { list } of others) this.#found(list);
    if (others.length === 0)
      for (const { rows } of all) {
        const row = rows.find(({ way }) => way === undefined || way === best?.way);
        if (row) this.#noted(row);
      }
    this.#alike = new Map();
  }
}

/** Whether a row neither binds other pages nor is worth a note. */
export function saysNothingMore({ way, note, rest }: TransitionRow): boolean {
  return way === undefined && note === undefined && rest === undefined;
}

/** Whether pages may be as they are only because the event was of others. */
export function isOfRest({ rows }: Answer): boolean {
  return rows.length > 0 && rows.every(({ rest }) => rest === true);
}
