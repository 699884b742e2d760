import type { FaultCode } from './fault-code.ts';
import type { BitTest, Level, SwapField } from './layout.ts';
import type { LogLines } from './log-lines.ts';
import type { TableSources } from './table-sources.ts';
import type { Availability } from '../version.ts';

/** Which byte of a word comes first in memory. */
export type ByteOrder = 'little' | 'big';

/** What an architecture is called, and by whom. */
interface MachineNames {
  /** Its folder in the kernel's `arch/`, which two of them may share. */
  readonly folder: string;
  /** What `uname -m` says, and the kdump header of a kernel with it; the usual one first. */
  readonly uname: readonly string[];
  /** Node's `process.arch`. */
  readonly node: string;
  /** ELF `e_machine`. */
  readonly elf: number;
  /** Whether machines of 32 bits with other tables have the same `e_machine`: their files are of class ELFCLASS32. */
  readonly elfOf32?: boolean;
  /** QEMU: `qemu-system-NAME`; images are named after it. */
  readonly qemu: string;
  /** Further spellings that people and distributions use. */
  readonly others: readonly string[];
  /** What people type that no machine says of itself, as it can mean another: not looked for in logs. */
  readonly typed?: readonly string[];
}

/** Where the notes of a core keep registers of a CPU: offsets of 64-bit words in the note, in bytes. */
export interface CpuNote {
  /** The first word of the note, 32 bits; absent: not looked at. */
  readonly version?: number;
  /** A note with fewer bytes is not read. */
  readonly size: number;
  /** Program counter. */
  readonly pc?: number;
  /** The root register (x86: CR3). */
  readonly root?: number;
  /** The register whose bit tells the number of levels (x86: CR4). */
  readonly control?: number;
  readonly src: string;
}

/** How it can be told from outside, apart from `TableControl`, which of two numbers of page-table levels a machine uses. */
interface LevelClue {
  /** `NUMBER(…)` of VMCOREINFO, 1 when it holds. */
  readonly vmcoreinfo: string;
  /** Flag in /proc/cpuinfo. */
  readonly cpuFlag: string;
  /** Levels where it holds, and where it does not. */
  readonly yes: number;
  readonly no: number;
  /** Where the kernel has fewer levels, a walk in a log prints the `pgd` again as `p4d`. */
  readonly printsFolded: boolean;
  /** The bit of a present entry: below a real `pgd` without it nothing is printed. */
  readonly present: bigint;
  readonly src: string;
}

/** A second top table for user mode, with which the kernel hides itself (page-table isolation). */
interface Isolation {
  /** Address bit in which the user's copy differs from the kernel's own table. */
  readonly copyBit: bigint;
  /** Entries of the user half, the first ones of a table. */
  readonly entries: number;
  /** Bits that the kernel's own table has in these entries beside those of the copy. */
  readonly marks: bigint;
  /** Bits in which both may differ: the CPU sets them. */
  readonly ignores: bigint;
  readonly src: string;
}

/** Where kernels keep all physical memory in their own half, as far as a core without physical addresses needs it. */
interface DirectMap {
  /** No address of the kernel half is below. */
  readonly kernelHalf: bigint;
  /** It ends before the first area that is as large, in bytes; no block of memory is. */
  readonly endsBefore: bigint;
  /** It starts at a multiple of this, in bytes. */
  readonly align: bigint;
  readonly src: string;
}

