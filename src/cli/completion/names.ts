import { kernelFunctions } from '../../core/functions.ts';
import { CONFIG_SYMBOLS } from '../../kernel/config.ts';
import { PROFILES, RELEASES } from '../../kernel/profiles.ts';
import { resolveKernel } from '../../kernel/resolve.ts';
import { architectures } from '../../arch/index.ts';
import { PAGE_PROPERTY_NAMES } from '../../pagemap/select.ts';
import { propertiesOf } from '../../records/properties.ts';
import { MARKERS } from '../../arch/swap-types.ts';

const unique = (names: readonly string[]): readonly string[] => [...new Set(names)];

/** Every name that `--kernel` knows. */
export function kernelNames(): readonly string[] {
  return [...PROFILES.map(({ name }) => name), ...RELEASES, 'host'];
}

/** The architectures. */
export function archNames(): readonly string[] {
  return architectures().map(({ arch }) => arch);
}

/** Both values of every configuration symbol, as `--config` takes them. */
export function configSettings(): readonly string[] {
  const symbols = [...CONFIG_SYMBOLS, ...architectures().flatMap(({ layout }) => layout.symbols)];
  const names = symbols
    .filter((symbol) => !symbol.automatic)
    .map(({ name, runtime }) => (runtime ? name : `CONFIG_${name}`));
  return unique(names).flatMap((name) => [`${name}=y`, `${name}=n`]);
}

/** Flag bits of all architectures by their short names, then by the kernel's; those that shells would have to quote are left out. */
export function flagNames(): readonly string[] {
  const flags = architectures().flatMap(({ layout }) => layout.rows.filter(({ kind }) => kind === 'flag'));
  return unique([...flags.map(({ short }) => short), ...flags.map(({ name }) => name)]).filter((name) =>
    /^\w+$/.test(name),
  );
}

/** What can be said of an entry of any architecture: the names with which a condition begins. */
export function propertyNames(): readonly string[] {
  return unique(architectures().flatMap(({ layout }) => propertiesOf(layout).map(({ name }) => name)));
}

/** What can be said of a page of pagemap. */
export function pagePropertyNames(): readonly string[] {
  return PAGE_PROPERTY_NAMES;
}

/** Short names of the marker bits. */
export function markerShortNames(): readonly string[] {
  return unique(MARKERS.map(({ short }) => short));
}

/** The functions of every kernel, sorted. */
export function functionNames(): readonly string[] {
  const kernels = [
    ...PROFILES.map(({ name }) => resolveKernel({ kernel: name })),
    ...architectures().map(({ arch }) => resolveKernel({ arch })),
    ...RELEASES.map((kernel) => resolveKernel({ kernel })),
  ];
  return unique(kernels.flatMap((kernel) => kernelFunctions(kernel).map(({ name }) => name))).toSorted();
}
