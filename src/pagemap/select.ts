import { MARKER_NAMES } from '../kernel/marker-names.ts';
import { createNames, type Names, type WhereName } from '../records/where/names.ts';
import type { Lookup, WhereValue } from '../records/where/values.ts';
import { compileWhere, type Where } from '../records/where/where.ts';
import { mayHideSwap, type Vma } from '../pages/maps.ts';
import { addressBreaks } from './address-breaks.ts';
import { FLAG_BITS, PAGEMAP_ROWS, unknownBit } from './layout.ts';
import { NOT_READ_SLOT, PAGEMAP_STATES, type PagemapModel, type StateInfo } from './model.ts';
import type { PageRun } from './page-runs.ts';
import { type WordEngine, MEMORY, slotOf } from './scan-memory.ts';
import type { Piece } from './word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** A page or run of pages as an expression sees it. */
export interface WhereSubject {
  readonly info: StateInfo;
  readonly page: number;
  readonly pages: number;
  readonly lo: number;
  readonly hi: number;
  readonly vma: Vma | undefined;
}

/** Something that can be said of a page. */
interface PageProperty extends WhereName {
  /** Its value is the same for all pages of one state, of one state in one mapping, or differs from page to page. */
  readonly of: 'state' | 'mapping' | 'page';
  readonly get: (subject: WhereSubject, pageSize: number) => WhereValue;
}

const number = ({ lo, hi }: WhereSubject): bigint => (BigInt(hi & 0x7f_ffff) << 32n) | BigInt(lo);
const frame = (subject: WhereSubject): bigint | undefined =>
  subject.info.number === 'pfn'
    ? number(subject)
    : subject.info.number === 'pfn-offset'
      ? number(subject) >> 5n
      : undefined;
const hasFlag = ({ info }: WhereSubject, name: string): boolean => info.flags.includes(name);
const hasMarker = ({ info }: WhereSubject, name: string): boolean => info.markers.includes(name);

const PERMISSIONS = ['r', '-'].flatMap((read) =>
  ['w', '-'].flatMap((write) =>
    ['x', '-'].flatMap((exec) => ['p', 's'].map((share) => read + write + exec + share)),
  ),
);

/** The two-letter words of `VmFlags`, as kernels from v4.14 to v7.3 have them. fs/proc/task_mmu.c show_smap_vma_flags */
// prettier-ignore
const VM_FLAGS = [
  'rd', 'wr', 'ex', 'sh', 'mr', 'mw', 'me', 'ms', 'gd', 'pf', 'dw', 'lo', 'io', 'sr', 'rr', 'dc', 'de', 'lf', 'ac', 'nr',
  'ht', 'sf', 'nl', 'ar', 'wf', 'dd', 'sd', 'mm', 'hg', 'nh', 'mg', 'um', 'uw', 'ui', 'ur', 'gu', 'ss', 'sl', 'mt', 'bt', 'mp',
  'dp',
];

