import { type DecodedEntry, decodedWith } from '../../src/core/verdicts/decode.ts';
import {
  type Entry,
  flagNames,
  type HeldSwap,
  numberOf,
  pageSizeOf,
  shortNames,
  swapOf,
} from '../../src/core/entry/entry.ts';
import type { Form, Level } from '../../src/core/rows/layout.ts';
import { asking } from '../../src/core/verdicts/questions.ts';
import { type State, type SwapClass, swapClassOf } from '../../src/core/entry/state.ts';

/** What an entry says, side by side: what tests compare, and what an entry is encoded from. */
export interface Facts {
  readonly raw: bigint;
  readonly level: Level;
  readonly form: Form;
  readonly state: State;
  readonly swapClass: SwapClass | null;
  /** Kernel names of the flags that are set, from the highest bit down. */
  readonly flags: readonly string[];
  /** Short names of the same bits, and of the bits of a marker. */
  readonly short: readonly string[];
  readonly pfn: bigint | null;
  readonly phys: bigint | null;
  /** Bytes that a leaf maps. */
  readonly pageSize: bigint | null;
  readonly swap: HeldSwap | null;
  readonly marker: bigint | null;
  readonly writable: boolean | null;
  readonly young: boolean | null;
  readonly dirty: boolean | null;
  readonly exclusive: boolean | null;
  /** Protection key of a leaf. */
  readonly pkey: number | null;
  readonly invalid: boolean;
  readonly hugetlb: boolean;
  readonly reserved: bigint;
  readonly unknown: bigint;
  readonly missing: bigint;
}

/** Lays out what an entry says. */
/** All parts of an entry, with some of them replaced: for comparing one entry with another. */
export function whole(entry: DecodedEntry, parts: Partial<DecodedEntry> = {}): DecodedEntry {
  const { rules, notes } = entry;
  return decodedWith(entry, { rules, notes, ...parts });
}

export function factsOf(entry: Entry): Facts {
  const ask = asking(entry);
  const key = entry.fields.find(({ row }) => row.role === 'pkey');
  return {
    raw: entry.raw,
    level: entry.level,
    form: entry.form,
    state: entry.state,
    swapClass: swapClassOf(entry.state),
    flags: flagNames(entry),
    short: shortNames(entry),
    pfn: numberOf(entry, 'pfn'),
    phys: numberOf(entry, 'phys'),
    pageSize: pageSizeOf(entry),
    swap: swapOf(entry),
    marker: numberOf(entry, 'marker'),
    writable: ask('writable'),
    young: ask('young'),
    dirty: ask('dirty'),
    exclusive: ask('exclusive'),
    pkey: key && entry.form !== 'table' ? Number(key.value) : null,
    invalid: ask('invalid'),
    hugetlb: ask('hugetlb'),
    reserved: entry.reserved,
    unknown: entry.unknown,
    missing: entry.missing,
  };
}
