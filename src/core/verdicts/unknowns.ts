import { type Entry, numberOf, shapeFor } from '../entry/entry.ts';
import type { Shape } from '../entry/shapes.ts';
import type { Kernel } from '../rows/model.ts';
import { oncePer } from '../later.ts';
import type { ConfigSymbol } from '../rows/layout.ts';
import { not64 } from '../u64.ts';
import { isAvailable, isInRelease } from '../version.ts';

/** Whether nobody knows if a kernel has the uffd-wp bits: those of some distributions from before 5.7. */
export function isUffdWpUnknown(kernel: Kernel): boolean {
  return kernel.mask('maybe_uffd_wp') !== 0n;
}

/** Whether nobody knows if physical memory has more address bits than the kernel is taken to have. */
export function isMemorySizeUnknown(kernel: Kernel): boolean {
  const isOff = (symbol: string): boolean => kernel.isGiven(symbol) && !kernel.config(symbol);
  return (kernel.layout.morePhysBits?.unlessOff ?? []).some(
    (row) => isAvailable(row, kernel.version, kernel.config) && !row.symbols.some(isOff),
  );
}

/**
 * The extensions of the CPU that give a meaning to bits which are reserved without them, where nobody says whether it has them
 * and the kernel can use them.
 */
export const unsaidExtensions = oncePer((kernel: Kernel): readonly ConfigSymbol[] =>
  kernel.layout.symbols.filter(
    (symbol) =>
      symbol.feature !== undefined &&
      isInRelease(symbol, kernel.version) &&
      !kernel.isGiven(symbol.name) &&
      !kernel.config(symbol.name) &&
      (symbol.needs ?? []).every((name) => kernel.config(name)) &&
      kernel.layout.rows.some(({ unless }) => unless === symbol.name),
  ),
);

/** These extensions, and the option that says of each whether the CPU has it; empty where there are none. */
export function extensionsUnsaid(kernel: Kernel): string {
  const names = unsaidExtensions(kernel).map(({ name, feature }) => `${feature} (--config ${name}=y or =n)`);
  return names.join(' or ');
}

/** The reserved bits but for those that nobody knows to be reserved on the CPU. */
export function reservedAnyway({ reserved, fields }: Shape, kernel: Kernel): bigint {
  const open = unsaidExtensions(kernel).map(({ name }) => name);
  if (open.length === 0) return reserved;
  return fields.reduce(
    (bits, { unless = '', mask }) => (open.includes(unless) ? bits & not64(mask) : bits),
    reserved,
  );
}

/**
 * The same kernel built in the other way, where nobody said in which, and where the swap type of an entry stands for something
 * else then; undefined where both read the entry alike.
 */
export function otherBuildOf(entry: Pick<Entry, 'raw' | 'shape' | 'kernel'>): Kernel | undefined {
  const number = numberOf(entry, 'type');
  // Worked out for entries alone that have a swap type.
  const kernel = number === null ? undefined : entry.kernel.otherBuild?.kernel;
  if (!kernel) return undefined;
  const { swapTypes } = entry.kernel;
  return kernel.swapTypes[Number(number)]?.name === swapTypes[Number(number)]?.name ? undefined : kernel;
}

/**
 * What `otherBuildOf` reads the entries of a shape as; undefined where both builds read them alike.
 *
 * @param shape of `splitTypes` from the lowest type that is special in one of the builds
 */
export function otherShapeOf(
  kernel: Kernel,
  shape: Shape,
): { readonly kernel: Kernel; readonly shape: Shape } | undefined {
  const raw = shape.value;
  const other = otherBuildOf({ raw, shape, kernel });
  return other && { kernel: other, shape: shapeFor(other, shape.level, raw) };
}

/** The entries of a shape as each build has them where nobody said in which, the usual one first. @param shape as `otherShapeOf` takes them */
export const buildsOf = (kernel: Kernel, shape: Shape): readonly Pick<Entry, 'shape' | 'kernel'>[] => [
  { shape, kernel },
  ...[otherShapeOf(kernel, shape) ?? []].flat(),
];

/** Why an answer about an entry is open of which `otherBuildOf` knows another reading. */
export const buildUnsaid = ({ otherBuild }: Kernel): string =>
  `what its swap type stands for depends on CONFIG_${otherBuild?.symbol}, and nobody said whether this kernel has it: --config CONFIG_${otherBuild?.symbol}=y or =n`;
