import { passes } from '../../core/entry/shapes.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { DEFAULT_ARCH, archWords, findMachine, wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { SWAP_HEADER_PAGES } from '../../core/entry/swap-entry.ts';
import { MESSAGE_RELEASES as SINCE, NEWEST_FIRST } from '../../kernel/profiles.ts';
import { parseVersion, tryParseVersion } from '../../core/version.ts';
import { isPrintedBefore, later, SEVERAL, untilOn } from '../lines/circumstances.ts';
import { hasTime } from '../lines/swap-message.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { makerOf, ofProven, onlyPrinter, onlySmall } from './small-machine.ts';
import { assumed, isUpper, type Trial } from './trial.ts';
import { unknownName } from './refusals.ts';
import { isKernelBefore } from './kernel-before.ts';
import type { LogReport } from '../reports/report.ts';

/**
 * Generic entries below this are an offset in area 0 whatever the machine and the release are: SWP_TYPE_SHIFT of 32-bit
 * kernels, one more since 4.20. v4.14 include/linux/swapops.h SWP_TYPE_SHIFT, include/linux/radix-tree.h
 * RADIX_TREE_EXCEPTIONAL_SHIFT; v4.20 include/linux/xarray.h BITS_PER_XA_VALUE.
 */
export const SAME_EVERYWHERE = 1n << 25n;

/** The oldest release that any tables are of. */
const OLDEST = NEWEST_FIRST.at(-1) ?? '';

/** The architectures that the user names: one that wins over what the log says, and one for logs that say nothing. */
export interface Wanted {
  readonly always: string | undefined;
  readonly fallback: string | undefined;
  /** The user names the kernel. */
  readonly isNamed: boolean;
}

/**
 * The kernel for a report, with the architecture that the evidence proves: a shape or a line that one architecture alone
 * prints, the name of the release, else the only one that the values and the widths of addresses fit. The usual
 * architecture is assumed where nothing contradicts it.
 *
 * @returns the reason where nothing is decoded
 */
export function chooseArch(report: LogReport, wanted: Wanted, trial: Trial): ChosenKernel | string {
  const { shape, circumstances: around, named } = report;
  if (shape.undecoded !== undefined) return shape.undecoded;
  const { always, fallback } = wanted;
  const said = (around.isFirm ? around.arch : undefined) ?? shape.arch ?? around.arch ?? named?.arch;
  const proven = always ?? said ?? fallback;
  const other =
    said === (shape.arch ?? around.arch) ? undefined : findMachine(said ?? '')?.logTraits?.sharesNamesWith;
  if (other !== undefined && always === undefined && !showsTables(report, trial.choose(said, false)))
    return trial.choose(other, false);
  if ((named !== undefined || !wanted.isNamed) && mayBePte(report, proven))
    return named === undefined && !isPrintedBefore(SINCE.genericSwap, undefined, around)
      ? oldEntry(report)
      : OLD_KERNEL;
  if (!wanted.isNamed && isTypeOpen(report, proven)) return openType(report);
  if (proven !== undefined)
    return ofProven(report, proven, trial, said === undefined || always !== undefined);
  const bits = around.wordBits;
  const only =
    onlyAmong(around) ?? (bits === 32 && shape.role === 'bad-entry' ? onlyPrinter(report) : undefined);
  if (only !== undefined) return ofProven(report, only, trial, false);
  const { nearby } = report;
  const near = nearby.arch === undefined ? undefined : likeNeighbour(report, nearby.arch, trial);
  if (near !== undefined) return near;
  const small = bits === 32 && report.isStep ? onlySmall(report, trial) : undefined;
  if (small !== undefined) return small;
  const maker = bits === 32 && shape.role === 'bad-map' ? makerOf(report) : undefined;
  if (maker !== undefined) return assumed(ofProven(report, maker, trial, false));
  const spoken = ofSpoken(report, trial);
  if (spoken !== undefined) return spoken;
  if ((bits ?? nearby.wordBits) === 32)
    return `architecture unknown, no tables applied: a 32-bit machine, and nothing says which`;
  if (shape.isUnpadded === true && bits === undefined)
    return 'architecture unknown, no tables applied: nothing says the size of its words';
  if (
    shape.role === 'swap' &&
    bits === undefined &&
    report.values.some(({ value }) => value >= SAME_EVERYWHERE)
  )
    return 'architecture unknown, no tables applied: an offset alone on a 64-bit machine, type and offset on a 32-bit one';
  return fitting(report, trial);
}