/** Table entries of the kernel that have other bits than tables have elsewhere, on purpose: they are not bad. */
interface OddTables {
  /** The first address that they map, and the one behind the last. */
  readonly start: bigint;
  readonly end: bigint;
  /** Where they stand. */
  readonly levels: readonly Level[];
  /** Bits that they may lack, and bits that they may have besides. */
  readonly without: bigint;
  readonly having: bigint;
  readonly src: string;
}

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
interface LogTraits {
  /** What a pointer to a table looks like in an entry above a pte: one of these fits any that its kernel makes. */
  readonly tables: readonly BitTest[];
  /** What addresses of the kernel look like; absent: user and kernel have spaces of their own. */
  readonly kernelAddress?: BitTest;
  /** No address of user mode is as high. */
  readonly userEnd?: bigint;
  /** The builds that end user addresses earlier. */
  readonly split?: AddressSplit;
  /** crash has names of its own for all steps of its walks but the pte. */
  readonly namesSteps?: boolean;
  /** Where crash says that the steps of its walks stand: an address of the kernel; absent: a physical one, or either. */
  readonly stepPlace?: BitTest;
  /** What the pte of a page of the kernel has, present or not. */
  readonly kernelPage?: BitTest;
  /** The highest bit of an address that a guest can have is none of a frame, but says whose its page is: the frame without it is that "in …". */
  readonly sharedBit?: Pick<Availability, 'since'> & { readonly text: string; readonly src: string };
  /** Its `pmd_ERROR()` and the like print a pointer to the entry in front of it. */
  readonly printsEntryPointer: boolean;
  /** They print an entry with 8 digits where those are enough; absent: with 16. Of words of 64 bits. */
  readonly printsShortEntries?: boolean;
  /** Bits above the flags that the CPU ignores in an entry that is present: software can have anything there. */
  readonly cpuIgnores?: bigint;
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
  /** How kernels that are too old for its tables read an entry that is not present, where the tables read it otherwise. */
  readonly oldPtes?: readonly OldPte[];
  /** Values that are not taken for entries. */
  readonly noEntries?: NoEntries;
  /** An address whose highest bits are not all the same is a page fault as well: no table is looked at for it. */
  readonly faultsBeyondTables?: boolean;
  /** Its walks are printed on behind a top entry that is empty: what follows stands at physical address 0. */
  readonly walksThroughEmptyTop?: boolean;
  /** What is without tables here, on the same machines: the names of kernels are the same, and a table must show which it is. */
  readonly sharesNamesWith?: string;
  /** The first release of Linux for such machines; absent: one that is older than all whose messages are told apart. */
  readonly portedIn?: string;
  readonly src: string;
}

/** Values that old kernels print where others print an entry, and that can be none. */
interface NoEntries {
  /** The shape of their lines. */
  readonly shape: string;
  /** The first release that prints none of them. */
  readonly until: string;
  /** What no entry there has: any of these. */
  readonly tests: readonly BitTest[];
  /** Why no tables are applied. */
  readonly text: string;
  readonly src: string;
}

/** What an entry was to old kernels that read it otherwise: the first row that fits. */
interface OldPte extends BitTest {
  /** The first release that reads it so; absent: as far back as any. */
  readonly since?: string;
  /** The first release that no longer does. */
  readonly until: string;
  /** Absent: a pte, where the tables read it as a swap entry or a page without rights; else whatever they read. */
  readonly levels?: readonly Level[];
  /** What it was, as in "pte is …". */
  readonly text: string;
  /** The tables can be right: it counts only where no swap entry printed before agrees with them, and with the older layout. */
  readonly isOpen?: boolean;
  /** Of a swap entry, where it kept type and offset. */
  readonly swap?: { readonly type: SwapField; readonly offset: SwapField };
  /** Of a page, where it kept its frame. */
  readonly frame?: SwapField;
  readonly src: string;
}

/** Bytes of firmware or programs, where a page table was expected. */
interface ForeignBytes extends BitTest {
  /** Behind "overwritten with" or "read at a place with". */
  readonly text: string;
  readonly src: string;
}

/** What an entry that the kernel keeps for the hardware, beside one of its own, says. */
export interface HardwareEntry {
  /** What an oops calls it. */
  readonly name: string;
  /** What the kernel has in its own entry alone. */
  readonly lacks: string;
  /** What it is: the first row that fits, and the bits of its address. */
  readonly kinds: readonly (BitTest & {
    readonly text: string;
    readonly frame: { readonly hi: number; readonly lo: number } | undefined;
  })[];
  /** Who may do what: the first row that fits. */
  readonly rights: readonly (BitTest & { readonly text: string; readonly isReadOnly?: boolean })[];
  readonly src: string;
}

