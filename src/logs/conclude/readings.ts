import { type Entry, hasBit } from '../../core/entry/entry.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Circumstances, DumpedPage, LogLevel } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { Answers } from '../../core/verdicts/answers.ts';
import { QUESTIONS } from '../../core/verdicts/questions.ts';
import type { SwapEntry } from '../../core/entry/swap-entry.ts';
import { not64 } from '../../core/u64.ts';
import type { VersionCode } from '../../core/version.ts';
import { type Access, accessOf, cpuEnd, guardOf } from './access.ts';
import { type BadTable, badTable } from './bad-table.ts';
import { beyondTables, NO_WAY } from './beyond-tables.ts';
import { dumpedPage, otherPage } from './dumped-page.ts';
import { isKernelPlace, isOfUser } from './kernel-address.ts';
import { type HardwareReading, readHardwareEntry } from './hardware-entry.ts';
import { endBefore, invertedPfn, unmappedFrame } from './frames.ts';
import {
  alwaysWrong,
  cpuIgnores,
  mayBeReserved,
  moreAddressBits,
  type Outlier,
  outlierOf,
  type ReservedForSome,
  reservedForSome,
} from './outlier.ts';
import { isForUser } from './upper-level.ts';

/** The values of a report and what is said around them: all that conclusions are drawn from. */
export interface Subject {
  readonly kernel: Kernel;
  /** The value that is complained about, or that ends a walk, and its level in the log. */
  readonly entry: Entry;
  readonly level: LogLevel;
  /** Of a walk all steps, from the top down, without levels that this kernel folds; else the value alone. */
  readonly steps: readonly Entry[];
  readonly around: Circumstances;
  /** What the kernel said of the same swap entry in this line or just before, or nothing. */
  readonly message: string;
  /** The same swap entry was printed shortly before in its other form. */
  readonly isRepeated: boolean;
  /** The kernel says that it could not read a table of the walk. */
  readonly isBad: boolean;
  /** More of a walk stands behind what is whole of it. */
  readonly isTorn: boolean;
  /** A level of the walk above its last value of which no whole value is in the text. */
  readonly gap?: Level | undefined;
  /** A generic entry that a pte has no room for. */
  readonly tooLarge: SwapEntry | undefined;
  /** The bit that all entries of the report have far above their addresses. */
  readonly encBit: number | undefined;
  /** Kernels with the other page sizes, where nothing tells the size. */
  readonly otherSizes: readonly Kernel[];
  /** The release that the log names, which can be older than that of the tables; undefined where it names none. */
  readonly release?: VersionCode | undefined;
  /** The log shows memory at least as high as the frame of the entry. */
  readonly isMemory?: boolean | undefined;
  /** Where the memory ends that its boot shows, in bytes. */
  readonly memoryEnd?: bigint | undefined;
  /** Nothing tells the number of table levels: the kernel has the usual ones. */
  readonly levelsAssumed?: boolean | undefined;
  /** No console that shows urgent lines alone left the dump of a page out: the report has a line that is no more urgent. */
  readonly hasWarnings?: boolean | undefined;
  /** The kernel is so old that it has the pointers of removed lists elsewhere (`old`), or other poison than is known here (`none`). */
  readonly poison?: 'old' | 'none' | undefined;
  /** The kernel looks addresses of its own up in the tables of a process; the first release that does not. */
  readonly processTables?: string | undefined;
  /** Nothing names the kernel: it is the newest that fits. */
  readonly isAssumed?: boolean | undefined;
  /** The kernel can have type and offset of a generic entry in other bits of a pte. */
  readonly isPteOpen?: boolean | undefined;
}

