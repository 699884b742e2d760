import { defined } from '../core/defined.ts';
import { fieldRangeError, kernelError, type PteDecodeError } from '../core/errors.ts';
import type { Architecture, ArchLayout } from '../core/rows/architecture.ts';
import { nearest } from '../core/nearest.ts';
import type { Kernel, SaidOfKernel } from '../core/rows/model.ts';
import { printable } from '../core/printable.ts';
import { parseInteger } from '../core/u64.ts';
import {
  formatVersion,
  isInRelease,
  parseVersion,
  tryParseVersion,
  type VersionCode,
} from '../core/version.ts';
import { architectures, DEFAULT_ARCH, findArchitecture, typedNames } from '../arch/index.ts';
import { type ConfigValues, parseOverride, withProven } from './config.ts';
import { type GeometryQuestion, geometryQuestions } from './geometry.ts';
import { whyNotLevels } from './layout-rows.ts';
import { DEFAULT_PROFILE, MOST_STABLE_RELEASES, PROFILES, RELEASES } from './profiles.ts';
import { ResolvedKernel } from './resolved-kernel.ts';

/** What to resolve; everything left out has its default. */
export interface KernelSpec extends SaidOfKernel {
  /**
   * A profile name, a release (`6.1`), or the `id` of a kernel. Default `uffd-wp-special`, and the newest release on
   * architectures that the patch does not touch. What a distribution puts behind the number (`6.1.0-56-amd64`) is read by
   * `distributionKernel`, and so by the library's `resolveKernel`.
   */
  readonly kernel?: string;
  /** The architecture that a file is of whose values `config` has, and what is left without them: for kernels of others in a log. */
  readonly builtFor?: { readonly arch: string; readonly elsewhere: ConfigValues };
}

/** The configuration that is given for kernels of an architecture: a file of another one says nothing of them. */
export function configFor(
  arch: string | undefined,
  { config, builtFor }: KernelSpec,
): KernelSpec['config'] | undefined {
  const wanted = arch === undefined ? DEFAULT_ARCH : findArchitecture(arch)?.arch;
  return builtFor === undefined || builtFor.arch === wanted ? config : builtFor.elsewhere;
}

/**
 * Resolves a kernel: the bits that its page-table entries have.
 *
 * @param spec what is known of the kernel
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` for a name, release or architecture that the tables do not cover,
 * `ERR_CONFIG` for an override that changes nothing, `ERR_FIELD_RANGE` for a bad paging mode or bit number
 */
export function resolveKernel(spec: KernelSpec = {}): Kernel {
  const { parsed, architecture, said } = stated(spec);
  const { arch, layout } = architecture;
  const { encBit, paging } = said;
  if (!isInRelease(layout, parsed.version))
    throw kernelError(
      `kernel ${formatVersion(parsed.version)}: the tables for ${arch} begin with ${layout.since}`,
    );
  const range = layout.encryption;
  if (
    encBit !== undefined &&
    !(range && Number.isInteger(encBit) && encBit >= range.lo && encBit <= range.hi)
  )
    throw fieldRangeError(
      range
        ? `encryption bit ${encBit}: wanted a bit of the frame number, ${range.lo} to ${range.hi}`
        : `encryption bit ${encBit}: ${arch} has none in its entries`,
    );
  return new ResolvedKernel({
    architecture,
    profile: parsed.profile,
    version: parsed.version,
    patch: parsed.patch,
    base: parsed.base,
    said,
    given: withProven(
      architecture,
      parsed.version,
      withLevels(layout, configIn(parsed, said), paging),
      paging,
    ),
  });
}

/** What a specification and the name in it state: nothing is assumed but the kernel itself. */
interface Stated {
  readonly parsed: ParsedName;
  readonly architecture: Architecture;
  readonly said: SaidOfKernel;
}

function stated(spec: KernelSpec): Stated {
  const parsed = parseKernelName(spec.kernel ?? defaultKernel(spec.arch));
  const arch = spec.arch ?? parsed.arch;
  const config = new Map([...parsed.config, ...(spec.config ?? [])]);
  return {
    parsed,
    architecture: architectureOf(arch),
    said: defined({
      arch,
      config: config.size === 0 ? undefined : config,
      paging: spec.paging ?? parsed.paging,
      encBit: spec.encBit ?? parsed.encBit,
      physMask: spec.physMask ?? parsed.physMask,
    }),
  };
}