/** Whether values are those of the tables of an architecture that its name does not tell: one is of such a table, or it does not matter. */
function showsTables(
  { shape: { role }, walk, tables: below }: LogReport,
  chosen: ChosenKernel | string,
): boolean {
  if (role === 'swap' || typeof chosen === 'string') return true;
  const { kernel } = chosen;
  const tables = kernel.machine.logTraits?.tables ?? [];
  const doubted = role === 'bad-entry' ? walk[0] : undefined;
  return [...walk, ...below].some(
    (step) => step !== doubted && isUpper(step.level) && tables.some((test) => passes(step.value, test)),
  );
}

/** Why it is open what is printed: what the kernel is called, and how such messages differ. */
const oldEntry = (report: LogReport): string =>
  `no tables applied: ${unknownName(report)}, and of those that print such messages some (before 2.6) print the pte itself`;

const OLD_KERNEL = `no tables applied: kernels before ${SINCE.genericSwap} print the pte itself in such messages`;

/** Bits of an offset in a generic entry, whatever the release is: those above can be of the type. */
const OFFSET_BITS = 57;

/**
 * Whether a message about a swap entry can be one of a kernel that prints the pte: nothing shows or names a newer one. Hardly one of
 * those had words of 64 bits; an offset that no swap area has is one of theirs, or of a pte that is broken in any case.
 */
export function mayBePte(report: LogReport, arch?: string): boolean {
  const { shape, named, values, message } = report;
  if (shape.role !== 'swap') return false;
  if (named !== undefined) return (tryParseVersion(named.name) ?? Infinity) < parseVersion(SINCE.genericSwap);
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
  const until = untilOn(undefined, around);
  return TYPE_MOVES.some(
    (move) =>
      (since === undefined || parseVersion(since) < move) &&
      (until === undefined || parseVersion(until) > move),
  );
}

/** The only one of the architectures which print what stands around that has words of the size seen. */
function onlyAmong({ among, wordBits }: Circumstances): string | undefined {
  if (among === undefined || wordBits === undefined) return undefined;
  const left = archWords().filter((row) => row.wordBits === wordBits && among.includes(row.arch));
  return left.length === 1 ? left[0]?.arch : undefined;
}

/**
 * Values of a report of which nothing tells the architecture, as those of another report of the same text, whose machine
 * need not be the same.
 *
 * @returns undefined where they do not fit it
 */
function likeNeighbour(report: LogReport, arch: string, trial: Trial): ChosenKernel | string | undefined {
  const words = wordBitsOf(arch);
  const { wordBits } = report.circumstances;
  if (wordBits !== undefined && words !== undefined && wordBits !== words) return undefined;
  if (words === undefined)
    return `architecture unknown, no tables applied: another report here is of ${arch}`;
  const chosen = ofProven(report, arch, trial, false);
  if (typeof chosen === 'string' || trial.refute(chosen.kernel) !== undefined) return undefined;
  return { ...chosen, isArchAssumed: true };
}

/**
 * Values as those of the architecture that the text speaks of, where the log tells the size of words and nothing else.
 *
 * @returns undefined where they do not fit it
 */
function ofSpoken(report: LogReport, trial: Trial): ChosenKernel | string | undefined {
  const { circumstances: around, nearby, shape } = report;
  const arch = around.spokenArch;
  if (arch === undefined || arch === SEVERAL || shape.role === 'memory' || shape.role === 'swap')
    return undefined;
  if ((around.wordBits ?? nearby.wordBits) !== wordBitsOf(arch)) return undefined;
  const chosen = ofProven(report, arch, trial, false);
  return typeof chosen === 'string' || trial.refute(chosen.kernel) !== undefined
    ? undefined
    : assumed(chosen);
}

