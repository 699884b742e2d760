import { parseVersion } from '../../core/version.ts';
import { hasNoLonger, hasNotYet } from '../../kernel/release.ts';

/** The first release that prints what a log holds, and the first that no longer does. */
interface Bounds {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** What is to be said of a given kernel that prints no such messages as the log holds; undefined where it may print them. */
export function silenceOf(given: string, { since, until }: Bounds): string | undefined {
  if (hasNotYet(given, since)) return `it prints no such message: those are of ${since} or later`;
  return hasNoLonger(given, until) ? `it prints no such message: those are older than ${until}` : undefined;
}

/** Why the tables are older ones than the messages: no release covered prints these, or none at all prints all of them. */
export function tooOld({ since, until }: Bounds & { readonly until: string }): string {
  const tables = 'tables of the oldest release covered';
  return since !== undefined && parseVersion(since) >= parseVersion(until)
    ? `some messages are older (before ${until}), others of ${since} or later, so that nothing tells which it is: ${tables}`
    : `the log is older (before ${until}): ${tables}`;
}
