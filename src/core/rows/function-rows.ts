import type { AddressPiece, Bits, Form, Level, SwapKind } from './layout.ts';
import type { Availability, VersionCode } from '../version.ts';

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
  /** The numbers of page-table levels with which there is such a function; absent: all. */
  readonly paging?: readonly number[];
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
  /** The number of page-table levels. */
  readonly paging: number;
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
export interface ComputedRow extends EntryFunction {
  readonly of: (value: bigint, kernel: KernelBits) => boolean | bigint;
  /** The bits of an entry that it looks at, where there are others than flags among them. */
  readonly reads?: bigint | ((kernel: KernelBits) => bigint);
  /** Bits of which it asks whether any is set, and nothing else. */
  readonly readsAny?: bigint;
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
