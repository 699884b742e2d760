import { MARKER_NAMES } from '../kernel/marker-names.ts';
import { bitsOfPages, createNames, type Names, type WhereName } from '../records/where/names.ts';
import { ANYTHING, type OpenValue } from '../records/where/values.ts';
import type { WhereValue } from '../records/where/values.ts';
import { mappingName } from '../pages/page-filter.ts';
import { mayHideSwap, type Vma } from '../pages/maps.ts';
import { FLAG_BITS, PAGEMAP_ROWS, unknownBit } from './layout.ts';
import { PAGEMAP_STATES, type PagemapModel, type PagemapState, type StateInfo } from './model.ts';
import { slotOf } from './scan/memory.ts';

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
export interface PageProperty extends WhereName {
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

/** Its markers in one text, empty for a marker without bits; undefined for what is none. */
const markerText = ({ info }: WhereSubject): string | undefined =>
  info.markers.length > 0 || info.state === 'pte-marker' ? info.markers.join('+') : undefined;

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
  { name: 'marker', type: 'text', of: 'state', get: markerText },
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
  { name: 'vma', aka: ['vma.name'], type: 'text', spell: mappingName, of: 'mapping', get: ({ vma }) => vma?.name },
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
/** Names that only smaps answers. */
const OF_SMAPS: ReadonlySet<string> = new Set(['vma.flags', 'maybe_swapped']);

/** Whether some of the names that a condition uses can be answered by smaps alone. */
export const isOfSmaps = (names: readonly string[]): boolean => names.some((name) => OF_SMAPS.has(name));

/** The names of what can be said of a page. */
export const PAGE_PROPERTY_NAMES: readonly string[] = PAGE_PROPERTIES.flatMap(({ name, aka = [] }) => [
  name,
  ...aka,
]);

/** What can be said of a page, by name. */
export const PAGE_PROPERTIES_BY_NAME: ReadonlyMap<string, PageProperty> = new Map(
  PAGE_PROPERTIES.map((property) => [property.name, property]),
);

/** The names that kernels give markers, and what stands for the bits without one. */
function markerValues(model: PagemapModel): { readonly single: string[]; readonly together: string[] } {
  const single = new Set(MARKER_NAMES);
  const together = new Set(['', ...single]);
  for (let bits = 0; bits < 16; bits += 1) {
    const { markers } = model.describe(
      slotOf((bits << 5) | model.markerType, 1 << 30, model.markerType),
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

/** The smallest pages that Linux has, in bytes. */
const SMALLEST_PAGE = 4096;

/** Names whose numbers are whole pages. */
const IN_PAGES: ReadonlySet<string> = new Set(['vaddr', 'vma.size']);

/**
 * The names that `--where` of pagemap knows, with the values that they have for one kernel.
 *
 * @param ofRanges what is asked are ranges, not single pages
 * @param pageSize of the input, in bytes
 */
export function pagemapNames(model: PagemapModel, ofRanges: boolean, pageSize = SMALLEST_PAGE): Names {
  const { single, together } = markerValues(model);
  const { kernel } = model;
  const other = kernel.otherBuild?.kernel;
  const flags = PAGEMAP_ROWS.filter(({ kind }) => kind === 'flag').map(({ short }) => short);
  const values = new Map<string, readonly string[]>([
    ['marker', together],
    ['markers', single],
    ['flags', [...flags, ...FLAG_BITS.map(unknownBit)]],
    ['swap.name', [kernel, other ?? kernel].flatMap(({ swapTypes }) => swapTypes.map(({ name }) => name))],
  ]);
  return createNames(
    PAGE_PROPERTIES.map((property) => {
      if (property.name === 'pages' && !ofRanges) return { ...property, max: 1n };
      if (IN_PAGES.has(property.name)) return { ...property, bits: () => bitsOfPages(pageSize) };
      const known = values.get(property.name);
      const aka = [...(property.aka ?? []), ...macrosOf(property.name, model)];
      return { ...property, ...(known ? { values: known } : {}), ...(aka.length > 0 ? { aka } : {}) };
    }),
    'names are listed in docs/pagemap.md',
    'here',
    () => PAGEMAP_STATES.map(kindOf),
  );
}

/** What is known of the pages of a state, whatever the kernel. */
function kindOf(state: PagemapState): (name: string) => OpenValue {
  const known = new Map<string, OpenValue>([
    ['state', state],
    ['present', state === 'present'],
    ['none', state === 'none'],
    ['swapped', state === 'present' ? false : ANYTHING],
  ]);
  return (name) => (known.has(name) ? known.get(name) : ANYTHING);
}
