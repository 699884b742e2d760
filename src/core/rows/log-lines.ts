import { later } from '../later.ts';
import type { BitRow, Level } from './layout.ts';

/** The level of a value in a log: a table level, or the generic `swp_entry_t` that the kernel's swap messages print. */
export type LogLevel = Level | 'swap_entry';

/** In place of the architecture that a text speaks of, where it speaks of several. */
export const SEVERAL = 'several';

/** What is said with the values of a shape. */
export type ShapeRole =
  /** The way down to an address, in one line. */
  | 'walk'
  /** An entry that print_bad_pte() complains about. */
  | 'bad-map'
  /** The way down to such an entry, on the line behind. */
  | 'bad-map-walk'
  /** A table entry that *_bad() is true for. */
  | 'bad-entry'
  /** A swap entry that belongs to no swap area. */
  | 'swap'
  /** An entry, and the one that takes its place. */
  | 'update'
  /** One step of a walk, or words of memory, as a debugger prints them. */
  | 'memory';

/** One row of the table of log shapes; what prints it, and where that is read, stands in front of each. */
export interface LogShape {
  readonly name: string;
  /** A hypervisor prints it, of tables of its own or of a guest; its name. */
  readonly hypervisor?: string;
  readonly role: ShapeRole;
  /**
   * Finds the values in a line, whatever stands before and behind them. A group named like a level holds a value of that
   * level; `level` and `value` hold one together; `address` is the virtual address of a walk. Every value ends at a
   * blank, at the punctuation of the shape or at the end of the line, so that a torn line gives no half of a value.
   */
  readonly line: () => RegExp;
  /** A piece of text without which no line fits; of several, one must be there. */
  readonly needs: string | readonly string[];
  /** Flags of pages that whoever prints it has in the place of Linux's, or beside them. */
  readonly flags?: readonly BitRow[];
  /** Why no tables are applied to its values. */
  readonly undecoded?: string;
  /** Only on the line behind one of this shape. */
  readonly after?: string;
  /** Its numbers stand without zeros in front: short ones tell nothing of the size of words. */
  readonly isUnpadded?: boolean;
  /** Words of memory: nothing tells of which level they are entries, if of any. */
  readonly isLevelOpen?: true;
  /** Machines of all these architectures print it: it does not tell which of them it was. The first is the likeliest. */
  readonly archs?: readonly string[];
  /**
   * Machines without tables print it as well, `until` a release or in all: where all its values are empty, it does not tell the
   * architecture by itself.
   */
  readonly weakEmpty?: { readonly until?: string };
  /** A line of this shape promises a line of another behind it, or may go on there; what goes on with a walk may in any case. */
  readonly announces?: boolean;
  /** Goes on with a walk that a line of one of these shapes began; without such a walk it is nothing. */
  readonly partOf?: readonly string[];
  /** It begins a walk where there is none that it goes on with: the beginning of that is not in the text. */
  readonly standsAlone?: true;
  /** Its value is an entry of the level below the last that the walk shows: which level that is. */
  readonly levelBelow?: Readonly<Partial<Record<Level, Level>>>;
  /** The first release that prints it, and the first that no longer does. */
  readonly since?: string;
  readonly until?: string;
  /** What the line says beside its values. */
  readonly says?: (match: RegExpExecArray) => Circumstances;
  /**
   * What the levels of the whole walk say, also where it stands on several lines: their values, whether each has a line of its
   * own, and what is said around the walk, where none of its lines is torn. A level of which the text has no more than the name,
   * or the beginning of the value, is 0.
   */
  readonly walkSays?: (
    at: (level: Level) => bigint | undefined,
    areApart: boolean,
    around: Circumstances | undefined,
  ) => Circumstances;
}

