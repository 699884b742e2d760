import type { Bits, BitTest, Level } from '../rows/layout.ts';
import type { Condition } from '../rows/function-rows.ts';
import type { Kernel } from '../rows/model.ts';
import { type Availability, isAvailable } from '../version.ts';

/** Tells whether a kernel has a function, or a case of one. */
export function isInKernel(kernel: Kernel, row: Availability): boolean {
  const config = (symbol: string): boolean =>
    symbol === 'UFFD_WP_SPECIAL_PATCH' ? kernel.uffdWpSpecialPatch : kernel.config(symbol);
  return isAvailable(row, kernel.version, config);
}

/** The mask of bits given by role or as masks, in entries of a level (see `Kernel.mask`); what is missing is left out. */
export function maskOfBits(kernel: Kernel, bits: Bits, level?: Level): bigint {
  return bits.reduce<bigint>((mask, bit) => mask | ownMask(kernel, bit, level), 0n);
}

/** The test for the bits that a condition names, or undefined when it can never hold: a role is missing. */
export function bitTest(
  kernel: Kernel,
  { set = [], clear = [] }: Pick<Condition, 'set' | 'clear'>,
  level?: Level,
): BitTest | undefined {
  if (set.some((bit) => ownMask(kernel, bit, level) === 0n)) return undefined;
  return { set: maskOfBits(kernel, set, level), clear: maskOfBits(kernel, clear, level) };
}

function ownMask(kernel: Kernel, bit: string | bigint, level?: Level): bigint {
  return typeof bit === 'string' ? kernel.mask(bit, level) : bit;
}

/** The other spelling of a userfaultfd function: with `_wp`, or since the renaming without; undefined of other names. */
export function otherSpelling(name: string): string | undefined {
  if (name.endsWith('uffd_wp')) return name.replace(/_wp$/, '');
  return name.endsWith('uffd') ? `${name}_wp` : undefined;
}
