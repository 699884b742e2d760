import { architectures, typedNames } from '../../arch/index.ts';
import { MARKERS } from '../../arch/shared/swap-types.ts';
import { LEVELS } from '../../core/rows/layout.ts';
import type { Architecture, ArchLayout } from '../../core/rows/architecture.ts';
import { parseVersion } from '../../core/version.ts';
import { configSymbols } from '../../kernel/config.ts';
import { levelNumbers } from '../../kernel/capabilities/machines.ts';
import { PROFILES, RELEASES } from '../../kernel/profiles.ts';
import { propertiesOf } from '../../records/properties.ts';

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** What an architecture has, by kind: names out of its tables. */
const OF_ARCHITECTURE = {
  kernel: ({ layout }) => kernelNames(layout),
  config: ({ arch }) => configSettings(arch),
  flag: ({ layout }) => flagNames(layout),
  function: ({ layout }) =>
    unique(
      layout
        .operations()
        .map(({ name }) => name)
        .toSorted(),
    ),
  property: ({ layout }) => propertiesOf(layout).map(({ name }) => name),
  paging: ({ arch }) => levelNumbers(arch).map(String),
  level: ({ layout }) => LEVELS.filter((name) => layout.levels.some(({ level }) => level === name)),
} as const satisfies Record<string, (architecture: Architecture) => readonly string[]>;

/** A kind of names that differ from architecture to architecture. */
export type NameKind = keyof typeof OF_ARCHITECTURE;

export const NAME_KINDS: readonly NameKind[] = [
  'kernel',
  'config',
  'flag',
  'function',
  'property',
  'paging',
  'level',
];

/**
 * The names of a kind that an architecture has.
 *
 * @param arch the architecture's own name; absent: those of all
 */
export function namesOf(kind: NameKind, arch?: string): readonly string[] {
  const known = architectures().filter((candidate) => arch === undefined || candidate.arch === arch);
  return unique(known.flatMap(OF_ARCHITECTURE[kind]));
}

/** Every name that `--kernel` knows and that the tables of an architecture cover. */
function kernelNames({ since }: ArchLayout): readonly string[] {
  const isCovered = (release: string): boolean => parseVersion(release) >= parseVersion(since);
  const profiles = PROFILES.filter(({ release }) => isCovered(release)).map(({ name }) => name);
  return [...profiles, ...RELEASES.filter(isCovered), 'host'];
}

/** Both values of every configuration symbol, as `--config` takes them. */
function configSettings(arch: string): readonly string[] {
  const names = configSymbols(arch)
    .filter((symbol) => !symbol.automatic)
    .map(({ name, runtime }) => (runtime ? name : `CONFIG_${name}`));
  return names.flatMap((name) => [`${name}=y`, `${name}=n`]);
}

/** Flag bits by their short names, then by the kernel's; those that shells would have to quote are left out. */
function flagNames({ rows }: ArchLayout): readonly string[] {
  const flags = rows.filter(({ kind }) => kind === 'flag');
  return unique([...flags.map(({ short }) => short), ...flags.map(({ name }) => name)]).filter((name) =>
    /^\w+$/.test(name),
  );
}

/** The architectures, each with all that people call it. */
export function archSpellings(): readonly { readonly arch: string; readonly names: readonly string[] }[] {
  return architectures().map(({ arch, machine }) => ({ arch, names: unique(typedNames(machine)) }));
}

/** The architectures. */
export const archNames = (): readonly string[] => architectures().map(({ arch }) => arch);

/** Short names of the marker bits. */
export const markerShortNames = (): readonly string[] => unique(MARKERS.map(({ short }) => short));
