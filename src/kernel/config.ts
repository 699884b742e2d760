import { oncePer } from '../core/later.ts';
import { PteDecodeError } from '../core/errors.ts';
import { meantText } from '../core/nearest.ts';
import { printable } from '../core/printable.ts';
import type { ConfigSymbol, StandardSince } from '../core/rows/layout.ts';
import type { Architecture } from '../core/rows/architecture.ts';
import { isAvailable, isInRelease, parseVersion, type VersionCode } from '../core/version.ts';
import { L1TF_RELEASES } from '../arch/shared/l1tf.ts';
import { findArchitecture, perArchitectures } from '../arch/index.ts';

export type { ConfigSymbol };

/** KAISER of the older series has the same symbol. v4.15-rc6, v4.14.11, v4.9.75 and v4.4.110 arch/x86/include/asm/pgtable.h p4d_bad, pgd_bad */
const PTI_RELEASES: StandardSince = { since: '4.15', stable: ['4.4.110', '4.9.75', '4.14.11'] };

/** The symbols that the model reads on more than one architecture, or on x86_64. `configSymbols` gives all of one. */
// prettier-ignore
export const CONFIG_SYMBOLS: readonly ConfigSymbol[] = [
  { name: 'USERFAULTFD', standard: true, text: 'userfaultfd; without it the special pte is never made nor recognised' },
  { name: 'HAVE_ARCH_USERFAULTFD_WP', since: '5.7', standard: true, needs: ['USERFAULTFD'], text: 'uffd-wp bits; without it they have no meaning and the special pte has the value 0' },
  { name: 'ARCH_HAS_PTE_PROTNONE', since: '7.3', standard: true, text: 'pte_protnone() works without NUMA balancing' },
  { name: 'USERFAULTFD_RWP', since: '7.3', standard: true, needs: ['HAVE_ARCH_USERFAULTFD_WP', 'ARCH_HAS_PTE_PROTNONE'], automatic: true, text: 'userfaultfd read-write protection: PROT_NONE with the uffd bit' },
  { name: 'PTE_MARKER_UFFD_WP', since: '5.19', standard: true, needs: ['HAVE_ARCH_USERFAULTFD_WP'], text: 'uffd-wp markers on unmapped file-backed memory' },
  { name: 'PTE_MARKER', since: '5.19', until: '6.2', standard: true, needs: ['PTE_MARKER_UFFD_WP'], automatic: true, text: 'the swap type of PTE markers; always there from 6.2 on' },
  { name: 'MEM_SOFT_DIRTY', standard: true, text: 'soft-dirty bits' },
  { name: 'SWAP', standard: true, text: 'swapping; without it migration entries keep no young and dirty' },
  { name: 'MIGRATION', standard: true, text: 'page migration types' },
  { name: 'MEMORY_FAILURE', standard: true, text: 'the hwpoison type' },
  { name: 'DEVICE_PRIVATE', standard: { since: '7.2' }, text: 'device-private and device-exclusive types' },
  { name: 'NUMA_BALANCING', standard: true, needs: ['MIGRATION'], text: 'pte_protnone() before 7.3' },
  { name: 'TRANSPARENT_HUGEPAGE', standard: true, text: 'pmd leaves' },
  { name: 'ARCH_ENABLE_THP_MIGRATION', until: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries' },
  { name: 'ARCH_HAS_PMD_SOFTLEAVES', since: '7.3', standard: true, needs: ['TRANSPARENT_HUGEPAGE', 'MIGRATION'], text: 'pmd migration entries (the name since 7.3)' },
  { name: 'ARCH_HAS_PTE_DEVMAP', until: '6.17', standard: true, text: 'the devmap bit' },
  { name: 'X86_INTEL_MEMORY_PROTECTION_KEYS', standard: true, architectures: ['x86_64'], text: 'protection keys in bits 59-62 of a leaf' },
  { name: 'X86_USER_SHADOW_STACK', since: '6.6', standard: true, architectures: ['x86_64'], text: 'shadow stacks for user space' },
  { name: 'X86_5LEVEL', until: '6.16', standard: true, architectures: ['x86_64'], text: '5-level paging; always there from 6.16 on' },
  { name: 'MITIGATION_PAGE_TABLE_ISOLATION', standard: PTI_RELEASES, architectures: ['x86_64'], text: 'p4d_bad() and pgd_bad() ignore NX (PAGE_TABLE_ISOLATION up to 6.8)' },
  { name: 'CPU_SHADOW_STACK', since: '6.6', standard: false, runtime: true, needs: ['X86_USER_SHADOW_STACK'], cpuFlag: 'user_shstk', architectures: ['x86_64'], text: 'the CPU has user shadow stacks (X86_FEATURE_USER_SHSTK)' },
  { name: 'L1TF_LAYOUT', standard: L1TF_RELEASES, runtime: true, architectures: ['x86_64'], text: 'inverted swap offsets and PROT_NONE frames; distributions brought it back to older kernels' },
  { name: 'UFFD_WP_BACKPORT', since: '4.14', until: '5.7', standard: false, runtime: true, architectures: ['x86_64'], text: 'a distribution can have brought the uffd-wp bits of 5.7 here: whether they have a meaning is unknown' },
  { name: 'ISOLATION_BACKPORT', until: '4.15', standard: false, runtime: true, architectures: ['x86_64'], text: 'a distribution can have brought page-table isolation of 4.15 here: then NX in a top table is no mistake' },
  { name: 'SWAPIN_ERROR_TYPE', since: '5.19', until: '6.2', standard: true, runtime: true, text: 'the swap type of pages that could not be read back' },
  { name: 'L1TF_SWAP_LIMIT', standard: false, runtime: true, architectures: ['x86_64'], text: 'an L1TF-affected CPU whose swap size limit leaves migration entries no room for young and dirty' },
];

/** Other names under which a symbol may be given. */
export const ALIASES: Readonly<Record<string, string>> = {
  ARCH_HAS_ZONE_DEVICE: 'ARCH_HAS_PTE_DEVMAP',
  ERRATA_THEAD_PBMT: 'ERRATA_THEAD_MAE',
  ARM64_USER_VA_BITS_52: 'ARM64_VA_BITS_52',
  PAGE_TABLE_ISOLATION: 'MITIGATION_PAGE_TABLE_ISOLATION',
  X86_FEATURE_USER_SHSTK: 'CPU_SHADOW_STACK',
};

/**
 * The symbols that count on one architecture: the common ones that it has, with what is its own about them, and its
 * own ones.
 */
export function configSymbols(arch: string): readonly ConfigSymbol[] {
  const known = findArchitecture(arch);
  return known === undefined ? CONFIG_SYMBOLS.filter(({ architectures: only }) => !only) : symbolsOf(known);
}

function symbolsOf({ arch, layout }: Architecture): readonly ConfigSymbol[] {
  const own = new Map(layout.symbols.map((symbol) => [symbol.name, symbol]));
  const common = CONFIG_SYMBOLS.filter(
    ({ name, architectures: only }) =>
      !own.has(name) && !layout.lacks.includes(name) && (!only || only.includes(arch)),
  );
  return [...common, ...layout.symbols];
}

/** The symbols of all architectures; made when asked for, because decoding one value needs the tables of one. */
export const everySymbol = perArchitectures((all): readonly ConfigSymbol[] => [
  ...CONFIG_SYMBOLS,
  ...all.flatMap(({ layout }) => layout.symbols),
]);

const everyName = perArchitectures((): ReadonlySet<string> => new Set(everySymbol().map(({ name }) => name)));

/** A set of given values by symbol name; what is missing has its standard value. */
export type ConfigValues = ReadonlyMap<string, boolean>;

/** The full name without `CONFIG_` of a symbol that the model knows, or undefined. */
export function canonicalSymbol(name: string): string | undefined {
  const known = mainName(name);
  return everyName().has(known) ? known : undefined;
}

/** The name of a symbol of the model, given any that it has had. */
export function mainName(name: string): string {
  const bare = name.replace(/^CONFIG_/, '');
  return ALIASES[bare] ?? bare;
}

/**
 * Reads one override such as `CONFIG_MEM_SOFT_DIRTY=n` or `CPU_SHADOW_STACK=y`.
 *
 * @throws PteDecodeError `ERR_CONFIG` when it has another shape or names a symbol that changes nothing here
 */
export function parseOverride(text: string): readonly [string, boolean] {
  const match = /^((?:CONFIG_)?[A-Z0-9_]+)=([yYnNmM01])$/.exec(text.trim());
  if (!match)
    throw new PteDecodeError('ERR_CONFIG', `"${printable(text)}": wanted CONFIG_NAME=y or CONFIG_NAME=n`);
  const symbol = canonicalSymbol(match[1] ?? '');
  if (symbol === undefined) {
    const list = '"pte-decode kernels --symbols" lists the symbols that count';
    const meant = meantText((match[1] ?? '').replace(/^CONFIG_/, ''), [...everyName()], list);
    throw new PteDecodeError(
      'ERR_CONFIG',
      `"${printable(text)}": no page-table entry depends on it; ${meant}`,
    );
  }
  return [symbol, /[yYmM1]/.test(match[2] ?? '')];
}

const symbolsByName = oncePer(
  (architecture: Architecture): ReadonlyMap<string, ConfigSymbol> =>
    new Map(symbolsOf(architecture).map((symbol) => [symbol.name, symbol])),
);

/**
 * The configuration of one kernel by symbol: standard values, then `given`, then what cannot be.
 * A symbol that does not exist in the release is on where the code became unconditional and off elsewhere.
 */
export function configOf(
  architecture: Architecture,
  version: VersionCode,
  given: ConfigValues,
): (symbol: string) => boolean {
  const symbols = symbolsByName(architecture);
  const values = new Map<string, boolean>();
  const valueOf = (name: string): boolean => {
    const known = values.get(name);
    if (known !== undefined) return known;
    const symbol = symbols.get(name);
    const value = symbol !== undefined && symbolValue(symbol, version, given, valueOf);
    values.set(name, value);
    return value;
  };
  return valueOf;
}

/** The symbols of an architecture that are properties of the machine, or that a number of levels proves. */
const machineSymbols = oncePer((architecture: Architecture): readonly ConfigSymbol[] =>
  [...symbolsByName(architecture).values()].filter(
    ({ runtime, provenBy }) => runtime || provenBy !== undefined,
  ),
);

/**
 * What is given of a configuration, with what follows from it: properties of the machine that a number of levels in use
 * proves, and the support that a property needs which is stated, where the kernel can use it.
 */
export function withProven(
  architecture: Architecture,
  version: VersionCode,
  given: ConfigValues,
  paging: number | undefined,
): ConfigValues {
  if (given.size === 0 && paging === undefined) return given;
  const known = new Map(given);
  for (const symbol of machineSymbols(architecture)) {
    const { name, runtime, provenBy, needs = [] } = symbol;
    if (provenBy !== undefined && provenBy.paging === paging && !known.has(name)) known.set(name, true);
    if (!runtime || needs.length === 0 || known.get(name) !== true) continue;
    if (!isInRelease(symbol, version)) continue;
    if (!isAvailable(symbol, version, configOf(architecture, version, known))) continue;
    for (const need of needs) if (!known.has(need)) known.set(need, true);
  }
  return known;
}

/** How a kernel is built. */
interface Build {
  readonly architecture: Architecture;
  readonly version: VersionCode;
  readonly base: ConfigValues;
  readonly given: ConfigValues;
}

/**
 * What is assumed of the machine where nobody says it: a property that it is taken to have, and one that it is taken to lack where
 * the configuration that was given allows it: one text for each, such as `without LPA2 (ARM64_LPA2=n)`.
 */
export function assumedMachine({ architecture, version, given }: Omit<Build, 'base'>): readonly string[] {
  const config = configOf(architecture, version, given);
  return symbolsOf(architecture).flatMap(({ name, feature, needs = [] }) => {
    if (feature === undefined || given.has(name)) return [];
    // What the machine is taken to have counts also where nobody said a word.
    if (config(name)) return [`with ${feature} (${name}=y)`];
    if (!needs.some((need) => given.get(need))) return [];
    const isAllowed = configOf(architecture, version, new Map([...given, [name, true]]))(name);
    return isAllowed ? [`without ${feature} (${name}=n)`] : [];
  });
}

/**
 * What a kernel has otherwise than its profile, as `CONFIG_NAME=y` or, of the machine, `NAME=y`, and what it is said to lack
 * that it might have. A property of the machine that nobody gave only follows from other symbols.
 *
 * @param build `base`: the symbols of the profile; `given`: these and all that is stated besides
 * @param open symbols that are not known to be off where nobody says it; without them only what differs is given
 */
export function overrides(
  { architecture, version, base, given }: Build,
  open: readonly string[] = [],
): readonly string[] {
  if ([...given].every(([symbol, on]) => base.get(symbol) === on)) return [];
  const before = configOf(architecture, version, base);
  const now = configOf(architecture, version, given);
  const isSaid = (symbol: ConfigSymbol): boolean => {
    const { name, runtime = false } = symbol;
    if (before(name) !== now(name)) return given.has(name) || !runtime;
    return given.has(name) && !now(name) && open.includes(name) && isInRelease(symbol, version);
  };
  return [...symbolsByName(architecture).values()]
    .filter(isSaid)
    .map(({ name, runtime = false }) => `${runtime ? '' : 'CONFIG_'}${name}=${now(name) ? 'y' : 'n'}`);
}

/** Symbols whose code became unconditional when the symbol went away, and the release in which it did. */
const UNCONDITIONAL_SINCE: Readonly<Record<string, string>> = { PTE_MARKER: '6.2', X86_5LEVEL: '6.16' };

/** Whether a release has what came with one of the main line, from there or by its stable series. */
export function isStandardIn({ since, stable = [] }: StandardSince, version: VersionCode): boolean {
  if (isInRelease({ since }, version)) return true;
  return stable.some((first) => {
    const from = parseVersion(first);
    return version >= from && Math.floor(version / 1000) === Math.floor(from / 1000);
  });
}

function symbolValue(
  symbol: ConfigSymbol,
  version: VersionCode,
  given: ConfigValues,
  valueOf: (name: string) => boolean,
): boolean {
  const since = UNCONDITIONAL_SINCE[symbol.name];
  if (since !== undefined && isInRelease({ since }, version)) return true;
  if (!isInRelease(symbol, version)) return false;
  const possible = (symbol.needs ?? []).every(valueOf) && isAvailable(symbol, version, valueOf);
  const standard =
    typeof symbol.standard === 'boolean' ? symbol.standard : isStandardIn(symbol.standard, version);
  return possible && (given.get(symbol.name) ?? standard);
}
