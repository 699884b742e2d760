import { oncePer } from '../../core/later.ts';
import type { Entry } from '../../core/entry/entry.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { readUnmapped, unmappedFrom } from '../../core/verdicts/unmapped.ts';
import { isKernelPlace } from '../conclude/kernel-address.ts';

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the page that is not mapped.
 *
 * @returns undefined when it is something else
 */
export function unmappedOf(entry: Entry, around: Circumstances): Entry | undefined {
  const { kernelAddress } = entry.kernel.machine.logTraits ?? {};
  if (kernelAddress === undefined || (around.space !== 'kernel' && around.mode === 'user')) return undefined;
  if (around.space !== 'kernel' && isKernelPlace(entry.kernel, around) !== true) return undefined;
  const { was, placed } = pageOf(entry);
  // A hypervisor has bits of its own there.
  return was === undefined || (around.paravirtual !== true && hasBitsAbove(was)) ? undefined : placed;
}

/** What an entry was before its page was taken out of the map, and what it is since then. */
const pageOf = oncePer((entry: Entry): { readonly was?: Entry; readonly placed?: Entry } => {
  const was = readUnmapped(entry);
  return was === undefined ? {} : { was, placed: unmappedFrom(was, entry) };
});

/** Whether bits above the frame are set that nothing has a meaning for: none that the kernel makes of its pages. */
function hasBitsAbove({ unknown, shape }: Entry): boolean {
  const { mask } = shape.numbers.pfn?.hole ?? {};
  return mask !== undefined && unknown > mask;
}
