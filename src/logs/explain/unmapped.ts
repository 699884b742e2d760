import type { Entry } from '../../core/entry/entry.ts';
import { passes } from '../../core/entry/shapes.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { readUnmapped } from '../../core/verdicts/unmapped.ts';
import { isKernelPlace } from '../conclude/kernel-address.ts';

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the mapping that it was.
 *
 * @returns undefined when it is something else
 */
export function unmappedOf(entry: Entry, around: Circumstances): Entry | undefined {
  const { kernelAddress, kernelPage } = entry.kernel.machine.logTraits ?? {};
  if (entry.level === 'pte' && kernelPage !== undefined && !passes(entry.raw, kernelPage)) return undefined;
  if (around.space === 'kernel' && kernelAddress !== undefined) return readUnmapped(entry);
  if (kernelAddress === undefined || around.mode === 'user') return undefined;
  return isKernelPlace(entry.kernel, around) === true ? readUnmapped(entry) : undefined;
}
