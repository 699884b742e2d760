import { PteDecodeError } from '../core/errors.ts';
import type { ArchLayout, BitRow, Form, Level, SpecialTypeRow } from '../core/layout.ts';
import type { FormLayout, Kernel, ResolvedPfn, SwapType } from '../core/model.ts';
import { formatHex, maskOf, parseInteger } from '../core/u64.ts';
import {
  formatVersion,
  isAvailable,
  parseVersion,
  tryParseVersion,
  type VersionCode,
} from '../core/version.ts';
import { ARCHITECTURES } from '../layouts/index.ts';
import { MARKERS, SPECIAL_TYPES, SWAP_TYPES } from '../layouts/swap-types.ts';
import { type ConfigValues, parseOverride, resolveConfig } from './config.ts';
import { DEFAULT_PROFILE, PROFILES, RELEASES } from './profiles.ts';

/** What to resolve; everything left out has its default. */
export interface KernelSpec {
  /** A profile name, a release (`6.1`, `6.1.0-56-amd64`), or the `id` of a kernel. Default `uffd-wp-special`. */
  readonly kernel?: string;
  /** Default `x86_64`. */
  readonly arch?: string;
  /** Values by symbol name without `CONFIG_`, as from `parseConfigText` and `parseOverride`. */
  readonly config?: ConfigValues;
  /** Page-table levels: 4 (default) or 5 on x86_64. */
  readonly paging?: number;
  /** Bit number of the encryption (SME/SEV) or shared (TDX) bit. */
  readonly encBit?: number;
  /** Bits of a physical address, as a mask. */
  readonly physMask?: bigint;
}

const X86_PHYSICAL_MASK_BITS = 52;

/**
 * Resolves a kernel: the bits that its page-table entries have.
 *
 * @param spec what is known of the kernel
 * @throws PteDecodeError `ERR_KERNEL_UNKNOWN` for a name, release or architecture that the tables do not cover,
 * `ERR_CONFIG` for an override that changes nothing, `ERR_FIELD_RANGE` for a bad paging mode or bit number
 */
export function resolveKernel(spec: KernelSpec = {}): Kernel {
  const parsed = parseKernelName(spec.kernel ?? DEFAULT_PROFILE);
  const arch = spec.arch ?? parsed.arch ?? 'x86_64';
  const layout = ARCHITECTURES.find((candidate) => candidate.arch === arch);
  if (!layout)
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      `architecture "${arch}": known are ${ARCHITECTURES.map((known) => known.arch).join(', ')}`,
    );
  if (parsed.version < parseVersion(layout.since))
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      `kernel ${formatVersion(parsed.version)}: the tables for ${arch} begin with ${layout.since}`,
    );
  const paging = spec.paging ?? parsed.paging ?? 4;
  const known = new Set(layout.levels.flatMap((level) => level.paging ?? []));
  if (known.size > 0 && !known.has(paging))
    throw new PteDecodeError(
      'ERR_FIELD_RANGE',
      `paging ${paging}: ${arch} has ${[...known].sort().join(' or ')} levels`,
    );
  const encBit = spec.encBit ?? parsed.encBit;
  if (encBit !== undefined && !(Number.isInteger(encBit) && encBit >= 12 && encBit < X86_PHYSICAL_MASK_BITS))
    throw new PteDecodeError(
      'ERR_FIELD_RANGE',
      `encryption bit ${encBit}: wanted a bit of the frame number, 12 to 51`,
    );
  const given = new Map<string, boolean>([...parsed.config, ...(spec.config ?? [])]);
  return build(layout, parsed, given, paging, encBit, spec.physMask ?? parsed.physMask);
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
  const newest = RELEASES[RELEASES.length - 1] ?? '';
  if (version === undefined || Math.floor(version / 1000) > Math.floor(parseVersion(newest) / 1000))
    throw new PteDecodeError(
      'ERR_KERNEL_UNKNOWN',
      `kernel "${name}": wanted a profile (${PROFILES.map((known) => known.name).join(', ')}), host, or a release from ${RELEASES[0]} to ${newest}`,
    );
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

function readExtra(parsed: ParsedName, extra: string): void {
  const [key = '', value = ''] = extra.split('=');
  if (key === 'paging') parsed.paging = Number(parseInteger(value, 'paging', 9n));
  else if (key === 'enc-bit') parsed.encBit = Number(parseInteger(value, 'enc-bit', 63n));
  else if (key === 'phys-mask') parsed.physMask = parseInteger(value, 'phys-mask');
  else if (key === 'arch') parsed.arch = value;
  else parsed.config.set(...parseOverride(extra));
}