/** The symbols of a profile, and over them what is said. */
function configIn({ base }: ParsedName, { config = new Map() }: SaidOfKernel): ConfigValues {
  return new Map([...base, ...config]);
}

/**
 * Refuses a number of levels that somebody states and the release or the configuration does not have. `resolveKernel` takes
 * it, because what tables show counts more than what is known of a release.
 *
 * @throws PteDecodeError `ERR_FIELD_RANGE` with the first release that has it; others as `resolveKernel`
 */
export function checkLevels(spec: KernelSpec): void {
  const { parsed, architecture, said } = stated(spec);
  const { paging } = said;
  const why =
    paging === undefined
      ? undefined
      : whyNotLevels(architecture, parsed.version, configIn(parsed, said), paging);
  if (why !== undefined) throw fieldRangeError(why);
}

/**
 * What a specification leaves open of the tables of a kernel: the size of its pages, the number of levels, the size of
 * addresses.
 *
 * @throws PteDecodeError as `resolveKernel`
 */
export function openGeometry(spec: KernelSpec): readonly GeometryQuestion[] {
  const { parsed, architecture, said } = stated(spec);
  return geometryQuestions(architecture, parsed.version, configIn(parsed, said), said.paging);
}

/** The architecture of a name. @throws PteDecodeError `ERR_KERNEL_UNKNOWN` where there is none */
export function architectureOf(arch: string = DEFAULT_ARCH): Architecture {
  const found = findArchitecture(arch);
  if (found) return found;
  throw kernelError(`architecture "${printable(arch)}": ${meantArch(arch)}`);
}

/** What to say of a name that is no architecture's: the one that was meant, that it is a kernel's, or what there is. */
export function meantArch(name: string): string {
  if (isKernelName(name)) return `that is a kernel: -k ${printable(name)}`;
  const near = nearest(
    name,
    architectures().flatMap(({ machine }) => typedNames(machine)),
  );
  if (near !== undefined) return `did you mean ${near}?`;
  const names = architectures().map(({ arch }) => arch);
  // "ppc" begins several names of one architecture.
  const begun = architectures().filter(({ machine }) =>
    typedNames(machine).some((spelling) => name.length > 2 && spelling.startsWith(name.toLowerCase())),
  );
  return begun.length === 0
    ? `known are ${names.join(', ')}`
    : `did you mean ${begun.map(({ arch }) => arch).join(' or ')}?`;
}

/** Whether a text is written as the name of a kernel is: a profile, a release, `host`. */
export function isKernelName(text: string): boolean {
  return (
    text === 'host' ||
    PROFILES.some(({ name }) => name === text) ||
    (/^v?\d+\.\d/.test(text) && tryParseVersion(text) !== undefined)
  );
}

/** The kernel when nobody names one: the patched one where the patch is, the newest release elsewhere. */
function defaultKernel(arch: string | undefined): string {
  return architectureOf(arch).arch === DEFAULT_ARCH ? DEFAULT_PROFILE : (RELEASES.at(-1) ?? DEFAULT_PROFILE);
}

interface ParsedName {
  profile: string;
  version: VersionCode;
  patch: boolean;
  base: ReadonlyMap<string, boolean>;
  config: Map<string, boolean>;
  arch?: string;
  paging?: number;
  encBit?: number;
  physMask?: bigint;
}

/** Splits `NAME[,CONFIG_X=y…][,paging=5][,enc-bit=N][,phys-mask=M][,arch=A]`, the form of `Kernel.id`. */
function parseKernelName(text: string): ParsedName {
  const [name = '', ...extras] = text.split(',').map((part) => part.trim());
  const profile = PROFILES.find((candidate) => candidate.name === name);
  const version = profile ? parseVersion(profile.release) : tryParseVersion(name);
  if (version === undefined) throw unknownKernel(name, meantKernel(name));
  if (!profile) checkRelease(name, version);
  const base = new Map(Object.entries(profile?.config ?? {}));
  const parsed: ParsedName = {
    profile: profile?.name ?? formatVersion(version),
    version,
    patch: profile?.uffdWpSpecialPatch ?? false,
    base,
    config: new Map(),
  };
  for (const extra of extras) readExtra(parsed, extra);
  return parsed;
}

