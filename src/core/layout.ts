import type { Availability, VersionCode } from './version.ts';

/** Page-table levels from the root down, under the kernel's names. */
export const LEVELS = ['pgd', 'p4d', 'pud', 'pmd', 'pte'] as const;
export type Level = (typeof LEVELS)[number];

/**
 * How the bits of an entry are to be read: an empty entry, a present leaf, a leaf without access (PROT_NONE),
 * a pointer to a lower table, a swap-like entry (neither none nor present), or what of these at an address of the kernel
 * is a leaf without its present bit (no layout has rows for it: they are those of the leaf).
 */
export type Form = 'none' | 'leaf' | 'protnone' | 'table' | 'swap' | 'unmapped';

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
  readonly inverted?: boolean;
}

/** Where a swap-like entry keeps its type and offset. */
export interface SwapLayout extends Availability {
  /** The bits of the type that a `swp_entry_t` keeps. */
  readonly type: SwapField;
  /** How many bits from the lowest on `__swp_entry()` stores; absent: as many. What is above `type` is lost when it is read. */
  readonly storedTypeBits?: number;
  readonly offset: SwapField;
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
export interface FormRow extends Availability {
  readonly form: Exclude<Form, 'unmapped'>;
  readonly levels: readonly Level[];
  /** Any of these tests. */
  readonly when: readonly BitTest[];
  /**
   * The bits of the default entry of this form, beside its frame; on one row of each level and form, and of each level
   * and form that is `invalid`.
   */
  readonly implies?: Bits;
  /** The kernel takes it for a mapped page, the CPU does not: a leaf that is being split or changed. */
  readonly invalid?: boolean;
  /** What is to be said of an entry that is so, where it is more than that it is invalid for the CPU. */
  readonly text?: string;
  /** Levels whose `*_present()` is false for it all the same. */
  readonly notPresent?: readonly Level[];
  /** Kernel tag, file and symbols. */
  readonly src: string;
}

/** What an empty entry of some levels is; a level without such a row has no value that means empty. */
export interface NoneRow extends Availability {
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
export interface PfnRow extends Availability {
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
export interface Choice extends Availability {
  readonly value: number;
  readonly paging?: readonly number[];
}

/** Bits of an entry, by the roles of the layout's rows or as masks. A role that a kernel does not have has no bits. */
export type Bits = readonly (string | bigint)[];

/** A condition of a kernel function: it holds when everything that it names does. */
export interface Condition extends Availability {
  /** All of these bits are set; what names a role that the kernel does not have never holds. */
  readonly set?: Bits;
  /** All of these bits are clear. */
  readonly clear?: Bits;
  /** The kernel has bits of these roles, also where it only finds out on the machine. */
  readonly has?: readonly string[];
  /** The form of the entry is one of these. */
  readonly forms?: readonly Form[];
  /** The swap type is of one of these kinds, whatever the form. */
  readonly kinds?: readonly SwapKind[];
  /** The swap type has this name. */
  readonly type?: string;
  /** The swap type is the number of a swap area, below `MAX_SWAPFILES`, or is not. */
  readonly area?: boolean;
  /** Any of these marker bits is set. */
  readonly marker?: bigint;
  /** The swap offset has this bit above its frame number. */
  readonly above?: 'young' | 'dirty';
  /** The `swp_entry_t` is 0, or is not. */
  readonly zero?: boolean;
  /** The entry is the special pte of userfaultfd. */
  readonly special?: true;
  /** The kernel uses one of these numbers of page-table levels. */
  readonly paging?: readonly number[];
}

/** What the row of a kernel function of an entry says in any case. */
interface EntryFunction extends Availability {
  /** The kernel's name. */
  readonly name: string;
  /** The level whose entries it reads; absent: a pte, with roles that a pte lacks from the lowest level that has them. */
  readonly level?: Level;
  /** Kernel tag and file; the symbol where it is not the name. */
  readonly src: string;
}

/** A kernel function that is true when any of its conditions holds. */
interface TestRow extends EntryFunction {
  readonly when: readonly Condition[];
}

/**
 * A number that kernels read from an entry: the frame of a leaf in pages, or its address in bytes; `__swp_type()` and
 * `__swp_offset()` of the entry as it stands; the `swp_entry_t` or softleaf (0 of a none or present entry) and what is
 * in that.
 */
export type EntryNumber =
  | 'frame'
  | 'address'
  | '__swp_type'
  | '__swp_offset'
  | 'swp_entry'
  | 'softleaf'
  | 'type'
  | 'offset'
  | 'pfn'
  | 'marker';

/** A kernel function that gives a number. */
interface NumberRow extends EntryFunction {
  readonly number: EntryNumber;
}

/** A kernel function that gives the place of the swap type in a list, in which `none` and `swap` stand too. */
export interface RankRow extends EntryFunction {
  readonly ranks: readonly string[];
}

/** What a row function may ask of a kernel. */
export interface KernelBits {
  /** See `Kernel.mask`. */
  mask(role: string, level?: Level): bigint;
  config(symbol: string): boolean;
  readonly version: VersionCode;
  readonly physMask: bigint;
  readonly encMask: bigint;
  /** Log2 of the page size. */
  readonly pageShift: number;
  /** Where the frame numbers of a form stand; without `pieces` every bit where it stands in the address. */
  form(level: Level, form: Form): { readonly pfn: readonly FrameField[] };
}

/** A place of frame numbers, as far as row functions ask. */
interface FrameField {
  readonly mask: bigint;
  readonly pieces: readonly AddressPiece[] | undefined;
}

/** A kernel function that does arithmetic. */
interface ComputedRow extends EntryFunction {
  readonly of: (value: bigint, kernel: KernelBits) => boolean | bigint;
}

/** A kernel function that answers something of one entry. */
export type PredicateRow = TestRow | NumberRow | RankRow | ComputedRow;

/** Inputs of the kernel's functions that make or change an entry; which ones a function takes is in its row. */
export interface FunctionInputs {
  readonly pte?: bigint;
  /** The second entry of `pte_same`. */
  readonly other?: bigint;
  readonly prot?: bigint;
  readonly pfn?: bigint;
  readonly type?: number;
  readonly offset?: bigint;
  readonly marker?: bigint;
  readonly young?: boolean;
  readonly dirty?: boolean;
}

/** The name of one input. */
export type InputName = keyof FunctionInputs;

/** One case of a change: it is for entries with all bits of `set` and none of `clear`. */
export interface ChangeCase extends Pick<Condition, 'set' | 'clear'>, Availability {
  readonly thenSet?: Bits;
  readonly thenClear?: Bits;
}

/** A kernel function that sets and clears bits: the first case that fits decides, none leaves the entry as it is. */
export interface ChangeRow extends EntryFunction {
  readonly cases: readonly ChangeCase[];
  /** Absent: the entry. With none it begins with 0. */
  readonly takes?: readonly InputName[];
}

/** A kernel function that makes a swap entry. */
export interface MakeRow extends EntryFunction {
  readonly makes: {
    /** The special type; absent: the number that it takes. Without that type the kernel's stub gives `swp_entry(0, 0)`. */
    readonly type?: string;
    /** Absent: the offset or the marker that it takes. */
    readonly offset?: bigint;
    /** It makes a generic `swp_entry_t` or the architecture's own one, and not the entry as it is stored. */
    readonly as?: 'generic' | 'word';
  };
  /** The inputs it needs, in the order of its C parameters. */
  readonly takes: readonly InputName[];
  /** A `swp_entry_t`; absent: an entry. */
  readonly gives?: 'val';
}

/** A kernel function that does arithmetic. */
interface ComputedOperation extends EntryFunction {
  readonly of: (inputs: Required<FunctionInputs>, kernel: KernelBits) => bigint | boolean;
  readonly takes: readonly InputName[];
  /** A truth value; absent: an entry. */
  readonly gives?: 'result';
}

/** A kernel function that makes or changes an entry. */
export type OperationRow = ChangeRow | MakeRow | ComputedOperation;

/** The page-table entries of one architecture, as data; what its machine is besides stands in `Machine`. */
export interface ArchLayout {
  /** First release that the tables cover. */
  readonly since: string;
  readonly levels: readonly LevelGeometry[];
  /** Number of table levels when nobody says. */
  readonly paging: readonly Choice[];
  /** Log2 of the page size. */
  readonly pageShift: readonly Choice[];
  /** `MAX_PHYSMEM_BITS`. */
  readonly physBits: readonly Choice[];
  /** `SWP_PFN_BITS`; absent: what `MAX_PHYSMEM_BITS` leaves above the page size. */
  readonly swpPfnBits?: readonly Choice[];
  /** Bits of `__PHYSICAL_MASK` where a frame number is cut out with it; absent: every bit of the frame field. */
  readonly physMaskBits?: readonly Choice[];
  /** Bits of an `unsigned long`, which holds a generic `swp_entry_t`. */
  readonly wordBits: 32 | 64;
  /** Bits of an entry; absent: 64. */
  readonly entryBits?: readonly Choice[];
  /** The symbol that a number of levels settles: `paging` has a row for each of its values. */
  readonly pagingSymbol?: string;
  /** Symbols that only this architecture has, or has from another release on. */
  readonly symbols: readonly ConfigSymbol[];
  /** Common symbols that cannot be on. */
  readonly lacks: readonly string[];
  /** The encryption bit: one of the bits `lo`..`hi` of a frame number; absent: the architecture has none. */
  readonly encryption?: BitRow;
  readonly none: readonly NoneRow[];
  readonly forms: readonly FormRow[];
  readonly rows: readonly BitRow[];
  readonly pfn: readonly PfnRow[];
  readonly swap: readonly SwapLayout[];
  /** The kernel's functions that answer something of an entry, in the order in which they are listed. */
  readonly predicates: () => Iterable<PredicateRow>;
  /** The kernel's functions that make or change an entry. */
  readonly operations: () => readonly OperationRow[];
  readonly src: string;
}
