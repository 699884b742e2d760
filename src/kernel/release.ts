import { formatVersion, parseVersion, tryParseVersion } from '../core/version.ts';
import { DEFAULT_ARCH, findArchitecture, perArchitectures, spellings } from '../arch/index.ts';
import {
  L1TF_DATE,
  L1TF_KEPT_SERIES,
  L1TF_OPEN_SERIES,
  L1TF_RELEASES,
  L1TF_WRITTEN_SERIES,
} from '../arch/shared/l1tf.ts';
import { isStandardIn } from './config.ts';
import { FLAVOUR_MACHINES, flavours, isUpstreamOrDebian, UNBUILT, vendors } from './distributions.ts';
import { namedWithoutTables } from './named-without-tables.ts';
import { MOST_STABLE_RELEASES, PROFILES, RELEASES } from './profiles.ts';

/**
 * The name for `--kernel` that fits a full release such as a running kernel, a dump or a log gives it.
 *
 * Debian's `6.1.0-56-amd64` does not say which stable release it is made of, so it stands for the profile of its
 * series; `6.12.117+deb12-amd64` is the profile only when the release is the profile's own. Builds of a distribution that
 * are known to have parts of a later release stand for that one.
 *
 * @param release text as `uname -r` prints it
 * @returns a profile name or `X.Y.Z`; undefined when the text is no release
 */
export function kernelNameOf(release: string): string | undefined {
  const version = tryParseVersion(release);
  if (version === undefined) return undefined;
  const series = debianSeries(release);
  const name = formatVersion(version);
  const isDebian = /\+deb\d+/.test(release);
  const profile = PROFILES.find((candidate) =>
    series === undefined ? isDebian && candidate.release === name : candidate.name === `debian-${series}`,
  );
  // A distribution may number as it likes.
  const own = version % 1000 < MOST_STABLE_RELEASES ? name : formatVersion(version - (version % 1000));
  return profile?.name ?? vendorRow(release)?.tables ?? own;
}

/**
 * The same function, which remembers its last answer: several questions are asked of one release, and what V8 has to match
 * a second time it compiles, which takes longer than matching dozens of expressions once.
 */
function rememberLast<T>(find: (release: string) => T): (release: string) => T {
  let last: { readonly release: string; readonly found: T } | undefined;
  return (release) => {
    if (last?.release !== release) last = { release, found: find(release) };
    return last.found;
  };
}

const vendorRow = rememberLast((release) => {
  if (isUpstreamOrDebian(release)) return undefined;
  const row = vendors().find((candidate) => candidate.release.test(release));
  const build = Number(row?.builds && row.release.exec(release)?.[1]);
  const known = row?.builds?.findLast(({ from, except }) => build >= from && except?.test(release) !== true);
  return row && { ...row, ...known };
});

/** A release of upstream, which says nothing but its number. */
const NUMBER = /^\d+(?:\.\d+)*$/;

const flavourRows = rememberLast((release) =>
  NUMBER.test(release) ? [] : flavours().filter((row) => row.release.test(release)),
);

/** What there is to say of a distribution's kernel. */
interface VendorRemark {
  readonly vendor: string;
  /** Parts of later kernels are brought into it as a rule. */
  readonly isFrozen: boolean;
  /** Such as `a kernel of Ubuntu: parts of later kernels can be in it`. */
  readonly text: string;
}

/**
 * That a kernel need not be what its number says, where its name says that it is a distribution's.
 *
 * @param release text as `uname -r` prints it
 */
export function vendorRemark(release: string): VendorRemark | undefined {
  const row = vendorRow(release);
  if (row === undefined) return undefined;
  const { vendor, isFrozen = false, from, later } = row;
  const builds = from === undefined ? '' : `builds from ${from} on have `;
  const known = later === undefined ? '' : `${builds}${later}; `;
  const unbuilt = UNBUILT.exec(release)?.[0];
  return {
    vendor,
    isFrozen,
    text: `a kernel of ${vendor}: ${known}parts of later kernels can be in it${unbuilt ? `; none of ${unbuilt} is known` : ''}`,
  };
}

/** A release as a number; NaN, which is neither before nor behind any, for a text that is none. */
const versionOf = (release: string): number => tryParseVersion(release) ?? NaN;

/** Whether a kernel does not have yet what came with a release of Linux; one that a distribution keeps for years can have it. */
export function hasNotYet(release: string, since: string | undefined): boolean {
  if (since === undefined || !(versionOf(release) < versionOf(since))) return false;
  return vendorRemark(release)?.isFrozen !== true;
}

