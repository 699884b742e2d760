import type { Finding } from '../conclude/finding.ts';
import type { ChosenKernel } from './choose-kernel.ts';

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
