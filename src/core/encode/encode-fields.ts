import { type Entry, flagNames, numberOf, swapOf } from '../entry/entry.ts';
import type { Level } from '../rows/layout.ts';
import type { State } from '../entry/state.ts';
import type { SwapEntry } from '../entry/swap-entry.ts';

/** What an entry shall be: the fields that matter, or all. */
export interface EncodeFields {
  readonly state: State;
  /** Default `pte`. */
  readonly level?: Level;
  /**
   * Names of flag bits, as the kernel spells them or short. Without a list an entry gets the default bits of its form
   * too; with one, empty or not, only where it would not be of that form otherwise.
   */
  readonly flags?: readonly string[] | null;
  /** Frame number in pages of the kernel. */
  readonly pfn?: bigint | null;
  /** Physical address, instead of `pfn` or within its page, where lower tables can stand. */
  readonly phys?: bigint | null;
  /** The other bits of a leaf or table, as `pfn_pte(pfn, prot)` takes them. */
  readonly prot?: bigint | null;
  readonly swap?: SwapEntry | null;
  /** Marker bits. */
  readonly marker?: bigint | null;
  /** Which of the types of a state: a writable page, an exclusive one. */
  readonly writable?: boolean | null;
  readonly exclusive?: boolean | null;
  readonly young?: boolean | null;
  readonly dirty?: boolean | null;
  /** Protection key 0 .. 15. */
  readonly pkey?: number | null;
  /** A pmd leaf that is being split: PSE without present. */
  readonly invalid?: boolean;
  /** A PROT_NONE leaf of hugetlb: its frame was inverted together with the bits below it. */
  readonly hugetlb?: boolean;
  /** Bits beside the named ones, as a decoded entry reports them. */
  readonly reserved?: bigint;
  readonly unknown?: bigint;
  /** Bits that every entry of the form has, and that shall be clear: see `Entry.missing`. */
  readonly missing?: bigint;
}

/** What a decoded entry shall be again. */
export function fieldsOf(entry: Entry): EncodeFields {
  const key = entry.fields.find(({ row }) => row.role === 'pkey');
  const { state, level, form, reserved, unknown, missing } = entry;
  return {
    state,
    level,
    flags: flagNames(entry),
    pfn: numberOf(entry, 'pfn'),
    phys: numberOf(entry, 'phys'),
    swap: swapOf(entry),
    marker: numberOf(entry, 'marker'),
    pkey: key && form !== 'table' ? Number(key.value) : null,
    invalid: entry.shape.formRow?.invalid ?? false,
    hugetlb: entry.shape.frame?.row.hugetlb ?? false,
    reserved,
    unknown,
    missing,
  };
}