/** Whether a kernel no longer has what ended with a release of Linux. */
export function hasNoLonger(release: string | undefined, until: string | undefined): boolean {
  return release !== undefined && until !== undefined && versionOf(release) >= versionOf(until);
}

/** Where uffd-wp bits came with x86_64 alone, and from when on every kernel has them. */
const UFFD_WP = {
  notFor: /[.-](?:aarch64|ppc64le|s390x|arm64|ppc64el)\b/,
  since: parseVersion('5.7'),
};

/** Whether a distribution can have brought the uffd-wp bits into an older release, without its being known. */
function isUffdWpDoubtful(release: string): boolean {
  const row = vendorRow(release);
  return (
    row !== undefined &&
    row.isUffdWpKnown !== true &&
    versionOf(release) < UFFD_WP.since &&
    !UFFD_WP.notFor.test(release)
  );
}

/** From when on every kernel has page-table isolation. */
const ISOLATION = parseVersion('4.15');

/** Whether the number of a distribution's kernel does not tell that it has no page-table isolation. */
function isIsolationOpen(release: string): boolean {
  const row = vendorRow(release);
  const isOthers = (row !== undefined && row.isStable !== true) || debianSeries(release) !== undefined;
  return isOthers && versionOf(release) < ISOLATION;
}

/**
 * The symbols (without `CONFIG_`) in which the flavour of a distribution's kernel differs from the standard
 * configuration of its release.
 *
 * @param release text as `uname -r` prints it
 */
export function flavourConfig(release: string): Readonly<Record<string, boolean>> {
  return Object.assign(
    {},
    ...flavourRows(release).map(({ config }) => config),
    vendorRow(release)?.config,
    isUffdWpDoubtful(release) ? { UFFD_WP_BACKPORT: true } : {},
    isIsolationOpen(release) ? { ISOLATION_BACKPORT: true } : {},
  );
}

/** Commits behind a tag: v4.18 scripts/setlocalversion. */
const BEHIND_TAG = /\+|-\d{5}-g[0-9a-f]{7,}/;

/** Whether those who build kernels of a name build no more of a series than its releases: none that keeps one for years, and nobody unknown. */
const isOver = (release: string): boolean =>
  isUpstreamOrDebian(release) || vendorRemark(release)?.isFrozen === false;

/**
 * Whether builds of a name can have swap entries as before L1TF or as since: the distribution's number does not tell, and
 * its older releases got them back at some time.
 *
 * @param release text as `uname -r` prints it
 * @param name the profile or stable release that it is known to be of
 */
export function isSwapLayoutOpen(release: string, name: string): boolean {
  const version = tryParseVersion(name);
  if (version === undefined || isStandardIn(L1TF_RELEASES, version)) return false;
  if (flavourConfig(release)['L1TF_LAYOUT'] !== undefined) return false;
  if ((/-next-(\d{8})/.exec(release)?.[1] ?? L1TF_DATE) < L1TF_DATE) return false;
  const series = /^\d+\.\d+/.exec(release)?.[0] ?? '';
  // Nobody builds a candidate again when its release is out, and all of these were before that day.
  const behind = /[-~]rc\d+(?!\d)(.*)$/.exec(release)?.[1];
  if (behind !== undefined) return L1TF_WRITTEN_SERIES.includes(series) && BEHIND_TAG.test(behind);
  if (!L1TF_KEPT_SERIES.includes(series) && !BEHIND_TAG.test(release) && isOver(release)) return false;
  return L1TF_OPEN_SERIES.includes(series) || /^\d[\d.]*[-+~]./.test(release);
}

/** The word of a name that tells a machine: one of its names between such characters. */
const machineWords = perArchitectures((all): readonly { readonly word: RegExp; readonly arch: string }[] =>
  all.map(({ arch, machine }) => ({
    arch,
    word: new RegExp(`(?:^|[-._+])(?:${spellings(machine).join('|')})(?:$|[-._+])`),
  })),
);

/** The architecture that a release, the name of a compiler or of a machine names; undefined where it names none. */
export function archInName(name: string): string | undefined {
  if (NUMBER.test(name)) return undefined;
  return (
    machineWords().find(({ word }) => word.test(name))?.arch ??
    FLAVOUR_MACHINES.find(({ release }) => release.test(name))?.arch
  );
}

