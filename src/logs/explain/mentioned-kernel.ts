import { DEFAULT_ARCH, findMachine } from '../../kernel/capabilities/machines.ts';
import { seriesOf } from '../../kernel/series.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';
import { sinceAssumed, untilAssumed } from '../lines/circumstances.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import { MAX_MENTIONS } from '../reports/mentioned-kernels.ts';
import type { LogReport } from '../reports/report.ts';

/**
 * The kernels that the text speaks of near a report and that print what it holds, by the bounds of its messages: of each
 * series the one that is told best, or last.
 */
export function possibleMentions(report: LogReport): readonly NamedKernel[] {
  const { mentions, shape, circumstances: around } = report;
  if (mentions.length > MAX_MENTIONS) return [];
  const arch = shape.arch ?? around.arch;
  const { portedIn } = findMachine(arch ?? '')?.logTraits ?? {};
  const until = untilAssumed(arch ?? DEFAULT_ARCH, around);
  const begins = [sinceAssumed(arch ?? DEFAULT_ARCH, around), portedIn];
  const ofSeries = new Map<string, NamedKernel>();
  const ofFiles = mentions.filter(({ isOfFile }) => isOfFile);
  for (const named of ofFiles.length > 0 ? ofFiles : mentions) {
    const { release } = named;
    if (begins.some((since) => hasNotYet(release, since)) || hasNoLonger(release, until)) continue;
    const series = seriesOf(release) ?? '';
    const more = ofSeries.get(series)?.release ?? '';
    const isTold = more.startsWith(release) && !/^\d/.test(more.slice(release.length));
    if (!isTold) ofSeries.set(series, named);
  }
  return [...ofSeries.values()];
}
