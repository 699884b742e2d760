import { SCHEMA } from '../../../records/schema-number.ts';
import { type DecodedEntry, decodeEntry } from '../../../core/decode.ts';
import type { Level } from '../../../core/layout.ts';
import type { Kernel } from '../../../core/model.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { RULE_IDS, type RuleId } from '../../../core/rules.ts';
import { formatU64 } from '../../../core/u64.ts';
import { otherKernels } from '../../../kernel/others.ts';
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
import { readsInput, valuesFrom } from '../../options/values.ts';
import { type EntryCondition, loadCondition } from '../../options/where.ts';
import { paletteFromOptions } from '../../options/colour.ts';
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

/** How many values were seen, and whether all that was asked of them holds. */
interface Outcome {
  readonly values: number;
  readonly holds: boolean;
}

/** Ends with the first value of an input for which something does not hold; what comes behind it is not read. */
async function checkQuietly(
  questions: Questions,
  devices: RecordContext['devices'],
  open: (bulk?: TemplateCounter<true>) => ValueSource,
  hasInput: boolean,
): Promise<Outcome & { readonly source: ValueSource }> {
  const { createChecker } = await import('./bulk.ts');
  const { kernel, level } = questions;
  const checker = createChecker(questions);
  const source = open(checker);
  let values = 0;
  let holdsAll = true;
  for (const { value, text, origin } of source.read()) {
    if (checker?.add(value, origin, text)) continue;
    values += 1;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const context = { kernel, devices, place: { input: text, origin } };
    if (verdictsOn(questions, entry, context).every(({ holds }) => holds))
      checker?.settle(value, [true], origin, text);
    else {
      holdsAll = false;
      if (hasInput) break;
    }
  }
  return { values: values + (checker?.counted ?? 0), holds: holdsAll, source };
}

/** `pte-decode check`. */
export const checkAction: Action = async (invocation, io) => {
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
  const progress = await openProgress(io, { isQuiet: isQuiet || !readsInput(invocation), isStreaming: true });
  const open = (bulk?: TemplateCounter<true>, output?: BufferedOutput): ValueSource => {
    const source = valuesFrom(invocation, progress.io, { output, bulk, bits: kernel.entryBits });
    if (source.isMissing)
      throw new PteDecodeError('ERR_USAGE', 'check: wants values, or values on standard input');
    return source;
  };
  let outcome: Outcome & { readonly source: ValueSource };
  try {
    outcome = isQuiet
      ? await checkQuietly(questions, devices, open, readsInput(invocation))
      : await checkAloud(questions, devices, open, invocation, io);
  } finally {
    progress.end();
  }
  const { source, values, holds } = outcome;
  if (source.errors > 0) return EXIT.unanswered;
  if (values === 0) {
    io.stderr.write('pte-decode: check: no value to check\n');
    return EXIT.unanswered;
  }
  return holds ? EXIT.ok : EXIT.no;
};

/** Says of each value what holds and what does not. */
async function checkAloud(
  questions: Questions,
  devices: RecordContext['devices'],
  open: (bulk: undefined, output: BufferedOutput) => ValueSource,
  invocation: Invocation,
  io: Io,
): Promise<Outcome & { readonly source: ValueSource }> {
  const { kernel, level } = questions;
  const palette = await paletteFromOptions(invocation, io);
  const output = new BufferedOutput(io.stdout);
  const source = open(undefined, output);
  let values = 0;
  let holdsAll = true;
  for (const { value, text, origin } of source.read()) {
    values += 1;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const context = { kernel, devices, place: { input: text, origin } };
    for (const { check, holds, why } of verdictsOn(questions, entry, context)) {
      holdsAll &&= holds;
      output.add(
        invocation.has('json')
          ? JSON.stringify({
              schema: SCHEMA,
              raw: formatU64(value),
              arch: kernel.arch,
              kernel: kernel.id,
              level,
              state: entry.state,
              check,
              holds,
              why,
              input: text,
              origin,
            }) + '\n'
          : `${palette('raw', formatU64(value))}  ${check}  ${holds ? palette('good', 'holds') : palette('bad', 'fails')}  ${why}\n`,
      );
    }
  }
  output.flush();
  return { values, holds: holdsAll, source };
}
