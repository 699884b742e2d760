import { kernelError } from './errors.ts';
import { printable } from './printable.ts';

/** A kernel release as one comparable number: major·10⁶ + minor·10³ + patch level. */
export type VersionCode = number;

const RELEASE = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+~._].*)?$/;

/** Reads `X.Y` and `X.Y.Z` alone, numbers of one to three digits. Compiling the regular expression would take longer than the rest of a kernel. */
function parsePlain(text: string): VersionCode | undefined {
  let code = 0;
  let dots = 0;
  let number = 0;
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 0x30;
    if (digit >= 0 && digit <= 9 && digits < 3) {
      number = number * 10 + digit;
      digits++;
    } else if (digit === DOT && digits > 0 && dots < 2) {
      code = code * 1000 + number;
      dots++;
      number = digits = 0;
    } else return undefined;
  }
  if (dots === 0 || digits === 0) return undefined;
  return (code * 1000 + number) * (dots === 1 ? 1000 : 1);
}

const DOT = 0x2e - 0x30;

/** Releases that were read last: a log names few of them, many times. */
const read = new Map<string, VersionCode | undefined>();
const MOST_READ = 64;

/** Reads `X.Y`, `X.Y.Z` or a full release such as `6.1.0-56-amd64`; undefined when the text is no release. */
export function tryParseVersion(text: string): VersionCode | undefined {
  let code = read.get(text);
  if (code !== undefined || read.has(text)) return code;
  code = readVersion(text);
  if (read.size >= MOST_READ) read.clear();
  read.set(text, code);
  return code;
}

function readVersion(text: string): VersionCode | undefined {
  const plain = parsePlain(text);
  if (plain !== undefined) return plain;
  const match = RELEASE.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * 1_000_000 + Number(match[2]) * 1000 + Number(match[3] ?? 0);
}

/**
 * Reads a kernel release.
 *
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` when the text is no release
 */
export function parseVersion(text: string): VersionCode {
  const code = tryParseVersion(text);
  if (code === undefined) throw kernelError(`kernel version "${printable(text)}": wanted X.Y or X.Y.Z`);
  return code;
}

/** Formats a release number; a patch level of 0 is left out. */
export function formatVersion(code: VersionCode): string {
  const patch = code % 1000;
  const base = `${Math.floor(code / 1_000_000)}.${Math.floor(code / 1000) % 1000}`;
  return patch === 0 ? base : `${base}.${patch}`;
}

/** The releases and configurations for which a row of a table holds. */
export interface Availability {
  /** First release that has it; absent: from the beginning. */
  readonly since?: string;
  /** First release that no longer has it; absent: up to the newest. */
  readonly until?: string;
  /** Configuration symbols (without `CONFIG_`) that must be on, or off with a leading `!`. */
  readonly config?: readonly string[];
}

/** True when a row holds for this release and configuration. */
export function isAvailable(
  row: Availability,
  version: VersionCode,
  config: (symbol: string) => boolean,
): boolean {
  if (!isInRelease(row, version)) return false;
  for (const symbol of row.config ?? [])
    if (symbol.startsWith('!') ? config(symbol.slice(1)) : !config(symbol)) return false;
  return true;
}

/** True when a row holds for this release, whatever the configuration. */
export function isInRelease({ since, until }: Availability, version: VersionCode): boolean {
  if (since !== undefined && isBefore(version, since)) return false;
  return until === undefined || isBefore(version, until);
}

/**
 * The releases that have a change of the main line, one after the other: those from `first` on, and of older series those
 * from a stable release on.
 *
 * @param stable `X.Y.Z`, one of each series
 */
export function releasesWith(
  first: string,
  ...stable: readonly string[]
): readonly Pick<Availability, 'since' | 'until'>[] {
  return [
    { since: first },
    ...stable.map((since) => {
      const code = rowVersion(since);
      return { since, until: formatVersion(code - (code % 1000) + 1000) };
    }),
  ];
}

/** The first release after those asked about since `heldUntil` began in which one of them would be told otherwise. */
let nextChange = Infinity;

function isBefore(version: VersionCode, release: string): boolean {
  const code = rowVersion(release);
  if (version >= code) return false;
  if (code < nextChange) nextChange = code;
  return true;
}

/**
 * Does something with one release, and tells how long it holds: all that depends on a release is asked of
 * `isInRelease`, so the same work gives the same with every release before `until`. What was worked out earlier, and
 * is only looked up now, is not counted.
 *
 * @returns what the work gave, and the first release with which it could give something else; Infinity for none
 */
export function heldUntil<T>(work: () => T): { readonly result: T; readonly until: VersionCode } {
  const outer = nextChange;
  nextChange = Infinity;
  try {
    const result = work();
    return { result, until: nextChange };
  } finally {
    nextChange = Math.min(outer, nextChange);
  }
}

const known = new Map<string, VersionCode>();

/** The code of a release that the tables name: resolving a kernel asks for the same few hundreds of times. */
export function rowVersion(text: string): VersionCode {
  let code = known.get(text);
  if (code === undefined) {
    code = parseVersion(text);
    known.set(text, code);
  }
  return code;
}

/** The releases that have something, in words: `since 5.7, before 7.3`, or `all`. */
export function releasesText({ since, until }: Pick<Availability, 'since' | 'until'>): string {
  const parts = [
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(until === undefined ? [] : [`before ${until}`]),
  ];
  return parts.join(', ') || 'all';
}
