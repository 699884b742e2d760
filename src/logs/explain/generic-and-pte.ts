import { isTooWide } from '../../core/entry/entry.ts';
import { formOf } from '../../core/entry/shapes.ts';
import { splitGenericEntry, swpOffset } from '../../core/entry/swap-entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import type { LogReport } from '../reports/report.ts';
import { contradiction, stepsOf } from './contradictions.ts';
import { withoutRoom } from './decode-values.ts';
import { otherSwapLayout } from './swap-layout.ts';

/** Whether a value is a generic entry that a kernel has no room for. */
export const hasNoRoom = (kernel: Kernel, [first]: readonly FoundValue[]): boolean =>
  first?.level === 'swap_entry' && withoutRoom(kernel, first.value) !== undefined;

/** Whether ptes have room for a swap entry, with either layout, and the one that is complained about behind it, where one is, has it. */
export function isInPte(kernel: Kernel, report: LogReport): boolean {
  const { shape, tables, values } = report;
  const map: LogReport = { ...report, shape: { ...shape, role: 'bad-map' }, walk: tables, tables: [] };
  return [kernel, otherSwapLayout(kernel)].some(
    (one) =>
      one &&
      !hasNoRoom(one, values) &&
      contradiction(one, map, { generic: values[0]?.value, isStrict: true }) === undefined,
  );
}

/** Whether a pte is the swap entry of a message just before but for its type, which patches can have flags in. */
export function hasOffset(
  kernel: Kernel,
  { shape, values, tables, walk }: LogReport,
  before: bigint | undefined,
): boolean {
  const isMap = shape.role === 'bad-map';
  const generic = isMap ? before : values[0]?.value;
  const [pte] = stepsOf(isMap ? walk : tables);
  if (generic === undefined || pte?.level !== 'pte' || isTooWide(kernel, pte.value)) return false;
  const { offset } = splitGenericEntry(kernel, generic);
  return (
    offset !== 0n &&
    formOf(kernel, 'pte', pte.value) === 'swap' &&
    swpOffset(kernel.swap, pte.value) === offset
  );
}
