import type { Availability } from '../version.ts';

/** Page-table levels from the root down, under the kernel's names. */
export const LEVELS = ['pgd', 'p4d', 'pud', 'pmd', 'pte'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * How the bits of an entry are to be read: an empty entry, a present leaf, a leaf without access (PROT_NONE),
 * a pointer to a lower table, a swap-like entry (neither none nor present), or what of these at an address of the kernel
 * is a leaf without its present bit (no layout has rows for it: they are those of the leaf).
 */
export type Form = 'none' | 'leaf' | 'protnone' | 'table' | 'swap' | 'unmapped';

/** Where a row holds that depends on the paging mode too. */
export interface PagingAvailability extends Availability {
  /** Numbers of table levels with which it holds; absent: any. */
  readonly paging?: readonly number[];
}

/** One row of a layout: bits `hi`..`lo` of an entry, in some forms, levels and kernels. */
export interface BitRow extends PagingAvailability {
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
  /** Of reserved bits: the symbol of the extension of the CPU that gives them a meaning. */
  readonly unless?: string;
  /** Kernel tag, file and symbol. */
  readonly src: string;
}

/** Some keys of a row may be left out. */
type Without<Row, Key extends keyof Row> = Omit<Row, Key> & Partial<Pick<Row, Key>>;

/** A row as the tables of an architecture write it: what follows from the rest is left out. */
export type WrittenRow =
  | Without<BitRow, 'lo' | 'role' | 'kind'>
  | (Without<BitRow, 'lo' | 'name' | 'short' | 'role'> & { readonly kind: 'reserved' });

/**
 * The rows of a layout from written ones: a row is of one bit, the highest, and a flag whose role has its short name, where it does
 * not say so. A reserved one is called by what stands there (`unused`; left out: `reserved`) and its bits, unless its name has
 * brackets already.
 */
export const bitRows = (rows: readonly WrittenRow[]): readonly BitRow[] =>
  rows.map((row) => {
    const { hi, lo = hi, kind = 'flag', short = 'reserved', role = short, name = 'reserved' } = row;
    const isWhole = kind === 'flag' || name.includes('(');
    const called = isWhole ? name : `${name} (${hi === lo ? `bit ${hi}` : `bits ${lo}-${hi}`})`;
    return { ...row, lo, name: called, short, role, kind };
  });

/** A number inside a swap-like entry. */
export interface SwapField {
  readonly lo: number;
  readonly width: number;
}

/** An offset, which some entries store as its complement. */
export interface OffsetField extends SwapField {
  readonly inverted?: boolean;
}

/** Where a swap-like entry keeps its type and offset. */
export interface SwapLayout extends Availability {
  /** The bits of the type that a `swp_entry_t` keeps. */
  readonly type: SwapField;
  /** How many bits from the lowest on `__swp_entry()` stores; absent: as many. What is above `type` is lost when it is read. */
  readonly storedTypeBits?: number;
  readonly offset: OffsetField;
  /** Bits that every swap-like entry of this architecture has set. */
  readonly fixed: bigint;
  /** Levels that keep it so; absent: all. The first row that fits decides. */
  readonly levels?: readonly Level[];
  /** Bits of the entry that belong to larger offsets, which the kernel loses when it reads one; absent: none. */
  readonly beyond?: bigint;
  /** Where the architecture's own `swp_entry_t` has both, when that is not the entry itself. */
  readonly word?: { readonly type: SwapField; readonly offset: SwapField };
  readonly src: string;
}

/** The kinds of swap types whose offset is a frame number. */
export type FrameKind = 'hwpoison' | 'migration' | 'device-private' | 'device-exclusive' | 'swapin-error';

/** What kind of thing a swap type stands for. */
export type SwapKind = 'swap' | 'pte-marker' | FrameKind;

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
  /** The symbol without which no function of the kernel asks for the bit; absent: all kernels that have it do. */
  readonly askedWith?: string;
  readonly name: string;
  readonly short: string;
  readonly text: string;
  readonly src: string;
}

/** A level of the walk: the virtual-address bits it indexes, and whether an entry of it can map a page. */
export interface LevelGeometry extends Availability {
  readonly level: Level;
  /** Lowest virtual-address bit of the index; also log2 of the bytes that one entry covers. */
  readonly shift: number;
  readonly indexBits: number;
  /** Paging modes (number of levels) in which the level exists; absent: all. */
  readonly paging?: readonly number[];
  /**
   * Where the kernel's own table of the level lies, from the one that the entry above points to, in bytes; absent: that
   * is it. (arm keeps a table of its own in front of the hardware's.)
   */
  readonly tableOffset?: number;
}