/** Kernel addresses that the CPU maps without any table. */
interface Windows {
  /** What the manual calls one. */
  readonly name: string;
  /** First addresses; each leads to the memory from 0 on. */
  readonly starts: readonly bigint[];
  /** The bits of an address that are those of the memory. */
  readonly offset: bigint;
  readonly src: string;
}

/** Who may use a page. */
export interface Permissions {
  /** Whether each level of a walk takes something away, or the last entry alone says it. */
  readonly of: 'every-level' | 'leaf';
  /** Why the kernel may not execute, or touch, a page of user mode; absent: no name for it. */
  readonly userPage?: { readonly execute: UserPageGuard; readonly access: UserPageGuard };
}

/** What keeps the kernel from pages of user mode, and the first release that switches it on. */
interface UserPageGuard {
  readonly text: string;
  readonly since: string;
  readonly src: string;
}

/** A bit that every table entry has which the kernel makes. */
interface TableFlag extends Availability {
  readonly name: string;
  readonly mask: bigint;
  readonly src: string;
}

/**
 * What a machine of one architecture is, as data: all that is known of it beside the layout of its entries. Whoever asks
 * what a file or a log of such a machine looks like takes it from here.
 */
export interface Machine {
  /** The name that users give and records have. */
  readonly arch: string;
  readonly names: MachineNames;
  readonly byteOrder: {
    /** Of the machine; `either`: kernels of both orders exist, and an image says which. */
    readonly machine: ByteOrder | 'either';
    /** Of the words of its page tables, whatever that of the machine is. */
    readonly tables: ByteOrder;
  };
  /**
   * How the 64 bits of an address find a top table. `sign-extended`: one top table serves user and kernel addresses, and
   * the highest bit that a walk uses goes on upwards. `per-half`: addresses with high bits clear and with high bits set
   * have a top table each. `flat`: no address has a bit above those that a walk uses.
   */
  readonly addressSpace: 'sign-extended' | 'per-half' | 'flat';
  /** Bits of user addresses in which software keeps a tag, since the CPU ignores them; `sign` is set in kernel addresses. */
  readonly addressTag?: { readonly mask: bigint; readonly sign: bigint; readonly src: string };
  /** Bits in which a process may keep tags where it asks for that, and then the CPU ignores them: what it is called. */
  readonly userTag?: Pick<Availability, 'since'> & {
    readonly mask: bigint;
    readonly name: string;
    readonly src: string;
  };
  /** `per-half`: the bits of kernel addresses above those that a walk uses; absent: all set. */
  readonly kernelHalf?: bigint;
  /** Absent: all kernel addresses go through tables. */
  readonly windows?: Windows;
  /** The register with the physical address of the top table (of user addresses where each half has one). */
  readonly rootRegister: string;
  /** Absent: the number of levels follows from release and configuration. */
  readonly levels?: LevelClue;
  /** Notes of a core that are read; absent: none. */
  readonly notes?: { readonly qemu?: CpuNote; readonly prstatus: CpuNote };
  /** Absent: nothing but the page size is read. */
  readonly tables?: TableSources;
  readonly isolation?: Isolation;
  readonly directMap?: DirectMap;
  readonly oddTables?: readonly OddTables[];
  /** Absent: its logs have no code that is read. */
  readonly faultCode?: FaultCode;
  readonly permissions: Permissions;
  /** Absent: the entries of the kernel are those of the hardware. */
  readonly hardwareEntry?: HardwareEntry;
  readonly tableFlags?: readonly TableFlag[];
  /** Lines that its kernels alone print; made when a log is read. */
  readonly logLines?: () => LogLines;
  readonly logTraits?: LogTraits;
}
