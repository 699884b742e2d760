import { formatVersion, tryParseVersion } from '../core/version.ts';
import { PROFILES } from './profiles.ts';

/**
 * The name for `--kernel` that fits a full release such as a running kernel, a dump or a log gives it.
 *
 * Debian's `6.1.0-56-amd64` does not say which stable release it is made of, so it stands for the profile of its
 * series; `6.12.117+deb12-amd64` is the profile only when the release is the profile's own.
 *
 * @param release text as `uname -r` prints it
 * @returns a profile name or `X.Y.Z`; undefined when the text is no release
 */
export function kernelNameOf(release: string): string | undefined {
  const version = tryParseVersion(release);
  if (version === undefined) return undefined;
  const series = /^(\d+\.\d+)\.0-\d+(?:-[a-z0-9]+)*-(?:amd64|arm64|686-pae)$/.exec(release)?.[1];
  const name = formatVersion(version);
  const isDebian = /\+deb\d+/.test(release);
  const profile = PROFILES.find((candidate) =>
    series === undefined ? isDebian && candidate.release === name : candidate.name === `debian-${series}`,
  );
  return profile?.name ?? name;
}