/** What conclusions read beside the entry: the lines around it, and the other values of its report. */
interface ReportAnswers extends Required<Pick<Subject, 'gap' | 'poison'>> {
  readonly access: Access | undefined;
  readonly by_user: boolean;
  /** The virtual address that was touched, or that the bad entry maps. */
  readonly address: bigint | undefined;
  /** The line with the address of a bad page map is there, whether the address can be read or not. */
  readonly map_line: boolean;
  readonly message: string;
  /** The flags of the mapping that a bad page map is in; undefined where the text does not show them. */
  readonly vm_flags: bigint | undefined;
  /** The report has a line that is no more urgent than the dump of a page: the one with its kernel. */
  readonly has_warnings: boolean;
  /** The kernel took the frame for one beyond its memory. */
  readonly refused_frame: boolean;
  /** The `struct page` of the frame was dumped. */
  readonly page_dump: boolean;
  /** The frame whose `struct page` was dumped, where that is another one; else null. */
  readonly other_page: bigint | null;
  /** The log names the kernel. */
  readonly named: boolean;
  /** Neither the log nor an option names the kernel. */
  readonly assumed: boolean;
  /** Nothing tells the number of table levels. */
  readonly levels_assumed: boolean;
  /** The log shows memory at least as high as the frame. */
  readonly memory: boolean;
  /** Where the memory ends that the log shows, in bytes, if the page or table at an address of the entry is beyond it; else null. */
  readonly beyond_memory: bigint | null;
  /** The dump of the frame's `struct page`, where the log shows it with its counts. */
  readonly page: DumpedPage | undefined;
  /** The kernel could not read the table that the last entry points to. */
  readonly unreadable: boolean;
  /** More of the walk stands behind its last value, and is no whole value. */
  readonly torn: boolean;
  /** The frame of a mapping of the kernel that lost its present bit, in words; null for all others. */
  readonly unmapped_frame: string | null;
  /** The address is one of the kernel, or one of user mode; null where nothing says which. */
  readonly kernel_address: boolean | null;
  /** The kernel has tables of its own, which need not be those that were in use. */
  readonly isolated: boolean;
  /** A hypervisor sets the user bit in every entry. */
  readonly paravirtual: boolean;
  /** The frames are those of a host, not of the guest that printed them. */
  readonly host_frames: boolean;
  /** The entry of the hardware beside the one of the kernel; undefined where the log shows none. */
  readonly hardware: HardwareReading | undefined;
  /** The entry shown is one of two, and the address has the other. */
  readonly first_of_two: boolean;
  /** The value is printed behind a top entry that is empty: it was read from a table at physical address 0, and is no entry. */
  readonly at_zero: boolean;
  /** The value is printed behind an entry that maps a page: it was read out of that page, and is no entry. */
  readonly of_page: boolean;
  /** Why the kernel may not do that with a page of user mode; undefined where its release had nothing against it. */
  readonly user_guard: string | undefined;
  /** The entry takes the right to write away. */
  readonly write_protected: boolean;
  /** The bit that all entries of the report have far above their addresses. */
  readonly encryption_bit: number | undefined;
  /** That the walk shown is not the way to the address, and why; undefined where nothing says so. */
  readonly beyond_tables: string | undefined;
  /** The level at which the walk of the CPU ended, where its code says that. */
  readonly cpu_end: Level | undefined;
  /** The frame number of a page, with all its bits inverted, where its upper half is set. */
  readonly inverted_pfn: bigint | null;
  /** Why the kernel takes a pointer to a table for a bad one; undefined where it would not. */
  readonly bad: BadTable | undefined;
  /** Bits that the CPU wants clear, whatever its physical addresses are. */
  readonly reserved_for_cpu: bigint;
  /** Bits that some CPUs want clear; undefined where there are none. */
  readonly reserved_for_some: ReservedForSome | undefined;
  /** What a reserved bit of the entries shown can be: one of an address that some CPUs have too few bits for, or of a feature that some do not have. */
  readonly may_be_reserved: readonly string[];
  /** The value is a generic `swp_entry_t`, not a pte. */
  readonly generic: boolean;
  /** It is one, and nothing tells where a pte has what is in it. */
  readonly open_pte: boolean;
  readonly repeated: boolean;
  /** The walk ends at a page that the CPU takes for present. */
  readonly mapped_for_cpu: boolean;
  /** It points to a table, and is invalid for the CPU. */
  readonly invalid_table: boolean;
  /** Every entry that says who may use the page says that user mode may. */
  readonly for_user: boolean;
  /** The step whose address is out of line: its highest bit, and that of all others; undefined when none is. */
  readonly outlier: Outlier | undefined;
}

