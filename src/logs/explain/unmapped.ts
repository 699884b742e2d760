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
  if (kernelAddress === undefined || (around.space !== 'kernel' && around.mode === 'user')) return undefined;
  if (around.space !== 'kernel' && isKernelPlace(entry.kernel, around) !== true) return undefined;
  const was = readUnmapped(entry);
  // A hypervisor has bits of its own there.
  return was === undefined || (around.paravirtual !== true && hasBitsAbove(was)) ? undefined : was;
}

/** Whether bits above the frame are set that nothing has a meaning for: none that the kernel makes of its pages. */
function hasBitsAbove({ unknown, shape }: Entry): boolean {
  const { mask } = shape.numbers.pfn?.hole ?? {};
  return mask !== undefined && unknown > mask;
}
