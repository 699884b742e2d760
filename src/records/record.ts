import type { DecodedEntry } from '../core/decode.ts';
import { STATES } from '../core/facts.ts';
import type { Kernel } from '../core/model.ts';
import type { PredicateValue } from '../core/predicates.ts';
import { formatHex, formatU64 } from '../core/u64.ts';

/** The version of the JSON records; it changes when a key changes its meaning or goes away. */
export const SCHEMA = 1;

/** Where a value came from: its text and its place. */
export interface ValuePlace {
  readonly input: string;
  readonly origin: string;
}

/** A name for the swap device of a type, from /proc/swaps. */
export type SwapDeviceNames = ReadonlyMap<number, string>;

/** A decoded entry as it stands in JSON; unsigned 64-bit numbers are `0x…` strings. schema/decode.schema.json. */
export interface DecodeRecord {
  readonly schema: typeof SCHEMA;
  /** `0x` and 16 digits. */
  readonly raw: string;
  readonly arch: string;
  readonly kernel: string;
  readonly paging: number;
  readonly level: string;
  readonly state: string;
  readonly class: string | null;
  readonly flags: readonly string[];
  readonly pfn: string | null;
  readonly phys: string | null;
  readonly page_size: number | null;
  readonly swap: { readonly type: number; readonly offset: string; readonly name: string } | null;
  readonly marker: string | null;
  readonly marker_names: readonly string[] | null;
  readonly writable: boolean | null;
  readonly young: boolean | null;
  readonly dirty: boolean | null;
  readonly pkey: number | null;
  readonly invalid: boolean;
  readonly hugetlb: boolean;
  readonly reserved: string;
  readonly unknown: string;
  readonly missing: string;
  readonly rules: Readonly<Record<string, { readonly holds: boolean; readonly why: string }>>;
  readonly notes: readonly { readonly code: string; readonly text: string }[];
  readonly predicates?: Readonly<Record<string, string | boolean>>;
  readonly input?: string;
  readonly origin?: string;
}

/** What a record shows beside the entry itself. */
export interface RecordContext {
  readonly kernel: Kernel;
  readonly place?: ValuePlace | undefined;
  readonly devices?: SwapDeviceNames | undefined;
  readonly predicates?: Readonly<Record<string, PredicateValue>> | undefined;
}

const hexOrNull = (value: bigint | null): string | null => (value === null ? null : formatHex(value));

/** Names of the marker bits of an entry, from the lowest; null when it is no marker. */
export function markerNames(kernel: Kernel, entry: Pick<DecodedEntry, 'marker'>): readonly string[] | null {
  const { marker } = entry;
  if (marker === null) return null;
  return kernel.markers.filter((row) => (marker & row.mask) !== 0n).map((row) => row.name);
}

/** The name of a swap entry: the device from /proc/swaps where it is known, else the kernel's name of the type. */
export function swapName(
  entry: Pick<DecodedEntry, 'swap' | 'state'>,
  devices: SwapDeviceNames | undefined,
): string {
  if (!entry.swap) return '';
  return entry.state === 'swap' ? (devices?.get(entry.swap.type) ?? entry.swap.name) : entry.swap.name;
}

/** Makes the JSON record of a decoded entry. */
export function toRecord(entry: DecodedEntry, context: RecordContext): DecodeRecord {
  const { kernel, place, predicates } = context;
  return {
    schema: SCHEMA,
    raw: formatU64(entry.raw),
    arch: kernel.arch,
    kernel: kernel.id,
    paging: kernel.paging,
    level: entry.level,
    state: entry.state,
    class: entry.swapClass,
    flags: entry.flags,
    pfn: hexOrNull(entry.pfn),
    phys: hexOrNull(entry.phys),
    page_size: entry.pageSize === null ? null : Number(entry.pageSize),
    swap: entry.swap && {
      type: entry.swap.type,
      offset: formatHex(entry.swap.offset),
      name: swapName(entry, context.devices),
    },
    marker: hexOrNull(entry.marker),
    marker_names: markerNames(kernel, entry),
    writable: entry.writable,
    young: entry.young,
    dirty: entry.dirty,
    pkey: entry.pkey,
    invalid: entry.invalid,
    hugetlb: entry.hugetlb,
    reserved: formatHex(entry.reserved),
    unknown: formatHex(entry.unknown),
    missing: formatHex(entry.missing),
    rules: entry.rules,
    notes: entry.notes,
    ...(predicates ? { predicates: predicateRecord(predicates) } : {}),
    ...(place ? { input: place.input, origin: place.origin } : {}),
  };
}