/** What can be said of a page. */
// prettier-ignore
const PAGE_PROPERTIES: readonly PageProperty[] = [
  { name: 'state', type: 'text', values: PAGEMAP_STATES, always: true, of: 'state', get: ({ info }) => info.state },
  { name: 'present', type: 'truth', always: true, of: 'state', get: ({ info }) => info.state === 'present' },
  { name: 'swapped', type: 'truth', always: true, of: 'state', get: ({ hi }) => hi >>> 30 === 1 },
  { name: 'none', type: 'truth', always: true, of: 'state', get: ({ info }) => info.state === 'none' },
  { name: 'marker', type: 'text', always: true, of: 'state', get: ({ info }) => info.markers.join('+') },
  { name: 'markers', type: 'list', always: true, of: 'state', get: ({ info }) => info.markers },
  { name: 'flags', type: 'list', always: true, of: 'state', get: ({ info }) => info.flags },
  { name: 'file', type: 'truth', always: true, of: 'state', get: (page) => hasFlag(page, 'file') },
  { name: 'guard', type: 'truth', always: true, of: 'state', get: (page) => hasFlag(page, 'guard') || hasMarker(page, 'guard') },
  { name: 'uffd_wp', type: 'truth', always: true, of: 'state', get: (page) => hasFlag(page, 'uffd_wp') || hasMarker(page, 'uffd_wp') },
  { name: 'exclusive', type: 'truth', always: true, of: 'state', get: (page) => hasFlag(page, 'exclusive') },
  { name: 'soft_dirty', type: 'truth', always: true, of: 'state', get: (page) => hasFlag(page, 'soft_dirty') },
  { name: 'poisoned', type: 'truth', always: true, of: 'state', get: (page) => hasMarker(page, 'poisoned') },
  { name: 'swap.type', type: 'number', max: 31n, of: 'state', get: ({ info }) => info.type?.number },
  { name: 'swap.name', type: 'text', of: 'state', get: ({ info }) => info.type?.name },
  { name: 'vma', aka: ['vma.name'], type: 'text', of: 'mapping', get: ({ vma }) => vma?.name },
  { name: 'perms', aka: ['vma.perms'], type: 'text', values: PERMISSIONS, of: 'mapping', get: ({ vma }) => vma?.perms },
  { name: 'vma.flags', type: 'list', values: VM_FLAGS, of: 'mapping', get: ({ vma }) => vma?.vmFlags },
  { name: 'vma.size', type: 'u64', of: 'mapping', get: ({ vma }, pageSize) => vma && BigInt(vma.end - vma.start) * BigInt(pageSize) },
  { name: 'vma.shared', type: 'truth', of: 'mapping', get: ({ vma }) => vma && vma.perms[3] === 's' },
  { name: 'maybe_swapped', type: 'truth', always: true, of: 'mapping', get: ({ info, vma }) => info.state === 'none' && vma !== undefined && mayHideSwap(vma) },
  { name: 'raw', type: 'u64', always: true, of: 'page', get: ({ lo, hi }) => (BigInt(hi) << 32n) | BigInt(lo) },
  { name: 'vaddr', type: 'u64', always: true, of: 'page', get: ({ page }, pageSize) => BigInt(page) * BigInt(pageSize) },
  { name: 'pfn', type: 'u64', max: (1n << 55n) - 1n, of: 'page', get: frame },
  { name: 'swap.offset', type: 'u64', max: (1n << 50n) - 1n, of: 'page', get: (page) => (page.info.type ? number(page) >> 5n : undefined) },
  { name: 'pages', type: 'number', always: true, of: 'state', get: ({ pages }) => pages },
];
/** The names of what can be said of a page. */
export const PAGE_PROPERTY_NAMES: readonly string[] = PAGE_PROPERTIES.flatMap(({ name, aka = [] }) => [
  name,
  ...aka,
]);

/** What can be said of a page, by name. */
export const PAGE_PROPERTIES_BY_NAME: ReadonlyMap<string, PageProperty> = new Map(
  PAGE_PROPERTIES.map((property) => [property.name, property]),
);
const BY_NAME = PAGE_PROPERTIES_BY_NAME;

/** The names that kernels give markers, and what stands for the bits without one. */
function markerValues(model: PagemapModel): { readonly single: string[]; readonly together: string[] } {
  const single = new Set(MARKER_NAMES);
  const together = new Set(['', ...single]);
  for (let bits = 0; bits < 16; bits += 1) {
    const { markers } = model.describe(
      stateSlot((bits << 5) | model.markerType, 1 << 30, model.markerType),
      false,
    );
    for (const marker of markers) single.add(marker);
    together.add(markers.join('+'));
  }
  return { single: [...single], together: [...together] };
}

/**
 * The macros of a bit: that of the word, and those of the entries from which the kernel takes it. `PM_UFFD_WP` comes from
 * `_PAGE_UFFD_WP` and `_PAGE_SWP_UFFD_WP`, but `PM_MMAP_EXCLUSIVE` from no bit of an entry.
 */
