import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import type { PageQuestion } from '../../../pagemap/pages/questions.ts';
import type { Tally } from '../../../pagemap/pages/page-tally.ts';
import { pagesText, rangesText } from '../../pagemap/words.ts';

/**
 * The verdict on a question.
 *
 * @param problems why the pages are not all that there are: then only what was found counts
 * @param missing why pages that the question names are not among them
 */
export function verdictOf(
  question: PageQuestion,
  tally: Tally,
  problems: readonly string[],
  missing: readonly string[] = [],
): Verdict {
  const { name, quantifier } = question;
  const unknown = [
    ...(tally.unknown === 0
      ? []
      : [`${pagesText(tally.unknown)} of which it is not known: ${tally.reasons.join('; ')}`]),
    // Nothing of what was asked for is there: then it is known why.
    ...(problems.length > 0 && tally.looked > 0 ? ['not everything was read'] : problems),
    ...missing,
  ];
  const verdict = (outcome: Verdict['outcome'], said: string): Verdict => ({
    name,
    outcome,
    detail: [said, ...unknown],
  });
  const { rule, among } = question;
  const isPicked = among.length > (rule?.among === undefined ? 0 : 1);
  const nothing = rule
    ? `${rule.nothing}${isPicked ? ', of those that --where picks' : ''}`
    : 'no page was looked at';
  if (quantifier === 'some') {
    if (tally.fitting > 0) return verdict('holds', `${pagesText(tally.fitting)} of ${tally.looked}`);
    if (unknown.length > 0) return { name, outcome: 'unanswered', detail: unknown };
    if (tally.looked === 0) return verdict('unanswered', nothing);
    return verdict('broken', `none of ${pagesText(tally.looked)}`);
  }
  if (tally.breaking > 0) {
    return verdict(
      'broken',
      `${tally.breaking} of ${pagesText(tally.looked)}, in ${rangesText(tally.ranges)}`,
    );
  }
  if (unknown.length > 0) return { name, outcome: 'unanswered', detail: unknown };
  if (tally.looked === 0) return verdict('unanswered', nothing);
  return verdict('holds', pagesText(tally.looked));
}
