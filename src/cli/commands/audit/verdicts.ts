import { formatU64 } from '../../../core/u64.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import { unreadVerdict, verdictPlace } from '../../options/output/verdict-format.ts';
import type { Report } from './report.ts';

/**
 * One verdict for each invariant of each kernel, over all values: broken where one of them is a violation. What is only
 * a remark or suspicious is evidence of a verdict that holds; where one cannot be told, and of a kernel that is assumed, there
 * is no verdict.
 *
 * @param errors values and inputs that could not be read
 * @param nothing what is said where a kernel had nothing to look at
 */
export function auditVerdicts(
  reports: readonly Report[],
  errors: number,
  nothing: string | undefined,
): readonly Verdict[] {
  const verdicts = reports.flatMap(({ auditor, examples, unproved }) => {
    const { kernel, values, counts, violations, unknown } = auditor;
    const prefix = reports.length > 1 ? `${kernel.id}: ` : '';
    return auditor.asked.map((code): Verdict => {
      const name = `${prefix}${code}`;
      if (values === 0) return { name, outcome: 'unanswered', detail: [nothing ?? 'no value to audit'] };
      const shown = examples.filter(({ invariant }) => invariant === code);
      const worst = shown.find(({ grade }) => grade === 'violation');
      const detail = shown.map(
        ({ raw, level, origin, grade, why }) => `${grade}: ${formatU64(raw)} ${level} (${origin}): ${why}`,
      );
      const rest = (counts.get(code) ?? 0) + (unknown.get(code) ?? 0) - shown.length;
      const lines = [...detail, ...(rest > 0 ? [`${rest} more of ${values} values`] : [])];
      if (unproved !== undefined) return { name, outcome: 'unanswered', detail: [unproved, ...lines] };
      const unbroken = unknown.has(code) ? 'unanswered' : 'holds';
      return {
        name,
        outcome: violations.has(code) ? 'broken' : unbroken,
        detail: lines,
        at: worst && verdictPlace(worst.origin),
      };
    });
  });
  return [...verdicts, ...unreadVerdict(errors)];
}
