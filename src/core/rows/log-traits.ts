import type { BitRow, BitTest, Form, Level, SwapField } from './layout.ts';
import type { Availability } from '../version.ts';

/** One of the ways in which a kernel can be built to share its addresses with processes. */
export interface SplitBuild {
  /** The symbol that chooses it, without `CONFIG_`. */
  readonly symbol: string;
  /** The first address of the kernel's memory (`PAGE_OFFSET`). */
  readonly start: bigint;
  /** The only number of levels with which it can be chosen; absent: any. */
  readonly paging?: number;
}

/** Where user addresses can end, as the kernel is built. */
export interface AddressSplit {
  /** The one with the lowest start first; the last is the usual one. */
  readonly builds: readonly SplitBuild[];
  /** So many bytes below it are the kernel's as well. */
  readonly below: bigint;
  /** The image of the kernel lies within so many bytes above it, however it was moved at boot: code there shows which build it is, or can be. */
  readonly image: bigint;
  /** The kernel's own top table lies within so many bytes above it, also where the kernel was moved at boot unsaid. */
  readonly tableWithin: bigint;
}

/** What addresses and values of a machine look like in a log; what does not look so is of another machine. */
export interface LogTraits {
  /** What a pointer to a table looks like in an entry above a pte: one of these fits any that its kernel makes. */
  readonly tables: readonly BitTest[];
  /** From this value on no other machine with words of this size has such tables above its pages. */
  readonly ownTablesFrom?: bigint;
  /** What addresses of the kernel look like; absent: user and kernel have spaces of their own. */
  readonly kernelAddress?: BitTest;
  /** No address of user mode is as high. */
  readonly userEnd?: bigint;
  /** Addresses of the kernel's half that nothing has. */
  readonly noAddresses?: { readonly start: bigint; readonly end: bigint };
  /** The builds that end user addresses earlier. */
  readonly split?: AddressSplit;
  /** crash has names of its own for all steps of its walks but the pte. */
  readonly namesSteps?: boolean;
  /** Where crash says that the steps of its walks stand: an address of the kernel; absent: a physical one, or either. */
  readonly stepPlace?: BitTest;
  /** Where tables stand since a release, by the number of levels, and the size of pages where only one has such addresses. */
  readonly tablesSince?: {
    readonly release: string;
    readonly places: readonly (BitTest & {
      readonly paging: readonly number[];
      readonly pageShift?: number;
    })[];
  };
  /** What the pte of a page of the kernel has, present or not. */
  readonly kernelPage?: BitTest;
  /** What a present entry of a page of the kernel no longer is. */
  readonly oldKernelPage?: BitTest & { readonly until: string };
  /** A pte that no kernel makes, of a page of its own or of a process. */
  readonly noPage?: BitTest;
  /** From this address on the kernel maps devices and pages for a moment: nothing there was taken out of its own map. */
  readonly fixedMap?: bigint;
  /** Kernels that leave nothing but the frame of a page that they take out of their own map; its place is `directMap` of the machine, else where user addresses end. */
  readonly barePage?: { readonly until?: string };
  /** A pte that the kernel has at addresses of its own where there is no page: its bits beside those of the frame, which is 0. */
  readonly noKernelPage?: Availability & {
    readonly value: bigint;
    readonly text: string;
  };
  /** What is added to pointers that nobody may use (CONFIG_ILLEGAL_POINTER_VALUE); absent: nothing. */
  readonly illegalPointer?: { readonly value: bigint; readonly since: string };
  /** Behind a walk its registers show the address of the fault. */
  readonly showsAddress?: boolean;
  /** A fault tells the page that was touched, and not where in it. */
  readonly faultTellsPage?: boolean;
  /** Kernels of such names print a hash of 32 bits in place of the address of a fault. */
  readonly hashedFaults?: RegExp;
  /** No CPU has fewer bits of physical addresses: none below is reserved for being too high. */
  readonly leastPhysBits?: number;
  /** The highest bit of an address that a guest can have is none of a frame, but says whose its page is: the frame without it is that "in …". */
  readonly sharedBit?: Pick<Availability, 'since'> & { readonly text: string };
  /** Its `pmd_ERROR()` and the like print a pointer to the entry in front of it. */
  readonly printsEntryPointer: boolean;
  /** They print an entry with 8 digits where those are enough; absent: with 16. Of words of 64 bits. */
  readonly printsShortEntries?: boolean;
  /** Bits above the flags that the CPU ignores in an entry that is present: software can have anything there. */
  readonly cpuIgnores?: bigint;
  /** The same in some entries, or what not every CPU asks, or not when it walks. */
  readonly cpuIgnoresIn?: readonly {
    readonly levels: readonly Level[];
    readonly forms?: readonly Form[];
    readonly paging?: number;
    readonly mask: bigint;
    /** The CPUs that complain of it; absent: none does. */
    readonly by?: string;
  }[];
  /** Bits that no kernel sets, which a CPU takes for more bits of the address of a large page, as far as it has so many. */
  readonly moreAddressBits?: { readonly paging: number; readonly mask: bigint };
  /**
   * Top entries of the hardware of which the kernel prints the first of two alone, at this level and with so many levels:
   * addresses with `set` have the second one.
   */
  readonly firstOfTwo?: { readonly paging: number; readonly set: bigint };
  /** Entries of a kernel of this machine have two sizes, and only the log can tell which: levels with the larger one. */
  readonly wideLevels?: number;
  /** The symbol of a layout of swap entries that distributions brought back to older releases, whose names do not tell it. */
  readonly swapLayoutSymbol?: string;
  /** What memory of such a machine holds that is no entry and looks like no other: the first row that fits. */
  readonly foreign?: readonly ForeignBytes[];
  /** Tables below the top one are whole pages, of whatever size. */
  readonly wholeTables?: boolean;
  /** Entries of which its walks do not print what the table has that they point to, where that is in high memory, by the number of levels. */
  readonly skippedTables?: readonly { readonly paging: number; readonly level: Level }[];
  /** What tables have in the entry above them, where the kernel makes them as it goes: at addresses with any of `places`, and in those with `marked` at all others. */
  readonly filledTables?: readonly (Availability & {
    readonly mask: bigint;
    readonly places: readonly BitTest[];
    readonly marked?: bigint;
    /** Those without `marked` that have it can be others, whatever the address. */
    readonly elsewhere?: bigint;
    /** Absent: at all levels. */
    readonly levels?: readonly Level[];
    /** Absent: with pages of any size. */
    readonly pageShifts?: readonly number[];
  })[];
  /** How kernels that are too old for its tables read an entry that is not present, where the tables read it otherwise. */
  readonly oldPtes?: readonly OldPte[];
  /**
   * Flags of an entry of a page of kernels that are too old for the tables, which have others in the same places, or none: of
   * each place the first row that fits.
   */
  readonly oldFlags?: readonly (BitRow & { readonly until: string })[];
  /** The same bits where parts of later releases can be in the kernel, and nothing tells what they are. */
  readonly openFlags?: readonly BitRow[];
  /** Values that are not taken for entries. */
  readonly noEntries?: NoEntries;
  /** Kernels that look every address up in the tables of a process, those of the kernel too, where user and kernel have tables of their own. */
  readonly processTables?: { readonly until: string };
  /** Tables of processes give user mode a right, and those of the kernel do not. */
  readonly userTables?: boolean;
  /** An address that no tables can have is a page fault as well: no table is looked at for it. */
  readonly faultsBeyondTables?: boolean;
  /** Its walks are printed on behind a top entry that is empty: what follows stands at physical address 0. */
  readonly walksThroughEmptyTop?: boolean;
  /** What is without tables here, on the same machines: the names of kernels are the same, and a table must show which it is. */
  readonly sharesNamesWith?: string;
  /** The first release of Linux for such machines; absent: one that is older than all whose messages are told apart. */
  readonly portedIn?: string;
  /** The first release with a pud: earlier ones have three levels, with larger pages fewer. */
  readonly pudSince?: string;
}

