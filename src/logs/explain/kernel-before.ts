import { parseVersion, tryParseVersion } from '../../core/version.ts';
import { isPrintedBefore } from '../lines/circumstances.ts';
import type { LogReport } from '../reports/report.ts';

/** Whether the kernel of a report is older than a release, by its name or by its messages. */
export function isKernelBefore(
  { named, circumstances }: Pick<LogReport, 'named' | 'circumstances'>,
  arch: string,
  release: string,
): boolean {
  const version = named && tryParseVersion(named.release);
  if (version !== undefined) return version < parseVersion(release);
  return !named && isPrintedBefore(release, arch, circumstances);
}
