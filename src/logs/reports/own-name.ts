import type { Circumstances } from '../../core/rows/log-lines.ts';
import { hasNoLonger } from '../../kernel/release.ts';
import { untilOn } from '../lines/circumstances.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { areOfTwoTexts, originOf } from '../lines/line-origin.ts';
import type { OpenReport } from './open-report.ts';

/**
 * The reports whose kernel a line names: one that is named already is another's, and so is one whose lines no kernel as new as
 * that prints.
 */
export function namedBy(
  open: readonly OpenReport[],
  named: NamedKernel,
  caller: string,
): readonly OpenReport[] {
  return open.filter(
    (report) =>
      named.isOfReport &&
      !areOfTwoTexts(report.origin, named.origin) &&
      !report.isPassed &&
      !report.isNamed &&
      report.caller === caller &&
      !isOlder(report, named.release),
  );
}

/** Whether a line that names the kernel of a report tells by its time, or by having none, of which text it is: the rest of a wrapped row does not. */
export const mayEndText = (line: string): boolean =>
  originOf(line).clock !== undefined || /\b(?:CPU|Pid|EIP|EFLAGS|Oops): /.test(line);

/** Whether the lines around a walk are those of older kernels than a release. What its entries say of that is no line. */
const isOlder = (report: OpenReport, release: string): boolean =>
  (report.found.shape.role === 'bad-entry' ||
    (report.found.shape.role === 'walk' && report.found.says.before === undefined)) &&
  hasNoLonger(release, untilOn(archOf(report), report.circumstances));

/** Whether an error code comes behind the line that names the kernel of a walk: it is that of another fault. */
export function isLateCode(walk: OpenReport | undefined, { errorCode }: Circumstances): boolean {
  return errorCode !== undefined && walk?.isNamed === true && walk.circumstances.errorCode === undefined;
}

/** The architecture of a report, as far as its own lines tell it. */
export const archOf = ({ found, circumstances }: OpenReport): string | undefined =>
  found.shape.arch ?? circumstances.arch;
