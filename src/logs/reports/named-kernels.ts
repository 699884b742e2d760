import type { Circumstances } from '../../core/rows/log-lines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import { isPrintedSince, joinCircumstances } from '../lines/circumstances.ts';
import { hasOtherForm, hasOtherTable } from '../lines/foreign-message.ts';
import { isOfOtherArch, type NamedKernel } from '../lines/kernel-name.ts';
import { originOf } from '../lines/line-origin.ts';
import { type Inherited, isOfOtherSize, isOther } from '../lines/machine-evidence.ts';
import type { FoundShape } from '../lines/find-shapes.ts';
import type { LogReport } from './report.ts';

/** Where a line names a kernel. */
export interface NamePlace {
  readonly line: string;
  readonly offset: number;
  /** Who printed it; undefined where it stands in front of the open reports, and so is not about them. */
  readonly caller?: string;
}

/** What tells which kernels a report can be of. */
interface Named {
  readonly found: FoundShape;
  readonly circumstances: Circumstances;
  /** What was said of the machine before it, as far as that can be its own, and of which release. */
  readonly inherited: Inherited;
  readonly isNamed: boolean;
  readonly others: readonly NamedKernel[];
}

/** The kernels that a log names, with one more, which is named for a report of this architecture. */
export function withKernel(
  kernels: readonly NamedKernel[],
  named: NamedKernel,
  archOfReport?: string,
): readonly NamedKernel[] {
  const known = kernels.find(({ release }) => release === named.release);
  if (known === undefined)
    return kernels.length >= MAX_OTHERS ? kernels : [...kernels, { ...named, archOfReport }];
  // Machines of two architectures have a kernel of this name.
  const { archOfReport: before = archOfReport } = known;
  const ofBoth = before === (archOfReport ?? before) ? known.archOfReport : undefined;
  const { origin } = named;
  if (ofBoth === known.archOfReport && origin === known.origin) return kernels;
  return kernels.map((other) => (other === known ? { ...other, origin, archOfReport: ofBoth } : other));
}

/** Kernels of other reports that are kept: two that differ tell enough. */
const MAX_OTHERS = 3;

/**
 * The kernels that the log names, without those of other machines than a report or a debugger's session is of, and without those
 * that print no such message.
 */
export function kernelsFor(
  { found, circumstances, inherited, isNamed, others }: Named,
  named: NamedKernel | undefined,
): [NamedKernel | undefined, readonly NamedKernel[]] {
  const { role } = found.shape;
  const { since, until } = found.says;
  const isSwap = role === 'swap' && (since ?? until) !== undefined;
  const isSession = role === 'memory';
  const said = joinCircumstances(circumstances, inherited.circumstances);
  // A name that says another machine is of another report, and so is the answer of uname where the messages are none of that kernel.
  const { arch = said.arch } = found.shape;
  const isNew = !isNamed && isPrintedSince(SINCE.genericSwap, said);
  // A machine prints its banner itself; its kernel can have messages of later ones, but not in a later form.
  const isFormNew = isPrintedSince(SINCE.genericSwap, found.says);
  const isOld = ({ release, isBanner }: NamedKernel): boolean =>
    isNew && (!isBanner || isFormNew) && hasNotYet(release, SINCE.genericSwap);
  const mayPrint = (known: string): boolean =>
    !isOther(said, known) && found.shape.archs?.includes(known) !== false;
  const isHere = (other: NamedKernel): boolean => {
    if (isSwap) return !hasNoLonger(other.release, until) && (isNamed || !hasNotYet(other.release, since));
    return !isSession || isNamed || other.arch === undefined || mayPrint(other.arch);
  };
  // What was said behind its own name need not hold for the name: vendors bring messages back.
  const saidFor = ({ release }: NamedKernel): Circumstances => {
    const around = release === inherited.release ? circumstances : said;
    return arch === undefined ? around : { ...around, arch };
  };
  // There can be more than are kept.
  const areAll = isNamed || isSession || others.length >= MAX_OTHERS;
  const isOfHere = (other: NamedKernel): boolean =>
    isNamed ? !isOfOtherArch(other, arch) : isSession || isPrintedBy(other, saidFor(other));
  return [
    named && !isOld(named) && isOfHere(named) && isHere(named) ? named : undefined,
    others.filter((other) => isHere(other) && !isOld(other) && (areAll || isOfBoth(other, saidFor(other)))),
  ];
}

/** Seconds in which two reports of one log stand so close that they are of one machine. */
const SAME_LOG = 1;

/**
 * Whether the log of a report goes on in a line that names the kernel of another machine than `uname` in front of it: by the clock of
 * both, where it can be of that machine.
 *
 * @param arch architecture of the reports that the line names the kernel of
 */
export function goesOnElsewhere(
  { found, named, message }: { found: FoundShape; named: NamedKernel | undefined; message: string },
  arch: string | undefined,
  line: string,
): boolean {
  const known = named?.isBanner === false ? named.arch : undefined;
  if (arch === undefined || known === undefined || known === arch) return false;
  const [begin = NaN, end = NaN] = [originOf(message).clock, originOf(line).clock];
  const isSameLog = end >= begin && end - begin <= SAME_LOG;
  return isSameLog && !hasOtherForm(found, { arch }) && !hasOtherTable(found, arch);
}

/** Whether the kernel of another report can print what a report says, and is of such a machine. */
const isOfBoth = (named: NamedKernel, said: Circumstances): boolean =>
  isPrintedBy(named, said) &&
  !hasNoLonger(named.release, said.assumedBefore) &&
  !hasNotYet(named.release, said.since) &&
  !hasNotYet(named.release, said.printedSince);

/** Whether a kernel is of such a machine as is spoken of, and no line is printed by older ones alone. */
export const isPrintedBy = (named: NamedKernel, said: Circumstances): boolean =>
  isOfMachine(named, said) && !hasNoLonger(named.release, said.before);

/** Whether a kernel is of a machine as the one that is spoken of. */
function isOfMachine(named: NamedKernel, said: Circumstances): boolean {
  const arch = named.arch ?? named.archOfReport;
  if (said.arch !== undefined) return !isOfOtherArch({ ...named, arch }, said.arch);
  return !isOther(said, arch) && !isOfOtherSize(said, arch === undefined ? {} : { arch });
}

/**
 * The kernel of a report: its own, else the one that all other reports of the text agree on.
 *
 * @param all the kernels that the log names, with those that the report cannot be of
 */
export function kernelOf(
  named: NamedKernel | undefined,
  others: readonly NamedKernel[],
  all: readonly NamedKernel[],
): Pick<LogReport, 'named' | 'isNamedElsewhere' | 'disagreeing'> {
  const [only, ...rest] = others;
  if (named) return { named, isNamedElsewhere: false, disagreeing: [] };
  if (!only) return { named, isNamedElsewhere: false, disagreeing: all.map(({ release }) => release) };
  return rest.length === 0
    ? { named: only, isNamedElsewhere: true, disagreeing: [] }
    : { named: undefined, isNamedElsewhere: false, disagreeing: others.map(({ release }) => release) };
}