function macrosOf(short: string, { kernel }: PagemapModel): readonly string[] {
  const words = PAGEMAP_ROWS.filter((row) => row.short === short && row.kind !== 'number');
  const entries = kernel.layout.rows.filter((row) => row.kind === 'flag');
  const names = words.flatMap(({ name, kind }) => {
    const ending = name.replace(/^PM/, '');
    return [
      name,
      ...entries.filter((row) => kind === 'flag' && row.name.endsWith(ending)).map((row) => row.name),
    ];
  });
  return [...new Set(names)];
}

/**
 * The names that `--where` of pagemap knows, with the values that they have for one kernel.
 *
 * @param ofRanges what is asked are ranges, not single pages
 */
export function pagemapNames(model: PagemapModel, ofRanges: boolean): Names {
  const { single, together } = markerValues(model);
  const flags = PAGEMAP_ROWS.filter(({ kind }) => kind === 'flag').map(({ short }) => short);
  const values = new Map<string, readonly string[]>([
    ['marker', together],
    ['markers', single],
    ['flags', [...flags, ...FLAG_BITS.map(unknownBit)]],
    ['swap.name', model.kernel.swapTypes.map(({ name }) => name)],
  ]);
  return createNames(
    PAGE_PROPERTIES.map((property) => {
      if (property.name === 'pages' && !ofRanges) return { ...property, max: 1n };
      const known = values.get(property.name);
      const aka = [...(property.aka ?? []), ...macrosOf(property.name, model)];
      return { ...property, ...(known ? { values: known } : {}), ...(aka.length > 0 ? { aka } : {}) };
    }),
    'names are listed in docs/pagemap.md',
  );
}

/** A condition on pages, or on ranges when it speaks of `pages`. */
export interface Selection {
  /**
   * The parts of a piece that hold pages which fulfil the condition; undefined now and then while nothing is found, so
   * that whoever asks can do something else.
   */
  pieces(piece: Piece, hidden: boolean): Iterable<Piece | undefined>;
  /** Whether a finished range fulfils the condition; true when `pieces` has decided already. */
  range(run: PageRun, hidden: boolean): boolean;
}

/** Which pages are wanted. */
interface SelectionOptions {
  /** An expression; see docs/where.md. */
  readonly where?: string | undefined;
  /** Present pages only. */
  readonly isPresent?: boolean;
  /** The answer consists of ranges, so `pages` has a meaning of its own. */
  readonly ofRanges?: boolean;
}

/**
 * Makes the condition of `--where` and `--present`.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`
 */
export function createSelection(
  { where: text, isPresent = false, ofRanges = false }: SelectionOptions,
  engine: WordEngine,
  model: PagemapModel,
  pageSize: number,
): Selection {
  const where = text === undefined ? undefined : compileWhere(text, pagemapNames(model, ofRanges));
  const names = where?.names ?? [];
  const holds = (subject: WhereSubject): boolean => {
    if (isPresent && subject.info.state !== 'present') return false;
    return where?.evaluate((name) => BY_NAME.get(name)?.get(subject, pageSize)) ?? true;
  };
  if (ofRanges && names.includes('pages'))
    return {
      pieces: (piece) => [piece],
      range: (run, hidden) => holds({ ...run, info: model.describe(run.slot, hidden) }),
    };
  const finder = new PieceFinder(engine, model, where ? [where] : [], pageSize, holds);
  return { pieces: (piece, hidden) => finder.find(piece, hidden), range: () => true };
}

const minOf = (left: bigint, right: bigint): bigint => (left < right ? left : right);

/** Answers without a hit after which the one who asks gets a turn. */
const TURN = 1000;

/** Cuts pieces down to the pages that fulfil a condition. */
export class PieceFinder {
  readonly #engine: WordEngine;
  readonly #model: PagemapModel;
  readonly #wheres: readonly Where[];
  readonly #pageSize: number;
  readonly #holds: (page: WhereSubject, hidden: boolean) => boolean;
  readonly #perPage: boolean;
  readonly #byAddress: boolean;
  readonly #cacheable: boolean;
  readonly #words: Uint32Array;
  readonly #starts: Uint32Array;
  /** Answers by slot, for conditions that look at the state alone; index 1 for hidden numbers. */
  readonly #cache: readonly [Map<number, boolean>, Map<number, boolean>] = [new Map(), new Map()];

