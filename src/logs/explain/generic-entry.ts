import { isTooWide } from '../../core/entry/entry.ts';
import { formOf } from '../../core/entry/shapes.ts';
import { splitGenericEntry, swpOffset } from '../../core/entry/swap-entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { maskOf } from '../../core/u64.ts';
import type { Finding } from '../conclude/finding.ts';
import type { FoundValue } from '../lines/find-shapes.ts';
import type { LogReport } from '../reports/report.ts';
import { originOf } from '../lines/line-origin.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import { contradiction, stepsOf } from './contradictions.ts';
import { withoutRoom } from './decode-values.ts';
import { otherSwapLayout } from './swap-layout.ts';
import { SAME_EVERYWHERE } from './swap-doubt.ts';

/** Findings about a generic entry that are true of it in itself: all others are of the pte with it. */
const OF_GENERIC: ReadonlySet<Finding['code']> = new Set([
  'swap-area',
  'swap-offset',
  'swap-slot',
  'swap-type',
  'same-entry',
]);

/** Whether it is open how large the entries of a machine are. */
const isSizeOpen = ({ hasLevels, kernel }: ChosenKernel): boolean =>
  !hasLevels && kernel.machine.logTraits?.wideLevels !== undefined;

/** Whether nothing names the kernel, or tells how large its entries are: it can have the pte with a generic entry in other bits. */
export const isPteOpen = (chosen: ChosenKernel): boolean =>
  isSizeOpen(chosen) ||
  chosen.isArchAssumed ||
  chosen.otherLayout !== undefined ||
  chosen.source === 'default';

/** Says of the findings about the pte with a generic entry that nothing tells the machine of that pte, or how large it is. */
export function ofAssumedPte(chosen: ChosenKernel, findings: readonly Finding[]): readonly Finding[] {
  const { arch, paging } = chosen.kernel;
  const isOpen = isSizeOpen(chosen);
  if (!isOpen && chosen.isArchAssumed !== true) return findings;
  const pte = `a pte of ${arch}${isOpen ? ` with ${paging} levels` : ''}`;
  return findings.map((finding) =>
    OF_GENERIC.has(finding.code)
      ? finding
      : { ...finding, text: `if it stood in ${pte}: ${finding.text.replace(' of its pte', '')}` },
  );
}

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

/**
 * Low bits of an offset that machines keep apart from the others in a pte. v6.12 arch/parisc/include/asm/pgtable.h __swp_entry (3),
 * v4.14 arch/s390/include/asm/pgtable.h mk_swap_pte (1)
 */
const SPLIT_BITS = 3n;

/** Bits of a generic entry that are of the offset alone, whatever the release: of words of 32 bits, and of 64. v6.12 include/linux/swapops.h SWP_TYPE_SHIFT */
const OFFSET = { small: SAME_EVERYWHERE - 1n, large: maskOf(56, 0) } as const;
/** The most bits of it that ptes of all machines have room for. v6.12 arch/x86/include/asm/pgtable_64.h SWP_OFFSET_SHIFT */
const OFFSET_ROOM = 47;

/** The shortest number that a pte hardly holds by chance. */
const TELLING = 1n << 8n;

/** Whether a pte is on no machine the one with a generic swap entry: none of them keeps the bits of an offset in pieces but for the lowest. */
export function isUnrelated(generic: bigint, pte: bigint): boolean {
  const high = (generic & (generic >> 32n === 0n ? OFFSET.small : OFFSET.large)) >> SPLIT_BITS;
  const width = high.toString(2).length;
  // More than a pte has room for is cut off there.
  if (high < TELLING || width > OFFSET_ROOM) return false;
  const inverted = BigInt.asUintN(64, ~pte);
  for (let at = 0n; at < 64n; at += 1n)
    if (BigInt.asUintN(width, pte >> at) === high || BigInt.asUintN(width, inverted >> at) === high)
      return false;
  return true;
}

/** Seconds between the message about a swap entry and the bad page map of the same one, at most: a console can be slow. */
const SAME_EVENT = 1;

/**
 * Whether a message about a swap entry is of another event than a bad page map behind it, by the times of both, or because it was
 * printed where entries are copied: v6.12 mm/memory.c copy_nonpresent_pte, zap_pte_range.
 *
 * @param swap the message in front of the swap entry
 * @param map what stands in front of the pte
 */
export function isApart(swap: string, map: string): boolean {
  const [first, second] = [originOf(swap).clock, originOf(map).clock];
  // Of one log all lines have times, or none has.
  const isOfOtherText = (first === undefined) !== (second === undefined);
  const isLater = first !== undefined && second !== undefined && Math.abs(second - first) > SAME_EVENT;
  return isOfOtherText || isLater || /\bswap_dup(?:licate)?\b/.test(swap);
}
