import { type DecodedEntry, decodeEntry } from '../core/verdicts/decode.ts';
import { later } from '../core/later.ts';
import type { Level } from '../core/rows/layout.ts';
import type { Kernel, SaidOfKernel } from '../core/rows/model.ts';
import { heldUntil, parseVersion, type VersionCode } from '../core/version.ts';
import { PROFILES, RELEASES } from '../kernel/profiles.ts';
import { resolveKernel } from '../kernel/resolve.ts';
import { briefly } from './properties.ts';

/** A run of kernels that read a value alike. */
export interface Reading {
  /** The release or profile, or the first and last release: `5.19-6.1`. */
  readonly kernels: string;
  /** The first of them. */
  readonly first: string;
  readonly entry: DecodedEntry;
  readonly meaning: string;
}

/** A kernel to compare, resolved when it is first asked. */
class Compared {
  readonly name: string;
  readonly #resolve: () => Kernel;
  #until = Infinity;

  constructor(name: string, said: SaidOfKernel) {
    this.name = name;
    this.#resolve = later(() => resolveKernel({ ...said, kernel: name }));
  }

  /**
   * Reads a value.
   *
   * @returns also the first release that could read it otherwise: what this kernel worked out for earlier values counts
   */
  read(
    value: bigint,
    level: Level,
  ): { readonly entry: DecodedEntry; readonly meaning: string; readonly until: VersionCode } {
    const { result, until } = heldUntil(() => {
      const entry = decodeEntry(this.#resolve(), value, { level });
      return { entry, meaning: briefly(entry) };
    });
    this.#until = Math.min(this.#until, until);
    return { ...result, until: this.#until };
  }
}

/** The kernels that a value is compared on. */
export interface ComparedKernels {
  readonly releases: readonly Compared[];
  readonly profiles: readonly Compared[];
}

/** Every release that can be so and that the tables cover, then the profiles, each with all that was said of a kernel. */
export function comparedKernels({ said, layout }: Kernel): ComparedKernels {
  const make = (name: string): Compared => new Compared(name, said);
  const later = layout.laterLevels?.find(({ paging }) => paging === said.paging);
  const since = parseVersion(later ? later.since : layout.since);
  const isCovered = (release: string): boolean => parseVersion(release) >= since;
  return {
    releases: RELEASES.filter(isCovered).map(make),
    profiles: PROFILES.filter(({ release }) => isCovered(release)).map(({ name }) => make(name)),
  };
}

/** What kernels make of a value: runs of releases that read it alike, oldest first, then each profile. */
export function readingsOf(
  value: bigint,
  level: Level,
  { releases, profiles }: ComparedKernels,
): readonly Reading[] {
  const runs: { first: string; last: string; entry: DecodedEntry; meaning: string }[] = [];
  let alike = -Infinity;
  for (const release of releases) {
    const { name } = release;
    const run = runs.at(-1);
    if (run && parseVersion(name) < alike) {
      run.last = name;
      continue;
    }
    const { entry, meaning, until } = release.read(value, level);
    alike = until;
    if (run?.meaning === meaning) run.last = name;
    else runs.push({ first: name, last: name, entry, meaning });
  }
  return [
    ...runs.map(({ first, last, entry, meaning }) => ({
      kernels: first === last ? first : `${first}-${last}`,
      first,
      entry,
      meaning,
    })),
    ...profiles.map((profile) => ({
      kernels: profile.name,
      first: profile.name,
      ...profile.read(value, level),
    })),
  ];
}
