import type { Kernel } from '../../core/rows/model.ts';
import type { Finding } from '../conclude/finding.ts';

/** Findings about a generic entry that are true of it in itself: all others are of the pte with it. */
const OF_GENERIC: ReadonlySet<Finding['code']> = new Set([
  'swap-area',
  'swap-offset',
  'swap-slot',
  'swap-type',
  'same-entry',
]);

/** Says of a finding about the pte with a generic entry that nothing tells the machine of that pte. */
export const ofAssumedPte =
  ({ arch }: Kernel) =>
  (finding: Finding): Finding =>
    OF_GENERIC.has(finding.code)
      ? finding
      : { ...finding, text: `if it stood in a pte of ${arch}: ${finding.text}` };
