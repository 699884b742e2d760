import type { Entry } from '../core/entry.ts';
import type { Circumstances } from '../core/log-lines.ts';
import { passes } from '../core/shapes.ts';
import { readUnmapped } from '../core/unmapped.ts';

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the mapping that it was.
 *
 * @returns undefined when it is something else
 */
export function unmappedOf(entry: Entry, { address, mode, space }: Circumstances): Entry | undefined {
  const { kernelAddress } = entry.kernel.machine.logTraits ?? {};
  if (space === 'kernel' && kernelAddress !== undefined) return readUnmapped(entry);
  if (address === undefined || kernelAddress === undefined || mode === 'user') return undefined;
  return passes(address, kernelAddress) ? readUnmapped(entry) : undefined;
}
