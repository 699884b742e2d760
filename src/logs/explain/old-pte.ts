import type { Entry } from '../../core/entry/entry.ts';
import { passes } from '../../core/entry/shapes.ts';
import { splitGenericEntry, type SwapEntry, swpOffset, swpType } from '../../core/entry/swap-entry.ts';
import type { SwapField } from '../../core/rows/layout.ts';
import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { NoEntries, OldPte } from '../../core/rows/log-traits.ts';
import type { Machine } from '../../core/rows/machine.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex, maskOf } from '../../core/u64.ts';
import { parseVersion, tryParseVersion } from '../../core/version.ts';
import { findMachine, wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES } from '../../kernel/profiles.ts';
import { isKernelPlace, isOfUser } from '../conclude/kernel-address.ts';
import { isPrintedSince } from '../lines/circumstances.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import type { LogReport } from '../reports/report.ts';
import { isKernelBefore } from './kernel-before.ts';
import { possibleMentions } from './mentioned-kernel.ts';
import { layoutOf } from './swap-layout.ts';

const fieldOf = (raw: bigint, { lo, width }: SwapField): bigint => (raw >> BigInt(lo)) & maskOf(width - 1, 0);

/** Whether a pte has an offset where kernels of a machine had it that are too old for its tables. */
export const isOldSwap = ({ machine }: Kernel, pte: bigint, offset: bigint): boolean =>
  offset > 0n &&
  machine.logTraits?.oldPtes?.some(({ swap }) => swap && fieldOf(pte, swap.offset) === offset) === true;

/** Whether the kernel that a report names is a release or newer. */
function isAsNew({ named }: LogReport, release: string): boolean {
  const version = named && tryParseVersion(named.release);
  return version !== undefined && version >= parseVersion(release);
}

/** Whether the layout of a swap entry is that of its kernel: the later one was chosen, or the entry printed before is the same. */
function isShown(entry: Entry, generic: bigint | undefined): boolean {
  const { kernel, raw } = entry;
  if (layoutOf(kernel) === true) return true;
  if (generic === undefined) return false;
  const { type, offset } = splitGenericEntry(kernel, generic);
  return swpType(kernel.swap, raw) === type && swpOffset(kernel.swap, raw) === offset;
}

/** Bits of the type of a `swp_entry_t`, at its top in old kernels. v3.0 include/linux/swapops.h SWP_TYPE_SHIFT, swap.h MAX_SWAPFILES_SHIFT */
const TYPE_BITS = 5;

/**
 * What a generic swap entry was to a kernel that kept its type higher than those of the tables.
 *
 * @returns undefined where nothing names such a kernel, and where both read the same
 */
export function oldGenericText(arch: string, generic: bigint, report: LogReport): string | undefined {
  const isOld = isKernelBefore(report, arch, MESSAGE_RELEASES.swapTypeBelowTop);
  // Nothing tells whether a kernel without a name, older than the tables, is as old as that.
  const isOpen = !report.named && isKernelBefore(report, arch, MESSAGE_RELEASES.badPageFile);
  if (!isOld && !isOpen) return undefined;
  const lo = (wordBitsOf(arch) ?? 64) - TYPE_BITS;
  if (generic >> BigInt(lo - ROOM) === 0n) return undefined;
  const reading = (at: number): string =>
    `type ${fieldOf(generic, { lo: at, width: TYPE_BITS })}, offset ${formatHex(fieldOf(generic, { lo: 0, width: at }))}`;
  const before = `before ${MESSAGE_RELEASES.swapTypeBelowTop}`;
  return isOld
    ? `a swap entry as kernels ${before} have them: ${reading(lo)}`
    : `a swap entry of an old kernel: ${reading(lo)} ${before}, ${reading(lo - ROOM)} since`;
}

/** Whether the kernel of a message about a swap entry, or each that the text speaks of and that can be its, is one that prints the pte itself. */
export function printsPte(report: LogReport, arch?: string): boolean {
  const { named } = report;
  const isOld = ({ name }: NamedKernel): boolean =>
    (tryParseVersion(name) ?? Infinity) < parseVersion(MESSAGE_RELEASES.genericSwap);
  if (named) return isOld(named);
  const mentions = possibleMentions(report);
  return (
    (mentions.length > 0 && mentions.every(isOld)) ||
    isKernelBefore(report, arch ?? '', MESSAGE_RELEASES.genericSwap)
  );
}

