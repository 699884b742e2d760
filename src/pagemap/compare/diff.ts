import type { Vma } from '../../pages/maps.ts';
import { FLAG_BITS, PAGEMAP_ROWS, unknownBit } from '../layout.ts';
import { PAGEMAP_STATES, type PagemapModel, type StateInfo } from '../model.ts';
import { type PagePair, vmaOf } from './page-pair.ts';
import { type Part, sameNumber, wordAt } from './parts.ts';

/** What one side has at the first page of a change. */
export interface PageImage {
  readonly info: StateInfo;
  readonly lo: number;
  readonly hi: number;
}

/** Neighbouring pages that changed in the same way. */
export interface PageChange {
  readonly page: number;
  readonly pages: number;
  /** Undefined: not in the first dump. */
  readonly before: PageImage | undefined;
  /** Undefined: not in the second dump. */
  readonly after: PageImage | undefined;
  /** Codes such as `swapped-out`, `moved`, `gained-soft_dirty`. */
  readonly changes: readonly string[];
  readonly vma: Vma | undefined;
}

function imageAt(part: Part, page: number): PageImage {
  const { lo, hi } = wordAt(part, page);
  return { info: part.info, lo, hi };
}

function stateChange(from: StateInfo, to: StateInfo): string | undefined {
  if (from.label === to.label) return undefined;
  if (to.state === 'swap') return from.state === 'present' ? 'swapped-out' : `became-${to.state}`;
  if (from.state === 'swap' && to.state === 'present') return 'swapped-in';
  if (from.state === 'none' && to.state === 'present') return 'populated';
  if (to.state === 'none') return 'dropped';
  return `became-${to.label}`;
}

/** How the pages of a pair differ between two dumps, as codes; empty when they do not. */
export function changesOf({ before, after, at }: PagePair): readonly string[] {
  if (!before || !after) return [before ? 'unmapped' : 'mapped'];
  return changesBetween(before.info, after.info, () => !sameNumber(before, after, at));
}

/**
 * How a page that both dumps have differs between them.
 *
 * @param hasOtherNumber whether bits 0-54 differ; it is asked where that means something
 */
export function changesBetween(
  from: StateInfo,
  to: StateInfo,
  hasOtherNumber: () => boolean,
): readonly string[] {
  const changes: string[] = [];
  const state = stateChange(from, to);
  if (state !== undefined) changes.push(state);
  for (const name of to.flags) if (!from.flags.includes(name)) changes.push(`gained-${name}`);
  for (const name of from.flags) if (!to.flags.includes(name)) changes.push(`lost-${name}`);
  const comparable = from.label === to.label && from.number !== 'none' && to.number !== 'none';
  if (comparable && (from.type?.number !== to.type?.number || hasOtherNumber())) changes.push('moved');
  return changes;
}

/** Every name that `changesOf` gives for words of a kernel. */
export function changeNames(model: PagemapModel): readonly string[] {
  const named = PAGEMAP_ROWS.flatMap(({ kind, short }) => (kind === 'flag' ? [short] : []));
  // A flag that the kernel does not have is called by its bit.
  const spare = FLAG_BITS.map(unknownBit);
  const flags = [...new Set([...named, ...spare])];
  return [
    'mapped',
    'unmapped',
    'moved',
    'populated',
    'dropped',
    'swapped-out',
    'swapped-in',
    ...[...PAGEMAP_STATES, ...model.markerLabels].map((label) => `became-${label}`),
    ...flags.flatMap((flag) => [`gained-${flag}`, `lost-${flag}`]),
  ];
}

/** Puts neighbouring pairs that changed in the same way together. */
export class ChangeMerger {
  readonly #emit: (change: PageChange) => void;
  #open: PageChange | undefined;
  /** The pair that the open change began with. */
  #first: Pick<PagePair, 'before' | 'after'> = { before: undefined, after: undefined };

  constructor(emit: (change: PageChange) => void) {
    this.#emit = emit;
  }

  /** Takes the next pair with its changes; pairs come in order of address. */
  add(pair: PagePair, changes: readonly string[]): void {
    const { page, at, pages, before, after } = pair;
    const vma = vmaOf(pair);
    const open = this.#open;
    const isAlike =
      open?.vma === vma &&
      before?.slot === this.#first.before?.slot &&
      after?.slot === this.#first.after?.slot &&
      changes.length === open?.changes.length &&
      changes.every((change, index) => change === open.changes[index]);
    if (open && isAlike && open.page + open.pages === page) {
      this.#open = { ...open, pages: open.pages + pages };
      return;
    }
    this.end();
    this.#first = pair;
    this.#open = {
      page,
      pages,
      before: before && imageAt(before, at),
      after: after && imageAt(after, at),
      changes,
      vma,
    };
  }

  /** Gives out the last change. */
  end(): void {
    if (this.#open) this.#emit(this.#open);
    this.#open = undefined;
  }
}
