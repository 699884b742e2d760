import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { parseVersion } from '../../core/version.ts';
import { earlier, joinCircumstances, later, untilAssumed } from '../lines/circumstances.ts';
import { possibleMentions } from './mentioned-kernel.ts';
import type { LogReport } from '../reports/report.ts';

/** What a report tells of an assumed release that holds for the other reports of its boot: when its messages are printed. */
export type ReleaseBounds = Pick<
  Circumstances,
  'assumedBefore' | 'printedSince' | 'beforeFaultCode' | 'hasFaultCode'
>;

const sinceOf = ({ since, printedSince }: Circumstances): string | undefined => later(since, printedSince);

/** What a report tells; a report whose kernel is named tells nothing more. */
export function boundsOf({ named, circumstances: around }: LogReport): ReleaseBounds {
  if (named !== undefined) return {};
  const { beforeFaultCode, hasFaultCode } = around;
  const printedSince = sinceOf(around);
  const assumedBefore = untilAssumed(undefined, { ...around, hasFaultCode: true });
  return defined({ printedSince, assumedBefore, beforeFaultCode, hasFaultCode });
}

/**
 * A report with the bounds of earlier ones, where no kernel is named, one that prints all of it is possible, and so is each
 * that the text speaks of.
 */
export function withBounds(report: LogReport, bounds: ReleaseBounds | undefined): LogReport {
  const { named, circumstances: around } = report;
  if (named !== undefined || bounds === undefined) return report;
  const since = later(sinceOf(around), bounds.printedSince);
  const until = earlier(untilAssumed(undefined, around), bounds.assumedBefore);
  if (since !== undefined && until !== undefined && parseVersion(since) >= parseVersion(until)) return report;
  const bounded = { ...report, circumstances: joinCircumstances(around, bounds) };
  return possibleMentions(report).length > possibleMentions(bounded).length ? report : bounded;
}
