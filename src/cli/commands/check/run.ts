import { recordLine } from '../../../records/schema-number.ts';
import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import { usageError } from '../../../core/errors.ts';
import { RULE_IDS, type RuleId, verdictWord } from '../../../core/verdicts/rules.ts';
import { formatU64 } from '../../../core/u64.ts';
import { type Cell, renderHeading, renderTable, type TableStyle } from '../../../records/text/columns.ts';
import type { RecordContext } from '../../../records/property.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel/kernel.ts';
import { parseRules } from '../../options/values/rule.ts';
import type { Action, Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/kernel/swaps.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import type { ValueSource } from '../../../input/values/values.ts';
import type { BulkWriter } from '../../../input/values/value-inputs.ts';
import { valueAdvice } from '../../options/values/advice.ts';
import { readsInput, valuesFrom } from '../../options/values/values.ts';
import { loadCondition } from '../../options/values/where.ts';
import { kernelHeadingLine, tellAssumed } from '../../options/kernel/kernel-heading.ts';
import { ownTableStyle, recordsStyle } from '../../options/output/table-style.ts';
import { levelOf, saysNoLevel } from '../../options/kernel/level.ts';
import { answerForCi, verdictFormatFrom, wantsJson } from '../../options/output/verdict-format.ts';
import { type Answer, answersOn, type Questions } from './questions.ts';

/** The rules of `--rule`; without anything else to check, all of them. */
function rulesOf(invocation: Invocation): readonly RuleId[] {
  const given = invocation.list('rule');
  const isNarrowed = invocation.value('is') !== undefined || invocation.value('where') !== undefined;
  return given.length === 0 && !isNarrowed ? RULE_IDS : parseRules(given);
}

/** What became of all that was asked of the values. */
interface Outcome {
  readonly outcome: 'holds' | 'broken' | 'unanswered';
  readonly source: ValueSource;
}

/** A check that is ready to read its values. */
interface Ready {
  readonly questions: Questions;
  /** Opens the values; a bulk reader takes those that it can settle. */
  open(bulk?: BulkWriter, output?: BufferedOutput): ValueSource;
}

/** What became of each check over all values: one that does not hold for a value is broken, whatever cannot be told of others. */
class Outcomes {
  readonly #worst = new Map<string, 'broken' | 'unanswered'>();

  add(answers: readonly Answer[]): void {
    for (const { check, holds } of answers) {
      if (holds === false) this.#worst.set(check, 'broken');
      else if (holds === null && !this.#worst.has(check)) this.#worst.set(check, 'unanswered');
    }
  }

  /** Of all checks: what cannot be told weighs more than what does not hold. */
  get outcome(): Outcome['outcome'] {
    const all = [...this.#worst.values()];
    if (all.includes('unanswered')) return 'unanswered';
    return all.length > 0 ? 'broken' : 'holds';
  }
}

/** Ends with the first value of an input for which something does not hold; what comes behind it is not read. */
async function checkQuietly({ questions, open }: Ready, hasInput: boolean): Promise<Outcome> {
  const checker = hasInput ? (await import('./bulk.ts')).createChecker<true>(questions) : undefined;
  const source = open(checker);
  const outcomes = new Outcomes();
  for (const item of source.read()) {
    const { value, text, origin } = item;
    if (checker?.add(value, origin, text)) continue;
    const { answers } = answersOn(questions, item);
    outcomes.add(answers);
    if (hasInput && outcomes.outcome === 'broken') break;
    checker?.settle(value, true, origin, text);
  }
  return { outcome: outcomes.outcome, source };
}

/** Reads what is asked, and asks it. */
async function ask<T>(invocation: Invocation, io: Io, answer: (ready: Ready) => Promise<T>): Promise<T> {
  const kernel = await kernelFromOptions(invocation, io);
  const level = levelOf(invocation);
  const devices = readSwaps(invocation, io);
  const condition = await loadCondition(invocation, kernel, devices);
  const state = invocation.value('is');
  const questions: Questions = { kernel, level, rules: rulesOf(invocation), state, condition, devices };
  const advice = await valueAdvice(invocation.args, io, undefined, !saysNoLevel(invocation));
  const open: Ready['open'] = (bulk, output) => {
    const source = valuesFrom(invocation, io, { output, bulk, advice, bits: kernel.entryBits });
    if (source.isMissing) throw usageError('check: wants values, or values on standard input');
    return source;
  };
  return answer({ questions, open });
}

/** `pte-decode check`. */
export const action: Action = async (invocation, io) => {
  const format = verdictFormatFrom(invocation);
  if (format !== undefined && !invocation.has('quiet'))
    return answerForCi(format, 'pte-decode check', io, () =>
      ask(invocation, io, async ({ questions, open }) => {
        const { verdictsOnAll } = await import('./verdicts.ts');
        const verdicts = await verdictsOnAll(questions, open, readsInput(invocation));
        return { about: [kernelHeadingLine(questions.kernel, invocation, io)], verdicts };
      }),
    );
  const { source, outcome } = await ask(invocation, io, async (ready) => {
    if (!invocation.has('quiet')) return checkAloud(ready, invocation, io);
    const result = await checkQuietly(ready, readsInput(invocation));
    if (result.source.errors === 0) tellAssumed(ready.questions.kernel, invocation, io);
    return result;
  });
  if (source.errors > 0 || outcome === 'unanswered') return EXIT.unanswered;
  return outcome === 'holds' ? EXIT.ok : EXIT.no;
};

function answerJson(
  { kernel, raw, level, state }: DecodedEntry,
  { place }: RecordContext,
  answer: Answer,
): string {
  return recordLine({
    raw: formatU64(raw),
    arch: kernel.arch,
    kernel: kernel.id,
    level,
    state,
    ...answer,
    ...place,
  });
}

/** @param isAsked what was asked of the values was chosen: that all rules hold is meant of the special pte alone */
function answersText(
  { raw, state }: DecodedEntry,
  answers: readonly Answer[],
  style: TableStyle,
  isAsked: boolean,
): string {
  const failed = isAsked || state === 'uffd-wp-special' ? 'bad' : 'dim';
  const rows = answers.map(({ check, holds, why }): Cell[] => [
    { text: formatU64(raw), role: 'raw' },
    check,
    { text: verdictWord({ holds }), role: holds === null ? 'note' : holds ? 'good' : failed },
    why,
  ]);
  return renderTable(rows, style);
}

/** Says of each value what holds and what does not. */
async function checkAloud({ questions, open }: Ready, invocation: Invocation, io: Io): Promise<Outcome> {
  const style = await recordsStyle(invocation, io, ownTableStyle);
  const isAsked = ['rule', 'is', 'where'].some((name) => invocation.list(name).length > 0);
  const output = new BufferedOutput(io.stdout);
  const source = open(undefined, output);
  const outcomes = new Outcomes();
  let isFirst = true;
  for (const item of source.read()) {
    if (isFirst && !wantsJson(invocation))
      output.add(renderHeading(kernelHeadingLine(questions.kernel, invocation, io), style));
    isFirst = false;
    const { entry, context, answers } = answersOn(questions, item);
    outcomes.add(answers);
    output.add(
      wantsJson(invocation)
        ? answers.map((answer) => answerJson(entry, context, answer)).join('')
        : answersText(entry, answers, style, isAsked),
    );
  }
  output.flush();
  return { outcome: outcomes.outcome, source };
}
