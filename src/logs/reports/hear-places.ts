import type { Circumstances } from '../../core/rows/log-lines.ts';
import { joinCircumstances } from '../lines/circumstances.ts';
import type { OpenReport } from './open-report.ts';

/** Registers show where code and data of the kernel stand. */
export function hearPlaces(
  open: readonly OpenReport[],
  caller: string,
  { kernelCode, kernelData, codeAddress }: Circumstances,
): void {
  if ((kernelCode ?? kernelData ?? codeAddress) === undefined) return;
  const places: Circumstances = {
    ...(kernelCode === undefined ? {} : { kernelCode }),
    ...(kernelData === undefined ? {} : { kernelData }),
    ...(codeAddress === undefined ? {} : { codeAddress }),
  };
  for (const report of open)
    if (!report.isPassed && report.caller === caller && report.found.shape.role === 'walk')
      report.circumstances = joinCircumstances(report.circumstances, places);
}
