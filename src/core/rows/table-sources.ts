import type { Availability } from '../version.ts';
import type { Level } from './layout.ts';

/** The releases of kernels that make such tables, as far as entries tell them. */
export type TableReleases = Pick<Availability, 'since' | 'until'>;

/** What is known of the page tables of a machine, as far as something says it. */
export interface TableFacts {
  /** Number of levels. */
  readonly paging?: number;
  /** Log2 of the bytes of a page. */
  readonly pageShift?: number;
  /** Symbols without `CONFIG_`, and properties of the machine. */
  readonly config?: readonly (readonly [symbol: string, on: boolean])[];
}

/** What a kernel wrote down about itself for readers of dumps (VMCOREINFO), as far as the rows of a machine read it. */
export interface CrashNotes {
  /** `OSRELEASE`. */
  readonly release: string | undefined;
  /** `PAGESIZE` in bytes. */
  readonly pageSize: number | undefined;
  /** `SYMBOL(name)`: kernel virtual addresses. */
  readonly symbols: ReadonlyMap<string, bigint>;
  /** `NUMBER(name)`, signed as printed. */
  readonly numbers: ReadonlyMap<string, bigint>;
  /** `OFFSET(structure.member)`, in bytes. */
  readonly members: ReadonlyMap<string, bigint>;
  /** `NAME=hexadecimal digits`. */
  readonly offsets: ReadonlyMap<string, bigint>;
  /** `CONFIG_NAME=y`: symbols without `CONFIG_` that are on; kernels name those alone that change what is in a dump. */
  readonly settings: ReadonlySet<string>;
}

/** Reads an entry at a physical address; undefined when it is not there. */
export type ReadEntry = (physAddr: bigint) => bigint | undefined;

/** Quarters of a table, the first and the last, 0 .. 3; none where the first is behind the last. */
interface Quarters {
  readonly first: number;
  readonly last: number;
}

/** What the root register holds beside the address of the top table. */
export interface RootReading {
  /** Physical address of the top table; its lowest bits may still be flags below the size of a table. */
  readonly address: bigint;
  readonly facts?: TableFacts;
  /** Why it is neither a register that a kernel sets nor an address, as a sentence. */
  readonly wrong?: string;
}

/** Options that take a register which says how big tables are. */
export const CONTROL_OPTIONS = ['tcr', 'cr4'] as const;
type ControlOption = (typeof CONTROL_OPTIONS)[number];

/** A register that says how big the tables are, of user and of kernel addresses. */
interface TableControl {
  /** What the manual calls it. */
  readonly name: string;
  /** The option that takes it. */
  readonly option: ControlOption;
  /** Undefined: no kernel sets it so. */
  readonly read: (value: bigint) => { readonly user: TableFacts; readonly kernel: TableFacts } | undefined;
}

/** Where it is written how the tables of a machine look and where they are; small functions, since bits are cut and added. */
export interface TableSources {
  /** Out of VMCOREINFO, the page size apart, which every kernel writes alike. */
  readonly vmcoreinfo?: (notes: CrashNotes) => TableFacts;
  /** A `NUMBER(name)` that kernels of this machine alone write into VMCOREINFO. */
  readonly ownNumber?: string;
  /** What VMCOREINFO says and cannot be, or says twice and differently, a sentence each: `vmcoreinfo` does not take it. */
  readonly doubts?: (notes: CrashNotes) => readonly string[];
  /**
   * Why the tables of such an image are none that are read here, as half a sentence about its kernel; undefined where they are,
   * or nothing says it.
   *
   * @param read gives a number of the kernel at a physical address; undefined when it is not there
   */
  readonly refused?: (
    notes: CrashNotes,
    read: (physAddr: bigint, bits: 32 | 64) => bigint | undefined,
  ) => string | undefined;
  /**
   * Physical address of the kernel's own top table (`swapper_pg_dir`) out of VMCOREINFO, as far as it says that.
   *
   * @param entries of a top table, as it is read
   */
  readonly kernelRoot?: (notes: CrashNotes, entries: number, word: ReadEntry) => bigint | undefined;
  /**
   * Reads the root register as it is printed, or the address alone.
   *
   * @param wide whether physical addresses have 52 bits
   */
  readonly root?: (value: bigint, wide: boolean) => RootReading;
  readonly control?: TableControl;
  /** Bits of the root register beside an address and those below a page; other registers have their own `root`. */
  readonly rootFlags?: bigint;
  /**
   * Which quarters of a table the CPU uses, by what points to it; undefined where that does not say it. Absent: all of every
   * table.
   *
   * @param pointer an entry, or the root register or the address alone
   * @param of the level of the entry
   */
  readonly quarters?: (pointer: bigint, of: Level | 'root') => Quarters | undefined;
  /** Log2 of the bytes to which a top table is aligned, where that is less than its size or a page. */
  readonly rootAlign?: number;
  /**
   * What the tables themselves tell: entries that say of which level they are, or how large the next table is.
   *
   * @param root physical address of the top table, if one is named
   * @param notes undefined where the image has none
   */
  readonly entries?: (root: bigint | undefined, word: ReadEntry, notes: CrashNotes | undefined) => TableFacts;
  /** Of which kernels the entries below a top table are; of all where they do not tell it. */
  readonly releases?: (root: bigint, word: ReadEntry) => TableReleases;
  /** What an entry shows only by its bits, where neither image nor options say it. */
  readonly wideAddress?: WideAddress;
  /** What a machine is taken to have in an image, since only an entry that uses it shows any difference. */
  readonly shown?: TableFacts;
}

/** Bits that are of a physical address where a kernel has a symbol, and that no kernel without it sets. */
export interface WideAddress {
  readonly symbol: string;
  /** Log2 of the page size with which it is so. */
  readonly pageShift: number;
  /** Of an entry that points to a page or a table. */
  readonly entry: bigint;
  /** Of the root register. */
  readonly root: bigint;
}
