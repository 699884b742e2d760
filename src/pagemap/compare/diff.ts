import type { Vma } from '../../pages/maps.ts';
import { FLAG_BITS, PAGEMAP_ROWS, unknownBit } from '../layout.ts';
import { PAGEMAP_STATES, type PagemapModel, type StateInfo } from '../model.ts';
import { type PagePair, vmaOf } from './page-pair.ts';
import { numberAt, type Part, wordAt } from './parts.ts';

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
  return { info: part.info, ...wordAt(part, page) };
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
  return changesBetween(before.info, after.info, () => numberAt(before, at) !== numberAt(after, at));
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
  #open: (PageChange & { readonly key: string }) | undefined;

  constructor(emit: (change: PageChange) => void) {
    this.#emit = emit;
  }

  /** Takes the next pair with its changes; pairs come in order of address. */
  add(pair: PagePair, changes: readonly string[]): void {
    const { page, at, pages, before, after } = pair;
    const vma = vmaOf(pair);
    const key = `${before?.slot ?? ''} ${after?.slot ?? ''} ${changes.join(' ')}`;
    const open = this.#open;
    if (open && open.key === key && open.vma === vma && open.page + open.pages === page) {
      this.#open = { ...open, pages: open.pages + pages };
      return;
    }
    this.end();
    const image = { before: before && imageAt(before, at), after: after && imageAt(after, at) };
    this.#open = { page, pages, ...image, changes, vma, key };
  }

  /** Gives out the last change. */
  end(): void {
    if (this.#open) this.#emit(this.#open);
    this.#open = undefined;
  }
}
