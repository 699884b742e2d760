import type { Machine } from '../core/rows/machine.ts';
import type { Architecture } from '../core/rows/architecture.ts';
import { ARCHITECTURES } from './all.ts';
import { x86_64 } from './x86_64/index.ts';

export { ARCHITECTURES };

/** The architecture that is meant when nothing says which. */
export const DEFAULT_ARCH = x86_64.arch;

let known = ARCHITECTURES;

/** All architectures in force: those that come with pte-decode, then the registered ones. */
export function architectures(): readonly Architecture[] {
  return known;
}

/** Remembers what `make` gives for all architectures, until one is added or taken away. */
export function perArchitectures<T>(make: (all: readonly Architecture[]) => T): () => T {
  let made: { readonly of: readonly Architecture[]; readonly value: T } | undefined;
  return () => {
    if (made?.of !== known) made = { of: known, value: make(known) };
    return made.value;
  };
}

/**
 * Adds an architecture, of which everything then works as of the others.
 *
 * @returns takes it away again
 * @throws RangeError when there is one of that name
 */
export function registerArchitecture(architecture: Architecture): () => void {
  if (findArchitecture(architecture.arch))
    throw new RangeError(`there is an architecture "${architecture.arch}"`);
  known = [...known, architecture];
  return () => {
    known = known.filter((other) => other !== architecture);
  };
}

/** The architecture that a name means: its own, or any other spelling, in capitals or not, with `-` for `_`. */
export function findArchitecture(name: string): Architecture | undefined {
  if (name === '') return undefined;
  return known.find(({ arch }) => arch === name) ?? bySpelling().get(plainName(name.toLowerCase()));
}

const plainName = (name: string): string => name.replaceAll('-', '_');

/** Architectures by what people type; of two with one spelling the first. */
const bySpelling = perArchitectures(
  (all): ReadonlyMap<string, Architecture> =>
    new Map(
      all
        .toReversed()
        .flatMap((architecture) =>
          typedNames(architecture.machine).map((spelling) => [plainName(spelling), architecture] as const),
        ),
    ),
);

/** What people type who mean an architecture. */
export function typedNames(machine: Machine): readonly string[] {
  return [...spellings(machine), ...(machine.names.typed ?? [])];
}

/** What a machine of an architecture is called by kernels, QEMU, distributions and people. */
export function spellings({ arch, names }: Machine): readonly string[] {
  return [arch, ...names.uname, names.qemu, ...names.others];
}
