import { formatU64 } from '../../../core/u64.ts';
import type { ValueSource } from '../../../input/values/values.ts';
import type { BulkWriter } from '../../../input/values/value-inputs.ts';
import { type Outcome, type Verdict, VerdictTally } from '../../../records/verdicts/verdicts.ts';
import { unreadVerdict, verdictPlace } from '../../options/output/verdict-format.ts';
import { type Answer, answersOn, checkNames, type Questions } from './questions.ts';

/** Values that are shown of each check. */
const SHOWN = 10;

function outcomeOf(holds: Answer['holds']): Outcome {
  if (holds === null) return 'unanswered';
  return holds ? 'holds' : 'broken';
}

/**
 * One verdict for each check, over all values. Of an input the values that are answered alike are only counted, once one
 * of them was looked at and there is no room for more evidence of what does not hold.
 */
export async function verdictsOnAll(
  questions: Questions,
  open: (bulk?: BulkWriter) => ValueSource,
  hasInput: boolean,
): Promise<readonly Verdict[]> {
  const tally = new VerdictTally(checkNames(questions), SHOWN);
  const checker = hasInput
    ? (await import('./bulk.ts')).createChecker<readonly Answer[]>(questions)
    : undefined;
  const source = open(checker);
  for (const item of source.read()) {
    const { value, text, origin } = item;
    if (checker?.add(value, origin, text)) continue;
    const { answers } = answersOn(questions, item);
    for (const { check, holds, why } of answers) {
      const evidence = holds && hasInput ? undefined : () => `${formatU64(value)} (${origin}): ${why}`;
      tally.add(check, outcomeOf(holds), evidence, holds === false ? verdictPlace(origin) : undefined);
    }
    if (answers.every(({ check, holds }) => holds || !tally.wants(check, outcomeOf(holds))))
      checker?.settle(value, answers, origin, text);
  }
  for (const { meaning, count } of checker?.counts() ?? [])
    for (const { check, holds } of meaning) tally.add(check, outcomeOf(holds), undefined, undefined, count);
  return [...tally.verdicts(), ...unreadVerdict(source.errors)];
}
