import type { Circumstances } from '../../core/rows/log-lines.ts';
import { MESSAGE_RELEASES as SINCE } from '../../kernel/profiles.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import { isPrintedSince, joinCircumstances } from '../lines/circumstances.ts';
import { isOfOtherArch, type NamedKernel } from '../lines/kernel-name.ts';
import { isOther } from '../lines/machine-evidence.ts';
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
  readonly inherited: { readonly circumstances: Circumstances };
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
  if (known.archOfReport === undefined || known.archOfReport === archOfReport) return kernels;
  return kernels.map((other) => (other === known ? { ...other, archOfReport: undefined } : other));
}

/** Kernels of other reports that are kept: two that differ tell enough. */
const MAX_OTHERS = 3;

/**
 * The kernels that the log names, without those of other machines than a debugger's session is of, and without those that no
 * longer print such a message about a swap entry.
 */
export function kernelsFor(
  { found, circumstances, inherited, isNamed, others }: Named,
  named: NamedKernel | undefined,
): [NamedKernel | undefined, readonly NamedKernel[]] {
  const { role } = found.shape;
  const { since, until } = found.says;
  const isSwap = role === 'swap' && (since ?? until) !== undefined;
  const said = joinCircumstances(circumstances, inherited.circumstances);
  // A name that says another machine is of another report, and so is the answer of uname where the messages are none of that kernel.
  const { arch = circumstances.arch } = found.shape;
  const isNew = !isNamed && isPrintedSince(SINCE.genericSwap, said);
  const isOld = ({ release, isBanner }: NamedKernel): boolean =>
    isNew && !isBanner && hasNotYet(release, SINCE.genericSwap);
  const isOwn = named === undefined || !(isOld(named) || isOfOtherArch(named, arch));
  if (!isSwap && role !== 'memory')
    return [
      isOwn ? named : undefined,
      // There can be more than are kept.
      isNamed || others.length >= MAX_OTHERS
        ? others
        : others.filter((other) =>
            canBeOf(other, arch === undefined ? circumstances : { ...circumstances, arch }),
          ),
    ];
  if (!isSwap && isNamed) return [named, others];
  const isHere = ({ arch, release }: NamedKernel): boolean =>
    isSwap ? !hasNoLonger(release, until) && (isNamed || !hasNotYet(release, since)) : !isOther(said, arch);
  return [
    named && isOwn && isHere(named) ? named : undefined,
    others.filter((other) => isHere(other) && !isOld(other)),
  ];
}

/** Whether the kernel of another report can print what a report says, and is of such a machine. */
function canBeOf(named: NamedKernel, said: Circumstances): boolean {
  const { release, arch, archOfReport } = named;
  return (
    !hasNoLonger(release, said.before) &&
    !hasNoLonger(release, said.assumedBefore) &&
    !hasNotYet(release, said.since) &&
    !(said.arch === undefined
      ? isOther(said, arch ?? archOfReport)
      : isOfOtherArch({ ...named, arch: arch ?? archOfReport }, said.arch))
  );
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
