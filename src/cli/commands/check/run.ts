import { SCHEMA } from '../../../records/schema-number.ts';
import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import type { Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { RULE_IDS, type RuleId } from '../../../core/rules.ts';
import { formatU64 } from '../../../core/u64.ts';
import { otherKernels } from '../../../kernel/others.ts';
import { type Cell, renderTable, type TableStyle } from '../../../records/columns.ts';
import type { RecordContext } from '../../../records/properties.ts';
import type { Io } from '../../../input/io.ts';
import type { TemplateCounter } from '../../../records/templates/template-counter.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import { parseRules } from '../../options/rule.ts';
import { openProgress } from '../../progress.ts';
import type { Action, Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/swaps.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import type { ValueSource } from '../../../input/values.ts';
import { valueAdvice } from '../../options/advice.ts';
import { readsInput, valuesFrom } from '../../options/values.ts';
import { type EntryCondition, loadCondition } from '../../options/where.ts';
import { kernelHeadingLine } from '../../options/kernel-heading.ts';
import { tableStyle } from '../../options/table-style.ts';
import { levelOf } from '../../options/level.ts';

/** The answer to one check of one value. */
interface Verdict {
  readonly check: string;
  readonly holds: boolean;
  readonly why: string;
}

/** The rules of `--rule`; without anything else to check, all of them. */
function rulesOf(invocation: Invocation): readonly RuleId[] {
  const given = invocation.list('rule');
  const isNarrowed = invocation.value('is') !== undefined || invocation.value('where') !== undefined;
  return given.length === 0 && !isNarrowed ? RULE_IDS : parseRules(given);
}

function whereVerdict(where: string, holds: boolean, state: string): Verdict {
  return {
    check: `where ${printable(where, 200)}`,
    holds,
    why: `it is ${holds ? 'true' : 'false'} for this ${state} entry`,
  };
}

/** What is asked of each value. */
interface Questions {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly rules: readonly RuleId[];
  /** The state that it shall have. */
  readonly state: string | undefined;
  readonly condition: EntryCondition | undefined;
}

function verdictsOn(
  { rules, state, condition }: Questions,
  entry: DecodedEntry,
  context: RecordContext,
): readonly Verdict[] {
  return [
    ...rules.map((rule) => ({ check: `rule ${rule}`, ...entry.rules[rule] })),
    ...(state === undefined
      ? []
      : [{ check: `is ${state}`, holds: entry.state === state, why: `the state is ${entry.state}` }]),
    ...(condition ? [whereVerdict(condition.where.text, condition.holds(entry, context), entry.state)] : []),
  ];
}

/** Whether all that was asked of the values holds. */
interface Outcome {
  readonly holds: boolean;
  readonly source: ValueSource;
}

/** Ends with the first value of an input for which something does not hold; what comes behind it is not read. */
async function checkQuietly(
  questions: Questions,
  devices: RecordContext['devices'],
  open: (bulk?: TemplateCounter<true>) => ValueSource,
  hasInput: boolean,
): Promise<Outcome> {
  const { createChecker } = await import('./bulk.ts');
  const { kernel, level } = questions;
  const checker = createChecker(questions);
  const source = open(checker);
  let holdsAll = true;
  for (const { value, text, origin } of source.read()) {
    if (checker?.add(value, origin, text)) continue;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const context = { kernel, devices, place: { input: text, origin } };
    if (verdictsOn(questions, entry, context).every(({ holds }) => holds))
      checker?.settle(value, [true], origin, text);
    else {
      holdsAll = false;
      if (hasInput) break;
    }
  }
  return { holds: holdsAll, source };
}

/** `pte-decode check`. */
export const action: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const level = levelOf(invocation);
  const devices = readSwaps(invocation, io);
  const condition = await loadCondition(invocation, kernel, devices);
  const questions: Questions = {
    kernel,
    level,
    rules: rulesOf(invocation),
    state: invocation.value('is'),
    condition,
  };
  const isQuiet = invocation.has('quiet');
  const advice = await valueAdvice(invocation.args, io);
  const progress = await openProgress(io, { isQuiet: isQuiet || !readsInput(invocation), isStreaming: true });
  const open = (bulk?: TemplateCounter<true>, output?: BufferedOutput): ValueSource => {
    const source = valuesFrom(invocation, progress.io, { output, bulk, advice, bits: kernel.entryBits });
    if (source.isMissing)
      throw new PteDecodeError('ERR_USAGE', 'check: wants values, or values on standard input');
    return source;
  };
  let outcome: Outcome;
  try {
    outcome = isQuiet
      ? await checkQuietly(questions, devices, open, readsInput(invocation))
      : await checkAloud(questions, devices, open, invocation, io);
  } finally {
    progress.end();
  }
  const { source, holds } = outcome;
  if (source.errors > 0) return EXIT.unanswered;
  return holds ? EXIT.ok : EXIT.no;
};

function verdictJson(
  { kernel, raw, level, state }: DecodedEntry,
  { place }: RecordContext,
  verdict: Verdict,
): string {
  return (
    JSON.stringify({
      schema: SCHEMA,
      raw: formatU64(raw),
      arch: kernel.arch,
      kernel: kernel.id,
      level,
      state,
      ...verdict,
      ...place,
    }) + '\n'
  );
}

function verdictsText({ raw }: DecodedEntry, verdicts: readonly Verdict[], style: TableStyle): string {
  const rows = verdicts.map(({ check, holds, why }): Cell[] => [
    { text: formatU64(raw), role: 'raw' },
    check,
    { text: holds ? 'holds' : 'fails', role: holds ? 'good' : 'bad' },
    why,
  ]);
  return renderTable(rows, style);
}

/** Says of each value what holds and what does not. */
async function checkAloud(
  questions: Questions,
  devices: RecordContext['devices'],
  open: (bulk: undefined, output: BufferedOutput) => ValueSource,
  invocation: Invocation,
  io: Io,
): Promise<Outcome> {
  const { kernel, level } = questions;
  const style = await tableStyle(invocation, io);
  const output = new BufferedOutput(io.stdout);
  const source = open(undefined, output);
  let holdsAll = true;
  let isFirst = true;
  for (const { value, text, origin } of source.read()) {
    if (isFirst && !invocation.has('json'))
      output.add(renderTable([[{ text: kernelHeadingLine(kernel, invocation, io), role: 'dim' }]], style));
    isFirst = false;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const context = { kernel, devices, place: { input: text, origin } };
    const verdicts = verdictsOn(questions, entry, context);
    holdsAll &&= verdicts.every(({ holds }) => holds);
    output.add(
      invocation.has('json')
        ? verdicts.map((verdict) => verdictJson(entry, context, verdict)).join('')
        : verdictsText(entry, verdicts, style),
    );
  }
  output.flush();
  return { holds: holdsAll, source };
}
