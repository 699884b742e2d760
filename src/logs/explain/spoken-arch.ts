import { machinesOf, wordBitsOf } from '../../kernel/capabilities/machines.ts';
import type { LogReport } from '../reports/report.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { ofProven } from './small-machine.ts';
import { assumed, type Trial } from './trial.ts';

/** The only architecture that the text speaks of beside the names of kernels. */
function besideKernel({ mentions }: LogReport): string | undefined {
  const [only, ...others] = new Set(mentions.flatMap(({ spokenArch }) => spokenArch ?? []));
  return others.length === 0 ? only : undefined;
}

/** The architecture that the text speaks of; another word where it is not one alone. */
export function spokenOf(report: LogReport): string | undefined {
  const { spokenArch: folder = '' } = report.circumstances;
  const beside = besideKernel(report);
  return folder === '' || machinesOf(folder).includes(beside ?? '') ? beside : folder;
}

/**
 * Values as those of the architecture that the text speaks of, where the log tells the size of words and nothing else, or it is
 * spoken of beside the kernel. Of a message about swap it is enough that no line tells another size.
 *
 * @returns undefined where they do not fit it
 */
export function ofSpoken(report: LogReport, trial: Trial): ChosenKernel | string | undefined {
  const { circumstances: around, nearby, shape } = report;
  const beside = besideKernel(report);
  const arch = spokenOf(report);
  if (arch === undefined || wordBitsOf(arch) === undefined || shape.role === 'memory') return undefined;
  const bits = around.wordBits ?? nearby.wordBits;
  const isEnough = shape.role === 'swap' || arch === beside;
  if (bits === undefined ? !isEnough : bits !== wordBitsOf(arch)) return undefined;
  const chosen = ofProven(report, arch, trial, false);
  return typeof chosen === 'string' || trial.refute(chosen.kernel) !== undefined
    ? undefined
    : assumed(chosen);
}