/** No name is in both: one question has one answer. */
type AllAnswers = Answers & ReportAnswers;
/** What can be asked. */
export type Reading = keyof AllAnswers;

/** Asks a report and one entry of it; `Name` is what may be asked. */
export type AskReport<Name extends Reading = Reading> = <N extends Name>(name: N) => AllAnswers[N];

/** The entries of a walk that say who may use the page. */
export function rightsOf(subject: Subject): readonly Entry[] {
  const { kernel, entry } = subject;
  return kernel.machine.permissions.of === 'every-level' ? stepsToEnd(subject) : [entry];
}

/** The steps of a walk down to the one that ends it: what is printed behind is no entry. */
export function stepsToEnd({ steps, entry }: Subject): readonly Entry[] {
  const end = steps.indexOf(entry);
  return end < 0 ? steps : steps.slice(0, end + 1);
}

/** Everything that conclusions can read. */
const READINGS: {
  readonly [Name in Reading]: { of(entry: Entry, subject: Subject): AllAnswers[Name] };
} = {
  ...QUESTIONS,
  wrong_bits: { of: (entry, { otherSizes }) => alwaysWrong(entry, otherSizes) },
  access: { of: (_, subject) => accessOf(subject) },
  by_user: { of: (_, { kernel, around }) => isOfUser(kernel, around) },
  poison: { of: (_, { poison }) => poison },
  address: { of: (_, { around }) => around.address },
  map_line: { of: (_, { around }) => around.address !== undefined || around.isHashed === true },
  message: { of: (_, { message }) => message },
  vm_flags: { of: (_, { around }) => around.vmFlags },
  has_warnings: { of: (_, { hasWarnings }) => hasWarnings === true },
  refused_frame: { of: (_, { around }) => around.refusedFrame === true },
  page_dump: { of: (entry, { around }) => around.pageDump === true && otherPage(entry, around) === null },
  page: { of: (entry, { around }) => dumpedPage(entry, around) },
  other_page: { of: (entry, { around }) => otherPage(entry, around) },
  named: { of: (_, { release }) => release !== undefined },
  assumed: { of: (_, { isAssumed }) => isAssumed === true },
  levels_assumed: { of: (_, { levelsAssumed }) => levelsAssumed === true },
  memory: { of: (_, { isMemory }) => isMemory === true },
  beyond_memory: {
    of: (entry, { memoryEnd, around, encBit }) =>
      around.paravirtual === true ? null : endBefore(entry, memoryEnd, encBit),
  },
  unreadable: { of: (_, { isBad }) => isBad },
  torn: { of: (_, { isTorn }) => isTorn },
  gap: { of: (_, { gap }) => gap },
  unmapped_frame: { of: (entry, { steps }) => unmappedFrame(entry, steps) },
  kernel_address: { of: (_, { kernel, around }) => isKernelPlace(kernel, around) },
  isolated: { of: (_, { around }) => around.isolated ?? false },
  paravirtual: { of: (_, { around }) => around.paravirtual ?? false },
  host_frames: { of: (_, { around }) => around.hostFrames ?? false },
  hardware: { of: (entry, { around }) => readHardwareEntry(entry, around.hardwareEntry) },
  first_of_two: { of: (_, subject) => isFirstOfTwo(subject) },
  at_zero: {
    of: (entry, { kernel, steps: [top] }) =>
      kernel.machine.logTraits?.walksThroughEmptyTop === true && top?.form === 'none' && top !== entry,
  },
  of_page: {
    of: (entry, { entry: end, steps }) => end.form === 'leaf' && steps.indexOf(entry) > steps.indexOf(end),
  },
  user_guard: { of: (_, subject) => guardOf(subject) },
  write_protected: {
    of: (entry) => hasBit(entry, 'rw') === false || hasBit(entry, 'rdonly', 'protect', 'apx') === true,
  },
  encryption_bit: { of: (_, { encBit }) => encBit },
  beyond_tables: { of: (_, subject) => beyondTables(subject) ?? otherTables(subject) },
  cpu_end: { of: (_, subject) => cpuEnd(subject) },
  inverted_pfn: { of: (entry) => invertedPfn(entry) },
  bad: { of: (entry) => badTable(entry) },
  reserved_for_cpu: {
    of: (entry, { otherSizes }) =>
      alwaysWrong(entry, otherSizes) & not64(moreAddressBits(entry) | cpuIgnores(entry)),
  },
  reserved_for_some: {
    of: (entry, { otherSizes }) => reservedForSome(entry, alwaysWrong(entry, otherSizes)),
  },
  may_be_reserved: { of: (_, subject) => mayBeReserved(stepsToEnd(subject), subject.memoryEnd) },
  // A pte has no room for all of it, and the message has it whole.
  type: { of: (entry, { tooLarge }) => tooLarge?.type ?? QUESTIONS.type.of(entry) },
  offset: { of: (entry, { tooLarge }) => tooLarge?.offset ?? QUESTIONS.offset.of(entry) },
  generic: { of: (_, { level }) => level === 'swap_entry' },
  open_pte: { of: (_, { level, isPteOpen }) => level === 'swap_entry' && isPteOpen === true },
  repeated: { of: (_, { isRepeated }) => isRepeated },
  mapped_for_cpu: { of: (_, { entry }) => isMapped(entry) },
  invalid_table: {
    of: (entry) =>
      entry.form === 'table' && (QUESTIONS.invalid.of(entry) || hasBit(entry, 'invalid') === true),
  },
  for_user: { of: (_, subject) => isForUser(rightsOf(subject)) },
  outlier: { of: (_, subject) => outlierOf(stepsToEnd(subject), subject.memoryEnd) },
};