/** Whether a name asks for the running kernel: `host`, alone or with more behind a comma. */
export const asksForHost = (name: string | undefined): boolean => name?.split(',')[0]?.trim() === 'host';

/** What a kernel's name says besides: all behind its first comma. */
export function saidBeside(name: string): SaidOfKernel {
  if (!name.includes(',')) return {};
  // What the host is, its own files say.
  const parsable = asksForHost(name) ? name.replace(/^[^,]*/, RELEASES.at(-1) ?? '') : name;
  const { config, arch, paging, encBit, physMask } = parseKernelName(parsable);
  return defined({ arch, paging, encBit, physMask, config: config.size === 0 ? undefined : config });
}

function unknownKernel(name: string, problem: string): PteDecodeError {
  return kernelError(`kernel "${printable(name)}": ${problem}`);
}

/** The release that a text begins with, or the only part of it that is one: `6.1` of `6.1x`. */
function releaseIn(text: string): string | undefined {
  const [found = ''] = /(?<![.0-9])[0-9]\.[0-9]+(?![.0-9])/.exec(text) ?? [];
  return RELEASES.find((release) => release === found);
}

/** What to say of a name that is no kernel's: the one that was meant, or what there is. */
function meantKernel(name: string): string {
  const bare = name.replace(/^(?:linux|kernel)[- ]/i, '');
  const near =
    bare !== name && tryParseVersion(bare) !== undefined
      ? printable(bare)
      : (nearest(name, [...PROFILES.map((known) => known.name), 'host']) ?? releaseIn(bare));
  if (findArchitecture(name)) return `that is an architecture: --arch ${printable(name)}`;
  if (near === name) return 'stands alone: --paging, --config and the like say the rest';
  return near === undefined
    ? `wanted a release from ${RELEASES[0]} to ${RELEASES.at(-1)}, also as uname -r says it, host, or a profile: ${PROFILES.map((known) => known.name).join(', ')}`
    : `did you mean ${near}?`;
}

/** Refuses a release that never was, behind the last of a series that has ended, and one newer than the tables. */
function checkRelease(name: string, version: VersionCode): void {
  // Nearly always, and compiling the expression takes longer.
  if (RELEASES.includes(name)) return;
  const major = Math.floor(version / 1_000_000);
  const [, series = '', sublevel] = /^v?(\d+\.\d+)\.(\d+)$/.exec(name) ?? [];
  if (Number(sublevel) >= MOST_STABLE_RELEASES)
    throw unknownKernel(
      name,
      `there is no such release: no series has had ${MOST_STABLE_RELEASES} stable ones; did you mean ${series}?`,
    );
  if (RELEASES.includes(`${major}.${Math.floor(version / 1000) % 1000}`)) return;
  const newest = RELEASES.at(-1) ?? '';
  const last = RELEASES.findLast((release) => release.startsWith(`${major}.`));
  if (version > parseVersion(newest))
    throw unknownKernel(name, `newer than the tables, which end with ${newest}`);
  if (last === undefined || version < parseVersion(last)) return;
  // A digit too many, or a dot that was left out.
  const near = RELEASES.findLast((release) => name.startsWith(release));
  const hint = near === undefined ? '' : `; did you mean ${near}?`;
  throw unknownKernel(name, `there is no such release: the last of ${major}.x is ${last}${hint}`);
}

function readExtra(parsed: ParsedName, extra: string): void {
  const [key = '', value = ''] = extra.split('=');
  if (key === 'paging') parsed.paging = Number(parseInteger(value, 'paging', 9n));
  else if (key === 'enc-bit') parsed.encBit = Number(parseInteger(value, 'enc-bit', 63n));
  else if (key === 'phys-mask') parsed.physMask = parseInteger(value, 'phys-mask');
  else if (key === 'arch') parsed.arch = value;
  else parsed.config.set(...parseOverride(extra));
}

/** What is given, with the value of the symbol that a number of levels settles where nothing else does. */
function withLevels(layout: ArchLayout, given: ConfigValues, paging: number | undefined): ConfigValues {
  const symbol = layout.pagingSymbol;
  if (symbol === undefined || paging === undefined || given.has(symbol)) return given;
  const row = layout.paging.find(({ value }) => value === paging);
  return row?.config ? new Map([...given, [symbol, row.config.includes(symbol)]]) : given;
}
