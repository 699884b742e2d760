import { PteDecodeError } from './errors.ts';

/** A kernel release as one comparable number: major·10⁶ + minor·10³ + patch level. */
export type VersionCode = number;

const RELEASE = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?:[-+~.].*)?$/;

/** Reads `X.Y`, `X.Y.Z` or a full release such as `6.1.0-56-amd64`; undefined when the text is no release. */
export function tryParseVersion(text: string): VersionCode | undefined {
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
  if (code === undefined)
    throw new PteDecodeError('ERR_KERNEL_UNKNOWN', `kernel version "${text}": wanted X.Y or X.Y.Z`);
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
  if (row.since !== undefined && version < parseVersion(row.since)) return false;
  if (row.until !== undefined && version >= parseVersion(row.until)) return false;
  return (row.config ?? []).every((symbol) =>
    symbol.startsWith('!') ? !config(symbol.slice(1)) : config(symbol),
  );
}
