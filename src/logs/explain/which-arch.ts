import { passes } from '../../core/entry/shapes.ts';
import {
  DEFAULT_ARCH,
  archWords,
  findMachine,
  nameWithoutTables,
  wordBitsOf,
} from '../../kernel/capabilities/machines.ts';
import { MESSAGE_RELEASES as SINCE, NEWEST_FIRST } from '../../kernel/profiles.ts';
import { isOfOtherArch } from '../lines/kernel-name.ts';
import { isPrintedBefore } from '../lines/circumstances.ts';
import { hasOtherForm } from '../lines/foreign-message.ts';
import { isOther } from '../lines/machine-evidence.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { isPrinted, makerOf, ofProven, onlyPrinter, onlySmall } from './small-machine.ts';
import { assumed, isUpper, type Trial } from './trial.ts';
import { refuseArch } from './refusals.ts';
import { ofSpoken, spokenOf } from './spoken-arch.ts';
import { SAME_EVERYWHERE, swapDoubt } from './swap-doubt.ts';
import { isWeakWalk, ofWeakWalk } from './weak-walk.ts';
import { isKernelBefore } from './kernel-before.ts';
import type { LogReport } from '../reports/report.ts';

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
  const chosen = archOf(report, wanted, trial);
  const { said, printed } = saidBy(report);
  if (typeof chosen === 'string' || wanted.always === undefined || said === undefined) return chosen;
  const { arch } = chosen.kernel;
  const isLike = archSharing(said) === arch || archSharing(arch) === said;
  const isArchOfCompiler = printed === undefined && report.named?.isArchOfCompiler === true;
  if (isLike || !isOfOtherArch({ arch: said, isArchOfCompiler }, arch)) return chosen;
  const other = `the report is of ${said}: read as ${arch} all the same, as asked`;
  return { ...chosen, remark: chosen.remark === undefined ? other : `${other}; ${chosen.remark}` };
}

/** The architecture that a report says it is of, and the one that its lines say without the name of the kernel. */
function saidBy(report: LogReport): Readonly<Record<'said' | 'printed', string | undefined>> {
  const { shape, circumstances: around, named } = report;
  // A line of a machine that prints no such walk is of another, unless it tells more than that.
  const isNear = around.isFirm === true || mayPrint(report, around.arch);
  const near = isNear ? around.arch : undefined;
  const printed = shape.arch ?? near;
  return { printed, said: (around.isFirm ? near : undefined) ?? printed ?? named?.arch };
}

/** The architecture whose kernels have the same names. */
const archSharing = (arch: string | undefined): string | undefined =>
  findMachine(arch ?? '')?.logTraits?.sharesNamesWith;

/** The same without a word on what `--arch` says against it. */
function archOf(report: LogReport, wanted: Wanted, trial: Trial): ChosenKernel | string {
  const { shape } = report;
  if (shape.undecoded !== undefined) return shape.undecoded;
  const { always, fallback } = wanted;
  if (always === undefined && isWeakWalk(report)) return ofWeakWalk(report, trial);
  const { said, printed } = saidBy(report);
  const proven = always ?? said ?? fallback;
  const other = said === printed ? undefined : archSharing(said);
  if (other !== undefined && always === undefined && !showsTables(report, trial.choose(said, false)))
    return trial.choose(other, false);
  // Of a machine without tables there is nothing more to be said.
  const none = proven === undefined ? spokenWithoutTables(report) : withoutTables(proven);
  if (none !== undefined) return none;
  const doubt = swapDoubt(report, proven, wanted.isNamed);
  const spoken = proven === undefined ? spokenOf(report) : undefined;
  const isOfSpoken = spoken !== undefined && isPrinted(report, spoken);
  if (doubt !== undefined) return (isOfSpoken ? ofSpoken(report, trial) : undefined) ?? doubt;
  return proven === undefined
    ? unproven(report, trial)
    : ofProven(report, proven, trial, said === undefined || always !== undefined);
}

const withoutTables = (arch: string): string | undefined =>
  nameWithoutTables(arch) === undefined ? undefined : refuseArch(arch);

/** Why nothing is decoded where the text speaks of a machine without tables, and no line can be one of another. */
function spokenWithoutTables(report: LogReport): string | undefined {
  const { shape, circumstances: around, nearby } = report;
  const arch = spokenOf(report);
  const isOther = (nearby.arch ?? around.likely ?? around.among) !== undefined || shape.role === 'memory';
  const none = arch === undefined || isOther ? undefined : withoutTables(arch);
  return none === undefined ? undefined : `${none}, which the text speaks of`;
}

