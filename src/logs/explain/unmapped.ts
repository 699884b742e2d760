import { oncePer } from '../../core/later.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { splitBuilds } from '../../core/rows/virtual-address.ts';
import { asPage, readUnmapped, unmappedFrom } from '../../core/verdicts/unmapped.ts';
import { isKernelPlace } from '../conclude/kernel-address.ts';
import type { LogReport } from '../reports/report.ts';
import { isKernelBefore } from './kernel-before.ts';

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the page that is not mapped.
 *
 * @returns undefined when it is something else
 */
export function unmappedOf(entry: Entry, report: LogReport): Entry | undefined {
  const { circumstances: around } = report;
  const { kernelAddress, fixedMap } = entry.kernel.machine.logTraits ?? {};
  if (kernelAddress === undefined || (around.space !== 'kernel' && around.mode === 'user')) return undefined;
  if (around.space !== 'kernel' && isKernelPlace(entry.kernel, around) !== true) return undefined;
  if (fixedMap !== undefined && around.address !== undefined && around.address >= fixedMap) return undefined;
  if (isBarePage(entry, report)) return placed(asPage(entry), entry);
  const { was, is } = pageOf(entry);
  // A hypervisor has bits of its own there.
  return was === undefined || (around.paravirtual !== true && hasBitsAbove(was)) ? undefined : is;
}

const placed = (was: Entry | undefined, entry: Entry): Entry | undefined => was && unmappedFrom(was, entry);

/** What an entry was before its page was taken out of the map, and what it is since then. */
const pageOf = oncePer((entry: Entry): { readonly was?: Entry; readonly is?: Entry } => {
  const was = readUnmapped(entry);
  return was === undefined ? {} : { was, is: unmappedFrom(was, entry) };
});

/** Whether a pte is the frame of its address in the kernel's own map, and nothing else. */
function isBarePage({ kernel, level, raw, form }: Entry, report: LogReport): boolean {
  const { address } = report.circumstances;
  const { barePage, userEnd } = kernel.machine.logTraits ?? {};
  if (barePage === undefined || level !== 'pte' || form !== 'swap' || address === undefined) return false;
  if (!isKernelBefore(report, kernel.arch, barePage.until)) return false;
  const page = (address >> BigInt(kernel.pageShift)) << BigInt(kernel.pageShift);
  return [userEnd, ...splitBuilds(kernel).map(({ start }) => start)].some(
    (start) => start !== undefined && page - start === raw,
  );
}

/** Whether bits above the frame are set that nothing has a meaning for: none that the kernel makes of its pages. */
function hasBitsAbove({ unknown, shape }: Entry): boolean {
  const { mask } = shape.numbers.pfn?.hole ?? {};
  return mask !== undefined && unknown > mask;
}
