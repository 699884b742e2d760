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

/** Flavours whose configuration differs; facts of Debian's linux-config packages. */
// prettier-ignore
const FLAVOURS: readonly { readonly release: RegExp; readonly config: Readonly<Record<string, boolean>> }[] = [
  { release: /^6\.(?:1|12)\..*-cloud-(?:amd64|arm64)$/, config: { MEMORY_FAILURE: false } },
  { release: /^[67]\..*[-+.].*-?rt(?:-\d+)?-amd64$/, config: { TRANSPARENT_HUGEPAGE: false } },
];

/**
 * The symbols (without `CONFIG_`) in which the flavour of a distribution's kernel differs from the standard
 * configuration.
 *
 * @param release text as `uname -r` prints it
 */
export function flavourConfig(release: string): Readonly<Record<string, boolean>> {
  return Object.assign(
    {},
    ...FLAVOURS.filter((row) => row.release.test(release)).map(({ config }) => config),
  );
}