  /**
   * @param wheres what the condition is made of: by them it is known how often it must be asked
   * @param holds the condition
   */
  constructor(
    engine: WordEngine,
    model: PagemapModel,
    wheres: readonly Where[],
    pageSize: number,
    holds: (page: WhereSubject, hidden: boolean) => boolean,
  ) {
    const names = wheres.flatMap((where) => where.names);
    const depends = (of: PageProperty['of']): boolean => names.some((name) => BY_NAME.get(name)?.of === of);
    this.#engine = engine;
    this.#model = model;
    this.#wheres = wheres;
    this.#pageSize = pageSize;
    this.#holds = holds;
    this.#perPage = depends('page');
    this.#byAddress = names.includes('vaddr');
    this.#cacheable = !this.#perPage && !depends('mapping');
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    this.#starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
  }

  /** The parts of a piece; undefined now and then while there are none. */
  find(piece: Piece, hidden: boolean): Iterable<Piece | undefined> {
    if (piece.from < 0) return this.#findInFill(piece, hidden);
    const found: Piece[] = [];
    const first = piece.from;
    let open = -1;
    const close = (end: number): void => {
      if (open >= 0) found.push({ ...piece, page: piece.page + open - first, pages: end - open, from: open });
      open = -1;
    };
    const look = (start: number): void => {
      if (!this.#wants(piece, start, hidden)) close(start);
      else if (open < 0) open = start;
    };
    const end = first + piece.pages;
    if (this.#perPage) for (let i = first; i < end; i += 1) look(i);
    else {
      const runs = this.#engine.findRuns(first, end, this.#model.markerType);
      for (let run = 0; run < runs; run += 1) look(this.#starts[run] ?? 0);
    }
    close(end);
    return found;
  }

  /** A stretch without words: its pages differ in their address only. */
  *#findInFill(piece: Piece, hidden: boolean): Generator<Piece | undefined, void, undefined> {
    const { lo, hi, vma, page, pages } = piece;
    const slot = piece.notRead ? NOT_READ_SLOT : stateSlot(lo, hi, this.#model.markerType);
    const subject = { info: this.#model.describe(slot, hidden), lo, hi, vma, page, pages: 1 };
    if (!this.#byAddress) {
      if (this.#holds(subject, hidden)) yield piece;
      return;
    }
    const lookup: Lookup = (name) => BY_NAME.get(name)?.get(subject, this.#pageSize);
    const breaks = this.#wheres.map(({ root }) => addressBreaks(root, lookup));
    const size = BigInt(this.#pageSize);
    const end = page + pages;
    let open = -1;
    let turn = 0;
    for (let at = page; at < end;) {
      const isWanted = this.#holds({ ...subject, page: at }, hidden);
      if (isWanted && open < 0) open = at;
      if (!isWanted && open >= 0) {
        yield { ...piece, page: open, pages: at - open };
        open = -1;
      } else if (++turn % TURN === 0) yield undefined;
      // The first page that lies behind the break with its whole address.
      const address = BigInt(at) * size;
      const nextBreak = breaks.reduce((least, each) => minOf(least, each(address)), 1n << 64n);
      const next = (nextBreak + size - 1n) / size;
      at = next < BigInt(end) ? Number(next) : end;
    }
    if (open >= 0) yield { ...piece, page: open, pages: end - open };
  }

  #wants(piece: Piece, start: number, hidden: boolean): boolean {
    const lo = this.#words[2 * start] ?? 0;
    const hi = this.#words[2 * start + 1] ?? 0;
    const slot = stateSlot(lo, hi, this.#model.markerType);
    const cache = this.#cache[hidden ? 1 : 0];
    const known = this.#cacheable ? cache.get(slot) : undefined;
    if (known !== undefined) return known;
    const info = this.#model.describe(slot, hidden);
    const page = piece.page + start - piece.from;
    const answer = this.#holds({ info, lo, hi, vma: piece.vma, page, pages: 1 }, hidden);
    if (this.#cacheable) cache.set(slot, answer);
    return answer;
  }
}
