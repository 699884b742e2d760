import { decodeEntry } from '../../../core/decode.ts';
import { formatU64 } from '../../../core/u64.ts';
import type { ValueSource } from '../../../input/values.ts';
import { otherKernels } from '../../../kernel/others.ts';
import type { RecordContext } from '../../../records/properties.ts';
import type { TemplateCounter } from '../../../records/templates/template-counter.ts';
import { type Verdict, VerdictTally } from '../../../records/verdicts.ts';
import { unreadVerdict, verdictPlace } from '../../options/verdict-format.ts';
import { answersOn, checkNames, type Questions } from './questions.ts';

/** Values that are shown of each check. */
const SHOWN = 10;

/**
 * One verdict for each check, over all values. Of an input the values for which all holds are only counted: equal ones
 * by the engine, once one of them was looked at.
 */
export async function verdictsOnAll(
  questions: Questions,
  devices: RecordContext['devices'],
  open: (bulk?: TemplateCounter<true>) => ValueSource,
  hasInput: boolean,
): Promise<readonly Verdict[]> {
  const { kernel, level } = questions;
  const names = checkNames(questions);
  const tally = new VerdictTally(names, 'values', SHOWN);
  const checker = hasInput ? (await import('./bulk.ts')).createChecker(questions) : undefined;
  const source = open(checker);
  for (const { value, text, origin } of source.read()) {
    if (checker?.add(value, origin, text)) continue;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const answers = answersOn(questions, entry, { kernel, devices, place: { input: text, origin } });
    for (const { check, holds, why } of answers) {
      const evidence = holds && hasInput ? undefined : () => `${formatU64(value)} (${origin}): ${why}`;
      tally.add(check, holds ? 'holds' : 'broken', evidence, holds ? undefined : verdictPlace(origin));
    }
    if (answers.every(({ holds }) => holds)) checker?.settle(value, [true], origin, text);
  }
  const counted = checker?.counted ?? 0;
  if (counted > 0) for (const name of names) tally.add(name, 'holds', undefined, undefined, counted);
  return [...tally.verdicts(), ...unreadVerdict(source.errors)];
}