/** What lines near a value say about it. */
export interface Circumstances {
  /** The virtual address that was touched, or that the bad entry maps. A line with one begins a new story. */
  address?: bigint;
  /** The same as a register has it, behind the walk: it counts where no line in front tells it. */
  shownAddress?: bigint;
  /** The CPU stood at code that has no name: to print it the kernel reads it, and a fault of that changes the register. */
  isCodeUnnamed?: boolean;
  /** The line stands in front of that with the address of the same story. */
  isPrelude?: boolean;
  /** The line stands behind the walk of its fault. */
  isBehindWalk?: boolean;
  /** A fault begins that shows no walk: what follows is about that one. */
  otherFault?: boolean;
  /** It is the address that a bad page map is at, and none that was touched. */
  isOfMap?: boolean;
  /** The flags of the mapping that such an address is in. */
  vmFlags?: bigint;
  /** Such an address was printed, but no more than a hash of it. */
  isHashed?: boolean;
  /** Who touched it, where a line says so. */
  mode?: 'kernel' | 'user';
  access?: 'read' | 'write' | 'execute';
  /** The kernel says that it had no right; where the CPU found nothing at all, it was kept from the tables of the process. */
  isGuarded?: boolean;
  /** Page-fault error code. */
  errorCode?: bigint;
  /** Exception syndrome. */
  esr?: bigint;
  /** Program interruption code. */
  interruption?: bigint;
  /** Why a trap was taken. */
  trapCause?: bigint;
  /** Translation-exception identification. */
  teid?: bigint;
  /** The kernel does not know faults of this status: it treats them as none of a page, whatever code they happen in. */
  unknownFault?: boolean;
  /** Fault status register, with the bit that Linux adds for instructions. */
  fsr?: bigint;
  /** The entry of the hardware beside the one of the kernel that ends a walk. */
  hardwareEntry?: bigint;
  /** Whose addresses are meant, where user and kernel have a space each. */
  space?: 'kernel' | 'user';
  /** An address of code of the kernel, and one of its data: what lies above is the kernel's. */
  kernelCode?: bigint;
  kernelData?: bigint;
  /** Where user addresses end in kernels that print so: what lies above is none of a program. */
  userEnd?: bigint;
  /** Where the CPU stood, whatever is there; and that this is the address that was touched: it was to run code there. */
  codeAddress?: bigint;
  isJump?: boolean;
  /** Offset of the swap entry, as a debugger reads it. */
  swapOffset?: bigint;
  /** "Corrupted page table": the CPU found a reserved bit. */
  corrupted?: boolean;
  /** The `struct page` of the frame was dumped. */
  pageDump?: boolean;
  /** Frames whose `struct page` was dumped near by, and their counts; -1 and below are what a page without users has. */
  pages?: readonly DumpedPage[];
  /** Where the structure of the first stands among those of all frames, in bytes. */
  pagePlace?: bigint;
  /** How often the folio of the page is mapped, and what type of page it is where it is of one that has a name. */
  headMapcount?: number;
  pageType?: string;
  /** The kernel hides itself from user mode with tables of its own (page-table isolation). */
  isolated?: boolean;
  /** A guest whose page tables the hypervisor checks: it sets the user bit in every entry (Xen PV). */
  paravirtual?: boolean;
  /** Entries are as the machine has them: their frames are not those that the guest knows. */
  hostFrames?: boolean;
  /** The trace of a bad page map has the function that asks whether a frame is one of memory. */
  refusedFrame?: boolean;
  /** The heading of a call trace. */
  callTrace?: boolean;
  /** Architecture that prints such lines. */
  arch?: string;
  /** The line tells more than others that name an architecture: of two, this one counts. */
  isFirm?: boolean;
  /** Architecture that usually prints such lines, though others do as well. */
  likely?: string;
  /** Architecture that the text speaks of, a folder that several have in `arch/`, or `SEVERAL`: it is assumed where nothing tells another. */
  spokenArch?: string;
  /** Architectures that print such lines, where they are some: with the size of a word one of them can be left. */
  among?: readonly string[];
  /** Flags of pages that the machine has in the place of those of the tables, whatever its line has; empty: it has those of the tables. */
  flags?: readonly BitRow[];
  /** Log2 of the page size, and bits of a virtual address. */
  pageShift?: number;
  vaBits?: number;
  /** Number of page-table levels. */
  paging?: number;
  /** The same by an entry that old kernels with other levels print as well, if hardly ever. */
  likelyPaging?: number;
  /** Size of a pointer of the machine, in bits. */
  wordBits?: 32 | 64;
  /** An entry has more than 32 bits: of a machine of 64, or of one of 32 with larger entries. */
  hasWideEntries?: boolean;
  /** The first release that prints such lines, and the first that no longer does. */
  since?: string;
  until?: string;
  /** A release that the kernel of the machine is older than, whatever it prints besides. */
  before?: string;
  /** The same where nothing names the kernel: vendors print such lines longer. */
  assumedBefore?: string;
  /** The same where no line has the fault status code by itself. */
  beforeFaultCode?: string;
  hasFaultCode?: boolean;
  /** The first release of a line that the machine printed, of several lines the latest one: its kernel is none that prints a pte where others print a generic swap entry. */
  printedSince?: string;
  /** The day on which the text was written at the latest, such as 20180903. */
  day?: number;
  /** The day on which what is quoted behind the line was quoted. */
  quotedDay?: number;
  /** The first day on which somebody quoted the text: it is not younger, whatever `day` says of the mail around it. */
  quotedBy?: number;
  /** The same of one architecture alone: others print such lines still. */
  untilArch?: string;
  untilThere?: string;
}

