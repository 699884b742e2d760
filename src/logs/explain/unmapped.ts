import { oncePer } from '../../core/later.ts';
import type { Entry } from '../../core/entry/entry.ts';
import { SWAP_HEADER_PAGES, swpOffset, swpType } from '../../core/entry/swap-entry.ts';
import { splitBuilds } from '../../core/rows/virtual-address.ts';
import { shapeOf } from '../../core/entry/shapes.ts';
import { not64 } from '../../core/u64.ts';
import { asPage, readUnmapped, unmappedFrom } from '../../core/verdicts/unmapped.ts';
import { isKernelPlace } from '../conclude/kernel-address.ts';
import type { LogReport } from '../reports/report.ts';
import { isKernelBefore } from './kernel-before.ts';

/**
 * Reads an entry that is not present, in a walk to an address of the kernel, as the page that is not mapped. Where the text has
 * lost the address, tables without a right of user mode show that it is one, or the entry does.
 *
 * @returns undefined when it is something else
 */
export function unmappedOf(entry: Entry, report: LogReport): Entry | undefined {
  // What is present, or a table, lost nothing.
  if (entry.form !== 'swap' && entry.form !== 'protnone') return undefined;
  const { circumstances: around } = report;
  const { kernelAddress, fixedMap } = entry.kernel.machine.logTraits ?? {};
  if (kernelAddress === undefined || (around.space !== 'kernel' && around.mode === 'user')) return undefined;
  const isPlace = around.space === 'kernel' || isKernelPlace(entry.kernel, around);
  const isLost = around.address === undefined && (isNoSwapEntry(entry) || isInKernelTables(entry, report));
  if (isPlace !== true && !isLost) return undefined;
  if (fixedMap !== undefined && around.address !== undefined && around.address >= fixedMap) return undefined;
  if (isBarePage(entry, report)) return placed(asPage(entry), entry);
  const { was, is } = pageOf(entry);
  // A hypervisor has bits of its own there.
  if (was === undefined || (around.paravirtual !== true && hasBitsAbove(was))) return undefined;
  return is === undefined || isSound(was, is) ? is : undefined;
}

/** Whether an entry above the ptes is of a large page as the kernel has them: not for user mode, and at a multiple of its size. */
function isSound(was: Entry, { kernel, level, raw, shape }: Entry): boolean {
  const [accessed, user] = [kernel.mask('accessed', level), kernel.mask('user', level)];
  return (
    level === 'pte' ||
    ((raw & (accessed | user)) === accessed && was.reserved === (was.shape.reserved & not64(shape.reserved)))
  );
}

/** Whether a table above an entry gives user mode no right: nothing of a process is below. */
function isInKernelTables({ kernel }: Entry, { walk }: LogReport): boolean {
  if (kernel.machine.logTraits?.userTables !== true) return false;
  return walk.some(({ level, value }) => {
    if (level === 'pte' || level === 'swap_entry') return false;
    const { form, fields } = shapeOf(kernel, level, value);
    return form === 'table' && fields.some(({ role, mask }) => role === 'user' && (value & mask) === 0n);
  });
}

/**
 * Whether a pte can be no swap entry, by its offset, and has the flag that every page has and no swap entry, without the right of
 * user mode: where that flag is none of the bits that hold type and offset.
 */
function isNoSwapEntry({ kernel, level, raw, state }: Entry): boolean {
  const [accessed, user] = [kernel.mask('accessed', 'pte'), kernel.mask('user', 'pte')];
  if (level !== 'pte' || state !== 'swap' || (raw & (accessed | user)) !== accessed || user === 0n)
    return false;
  const other = raw & not64(accessed);
  const offset = swpOffset(kernel.swap, raw);
  const isFlag =
    offset === swpOffset(kernel.swap, other) && swpType(kernel.swap, raw) === swpType(kernel.swap, other);
  return isFlag && offset >= SWAP_HEADER_PAGES;
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
  const { directMap, logTraits } = kernel.machine;
  const { barePage, userEnd } = logTraits ?? {};
  if (barePage === undefined || level !== 'pte' || form !== 'swap' || address === undefined) return false;
  if (barePage.until !== undefined && !isKernelBefore(report, kernel.arch, barePage.until)) return false;
  const page = (address >> BigInt(kernel.pageShift)) << BigInt(kernel.pageShift);
  if (directMap) return page > raw && (page - raw) % directMap.align === 0n;
  return [userEnd, ...splitBuilds(kernel).map(({ start }) => start)].some(
    (start) => start !== undefined && page - start === raw,
  );
}

/** Whether bits above the frame are set that nothing has a meaning for: none that the kernel makes of its pages. */
function hasBitsAbove({ unknown, shape }: Entry): boolean {
  const { mask } = shape.numbers.pfn?.hole ?? {};
  return mask !== undefined && unknown > mask;
}
