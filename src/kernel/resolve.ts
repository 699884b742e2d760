import { writeAddress } from '../core/address.ts';
import { PteDecodeError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import {
  type ArchLayout,
  type BitRow,
  type Choice,
  type Form,
  type FormRow,
  type Level,
  LEVELS,
  type NoneRow,
  type SpecialTypeRow,
  type SwapLayout,
} from '../core/layout.ts';
import type { Architecture } from '../core/machine.ts';
import type { FormLayout, Kernel, ResolvedPfn, ResolvedRow, SwapType } from '../core/model.ts';
import { SWAP_TYPES } from '../core/swap-entry.ts';
import { formatHex, maskOf, parseInteger, U64_MAX } from '../core/u64.ts';
import {
  formatVersion,
  isAvailable,
  parseVersion,
  tryParseVersion,
  type VersionCode,
} from '../core/version.ts';
import { architectures, DEFAULT_ARCH, findArchitecture, typedNames } from '../arch/index.ts';
import { MARKERS, SPECIAL_TYPES } from '../arch/swap-types.ts';
import {
  assumedMachine,
  configOf,
  type ConfigValues,
  isRuntimeProperty,
  parseOverride,
  resolveConfig,
  withProven,
} from './config.ts';
import { type GeometryQuestion, geometryQuestions } from './geometry.ts';
import { DEFAULT_PROFILE, PROFILES, RELEASES } from './profiles.ts';

/** What to resolve; everything left out has its default. */
export interface KernelSpec {
  /**
   * A profile name, a release (`6.1`, `6.1.0-56-amd64`), or the `id` of a kernel. Default `uffd-wp-special`, and the
   * newest release on architectures that the patch does not touch.
   */
  readonly kernel?: string;
  /** The name of an architecture, in any spelling (`arm64`, `aarch64`). Default `x86_64`. */
  readonly arch?: string;
  /** Values by symbol name without `CONFIG_`, as from `parseConfigText` and `parseOverride`. */
  readonly config?: ConfigValues;
  /** Page-table levels: 4 (default) or 5 on x86_64; 2 to 5 elsewhere. */
  readonly paging?: number;
  /** Bit number of the encryption (SME/SEV) or shared (TDX) bit. */
  readonly encBit?: number;
  /** Bits of a physical address, as a mask. */
  readonly physMask?: bigint;
}

/**
 * Resolves a kernel: the bits that its page-table entries have.
 *
 * @param spec what is known of the kernel
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` for a name, release or architecture that the tables do not cover,
 * `ERR_CONFIG` for an override that changes nothing, `ERR_FIELD_RANGE` for a bad paging mode or bit number
 */
export function resolveKernel(spec: KernelSpec = {}): Kernel {
  const { parsed, architecture, config, paging } = stated(spec);
  const { arch, layout } = architecture;
  if (parsed.version < parseVersion(layout.since))
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      `kernel ${formatVersion(parsed.version)}: the tables for ${arch} begin with ${layout.since}`,
    );
  const encBit = spec.encBit ?? parsed.encBit;
  const range = layout.encryption;
  if (
    encBit !== undefined &&
    !(range && Number.isInteger(encBit) && encBit >= range.lo && encBit <= range.hi)
  )
    throw new PteDecodeError(
      'ERR_FIELD_RANGE',
      range
        ? `encryption bit ${encBit}: wanted a bit of the frame number, ${range.lo} to ${range.hi}`
        : `encryption bit ${encBit}: ${arch} has none in its entries`,
    );
  return build(architecture, parsed, config, paging, encBit, spec.physMask ?? parsed.physMask);
}

/** What a specification and the name in it state: nothing is assumed but the kernel itself. */
interface Stated {
  readonly parsed: ParsedName;
  readonly architecture: Architecture;
  readonly config: ConfigValues;
  readonly paging: number | undefined;
}

function stated(spec: KernelSpec): Stated {
  const parsed = parseKernelName(spec.kernel ?? defaultKernel(spec.arch));
  return {
    parsed,
    architecture: architectureOf(spec.arch ?? parsed.arch),
    config: new Map<string, boolean>([...parsed.config, ...(spec.config ?? [])]),
    paging: spec.paging ?? parsed.paging,
  };
}

/**
 * What a specification leaves open of the tables of a kernel: the size of its pages, the number of levels, the size of
 * addresses. A machine with a usual number of levels leaves that not open.
 *
 * @throws PteDecodeError as `resolveKernel`
 */
export function openGeometry(spec: KernelSpec): readonly GeometryQuestion[] {
  const { parsed, architecture, config, paging } = stated(spec);
  return geometryQuestions(
    architecture,
    parsed.version,
    config,
    paging ?? architecture.machine.levels?.usual,
  );
}