/**
 * The release of `RELEASES` that is nearest below one that never was, such as 6.19 for 6.20; undefined for a release
 * that was, and for those before and behind all.
 */
function releaseBelow(name: string): string | undefined {
  const version = tryParseVersion(name);
  if (version === undefined) return undefined;
  const series = version - (version % 1000);
  const below = RELEASES.findLast((release) => parseVersion(release) <= series);
  return below === undefined || parseVersion(below) === series ? undefined : below;
}

/** A release that the tables cover, and what is to be said where it is not the one that was named. */
interface CoveredRelease {
  readonly name: string;
  /** Such as `newer than the tables: read as 7.3`; undefined where it is the one that was named. */
  readonly remark: string | undefined;
}

/**
 * What a profile or release that an input names is read as: the nearest before it where it never was, the newest where
 * it is newer than the tables. One that is older than all is left as it is.
 */
export function coveredRelease(name: string): CoveredRelease {
  const newest = RELEASES.at(-1) ?? '';
  const version = tryParseVersion(name);
  const below = releaseBelow(name);
  if (below !== undefined && below !== newest)
    return { name: below, remark: `there is no such release: read as ${below}, the nearest before it` };
  if (version === undefined || Math.floor(version / 1000) <= Math.floor(parseVersion(newest) / 1000))
    return { name, remark: undefined };
  return { name: newest, remark: `newer than the tables: read as ${newest}` };
}

/**
 * A release as `uname -r` prints it, of a package's name from which the machine is left out: `5.14.0-427.el9.aarch64`.
 *
 * @param arch the architecture that something else says
 */
export function withMachine(release: string, arch = DEFAULT_ARCH): string {
  const machine = /\.(?:el|fc)\w+$/.test(release) && findArchitecture(arch)?.machine.names.uname[0];
  return machine ? `${release}.${machine}` : release;
}

/** A full release as `--kernel` takes it. */
export interface ReadRelease {
  /** The name for `resolveKernel`: a profile or `X.Y.Z`. */
  readonly kernel: string;
  /** Symbols in which the flavour differs from the standard configuration. */
  readonly config: ReadonlyMap<string, boolean>;
  readonly remark: VendorRemark | undefined;
  /** It can have parts of later kernels. */
  readonly isVendor: boolean;
  /** The architecture that it names, looked for when somebody asks. */
  readonly arch: string | undefined;
  /** Such as `arm or arm64`, where nothing says which, and the default one is not the likeliest. */
  readonly machines: string | undefined;
  /** Some row of the tables, Debian or upstream has such releases. */
  readonly isKnown: boolean;
}

/** The series of a build of Debian whose name does not tell the stable release: `5.10.0-30-amd64` is no 5.10.0. */
function debianSeries(release: string): string | undefined {
  const series = /^(\d+\.\d+)\.0-\d/.exec(release)?.[1];
  return series !== undefined && isUpstreamOrDebian(release) ? series : undefined;
}

/** What is to be said of such a build, where it is not the one that a profile is made from. */
function debianRemark(release: string): VendorRemark | undefined {
  const series = debianSeries(release);
  if (series === undefined || PROFILES.some(({ build }) => release.startsWith(`${build}-`))) return undefined;
  const text = `a kernel of Debian: its name does not tell which stable release of ${series} it is made of`;
  return { vendor: 'Debian', isFrozen: false, text };
}

/**
 * What a full release such as `6.1.0-56-amd64` or `5.14.0-427.el9` stands for; undefined when the text is no release.
 *
 * @param named text as `uname -r` prints it, or without the machine
 * @param machine the architecture that something else says
 */
export function readRelease(named: string, machine?: string): ReadRelease | undefined {
  const release = withMachine(named, machine);
  const kernel = kernelNameOf(release);
  if (kernel === undefined) return undefined;
  const vendor = vendorRemark(release);
  const remark = vendor ?? debianRemark(release);
  const isKnown =
    remark !== undefined ||
    isUpstreamOrDebian(release) ||
    flavourRows(release).length > 0 ||
    PROFILES.some(({ name }) => name === kernel);
  return {
    kernel,
    config: new Map(Object.entries(flavourConfig(release))),
    remark,
    isVendor: vendor !== undefined,
    get arch() {
      return archInName(named) ?? namedWithoutTables(named, named, machine);
    },
    get machines() {
      return machine === undefined && this.arch === undefined ? vendorRow(release)?.machines : undefined;
    },
    isKnown,
  };
}
