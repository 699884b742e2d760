import type { Availability } from './version.ts';

/** Page-table levels from the root down, under the kernel's names. */
export const LEVELS = ['pgd', 'p4d', 'pud', 'pmd', 'pte'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * How the bits of an entry are to be read: an empty entry, a present leaf, a leaf without access (PROT_NONE),
 * a pointer to a lower table, or a swap-like entry (neither none nor present).
 */
export type Form = 'none' | 'leaf' | 'protnone' | 'table' | 'swap';

/** One row of a layout: bits `hi`..`lo` of an entry, in some forms, levels and kernels. */
export interface BitRow extends Availability {
  readonly hi: number;
  readonly lo: number;
  /** The kernel's macro, verbatim. */
  readonly name: string;
  /** The short name, as used by `--flag` and `--where`. */
  readonly short: string;
  /** What the mask is for the predicates; one role has one row in any kernel, form and level. */
  readonly role: string;
  /** `flag`: named when set. `reserved`: must be zero, a set bit is worth a note. */
  readonly kind: 'flag' | 'reserved';
  /** What it means when set. */
  readonly set: string;
  /** What it means when clear, where that is worth saying. */
  readonly clear?: string;
  /** The letter of `--format line`; no letter has two meanings. */
  readonly letter?: string;
  readonly forms: readonly Form[];
  /** Levels that have it; absent: all. */
  readonly levels?: readonly Level[];
  /** Kernel tag, file and symbol. */
  readonly src: string;
}

/** A number inside a swap-like entry. */
export interface SwapField {
  readonly lo: number;
  readonly width: number;
  /** The entry stores the complement. */
  readonly inverted: boolean;
}

/** Where a swap-like entry keeps its type and offset. */
export interface SwapLayout extends Availability {
  readonly type: SwapField;
  readonly offset: SwapField;
  /** Bits that every swap-like entry of this architecture has set. */
  readonly fixed: bigint;
  readonly src: string;
}

/** What kind of thing a swap type stands for. */
export type SwapKind =
  'swap' | 'hwpoison' | 'migration' | 'device-private' | 'device-exclusive' | 'pte-marker' | 'swapin-error';

/** A special swap type; the rows that hold fill the top of the numbers 0..31 in this order. */
export interface SpecialTypeRow extends Availability {
  readonly name: string;
  readonly kind: Exclude<SwapKind, 'swap'>;
  /** The page may be written when the entry goes back. */
  readonly writable?: boolean;
  readonly text: string;
  readonly src: string;
}

/** One bit of a PTE marker's offset. */
export interface MarkerRow extends Availability {
  readonly mask: bigint;
  readonly name: string;
  readonly short: string;
  readonly text: string;
  readonly src: string;
}

/** A level of the walk: the virtual-address bits it indexes, and whether an entry of it can map a page. */
export interface LevelGeometry {
  readonly level: Level;
  /** Lowest virtual-address bit of the index; also log2 of the bytes that one entry covers. */
  readonly shift: number;
  readonly indexBits: number;
  /** Paging modes (number of levels) in which the level exists; absent: all. */
  readonly paging?: readonly number[];
}

/** A condition on an entry: all bits of `set` set and all of `clear` clear. */
export interface BitTest {
  readonly set: bigint;
  readonly clear: bigint;
}

/** How an architecture tells the forms of an entry of one level apart, tried in order; the first that fits decides. */
export interface FormRow {
  readonly form: Form;
  readonly levels: readonly Level[];
  /** Any of these tests. */
  readonly when: readonly BitTest[];
}

/** Where the frame number of an entry is, by form and level; the first row that fits decides. */
export interface PfnRow extends Availability {
  readonly forms: readonly Form[];
  readonly levels: readonly Level[];
  readonly hi: number;
  readonly lo: number;
  /** Stored as its complement (x86 since L1TF, for entries the hardware ignores). */
  readonly inverted: boolean;
  /** Only entries that pass this test. */
  readonly when?: BitTest;
  /** Log2 of the bytes that a leaf maps. */
  readonly pageShift: number;
  readonly src: string;
}

/** Everything about one architecture, as data. */
export interface ArchLayout {
  readonly arch: string;
  /** First release that the tables cover. */
  readonly since: string;
  readonly levels: readonly LevelGeometry[];
  /** Bits that `*_none()` ignores. */
  readonly noneIgnores: bigint;
  /** The value that an empty entry has besides them. */
  readonly noneValue: bigint;
  readonly forms: readonly FormRow[];
  readonly rows: readonly BitRow[];
  readonly pfn: readonly PfnRow[];
  readonly swap: readonly SwapLayout[];
  readonly src: string;
}