function architectureOf(arch: string = DEFAULT_ARCH): Architecture {
  const found = findArchitecture(arch);
  if (found) return found;
  const near = nearest(
    arch,
    architectures().flatMap(({ machine }) => typedNames(machine)),
  );
  throw new PteDecodeError(
    'ERR_KERNEL_UNKNOWN',
    `architecture "${printable(arch)}": ${
      near === undefined
        ? `known are ${architectures()
            .map((known) => known.arch)
            .join(', ')}`
        : `did you mean ${near}?`
    }`,
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
  checkRelease(name, version);
  const base = new Map(Object.entries(profile?.config ?? {}));
  const parsed: ParsedName = {
    profile: profile?.name ?? formatVersion(version),
    version,
    patch: profile?.uffdWpSpecialPatch ?? false,
    base,
    config: new Map(base),
  };
  for (const extra of extras) readExtra(parsed, extra);
  return parsed;
}

function unknownKernel(name: string, problem: string): PteDecodeError {
  return new PteDecodeError('ERR_KERNEL_UNKNOWN', `kernel "${printable(name)}": ${problem}`);
}

/** What to say of a name that is no kernel's: the one that was meant, or what there is. */
function meantKernel(name: string): string {
  const bare = name.replace(/^(?:linux|kernel)[- ]/i, '');
  const near =
    bare !== name && tryParseVersion(bare) !== undefined
      ? printable(bare)
      : nearest(name, [...PROFILES.map((known) => known.name), 'host']);
  if (near === name) return 'stands alone: --paging, --config and the like say the rest';
  return near === undefined
    ? `wanted a release from ${RELEASES[0]} to ${RELEASES.at(-1)}, also as uname -r says it, host, or a profile: ${PROFILES.map((known) => known.name).join(', ')}`
    : `did you mean ${near}?`;
}

/** Refuses a release that never was, behind the last of a series that has ended, and one newer than the tables. */
function checkRelease(name: string, version: VersionCode): void {
  const major = Math.floor(version / 1_000_000);
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

function build(
  architecture: Architecture,
  parsed: ParsedName,
  stated: ConfigValues,
  pagingGiven: number | undefined,
  encBit: number | undefined,
  physMaskGiven: bigint | undefined,
): Kernel {
  const { version, patch } = parsed;
  const { arch, machine, layout } = architecture;
  const given = withProven(architecture, withLevels(layout, stated, pagingGiven), pagingGiven);
  const config = configOf(architecture, version, given);
  const has: Holds = (row) => isAvailable(row, version, config);
  const usual = choose(layout.paging.filter(has), 0);
  const paging = pagingGiven ?? usual;
  const geometry = layout.levels.filter(has);
  checkPaging(arch, geometry, paging);
  const pageShift = choose(layout.pageShift.filter(has), paging);
  const entryBits = layout.entryBits ? choose(layout.entryBits.filter(has), paging) : 64;
  const physBits = choose(layout.physBits.filter(has), paging);
  const encMask = encBit === undefined ? 0n : 1n << BigInt(encBit);
  const physMask =
    (physMaskGiven ??
      (layout.physMaskBits ? maskOf(choose(layout.physMaskBits.filter(has), paging) - 1, 0) : U64_MAX)) &
    ~encMask;

  const swap = swapLayouts(arch, layout.swap.filter(has));
  const typeNumbers = 1 << Math.max(...LEVELS.map((level) => swap(level).type.width));
  const special = SPECIAL_TYPES.filter(has);
  const swapTypes = numberTypes(special, typeNumbers);
  const markers = swapTypes.some((type) => type.kind === 'pte-marker') ? MARKERS.filter(has) : [];
  const pfnBits = physBits - pageShift;
  const swpPfnBits = isAvailable({ since: '6.1' }, version, config)
    ? layout.swpPfnBits
      ? choose(layout.swpPfnBits.filter(has), paging)
      : pfnBits
    : undefined;
  const forms = formTable(layout, has, encMask, physMask);
  const formRows = byLevel((level): readonly FormRow[] =>
    layout.forms.filter((row) => row.levels.includes(level) && has(row)),
  );
  const none = byLevel((level): NoneRow | undefined =>
    layout.none.find((row) => row.levels.includes(level) && has(row)),
  );
  const roleMask = roleMasks(layout.rows, has);
  const offsetBits = swap('pte').offset.width;

  const id = later(() =>
    [
      parsed.profile,
      ...overrides(architecture, version, parsed.base, given),
      ...(paging === usual ? [] : [`paging=${paging}`]),
      ...(encBit === undefined ? [] : [`enc-bit=${encBit}`]),
      ...(physMaskGiven === undefined ? [] : [`phys-mask=${formatHex(physMaskGiven)}`]),
      ...(arch === DEFAULT_ARCH ? [] : [`arch=${arch}`]),
    ].join(','),
  );
  const assumed = later(() => assumedMachine(architecture, version, given));
  const typeShift = isAvailable({ since: '4.20' }, version, config) ? 6 : 7;
  return {
    get id() {
      return id();
    },
    profile: parsed.profile,
    arch,
    machine,
    version,
    release: formatVersion(version),
    uffdWpSpecialPatch: patch,
    paging,
    layout,
    config,
    get assumed() {
      return assumed();
    },
    mask: roleMask,
    form: forms,
    formsAt: formRows,
    none,
    entryBits,
    pageShift,
    levels: geometry.filter((level) => !level.paging || level.paging.includes(paging)),
    encMask,
    physMask,
    swap: swap('pte'),
    swapAt: swap,
    offsetMask: maskOf(offsetBits - 1, 0),
    maxSwapfiles: SWAP_TYPES - special.length,
    swapTypes,
    genericTypeShift: layout.wordBits - typeShift,
    pfnBits,
    swpPfnBits,
    migrationAd:
      swpPfnBits !== undefined &&
      offsetBits >= swpPfnBits + 2 &&
      config('SWAP') &&
      !config('L1TF_SWAP_LIMIT'),
    markers,
    markerMask: markers.reduce((mask, row) => mask | row.mask, 0n),
    uffdWpSpecial: patch && config('USERFAULTFD') ? roleMask('swp_uffd_wp') : undefined,
  };
}

/** Remembers what `make` gives; one value is decoded before most of a kernel is asked for. */
function later<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** The symbols, as `CONFIG_NAME=y`, that are not what they are in the profile. */
function overrides(
  architecture: Architecture,
  version: VersionCode,
  base: ConfigValues,
  given: ConfigValues,
): readonly string[] {
  if ([...given].every(([symbol, on]) => base.get(symbol) === on)) return [];
  const usual = resolveConfig(architecture, version, base);
  return (
    [...resolveConfig(architecture, version, given)]
      // What the machine is and nobody gave only follows from other symbols.
      .filter(([symbol, on]) => usual.get(symbol) !== on && (given.has(symbol) || !isRuntimeProperty(symbol)))
      .map(([symbol, on]) => `${isRuntimeProperty(symbol) ? '' : 'CONFIG_'}${symbol}=${on ? 'y' : 'n'}`)
  );
}

/** The value of the first row that holds for a paging mode. */
function choose(rows: readonly Choice[], paging: number): number {
  const row = rows.find((candidate) => !candidate.paging || candidate.paging.includes(paging));
  if (!row) throw new RangeError('a layout leaves a number open');
  return row.value;
}

/** What is given, with the value of the symbol that a number of levels settles where nothing else does. */
function withLevels(layout: ArchLayout, given: ConfigValues, paging: number | undefined): ConfigValues {
  const symbol = layout.pagingSymbol;
  if (symbol === undefined || paging === undefined || given.has(symbol)) return given;
  const row = layout.paging.find(({ value }) => value === paging);
  return row?.config ? new Map([...given, [symbol, row.config.includes(symbol)]]) : given;
}

function checkPaging(arch: string, geometry: ArchLayout['levels'], paging: number): void {
  const known = new Set(geometry.flatMap((level) => level.paging ?? []));
  if (known.size === 0 || known.has(paging)) return;
  throw new PteDecodeError(
    'ERR_FIELD_RANGE',
    `paging ${paging}: ${arch} has ${[...known].sort().join(' or ')} levels`,
  );
}

/** Remembers what `make` gives for each level. */
function byLevel<T>(make: (level: Level) => T): (level: Level) => T {
  const known = new Map<Level, { readonly value: T }>();
  return (level) => {
    let made = known.get(level);
    if (!made) {
      made = { value: make(level) };
      known.set(level, made);
    }
    return made.value;
  };
}

function swapLayouts(arch: string, rows: readonly SwapLayout[]): (level: Level) => SwapLayout {
  return byLevel((level) => {
    const row = rows.find((candidate) => !candidate.levels || candidate.levels.includes(level));
    if (!row) throw new PteDecodeError('ERR_KERNEL_UNKNOWN', `no swap layout of ${arch} for this kernel`);
    return row;
  });
}

/** Tells whether a row of a table holds for a kernel. */
type Holds = (row: Parameters<typeof isAvailable>[0]) => boolean;

/** The mask of a role at a level, without one of the lowest level that has it; 0 for none. */
function roleMasks(rows: readonly BitRow[], has: Holds): (role: string, level?: Level) => bigint {
  const known = new Map<string, bigint>();
  const find = (role: string, levels: readonly Level[]): bigint => {
    const mine = rows.filter((row) => row.role === role && has(row));
    for (const level of levels) {
      const row = mine.find((candidate) => !candidate.levels || candidate.levels.includes(level));
      if (row) return maskOf(row.hi, row.lo);
    }
    return 0n;
  };
  return (role, level) => {
    const key = level === undefined ? role : `${role} ${level}`;
    let mask = known.get(key);
    if (mask === undefined) {
      mask = find(role, level === undefined ? LOWEST_FIRST : [level]);
      known.set(key, mask);
    }
    return mask;
  };
}

const LOWEST_FIRST = LEVELS.toReversed();

/** Gives the special types the top numbers of 0..31, in order; those below are swap areas, and none is above. */
function numberTypes(special: readonly SpecialTypeRow[], count: number): readonly SwapType[] {
  const first = SWAP_TYPES - special.length;
  return Array.from({ length: Math.max(count, SWAP_TYPES) }, (_, number) => {
    const row = special[number - first];
    if (row) return { number, kind: row.kind, name: row.name, writable: row.writable ?? false, row };
    return (swapAreas[number] ??= swapArea(number));
  });
}

/** Swap areas are the same in all kernels. */
const swapAreas: SwapType[] = [];

function swapArea(number: number): SwapType {
  const name = number < SWAP_TYPES ? `swap_info[${number}]` : `no type (${number})`;
  return { number, kind: 'swap', name, writable: false, row: undefined };
}

function formTable(
  layout: ArchLayout,
  has: Holds,
  encMask: bigint,
  physMask: bigint,
): (level: Level, form: Form) => FormLayout {
  const cache: Record<Level, Partial<Record<Form, FormLayout>>> = {
    pgd: {},
    p4d: {},
    pud: {},
    pmd: {},
    pte: {},
  };
  const resolve = (level: Level, form: Form): FormLayout => {
    const mine = rowsOf(layout, level, form).filter(has);
    if (encMask !== 0n && form !== 'none' && form !== 'swap') mine.push(encryptionRow(encMask));
    const pfn: ResolvedPfn[] = layout.pfn
      .filter((row) => row.forms.includes(form) && row.levels.includes(level) && has(row))
      .map((row) => ({
        ...addressField(row, physMask),
        lo: row.lo,
        inverted: row.inverted,
        when: row.when,
        pageShift: row.pageShift,
        row,
      }));
    const claimed = mine.reduce((mask, row) => mask | row.mask, 0n);
    return {
      rows: mine,
      pfn,
      claimed,
      keyRows: mine.filter((row) => row.role.startsWith('pkey')),
    };
  };
  return (level, form) => {
    const ofLevel = cache[level];
    return (ofLevel[form] ??= resolve(level, form));
  };
}

const rowCache = new WeakMap<ArchLayout, Map<string, readonly ResolvedRow[]>>();

/** The rows of a level and form in any kernel, which share them. */
function rowsOf(layout: ArchLayout, level: Level, form: Form): readonly ResolvedRow[] {
  let cache = rowCache.get(layout);
  if (!cache) {
    cache = new Map();
    rowCache.set(layout, cache);
  }
  const key = `${level} ${form}`;
  let rows = cache.get(key);
  if (!rows) {
    rows = layout.rows
      .filter((row) => row.forms.includes(form) && (!row.levels || row.levels.includes(level)))
      .map((row) => ({ ...row, mask: maskOf(row.hi, row.lo) }));
    cache.set(key, rows);
  }
  return rows;
}

/** Where the bits of an address stand; bits outside the physical mask are not its own. */
function addressField(
  row: ArchLayout['pfn'][number],
  physMask: bigint,
): Pick<ResolvedPfn, 'mask' | 'pieces' | 'twice'> {
  const mask = maskOf(row.hi, row.lo);
  if (row.at === undefined && !row.more) return { mask: mask & physMask, pieces: undefined, twice: false };
  const pieces = [{ hi: row.hi, lo: row.lo, at: row.at ?? row.lo }, ...(row.more ?? [])];
  const all = pieces.reduce((bits, piece) => bits | maskOf(piece.hi, piece.lo), 0n);
  const [first, ...others] = pieces.map(({ hi, lo, at }) => maskOf(at + hi - lo, at));
  const twice = others.some((bits) => (bits & (first ?? 0n)) !== 0n);
  return { mask: all & writeAddress(physMask, pieces), pieces, twice };
}

function encryptionRow(mask: bigint): BitRow & { readonly mask: bigint } {
  const bitNumber = mask.toString(2).length - 1;
  return {
    hi: bitNumber,
    lo: bitNumber,
    name: '_PAGE_ENC',
    short: 'enc',
    role: 'enc',
    kind: 'flag',
    set: 'encrypted (shared, in a TDX guest)',
    forms: ['leaf', 'protnone', 'table'],
    mask,
    src: 'v5.11 arch/x86/include/asm/pgtable_types.h _PAGE_ENC (sme_me_mask)',
  };
}