/** A `struct page` that the log shows. */
export interface DumpedPage {
  readonly pfn: bigint | undefined;
  readonly refcount: number;
  readonly mapcount: number | undefined;
  /** It is a part of a larger page, and its own count is shown, which is none of what is used. */
  readonly isPart?: boolean;
  readonly headMapcount?: number | undefined;
  readonly type?: string | undefined;
}

/** A line that holds no value but says something about the values near it. */
export interface CircumstanceRow {
  /** A piece of text without which no line fits; of several, one must be there. */
  readonly needs: string | readonly string[];
  readonly line: RegExp;
  readonly read: (match: RegExpExecArray) => Circumstances;
  /** Other machines print such lines as well: it does not tell the architecture. */
  readonly isShared?: boolean;
}

/**
 * The lines that the kernels of one architecture alone print. Each must hold one of the words that the finder looks for
 * (src/logs/find/words.ts).
 */
export interface LogLines {
  readonly shapes: readonly LogShape[];
  /** What they say is said with the architecture's name. */
  readonly circumstances: readonly CircumstanceRow[];
}

/**
 * The time of the next message, where a console lost the line end, and maybe what stood in front of it: behind a number that need
 * not have all its digits it is no end. arm fills up to 8 (v4.14 arch/arm/mm/fault.c show_pte).
 */
const NEXT_TIME = String.raw`(?:<\d>)?\[(?<=(?:[^0-9a-f>]|(?<![0-9a-f])(?:0|0[0-9a-f]{7}|[0-9a-f]{16}|(?<=\*p\w\w=(?:3D)?)[0-9a-f]{8}))(?:<\d>)?\[) {0,5}\d{1,6}\.\d{6}\]`;

/** What closes a citation, a sentence, a cell of a table or an element of XML, or fills a buffer up; the time of the next message. Three dots do not: something is left out there. */
export const CLOSING = `["'\u2019\u201d\u00bb](?!\\w)|(?:\\.|[;)}|\0]+\\.?)(?=\\s*$)|</|\\.(?=\\s+[A-Z])|${NEXT_TIME}`;
/** The end of a value: a blank, a comma, what closes a citation or the end of the line. */
export const END = `(?=[\\s,\`]|${CLOSING}|$)`;
/** Ends without a comma: for values that nothing follows but a blank. */
export const BLANK = `(?=[\\s\`]|${CLOSING}|$)`;
/**
 * Where a value or a name may begin: not inside a word, but behind the level of its record, which copies of the kernel's buffer have
 * as it is, or without its first byte, and behind the name of a file or the number that grep gives its line. v6.12
 * include/linux/kern_levels.h KERN_SOH, KERN_INFO, KERN_CONT
 */
export const START = String.raw`(?<![\w:./*-](?<!(?:^|[\s>])\x01?[0-7c]|^[\w./-]{1,80}[:-](?:[0-9]{1,7}[:-])?))`;

/** An equals sign in front of a value, in the source of an expression. */
const EQUALS = /(?<!\(\?<?)=( ?)(?=\(\?<[a-z]|\[0-9a-f\])/g;

/** The expression of a shape, out of its pieces, made when it is first asked for. Quoted-printable mail has `=3D` for an equals sign. */
export function pattern(...parts: readonly string[]): () => RegExp {
  return later(() => new RegExp(parts.join('').replace(EQUALS, '=(?:3D)?$1'), 'dg'));
}

/** Groups in a row, each left out when the walk stopped above it or the kernel has no such level. */
export function optional(levels: readonly Level[], make: (level: Level) => string): string {
  return levels.map((level) => `(?:${make(level)})?`).join('');
}

/** The levels below the top one. */
export const LOWER: readonly Level[] = ['p4d', 'pud', 'pmd', 'pte'];

/** A hexadecimal number without `0x`, as a group of an expression that takes part in every match gives it. */
export const hex = (text: string | undefined): bigint => BigInt(`0x${text}`);

/** What the line about the page table of an oops says: page size in KiB, bits of a virtual address. */
export function pgtable(size: string | undefined, bits: string | undefined): Circumstances {
  return { vaBits: Number(bits), pageShift: 10 + Math.log2(Number(size)) };
}