/** Kernel answers as JSON: numbers as `0x…` strings. */
export function predicateRecord(
  predicates: Readonly<Record<string, PredicateValue>>,
): Readonly<Record<string, string | boolean>> {
  return Object.fromEntries(
    Object.entries(predicates).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? formatHex(value) : value,
    ]),
  );
}

/** Short names that `--where` knows as truth values. */
export const SHORT_NAMES = [
  'present',
  'rw',
  'user',
  'pwt',
  'pcd',
  'accessed',
  'dirty',
  'pat',
  'pse',
  'global',
  'protnone',
  'special',
  'uffd_wp',
  'soft_dirty',
  'exclusive',
  'devmap',
  'saved_dirty',
  'noptishadow',
  'nx',
  'enc',
  'poisoned',
  'guard',
] as const;

/** All names of a `--where` expression over decoded entries. */
export const WHERE_NAMES: readonly string[] = [
  'raw',
  'arch',
  'kernel',
  'level',
  'state',
  'class',
  'flags',
  'pfn',
  'phys',
  'page_size',
  'swap',
  'swap.type',
  'swap.offset',
  'swap.name',
  'marker',
  'marker_names',
  'writable',
  'young',
  'pkey',
  'invalid',
  'hugetlb',
  'reserved',
  'unknown',
  'missing',
  'paging',
  'input',
  'origin',
  'notes',
  'rule1',
  'rule2',
  'rule3',
  'rule4',
  'leaf',
  'swap_like',
  ...SHORT_NAMES,
];

/** The value of a name for one entry: a number as bigint, a truth value, text, a list, or null. */
export function whereValue(
  name: string,
  entry: DecodedEntry,
  context: RecordContext,
): bigint | string | boolean | null | readonly string[] {
  switch (name) {
    case 'raw':
      return entry.raw;
    case 'arch':
      return context.kernel.arch;
    case 'kernel':
      return context.kernel.id;
    case 'level':
      return entry.level;
    case 'state':
      return entry.state;
    case 'class':
      return entry.swapClass;
    case 'flags':
      return entry.flags;
    case 'pfn':
      return entry.pfn;
    case 'phys':
      return entry.phys;
    case 'page_size':
      return entry.pageSize;
    case 'swap':
      return entry.swap ? true : null;
    case 'swap.type':
      return entry.swap ? BigInt(entry.swap.type) : null;
    case 'swap.offset':
      return entry.swap?.offset ?? null;
    case 'swap.name':
      return entry.swap ? swapName(entry, context.devices) : null;
    case 'marker':
      return entry.marker;
    case 'marker_names':
      return markerNames(context.kernel, entry);
    case 'writable':
      return entry.writable ?? entry.short.includes('rw');
    case 'young':
      return entry.young ?? entry.short.includes('accessed');
    case 'dirty':
      return entry.dirty ?? (entry.short.includes('dirty') || entry.short.includes('saved_dirty'));
    case 'pkey':
      return entry.pkey === null ? null : BigInt(entry.pkey);
    case 'invalid':
      return entry.invalid;
    case 'reserved':
      return entry.reserved;
    case 'unknown':
      return entry.unknown;
    case 'missing':
      return entry.missing;
    case 'hugetlb':
      return entry.hugetlb;
    case 'paging':
      return BigInt(context.kernel.paging);
    case 'input':
      return context.place?.input ?? null;
    case 'origin':
      return context.place?.origin ?? null;
    case 'notes':
      return entry.notes.map((note) => note.code);
    case 'rule1':
      return entry.rules['1'].holds;
    case 'rule2':
      return entry.rules['2'].holds;
    case 'rule3':
      return entry.rules['3'].holds;
    case 'rule4':
      return entry.rules['4'].holds;
    case 'leaf':
      return entry.form === 'leaf' || entry.form === 'protnone';
    case 'swap_like':
      return entry.form === 'swap';
    case 'present':
      return entry.form === 'leaf' || entry.form === 'table' || entry.form === 'protnone';
    default:
      return entry.short.includes(name) || entry.flags.includes(name);
  }
}

/** Tells a state name from any other text. */
export function isStateName(text: string): boolean {
  return STATES.some((state) => state === text);
}
