import { SWAP_HEADER_PAGES } from '../../core/entry/swap-entry.ts';
import { parseVersion } from '../../core/version.ts';
import { findMachine, wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';
import { isPrintedBefore, later, untilAssumed } from '../lines/circumstances.ts';
import { hasTime } from '../lines/swap-message.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import type { LogReport } from '../reports/report.ts';
import { printedPteText, printsPte } from './old-pte.ts';
import { unknownName } from './refusals.ts';

/**
 * Generic entries below this are an offset in area 0 whatever the machine and the release are: SWP_TYPE_SHIFT of 32-bit
 * kernels, one more since 4.20. v4.14 include/linux/swapops.h SWP_TYPE_SHIFT, include/linux/radix-tree.h
 * RADIX_TREE_EXCEPTIONAL_SHIFT; v4.20 include/linux/xarray.h BITS_PER_XA_VALUE.
 */
export const SAME_EVERYWHERE = 1n << 25n;

/**
 * Why no tables say what a message about a swap entry prints; undefined where they do, or it is another message.
 *
 * @param arch the architecture, where it is proved
 * @param isNamed the user names the kernel
 */
export function swapDoubt(report: LogReport, arch: string | undefined, isNamed: boolean): string | undefined {
  const { named, values } = report;
  if ((named !== undefined || !isNamed) && mayBePte(report, arch)) {
    if (!printsPte(report)) return oldEntry(report);
    const isKnown = ({ value }: FoundValue): boolean =>
      arch !== undefined && printedPteText(arch, value, report) !== undefined;
    return values.every(isKnown) ? undefined : oldKernel(arch);
  }
  return !isNamed && isTypeOpen(report, arch) ? openType(report) : undefined;
}

/** Why it is open what is printed: what the kernel is called, and how such messages differ. */
const oldEntry = (report: LogReport): string =>
  `no tables applied: ${unknownName(report)}, and of those that print such messages some (before ${SINCE.genericSwap}) print the pte itself`;

const oldKernel = (arch: string | undefined): string =>
  `no tables applied: kernels before ${SINCE.genericSwap} print the pte itself in such messages, and ${arch === undefined ? 'no line that counts says of which architecture' : `this is none that those of ${arch} are known to have`}`;

/** Bits of an offset in a generic entry, whatever the release is: those above can be of the type. */
const OFFSET_BITS = 57;

/**
 * Whether a message about a swap entry can be one of a kernel that prints the pte: nothing shows or names a newer one. Hardly one of
 * those had words of 64 bits; an offset that no swap area has is one of theirs, or of a pte that is broken in any case.
 */
export function mayBePte(report: LogReport, arch?: string): boolean {
  const { shape, named, values, message } = report;
  if (shape.role !== 'swap') return false;
  if (named !== undefined) return printsPte(report);
  if (hasTime(message) || sinceOf(report, arch) !== undefined) return false;
  const isSmall = values.every(({ value }) => value >> 32n === 0n);
  return isSmall
    ? bitsOf(report, arch) !== 64
    : values.some(({ value }) => BigInt.asUintN(OFFSET_BITS, value) >= SWAP_HEADER_PAGES);
}

const openType = (report: LogReport): string =>
  `no tables applied: ${unknownName(report)}, and the type of a swap entry stands in other bits before ${SINCE.swapTypeBelowTop}, before ${SINCE.swapTypeForXarray} and since`;

/** Releases that moved the type of a generic entry: below the lowest place of all it is the offset on any of them. */
const TYPE_MOVES = [SINCE.swapTypeBelowTop, SINCE.swapTypeForXarray].map((release) => parseVersion(release));

/** The size of words, as far as the log or the architecture tells it. */
const bitsOf = ({ circumstances: { wordBits } }: LogReport, arch: string | undefined): number | undefined =>
  wordBits ?? (arch === undefined ? undefined : wordBitsOf(arch));

/** The latest release that a kernel is not older than, by what it printed and by when its architecture came. */
const sinceOf = (
  { circumstances: { since, printedSince } }: LogReport,
  arch: string | undefined,
): string | undefined =>
  later(later(since, printedSince), arch === undefined ? undefined : findMachine(arch)?.logTraits?.portedIn);

/** Whether the type of a generic entry is not told by what is known of its kernel. */
function isTypeOpen(report: LogReport, arch: string | undefined): boolean {
  const { shape, circumstances: around, named, values } = report;
  if (shape.role !== 'swap' || named !== undefined) return false;
  // Both readings are told then (old-pte.ts).
  if (isPrintedBefore(SINCE.badPageFile, undefined, around)) return false;
  const bits = bitsOf(report, arch) === 32 ? OFFSET_BITS - 32 : OFFSET_BITS;
  if (values.every(({ value }) => value >> BigInt(bits) === 0n)) return false;
  const since = sinceOf(report, arch);
  const until = untilAssumed(undefined, around);
  return TYPE_MOVES.some(
    (move) =>
      (since === undefined || parseVersion(since) < move) &&
      (until === undefined || parseVersion(until) > move),
  );
}
