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

/** Whether the shape of a walk alone says the architecture, and other machines print one that is empty so. */
export const isWeakWalk = (report: LogReport): boolean =>
  report.shape.isWeakEmpty === true &&
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