/** Whether the CPU takes the entry for a page that is present. */
export function isMapped(entry: Entry): boolean {
  return entry.form === 'leaf' && !QUESTIONS.invalid.of(entry) && hasBit(entry, 'invalid') !== true;
}

/**
 * That the walk shown is one through the tables of a process, for an address that is none of it, or can be. Where there was
 * no process the tables of the kernel are shown, and the walk ends where that of the CPU did.
 */
function otherTables(subject: Subject): string | undefined {
  const { kernel, entry, around, processTables } = subject;
  if (processTables === undefined || entry.form !== 'none' || isKernelPlace(kernel, around) !== true)
    return undefined;
  const end = cpuEnd(subject);
  const access = accessOf(subject);
  // Where the CPU missed nothing it found a page.
  const isFound = access !== undefined && (access.isOther || (access.cause ?? 'missing') !== 'missing');
  const [top] = kernel.levels;
  // It may be folded.
  const level = entry.level === 'pgd' ? top?.level : entry.level;
  const isOther = isFound || (end !== undefined && end !== level);
  if (!isOther && level !== top?.level) return undefined;
  return `${isOther ? NO_WAY : 'the walk shown need not be the way to the address'}: kernels before ${processTables} look addresses of their own up in the tables of the process as well, which do not have them`;
}

/** Asks a report, and one entry of it. */
export function askingReport(subject: Subject, entry: Entry): AskReport {
  return (name) => READINGS[name].of(entry, subject);
}

/** Whether the walk ends at a top entry of two of which the kernel prints the first alone, and the address has the second. */
export function isFirstOfTwo({ kernel, entry, around }: Subject): boolean {
  const pair = kernel.machine.logTraits?.firstOfTwo;
  const isTop = entry.form === 'leaf' && entry.level === kernel.levels[0]?.level;
  return pair?.paging === kernel.paging && isTop && ((around.address ?? 0n) & pair.set) !== 0n;
}