function build(
  layout: ArchLayout,
  parsed: ParsedName,
  given: ConfigValues,
  paging: number,
  encBit: number | undefined,
  physMaskGiven: bigint | undefined,
): Kernel {
  const { version, patch } = parsed;
  const values = resolveConfig(layout.arch, version, given);
  const config = (symbol: string): boolean => values.get(symbol) ?? false;
  const has = (row: Parameters<typeof isAvailable>[0]): boolean => isAvailable(row, version, config);
  const encMask = encBit === undefined ? 0n : 1n << BigInt(encBit);
  const physMask = (physMaskGiven ?? maskOf(X86_PHYSICAL_MASK_BITS - 1, 0)) & ~encMask;

  const swapTypes = numberTypes(SPECIAL_TYPES.filter(has));
  const maxSwapfiles = swapTypes.filter((type) => type.kind === 'swap').length;
  const markers = swapTypes.some((type) => type.kind === 'pte-marker') ? MARKERS.filter(has) : [];
  const pfnBits = paging === 5 ? 40 : 34;
  const hasPfnBits = isAvailable({ since: '6.1' }, version, config);
  const rows = layout.rows.filter(has);
  const forms = formTable(rows, layout.pfn.filter(has), encMask, physMask);
  const swap = layout.swap.find(has);
  if (!swap)
    throw new PteDecodeError('ERR_KERNEL_UNKNOWN', `no swap layout of ${layout.arch} for this kernel`);
  const roles = new Map<string, bigint>();
  for (const row of rows) if (!roles.has(row.role)) roles.set(row.role, maskOf(row.hi, row.lo));

  const base = resolveConfig(layout.arch, version, parsed.base);
  const overrides = [...values].filter(([symbol, on]) => base.get(symbol) !== on);
  const extras = [
    ...overrides.map(([symbol, on]) => `CONFIG_${symbol}=${on ? 'y' : 'n'}`),
    ...(paging === 4 ? [] : [`paging=${paging}`]),
    ...(encBit === undefined ? [] : [`enc-bit=${encBit}`]),
    ...(physMaskGiven === undefined ? [] : [`phys-mask=${formatHex(physMaskGiven)}`]),
    ...(layout.arch === 'x86_64' ? [] : [`arch=${layout.arch}`]),
  ];
  const swpUffdWp = roles.get('swp_uffd_wp') ?? 0n;
  return {
    id: [parsed.profile, ...extras].join(','),
    profile: parsed.profile,
    arch: layout.arch,
    version,
    release: formatVersion(version),
    uffdWpSpecialPatch: patch,
    paging,
    layout,
    config,
    mask: (role) => roles.get(role) ?? 0n,
    form: (level, form) => forms(level, form),
    levels: layout.levels.filter((level) => !level.paging || level.paging.includes(paging)),
    encMask,
    physMask,
    swap,
    maxSwapfiles,
    swapTypes,
    genericTypeShift: isAvailable({ since: '4.20' }, version, config) ? 58 : 57,
    pfnBits,
    swpPfnBits: hasPfnBits ? pfnBits : undefined,
    migrationAd: hasPfnBits && config('SWAP') && !config('L1TF_SWAP_LIMIT'),
    markers,
    markerMask: markers.reduce((mask, row) => mask | row.mask, 0n),
    uffdWpSpecial: patch && config('USERFAULTFD') ? swpUffdWp : undefined,
  };
}

/** Gives the special types the top numbers of 0..31, in order; the rest are swap areas. */
function numberTypes(special: readonly SpecialTypeRow[]): readonly SwapType[] {
  const first = SWAP_TYPES - special.length;
  return Array.from({ length: SWAP_TYPES }, (_, number) => {
    const row = special[number - first];
    return row
      ? { number, kind: row.kind, name: row.name, writable: row.writable ?? false, row }
      : { number, kind: 'swap', name: `swap_info[${number}]`, writable: false, row: undefined };
  });
}

function formTable(
  rows: readonly BitRow[],
  pfnRows: ArchLayout['pfn'],
  encMask: bigint,
  physMask: bigint,
): (level: Level, form: Form) => FormLayout {
  const cache = new Map<string, FormLayout>();
  const resolve = (level: Level, form: Form): FormLayout => {
    const mine = rows
      .filter((row) => row.forms.includes(form) && (!row.levels || row.levels.includes(level)))
      .map((row) => ({ ...row, mask: maskOf(row.hi, row.lo) }));
    if (encMask !== 0n && form !== 'none' && form !== 'swap') mine.push(encryptionRow(encMask));
    const pfn: ResolvedPfn[] = pfnRows
      .filter((row) => row.forms.includes(form) && row.levels.includes(level))
      .map((row) => ({
        mask: maskOf(row.hi, row.lo) & physMask,
        lo: row.lo,
        inverted: row.inverted,
        when: row.when,
        pageShift: row.pageShift,
        row,
      }));
    const claimed = mine.reduce((mask, row) => mask | row.mask, 0n);
    return { rows: mine, pfn, claimed };
  };
  return (level, form) => {
    const key = `${level} ${form}`;
    let known = cache.get(key);
    if (!known) {
      known = resolve(level, form);
      cache.set(key, known);
    }
    return known;
  };
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