/** A condition on an entry: all bits of `set` set and all of `clear` clear. */
export interface BitTest {
  readonly set: bigint;
  readonly clear: bigint;
}

/**
 * How an architecture tells the forms of an entry of one level apart, tried in order; the first that fits decides. What
 * fits none is swap-like; a row of that form takes values out of those below it.
 */
export interface FormRow extends PagingAvailability {
  readonly form: Exclude<Form, 'unmapped'>;
  readonly levels: readonly Level[];
  /** Any of these tests. */
  readonly when: readonly BitTest[];
  /**
   * The bits of the default entry of this form, beside its frame; on one row of each level and form, and of each level
   * and form that is `invalid`.
   */
  readonly implies?: Bits;
  /**
   * The kernel takes it for a mapped page or a table, the CPU does not: a leaf that is being split or changed, or a table that
   * is reserved there, where walks end.
   */
  readonly invalid?: boolean;
  /** No intact kernel makes one, not on the way to anything else either. */
  readonly isCorrupt?: boolean;
  /** What is to be said of an entry that is so, where it is more than that it is invalid for the CPU. */
  readonly text?: string;
  /** Levels whose `*_present()` is false for it all the same. */
  readonly notPresent?: readonly Level[];
  /** Kernel tag, file and symbols. */
  readonly src: string;
}

/** What an empty entry of some levels is; a level without such a row has no value that means empty. */
export interface NoneRow extends PagingAvailability {
  readonly levels: readonly Level[];
  readonly value: bigint;
  /** Bits that `*_none()` ignores. */
  readonly ignores: bigint;
  /** Why it ignores them. */
  readonly why?: string;
  readonly src: string;
}

/** A part of a frame number that does not stand beside the rest: bits `hi`..`lo` of the entry, from address bit `at` on. */
export interface AddressPiece {
  readonly hi: number;
  readonly lo: number;
  readonly at: number;
}

/** Where the frame number of an entry is, by form and level; the first row that fits decides. */
export interface PfnRow extends PagingAvailability {
  readonly forms: readonly Form[];
  readonly levels: readonly Level[];
  readonly hi: number;
  readonly lo: number;
  /** The address bit that bit `lo` stands for; absent: `lo`. */
  readonly at?: number;
  /** The rest of the address, where it is split. Where two places have the same address bit, either sets it. */
  readonly more?: readonly AddressPiece[];
  /** The frame of a hugetlb page: the complement takes the bits below the frame number with it. */
  readonly hugetlb?: boolean;
  /** Stored as its complement (x86 since L1TF, for entries the hardware ignores). */
  readonly inverted?: boolean;
  /** Bits beside it that every entry has set: those that the complement sets above the numbers of frames. */
  readonly fixed?: bigint;
  /** Only entries that pass this test. */
  readonly when?: BitTest;
  /** Log2 of the bytes that a leaf maps. */
  readonly pageShift: number;
  readonly src: string;
}

/** A configuration symbol, or a runtime property of the same shape, that changes what entries mean. */
export interface ConfigSymbol extends Availability {
  /** Name without `CONFIG_`. */
  readonly name: string;
  /** Value in the documented default configuration (Debian's amd64 choices, as far as the architecture has them). */
  readonly standard: boolean | StandardSince;
  /** The symbol cannot be on without these. */
  readonly needs?: readonly string[];
  /** It follows its `needs` and cannot be switched off by itself. */
  readonly automatic?: boolean;
  /**
   * A property of the running machine, which no .config says: where Kconfig has a symbol of this name too, that only
   * allows the kernel to use it.
   */
  readonly runtime?: boolean;
  /** What the property is called, where a .config allows a kernel to use it and does not say whether the machine has it. */
  readonly feature?: string;
  /** How /proc/cpuinfo names it. */
  readonly cpuFlag?: string;
  /** A number of page-table levels that only machines with the property have in use. */
  readonly provenBy?: { readonly paging: number };
  readonly architectures?: readonly string[];
  /** What it changes. */
  readonly text: string;
}

/** The releases in which a symbol is on when nobody says anything of it. */
export interface StandardSince {
  /** First release of the main line. */
  readonly since: string;
  /** First stable release of each older series that got it as well. */
  readonly stable?: readonly string[];
}

/** A number that depends on release, configuration or paging mode; the first row that holds decides. */
export interface Choice extends PagingAvailability {
  readonly value: number;
}

/** Bits of an entry, by the roles of the layout's rows or as masks. A role that a kernel does not have has no bits. */
export type Bits = readonly (string | bigint)[];