/** The architectures whose machines have words of 64 bits, the likeliest first; the others are not looked at where it fits. */
function* candidates({ shape, circumstances: { likely } }: LogReport): Generator<string> {
  if (shape.archs) {
    yield* shape.archs;
    return;
  }
  if (likely !== undefined) yield likely;
  if (likely !== DEFAULT_ARCH) yield DEFAULT_ARCH;
  for (const { arch, wordBits } of archWords())
    if (wordBits === 64 && arch !== likely && arch !== DEFAULT_ARCH) yield arch;
}

/** The architectures whose ptes can have a swap entry; none where it is a broken one on all. */
const pteMachines = (report: LogReport, trial: Trial): readonly string[] =>
  [...candidates(report)].filter((arch) => {
    const chosen = trial.choose(arch, true);
    return typeof chosen !== 'string' && trial.isInPte(chosen.kernel);
  });

/** The only architecture that the values fit; the usual one where they fit it. */
function fitting(report: LogReport, trial: Trial): ChosenKernel | string {
  const { shape, circumstances: around } = report;
  const { likely } = around;
  const isUsual = (arch: string): boolean =>
    arch === DEFAULT_ARCH || arch === likely || shape.archs?.[0] === arch;
  const fits: ChosenKernel[] = [];
  let why = '';
  // A kernel that nothing names can be one that keeps type and offset elsewhere.
  const ofPte = shape.role === 'swap' && report.named ? pteMachines(report, trial) : [];
  for (const arch of candidates(report)) {
    if (around.among?.includes(arch) === false) continue;
    if (ofPte.length > 0 && !ofPte.includes(arch)) continue;
    // Of a machine that Linux came to later it is none.
    const { portedIn } = findMachine(arch)?.logTraits ?? {};
    if (portedIn !== undefined && isKernelBefore(report, arch, portedIn)) continue;
    const chosen = trial.choose(arch, arch !== likely);
    if (typeof chosen === 'string') continue;
    // Words of memory by themselves tell nothing of the machine; the steps of a walk do.
    const isTelling = report.isStep || around.swapOffset !== undefined;
    const isTried = shape.role !== 'memory' || arch === DEFAULT_ARCH || isTelling;
    const against = isTried ? trial.refute(chosen.kernel) : 'not tried';
    if (against === undefined && isUsual(arch) && !(report.isStep && trial.isOdd(chosen.kernel)))
      return chosen;
    if (against === undefined) fits.push(chosen);
    else if (why === '') why = `on ${arch} ${against}`;
  }
  // The words of a machine of 32 bits would look the same.
  const isSmall = around.wordBits === undefined && report.walk.every(({ value }) => value >> 32n === 0n);
  if (isSmall && shape.role !== 'memory')
    return `architecture unknown, no tables applied: ${why}, and no line read here says how large words are`;
  const likelyOnes = fits.filter(({ kernel }) => !trial.isOdd(kernel));
  const [only, ...others] = likelyOnes.length === 0 ? fits : likelyOnes;
  // Machines without tables, on which such messages were common, are none of those that were tried. A bad entry, which fits nothing
  // where it was found, need not be of the one that a kernel's age leaves.
  const isOld = isPrintedBefore(
    shape.role === 'bad-entry' ? OLDEST : SINCE.foldersInFileNames,
    undefined,
    around,
  );
  if (only && others.length === 0 && !isOld) return { ...only, isArchAssumed: true };
  // What later tables read is nothing to an older kernel.
  const ofAge = fits
    .filter(({ isRuledOut }) => !isOld || isRuledOut !== true)
    .map(({ kernel }) => `${kernel.arch} (${trial.describe(kernel)})`);
  const readings =
    fits.length === 0
      ? why
      : `they fit ${ofAge.join(', ') || 'tables of later kernels'}${isOld ? ', or a machine without tables' : ''}`;
  return `architecture unknown, no tables applied: ${readings}`;
}