/**
 * What a message about a swap entry prints where it is the pte itself: type and offset as its kernel keeps them.
 *
 * @returns undefined where nothing tells such a kernel, or its ptes are not known
 */
export function printedPteText(arch: string, value: bigint, report: LogReport): string | undefined {
  const row = findMachine(arch)?.logTraits?.oldPtes?.find(({ isPrinted }) => isPrinted);
  if (!row?.swap || !passes(value, row) || !printsPte(report, arch)) return undefined;
  const { type, offset } = row.swap;
  return `the pte itself, as kernels before ${MESSAGE_RELEASES.genericSwap} print it: type ${fieldOf(value, type)}, offset ${formatHex(fieldOf(value, offset))}`;
}

const isOfShape = ({ shape: { name, partOf = [] } }: LogReport, walk: string): boolean =>
  name === walk || partOf.includes(walk);

/** Why a lower value of a walk that an old kernel printed need be no entry of the address; undefined where it is one. */
export function notOfAddress({ machine }: Kernel, level: LogLevel, report: LogReport): string | undefined {
  const { lowOnly } = machine.logTraits?.noEntries ?? {};
  if (lowOnly === undefined || level === 'swap_entry' || !isOfShape(report, lowOnly.shape)) return undefined;
  const { [level]: below } = lowOnly.below;
  const { address } = report.circumstances;
  if (below === undefined || (address !== undefined && address < below)) return undefined;
  return address === undefined
    ? `not known to be an entry of the address, which no line says: ${lowOnly.text}`
    : `${NO_ENTRY_OF}${lowOnly.text}`;
}

const NO_ENTRY_OF = 'no entry of the address: ';

/** Why a value that an old kernel printed can be no entry; undefined where it can. */
export function noEntryText(arch: string, report: LogReport): string | undefined {
  const row = findMachine(arch)?.logTraits?.noEntries;
  if (row === undefined) return undefined;
  const { shape, values, walk, circumstances } = report;
  const { lowOnly } = row;
  const { pgd = 0n } = lowOnly.below;
  if (isOfShape(report, lowOnly.shape) && (circumstances.address ?? 0n) >= pgd)
    return `${NO_ENTRY_OF}${lowOnly.text}`;
  const shown = shape.name === row.shape ? values : shape.partOf?.includes(row.shape) ? walk : [];
  // What is printed behind such a value was read where it points to.
  const isNone = shown.some(
    ({ level, value }) => level !== 'pte' && row.tests.some((test) => passes(value, test)),
  );
  return isNone && isKernelBefore(report, arch, row.until) ? row.text : undefined;
}

/**
 * The number of levels that lines tell, or a value which only old kernels with others print, in place of an entry; undefined for
 * one of those, and where nothing tells it.
 */
export function levelsTold(machine: Machine, report: LogReport): number | undefined {
  const { shape, circumstances, named } = report;
  const { paging, likelyPaging } = circumstances;
  if (paging !== undefined) return paging;
  const row = machine.logTraits?.noEntries;
  if (row !== undefined && isOfTop(report, row)) return row.empty.paging;
  const { empty, until, shape: walk } = row ?? {};
  if (
    empty === undefined ||
    isKernelBefore(report, machine.arch, (named ? empty.until : until) ?? empty.until)
  )
    return undefined;
  if (shape.name !== walk) return likelyPaging;
  return isLoneZero(report) && !isPrintedSince(empty.until, circumstances) ? undefined : empty.paging;
}

/** Whether a walk shows an entry where other levels would have another that looks otherwise. */
function isOfTop(report: LogReport, { shape, tests, topEnd }: NoEntries): boolean {
  const { address = topEnd } = report.circumstances;
  return (
    isOfShape(report, shape) &&
    address < topEnd &&
    report.walk.some(
      ({ level, value }) => level !== 'pte' && value !== 0n && !tests.some((test) => passes(value, test)),
    )
  );
}

/** Whether nothing is known of a fault but that it shows an entry which is empty: not even in which words it was told. */
const isLoneZero = ({ named, circumstances, walk }: LogReport): boolean =>
  named === undefined &&
  circumstances.address === undefined &&
  circumstances.errorCode === undefined &&
  walk.every(({ value }) => value === 0n);

/** Whether a row is of the kernel that printed a report, or can be. */
const isOfReport = ({ names, since, until, isUnnamed }: OldPte, arch: string, report: LogReport): boolean =>
  isKernelBefore(report, arch, until) &&
  (since === undefined || isAsNew(report, since)) &&
  !(isUnnamed && report.named) &&
  (names === undefined || names.test(report.named?.release ?? ''));

