import type { FoundShape } from '../lines/find-shapes.ts';
import type { OpenReport, ReportPlace } from './open-report.ts';

/** A pte that is complained about is printed at most so many bytes behind the swap entry in it. */
export const NEXT_LINE = 400;

/** Gives the message about a swap entry right in front of a bad page map the pte of that: mostly it is the one with the entry. */
export function showPte(
  open: readonly OpenReport[],
  { values }: FoundShape,
  { caller, offset }: ReportPlace,
): void {
  const last = open.findLast((report) => report.caller === caller);
  if (last?.found.shape.role === 'swap' && !last.isFollowed && offset - last.offset < NEXT_LINE)
    last.tables = values;
}
