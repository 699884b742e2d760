import { parseVersion, tryParseVersion } from '../../core/version.ts';
import { isOfOtherArch } from '../lines/kernel-name.ts';
import type { LogReport } from '../reports/report.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { ofProven } from './small-machine.ts';
import { assumed, type Trial } from './trial.ts';

/** The architecture that other lines, or the kernel's name, tell; that of the shape where the name can be of it too. */
function toldBeside({ shape, named, circumstances: { arch } }: LogReport): string | undefined {
  if (arch !== undefined || named?.arch === undefined) return arch;
  return isOfOtherArch(named, shape.arch) ? named.arch : shape.arch;
}

/** Whether machines without tables print the walk in such a release, as its name or its messages tell it. */
function isWeakShape({ shape: { weakEmpty }, named, circumstances: { since } }: LogReport): boolean {
  if (weakEmpty?.until === undefined) return weakEmpty !== undefined;
  const version = tryParseVersion(named?.release ?? since ?? '');
  return version === undefined || version < parseVersion(weakEmpty.until);
}

/** Whether the shape of a walk alone says the architecture, and other machines print one that is empty so. */
export const isWeakWalk = (report: LogReport): boolean =>
  isWeakShape(report) &&
  report.circumstances.isFirm !== true &&
  toldBeside(report) !== report.shape.arch &&
  report.walk.every(({ value }) => value === 0n);

/** Such a walk: of the architecture that it is the likeliest of, where nothing tells another. */
export function ofWeakWalk(report: LogReport, trial: Trial): ChosenKernel | string {
  const { arch = '' } = report.shape;
  const told = toldBeside(report);
  return told === undefined
    ? assumed(ofProven(report, arch, trial, false))
    : `architecture unknown, no tables applied: ${arch} prints such a walk, and what stands beside it is of ${told}`;
}