/** Values that old kernels print where others print an entry, and that can be none. */
export interface NoEntries {
  /** The shape of their lines. */
  readonly shape: string;
  /** The first release that prints none of them. */
  readonly until: string;
  /** What no entry there has: any of these. */
  readonly tests: readonly BitTest[];
  /** Of addresses below this the value is one of the top table in any case: an entry of other levels has none like it (`empty.paging`). */
  readonly topEnd: bigint;
  /** Walks of another shape whose values are the entries of addresses below one of each level alone, and why. */
  readonly lowOnly: {
    readonly shape: string;
    readonly below: Partial<Record<Level, bigint>>;
    readonly text: string;
  };
  /** Why no tables are applied. */
  readonly text: string;
  /** The first release whose empty value is an entry for sure, of so many levels, and what restricts it on those before. */
  readonly empty: { readonly until: string; readonly paging: number; readonly text: string };
}

/** What an entry was to old kernels that read it otherwise: the first row that fits. */
export interface OldPte extends BitTest {
  /** The first release that reads it so; absent: as far back as any. */
  readonly since?: string;
  /** The first release that no longer does. */
  readonly until: string;
  /** Only kernels of such names, as `uname -r` prints them: a distribution's. */
  readonly names?: RegExp;
  /** Absent: a pte, where the tables read it as a swap entry or a page without rights; else whatever they read. */
  readonly levels?: readonly Level[];
  /** What it was, as in "pte is …". */
  readonly text: string;
  /** The tables can be right: it counts only where no swap entry printed before agrees with them, and with the older layout. */
  readonly isOpen?: boolean;
  /** It counts only where nothing names the kernel: `until` is then a release that messages tell, later than that of the change. */
  readonly isUnnamed?: boolean;
  /** Only entries of so many levels. */
  readonly paging?: number;
  /** Its stable releases can keep a swap entry as later ones do: no pte is made of one that was printed otherwise. */
  readonly varies?: boolean;
  /** Kernels that print the pte itself in messages about swap entries had them so already. */
  readonly isPrinted?: boolean;
  /** Of a swap entry, where it kept type and offset. */
  readonly swap?: { readonly type: SwapField; readonly offset: SwapField };
  /** Of a page, where it kept its frame. */
  readonly frame?: SwapField;
}

/** Bytes of firmware or programs, where a page table was expected. */
interface ForeignBytes extends BitTest {
  /** Behind "overwritten with" or "read at a place with". */
  readonly text: string;
}
