import type { Circumstances } from '../../core/rows/log-lines.ts';
import { findMachine } from '../../kernel/capabilities/machines.ts';
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
  { kernelCode, kernelData, codeAddress, shownAddress, isCodeUnnamed }: Circumstances,
): void {
  if ((kernelCode ?? kernelData ?? codeAddress ?? shownAddress ?? isCodeUnnamed) === undefined) return;
  const places: Circumstances = defined({
    kernelCode,
    kernelData,
    codeAddress,
    shownAddress,
    isCodeUnnamed,
  });
  for (const report of open)
    if (!report.isPassed && report.caller === caller && report.found.shape.role === 'walk')
      report.circumstances = joinCircumstances(report.circumstances, places);
}

/** Whether a fault status is that of a walk in front of it: the only one told of it. */
export const isStatusOf = (walk: OpenReport | undefined, said: Circumstances): boolean =>
  (['esr', 'fsr'] as const).some(
    (name) => said[name] !== undefined && walk?.circumstances[name] === said[name],
  );

/** Whether nothing has told yet which address was touched. */
export const isUnplaced = ({ address, shownAddress }: Circumstances): boolean =>
  (address ?? shownAddress) === undefined;

/** Whether the registers that follow may still show where the user addresses of a machine end, why a trap was taken, or what was touched. */
export function areRegistersWanted(
  { found, circumstances, inherited }: OpenReport,
  said: Circumstances,
): boolean {
  const arch = found.shape.arch ?? circumstances.arch ?? inherited.circumstances.arch ?? '';
  const machine = findMachine(arch);
  if (machine?.faultCode?.from === 'trapCause' && (circumstances.trapCause ?? said.trapCause) === undefined)
    return true;
  if (machine?.logTraits?.showsAddress && isUnplaced(circumstances) && said.shownAddress === undefined)
    return true;
  return (
    machine?.logTraits?.split !== undefined &&
    circumstances.kernelCode === undefined &&
    said.kernelData === undefined
  );
}