/** The most bits that later kernels keep free above the type. */
const ROOM = 2;

/** Whether a row says of all swap entries alike that they are none of the tables, and not where they have type and offset. */
const isOfAllSwap = ({ levels, set, frame }: OldPte): boolean =>
  levels === undefined && set === 0n && frame === undefined;

/**
 * The pte with a swap entry that was printed in its generic form, as the kernel of a report has it; undefined where that is
 * not known, or the tables can be right as well.
 *
 * @param entry the same by the tables
 */
export function pteOfGeneric(
  { kernel, raw }: Entry,
  { type, offset }: SwapEntry,
  report: LogReport,
): bigint | undefined {
  const { machine, arch, paging, version, release, layout } = kernel;
  const row = machine.logTraits?.oldPtes?.find(
    (old) =>
      (old.swap !== undefined || old.isOpen || isOfAllSwap(old)) &&
      (old.paging ?? paging) === paging &&
      isOfReport(old, arch, report),
  );
  if (row === undefined) return raw;
  // Another kernel than the messages are of is asked for.
  const isOld = release === layout.since || version < parseVersion(row.until);
  if (!isOld || row.isOpen || row.varies || row.swap === undefined) return undefined;
  return (BigInt(type) << BigInt(row.swap.type.lo)) | (offset << BigInt(row.swap.offset.lo));
}

/**
 * What an entry was to a kernel too old for the tables, which would read it as a swap entry of theirs, or with other rights.
 *
 * @param generic the swap entry that was printed before
 * @returns undefined where the tables read it as that kernel did, as far as is known
 */
export function oldPteText(entry: Entry, report: LogReport, generic?: bigint): string | undefined {
  const { machine, arch } = entry.kernel;
  const { level, form } = entry;
  const isPte = level === 'pte' && (form === 'swap' || form === 'protnone');
  // Flags that later kernels let an empty pte have.
  const isMarked = level === 'pte' && form === 'none';
  const row = machine.logTraits?.oldPtes?.find(
    (old) =>
      (old.levels === undefined
        ? isPte || (isMarked && old.set !== 0n)
        : old.levels.includes(level) && form !== 'none') &&
      passes(entry.raw, old) &&
      isOfReport(old, arch, report) &&
      !(old.isOpen && isShown(entry, generic)),
  );
  // Where the kernel's own pages are no kernel has such entries of processes.
  if (row === undefined || ((isPte || isMarked) && isOfKernel(entry.kernel, report))) return undefined;
  const rest = mayBeOfKernel(entry.kernel, report) ? ' (unless the address is one of the kernel)' : '';
  if (row.frame !== undefined) return `${row.text}: frame ${formatHex(fieldOf(entry.raw, row.frame))}`;
  if (row.swap === undefined) return row.text + rest;
  const { type, offset } = row.swap;
  return `${row.text}: type ${fieldOf(entry.raw, type)}, offset ${formatHex(fieldOf(entry.raw, offset))}${rest}`;
}

/**
 * That a swap entry is not the one that was printed just before: of a message that comes with the entry, and has bits of
 * its offset, that is hardly another.
 *
 * @returns undefined where both have one offset, and where there is nothing to compare
 */
export function otherEntryText(entry: Entry, { named }: LogReport, generic?: bigint): string | undefined {
  if (generic === undefined || entry.level !== 'pte' || entry.form !== 'swap') return undefined;
  const { type, offset } = splitGenericEntry(entry.kernel, generic);
  // Of another type alone more is known (swap-layout.ts).
  if (swpOffset(entry.kernel.swap, entry.raw) === offset) return undefined;
  // Where the type stands depends on the release.
  const told = `${named === undefined ? '' : `type ${type}, `}offset ${formatHex(offset)}`;
  return `a swap entry that these tables read otherwise than the message before it: ${told} there`;
}

/** Whether the address of a walk is one of the kernel. */
const isOfKernel = (kernel: Kernel, { shape, circumstances }: LogReport): boolean =>
  shape.role === 'walk' && isKernelPlace(kernel, circumstances) === true;

/** Whether nothing tells that the address of a walk is none of the kernel, which has other entries that are not present. */
function mayBeOfKernel(kernel: Kernel, { shape, circumstances }: LogReport): boolean {
  return (
    shape.role === 'walk' &&
    kernel.machine.logTraits?.kernelAddress !== undefined &&
    isKernelPlace(kernel, circumstances) === null &&
    !isOfUser(kernel, circumstances)
  );
}
