import type { Circumstances } from '../../core/rows/log-lines.ts';
import { defined } from '../../core/defined.ts';
import { joinCircumstances } from '../lines/circumstances.ts';
import { isOfAnother, type OpenReport } from './open-report.ts';

/**
 * Tells the open reports what registers say: they are those of the fault that was shown last.
 *
 * @param said what the line with the registers says
 * @param rest what of it is about the report, and not about where one begins or ends
 */
export function hearRegisters(
  open: readonly OpenReport[],
  caller: string,
  said: Circumstances,
  rest: Circumstances,
): void {
  for (const report of open)
    if (
      !report.isPassed &&
      (said.paravirtual || (said.mode !== undefined && report.caller === caller)) &&
      !isOfAnother(report, said)
    )
      report.circumstances = joinCircumstances(report.circumstances, rest);
  hearPlaces(open, caller, said);
}

/** Registers show where code and data of the kernel stand, and what was touched. */
function hearPlaces(
  open: readonly OpenReport[],
  caller: string,
  { kernelCode, kernelData, codeAddress, shownAddress }: Circumstances,
): void {
  if ((kernelCode ?? kernelData ?? codeAddress ?? shownAddress) === undefined) return;
  const places: Circumstances = defined({ kernelCode, kernelData, codeAddress, shownAddress });
  for (const report of open)
    if (!report.isPassed && report.caller === caller && report.found.shape.role === 'walk')
      report.circumstances = joinCircumstances(report.circumstances, places);
}
