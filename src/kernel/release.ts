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

/** Flavours whose configuration differs; facts of Debian's linux-config packages, and of the change logs of others. */
// prettier-ignore
const FLAVOURS: readonly { readonly release: RegExp; readonly config: Readonly<Record<string, boolean>> }[] = [
  { release: /^6\.(?:1|12)\..*-cloud-(?:amd64|arm64)$/, config: { MEMORY_FAILURE: false } },
  { release: /^4\.18\.0-\d.*\.el8/, config: { L1TF_LAYOUT: true } },
  { release: /^4\.15\.0-(?:3[2-9]|[4-9]\d|\d{3})-/, config: { L1TF_LAYOUT: true } },
  // Its aarch64 kernels had pages of 64 KiB until release 8; later ones of that kind say so.
  { release: /\.el[78]a?[._].*aarch64$/, config: { ARM64_64K_PAGES: true } },
  { release: /aarch64\+64k(?:-debug)?$|-generic-64k$/, config: { ARM64_64K_PAGES: true } },
  { release: /-arm64-16k$|aarch64\+16k$/, config: { ARM64_16K_PAGES: true } },
  { release: /^[67]\..*[-+.].*-?rt(?:-\d+)?-amd64$/, config: { TRANSPARENT_HUGEPAGE: false } },
];

/** Stable releases that got what a symbol means back before the release that began it: series, first patch level. */
// prettier-ignore
const BACKPORTS: readonly { readonly series: string; readonly from: number; readonly config: Readonly<Record<string, boolean>>; readonly src: string }[] = [
  { series: '4.4', from: 148, config: { L1TF_LAYOUT: true }, src: 'v4.4.148 arch/x86/include/asm/pgtable_64.h __swp_entry' },
  { series: '4.9', from: 120, config: { L1TF_LAYOUT: true }, src: 'v4.9.120 arch/x86/include/asm/pgtable_64.h __swp_entry' },
  { series: '4.14', from: 63, config: { L1TF_LAYOUT: true }, src: 'v4.14.63 arch/x86/include/asm/pgtable_64.h __swp_entry' },
  { series: '4.17', from: 15, config: { L1TF_LAYOUT: true }, src: 'v4.17.15 arch/x86/include/asm/pgtable_64.h __swp_entry' },
];

/** What the release of a distribution's kernel looks like. */
// prettier-ignore
const VENDORS: readonly { readonly release: RegExp; readonly vendor: string }[] = [
  { release: /\.el\d+(?:[._]|$)/, vendor: 'Red Hat Enterprise Linux' },
  { release: /\.fc\d+(?:[._]|$)/, vendor: 'Fedora' },
  { release: /\.amzn\d+(?:[._]|$)/, vendor: 'Amazon Linux' },
  { release: /\d-\d+-(?:generic|lowlatency|aws|azure|gcp|oracle|kvm|raspi)\b/, vendor: 'Ubuntu' },
  { release: /\.oe\d|\.oe\d{4}/, vendor: 'openEuler' },
  { release: /el\duek/, vendor: 'Oracle Linux' },
  { release: /\d-(?:default|preempt)$/, vendor: 'SUSE' },
  { release: /-android\d+-/, vendor: 'Android' },
  { release: /-v[678]l?\+$/, vendor: 'Raspberry Pi' },
  { release: /-coreos/, vendor: 'CoreOS' },
  { release: /-amd64-desktop$/, vendor: 'deepin' },
];

/** The distribution that a release is of, where its name says so and its tables can be those of later kernels. */
export function vendorOf(release: string): string | undefined {
  return VENDORS.find((row) => row.release.test(release))?.vendor;
}

/**
 * The symbols (without `CONFIG_`) in which the flavour of a distribution's kernel, or a stable release, differs from the
 * standard configuration.
 *
 * @param release text as `uname -r` prints it
 */
export function flavourConfig(release: string): Readonly<Record<string, boolean>> {
  const [, series, patch] = /^(\d+\.\d+)\.(\d+)/.exec(release) ?? [];
  return Object.assign(
    {},
    ...FLAVOURS.filter((row) => row.release.test(release)).map(({ config }) => config),
    ...BACKPORTS.filter((row) => row.series === series && Number(patch) >= row.from).map(
      ({ config }) => config,
    ),
  );
}
