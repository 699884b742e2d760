import type { FaultCode } from './fault-code.ts';
import type { BitTest, Level } from './layout.ts';
import type { LogLines } from './log-lines.ts';
import type { LogTraits } from './log-traits.ts';
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
  /** The symbol of Kconfig that is y in each of its configurations and in none of another architecture. */
  readonly kconfig: string;
  /** Node's `process.arch`. */
  readonly node: string;
  /** ELF `e_machine`. */
  readonly elf: number;
  /** Whether machines of 32 bits with other tables have the same `e_machine`: their files are of class ELFCLASS32. */
  readonly elfOf32?: boolean;
  /** QEMU: `qemu-system-NAME`; images are named after it. */
  readonly qemu: string;
  /** Those of other machines that run kernels of this one as well. */
  readonly qemuToo?: readonly string[];
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
  /** The program status, which tells what of `RootNote` the CPU used. */
  readonly status?: number;
}

/** A note behind that of a CPU with the root registers of its address spaces. */
export interface RootNote {
  readonly name: string;
  readonly type: number;
  /** A note with fewer bytes is not read. */
  readonly size: number;
  /** What the manual calls each register, and where it stands in the note, in bytes. */
  readonly registers: readonly (readonly [name: string, at: number])[];
  /** The name of that which the CPU used, by its program status; undefined: it used no tables. */
  readonly used: (status: bigint) => string | undefined;
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
}

/** Where kernels keep all physical memory in their own half, as far as a core without physical addresses needs it. */
interface DirectMap {
  /** No address of the kernel half is below. */
  readonly kernelHalf: bigint;
  /** It ends before the first area that is as large, in bytes; no block of memory is. */
  readonly endsBefore: bigint;
  /** It starts at a multiple of this, in bytes. */
  readonly align: bigint;
}

/** Table entries of the kernel that have other bits than tables have elsewhere, on purpose: they are not bad. */
interface OddTables {
  /** What they map, in words. */
  readonly of: string;
  /** The first address that they map, and the one behind the last. */
  readonly start: bigint;
  readonly end: bigint;
  /** Where they stand. */
  readonly levels: readonly Level[];
  /** Bits that they may lack, and bits that they may have besides. */
  readonly without: bigint;
  readonly having: bigint;
  /** Bits that none of them has. */
  readonly never: bigint;
  /** The first release that has them. */
  readonly since: string;
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
}

/** Kernel addresses that the CPU maps without any table. */
interface Windows {
  /** What the manual calls one. */
  readonly name: string;
  /** First addresses; each leads to the memory from 0 on. */
  readonly starts: readonly bigint[];
  /** The bits of an address that are those of the memory. */
  readonly offset: bigint;
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
}

/** A bit that every table entry has which the kernel makes. */
interface TableFlag extends Availability {
  readonly name: string;
  readonly mask: bigint;
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
  readonly addressTag?: { readonly mask: bigint; readonly sign: bigint };
  /** Bits in which a process may keep tags where it asks for that, and then the CPU ignores them: what it is called. */
  readonly userTag?: Pick<Availability, 'since'> & {
    readonly mask: bigint;
    readonly name: string;
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
  readonly notes?: { readonly qemu?: CpuNote; readonly prstatus: CpuNote; readonly roots?: RootNote };
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
