import type { Circumstances } from '../../core/rows/log-lines.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import type { OpenReport } from './open-report.ts';

/** The reports whose kernel a line names: one that is named already is another's. */
export function namedBy(
  open: readonly OpenReport[],
  { isOfReport }: NamedKernel,
  caller: string,
): readonly OpenReport[] {
  return open.filter(
    (report) => isOfReport && !report.isPassed && !report.isNamed && report.caller === caller,
  );
}

/** Whether an error code comes behind the line that names the kernel of a walk: it is that of another fault. */
export function isLateCode(walk: OpenReport | undefined, { errorCode }: Circumstances): boolean {
  return errorCode !== undefined && walk?.isNamed === true && walk.circumstances.errorCode === undefined;
}

/** The architecture of a report, as far as its own lines tell it. */
export const archOf = ({ found, circumstances }: OpenReport): string | undefined =>
  found.shape.arch ?? circumstances.arch;