/** Whether machines of an architecture print what a report shows. */
const mayPrint = ({ shape: { archs } }: LogReport, arch: string | undefined): boolean =>
  arch === undefined || archs === undefined || archs.includes(arch);

/** The kernel where nothing proves the architecture by itself: by the first evidence that leaves one, else by the values. */
function unproven(report: LogReport, trial: Trial): ChosenKernel | string {
  const { shape, circumstances: around } = report;
  const isOfWords32 = around.wordBits === 32;
  const only =
    onlyAmong(report) ?? (isOfWords32 && shape.role === 'bad-entry' ? onlyPrinter(report) : undefined);
  if (only !== undefined) return ofProven(report, only, trial, false);
  const maker = isOfWords32 && shape.role === 'bad-map' ? makerOf(report) : undefined;
  return (
    likeNeighbour(report, trial) ??
    (isOfWords32 && report.isStep ? onlySmall(report, trial) : undefined) ??
    (maker === undefined ? undefined : assumed(ofProven(report, maker, trial, false))) ??
    ofSpoken(report, trial) ??
    sizeOpen(report) ??
    fitting(report, trial)
  );
}

/** Why the size of words leaves it open what values are; undefined where it does not. */
function sizeOpen({ shape, circumstances, nearby, values }: LogReport): string | undefined {
  const bits = circumstances.wordBits;
  if ((bits ?? nearby.wordBits) === 32)
    return 'architecture unknown, no tables applied: a 32-bit machine, and no line that counts says which';
  if (bits !== undefined) return undefined;
  if (shape.isUnpadded === true && circumstances.hasWideEntries !== true)
    return 'architecture unknown, no tables applied: no line that counts says the size of its words (--arch says it)';
  return shape.role === 'swap' && values.some(({ value }) => value >= SAME_EVERYWHERE)
    ? 'architecture unknown, no tables applied: an offset alone on a 64-bit machine, type and offset on a 32-bit one'
    : undefined;
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

/** What the machines without tables are called of which a report can be; empty where nothing says so. */
const untabledAmong = ({ circumstances: { among = [] } }: LogReport): string =>
  among.flatMap((arch) => nameWithoutTables(arch) ?? []).join(' or ');

/** The only one of the architectures which print what stands around that has words of the size seen, and prints bad entries so. */
function onlyAmong(report: LogReport): string | undefined {
  const { among, wordBits } = report.circumstances;
  if (
    among === undefined ||
    untabledAmong(report) !== '' ||
    (wordBits === undefined && report.shape.role !== 'bad-entry')
  )
    return undefined;
  const left = archWords().filter(
    ({ arch, wordBits: bits }) =>
      among.includes(arch) &&
      (wordBits ?? bits) === bits &&
      mayPrint(report, arch) &&
      !hasOtherForm(report, { arch }),
  );
  return left.length === 1 ? left[0]?.arch : undefined;
}

/**
 * Values of a report of which nothing tells the architecture, as those of another report of the same kernel, or of the same
 * session of a debugger, whose machine need not be the same.
 *
 * @returns undefined where there is none, or they do not fit it
 */
function likeNeighbour(report: LogReport, trial: Trial): ChosenKernel | string | undefined {
  const arch = report.nearby.arch ?? report.named?.archOfReport;
  if (arch === undefined || isOther(report.circumstances, arch) || !mayPrint(report, arch)) return undefined;
  const words = wordBitsOf(arch);
  const { wordBits } = report.circumstances;
  if (wordBits !== undefined && words !== undefined && wordBits !== words) return undefined;
  if (words === undefined)
    return `architecture unknown, no tables applied: another report here is of ${arch}`;
  const chosen = ofProven(report, arch, trial, false);
  if (typeof chosen === 'string' || trial.refute(chosen.kernel) !== undefined) return undefined;
  // Words that a debugger shows need not be of the machine that a line behind them is of.
  const isLoose = report.shape.isUnpadded === true && !trial.isMade(chosen.kernel);
  return isLoose ? undefined : { ...chosen, isArchAssumed: true };
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

/** Why nothing fits where nothing was tried. */
const TOO_OLD = 'what stands around is older than Linux on the machines that print this';

/** The only architecture that the values fit; the usual one where they fit it. */
function fitting(report: LogReport, trial: Trial): ChosenKernel | string {
  const { shape, circumstances: around, values, leftArch = DEFAULT_ARCH } = report;
  const { likely } = around;
  // Of a text about another machine it is not the usual one, but where all machines read the same.
  const isAlike = shape.role === 'swap' && values.every(({ value }) => value < SAME_EVERYWHERE);
  const isUsual = (arch: string): boolean =>
    (arch === DEFAULT_ARCH && (isAlike || arch === leftArch)) || [likely, shape.archs?.[0]].includes(arch);
  // Words of memory by themselves tell nothing of the machine; the steps of a walk do.
  const isTelling = shape.role !== 'memory' || report.isStep || around.swapOffset !== undefined;
  const fits: ChosenKernel[] = [];
  let why = '';
  for (const arch of possible(report, trial)) {
    const chosen = trial.choose(arch, arch !== likely);
    if (typeof chosen === 'string') continue;
    const against =
      isTelling || (arch === DEFAULT_ARCH && isUsual(arch)) ? trial.refute(chosen.kernel) : 'not tried';
    if (against === undefined && isUsual(arch) && !(report.isStep && trial.isOdd(chosen.kernel)))
      return chosen;
    if (against === undefined) fits.push(chosen);
    else if (why === '') why = `on ${arch} ${against}`;
  }
  // The words of a machine of 32 bits would look the same.
  const isSmall = around.wordBits === undefined && report.walk.every(({ value }) => value >> 32n === 0n);
  if (isSmall && shape.role !== 'memory')
    return `architecture unknown, no tables applied: ${why || `the kernel named before is of ${leftArch}`}, and no line read here says how large words are`;
  const none = untabledAmong(report);
  const rest = none === '' ? '' : `, and there are none for ${none}`;
  return onlyFit(report, fits, trial) ?? `architecture unknown, no tables applied: ${why || TOO_OLD}${rest}`;
}

/** The architectures that nothing around the values rules out, the likeliest first. */
function* possible(report: LogReport, trial: Trial): Generator<string> {
  const { shape, circumstances, named } = report;
  // A kernel that nothing names can be one that keeps type and offset elsewhere.
  const ofPte = shape.role === 'swap' && named ? pteMachines(report, trial) : [];
  const { among } = circumstances;
  const told = among === undefined ? [] : [...candidates(report)].filter((arch) => among.includes(arch));
  for (const arch of told.length > 0 ? told : candidates(report)) {
    if (ofPte.length > 0 && !ofPte.includes(arch)) continue;
    // Of a machine that Linux came to later it is none.
    const { portedIn } = findMachine(arch)?.logTraits ?? {};
    if (portedIn === undefined || !isKernelBefore(report, arch, portedIn)) yield arch;
  }
}

/** The kernel of the only architecture that values fit; of several what they are; undefined where they fit none. */
function onlyFit(
  report: LogReport,
  fits: readonly ChosenKernel[],
  trial: Trial,
): ChosenKernel | string | undefined {
  if (fits.length === 0) return undefined;
  const { shape, circumstances, values, walk } = report;
  const none = untabledAmong(report);
  const likelyOnes = fits.filter(({ kernel }) => !trial.isOdd(kernel));
  const [only, ...others] = likelyOnes.length === 0 ? fits : likelyOnes;
  // Machines without tables, on which such messages were common, are none of those that were tried. A bad entry, which fits nothing
  // where it was found, need not be of the one that a kernel's age leaves.
  const isOld = isPrintedBefore(
    shape.role === 'bad-entry' ? OLDEST : SINCE.foldersInFileNames,
    undefined,
    circumstances,
  );
  const isTold = none === '' || (only !== undefined && showsTables(report, only));
  if (only && others.length === 0 && !isOld && isTold) return { ...only, isArchAssumed: true };
  // What later tables read is nothing to an older kernel.
  const ofAge = describeAll(
    fits.filter(({ isRuledOut }) => !isOld || isRuledOut !== true),
    trial,
  );
  const readings = `${ofAge.join(', ') || 'tables of later kernels'}${isOld || none !== '' ? ', or a machine without tables' : ''}${none && `: ${none}`}`;
  const what = values.length === 1 && walk.length <= 1 ? 'the value fits' : 'the values fit';
  return `architecture unknown, no tables applied: ${what} ${readings}`;
}

/** What the first value is on kernels, once for those that follow each other and read it alike. */
function describeAll(fits: readonly ChosenKernel[], trial: Trial): readonly string[] {
  const all = fits.map(({ kernel }) => ({ arch: kernel.arch, text: trial.describe(kernel) }));
  return all.map(({ arch, text }, index) => (all[index + 1]?.text === text ? arch : `${arch} (${text})`));
}
