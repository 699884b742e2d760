import { isTooWide, readEntry } from '../../core/entry/entry.ts';
import { passes } from '../../core/entry/shapes.ts';
import { SWAP_HEADER_PAGES, swpOffset } from '../../core/entry/swap-entry.ts';
import { LEVELS } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { countBits, maskOf } from '../../core/u64.ts';
import { isInRelease } from '../../core/version.ts';
import type { LogReport } from '../reports/report.ts';
import { isOfNoKernel } from '../conclude/upper-level.ts';
import { isTableOf, stepsOf } from './contradictions.ts';

/**
 * Whether the values of a report are hardly those of a kernel, though they can be: entries that are wrong in any case are
 * read like this on many kernels, and one that makes sense is likelier.
 */
export function isOdd(kernel: Kernel, report: LogReport): boolean {
  const { shape, values, isStep } = report;
  const { role } = shape;
  if (role !== 'bad-entry' && lacksTableFlags(kernel, report)) return true;
  if (isOldPage(kernel, report) || endsAtNone(kernel, report)) return true;
  const [entry] = stepsOf(values);
  if (!entry || isTooWide(kernel, entry.value)) return false;
  if (isStep) {
    // No table has such bits.
    const { form, reserved, unknown } = readEntry(kernel, entry.value, entry.level);
    return form === 'table' && (reserved | unknown) !== 0n;
  }
  if (role !== 'bad-entry' && role !== 'bad-map') return false;
  const read = readEntry(kernel, entry.value, entry.level);
  if (read.state !== 'swap' || countBits(entry.value) < 2) return false;
  // No page in swap stands at another level.
  if (entry.level !== 'pte') return true;
  // No flag of a page that lost its present bit stands there either, and no swap area is as large.
  const isBare = (entry.value & 0xffn) === 0n;
  return isBare && swpOffset(kernel.swap, entry.value) >= SWAP_HEADER_PAGES;
}

/** Whether a table of a walk is one that the kernel makes with flags that this one lacks. */
function lacksTableFlags(kernel: Kernel, { walk, circumstances }: LogReport): boolean {
  const { filledTables = [] } = kernel.machine.logTraits ?? {};
  const { address } = circumstances;
  return filledTables.some((row) => {
    const { marked = 0n, elsewhere = 0n, mask, places, levels = LEVELS } = row;
    const isOfSize = row.pageShifts?.includes(kernel.pageShift) ?? true;
    if (!isOfSize || !isInRelease(row, kernel.version)) return false;
    const isPlace = address !== undefined && places.some((place) => passes(address, place));
    return stepsOf(walk).some(
      ({ level, value }) =>
        (value & mask) === 0n &&
        levels.includes(level) &&
        ((value & marked) !== 0n || (isPlace && (value & elsewhere) === 0n)) &&
        readEntry(kernel, value, level).form === 'table',
    );
  });
}

/** Whether a walk ends at a page of the kernel that is as older releases map such: read-only, so that it is no table. */
function isOldPage({ machine, version }: Kernel, { walk, circumstances: { address } }: LogReport): boolean {
  const { oldKernelPage: test, kernelAddress } = machine.logTraits ?? {};
  const last = stepsOf(walk).at(-1);
  if (!test || !kernelAddress || address === undefined || !last || isInRelease(test, version)) return false;
  return passes(address, kernelAddress) && passes(last.value, test);
}

/** Whether a walk ends at what no kernel has above the ptes: older ones can have taken it for a table. */
function endsAtNone(kernel: Kernel, { shape: { role }, walk, isStep }: LogReport): boolean {
  const last = stepsOf(walk).at(-1);
  if (!last || isTooWide(kernel, last.value) || (role !== 'walk' && role !== 'bad-map-walk' && !isStep))
    return false;
  const { form, state } = readEntry(kernel, last.value, last.level);
  const { value, level } = last;
  return (
    form === 'swap' && countBits(value) > 1 && isOfNoKernel(level, state) && isTableOf(kernel.layout, last)
  );
}

/** What gives tables a bit which one of a report has and its kernel does not know: `6.13 do (PMD_TABLE_AF)`; undefined where none has. */
export function tablesOf(kernel: Kernel, { shape, walk }: LogReport): string | undefined {
  if (shape.role === 'bad-entry') return undefined;
  const unknown = stepsOf(walk).map(({ level, value }) => {
    const table = isTooWide(kernel, value) ? undefined : readEntry(kernel, value, level);
    return { level, bits: table?.form === 'table' ? table.unknown : 0n };
  });
  const made = kernel.machine.logTraits?.filledTables?.find(({ mask }) =>
    unknown.some(({ bits }) => bits === mask),
  );
  // Levels have names of their own for it.
  const lowest = unknown.findLast(({ bits }) => bits === made?.mask)?.level;
  const bit = kernel.layout.rows.find(
    ({ hi, lo, forms, levels, since }) =>
      made !== undefined &&
      since === made.since &&
      forms.includes('table') &&
      levels?.some((level) => level === lowest) !== false &&
      maskOf(hi, lo) === made.mask,
  );
  return made && bit && `${made.since} do (${bit.name})`;
}

/** Whether tables are those of later kernels than one that need not be the report's, and nothing says that it has parts of later ones. */
export const isOfLater = (
  { kernel, remark }: { readonly kernel: Kernel; readonly remark: string | undefined },
  report: LogReport,
): boolean => remark === undefined && tablesOf(kernel, report) !== undefined;
