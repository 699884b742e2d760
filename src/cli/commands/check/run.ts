import { decodeEntry } from '../../../core/decode.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { RULE_IDS, type RuleId } from '../../../core/rules.ts';
import { formatU64 } from '../../../core/u64.ts';
import { otherKernels } from '../../../kernel/others.ts';
import type { RecordContext } from '../../../records/properties.ts';
import { SCHEMA } from '../../../records/schema-number.ts';
import { EXIT } from '../../exit.ts';
import { kernelFromOptions } from '../../options/kernel.ts';
import type { Action, Invocation } from '../../spec.ts';
import { readSwaps } from '../../options/swaps.ts';
import { BufferedOutput, ValueSource } from '../../options/values.ts';
import { loadFilter } from '../../options/where.ts';
import { levelOf, paletteFromOptions } from '../decode/run.ts';

/** The answer to one check of one value. */
interface Verdict {
  readonly check: string;
  readonly holds: boolean;
  readonly why: string;
}

function rulesOf(invocation: Invocation): readonly RuleId[] {
  const given = invocation.list('rule').flatMap((text) => text.split(','));
  const isNarrowed = invocation.value('is') !== undefined || invocation.value('where') !== undefined;
  if (given.length === 0) return isNarrowed ? [] : RULE_IDS;
  return given.map((text) => {
    const rule = RULE_IDS.find((id) => id === text.trim());
    if (!rule) throw new PteDecodeError('ERR_USAGE', `--rule "${printable(text)}": wanted 1, 2, 3 or 4`);
    return rule;
  });
}

function whereVerdict(where: string, holds: boolean, state: string): Verdict {
  return {
    check: `where ${printable(where, 200)}`,
    holds,
    why: `it is ${holds ? 'true' : 'false'} for this ${state} entry`,
  };
}

/** `pte-decode check`. */
export const checkAction: Action = async (invocation, io) => {
  const kernel = await kernelFromOptions(invocation, io);
  const rules = rulesOf(invocation);
  const state = invocation.value('is');
  const where = invocation.value('where');
  const filter = await loadFilter(invocation, kernel);
  const palette = await paletteFromOptions(invocation, io);
  const level = levelOf(invocation);
  const devices = readSwaps(invocation, io);
  const output = new BufferedOutput((text) => {
    io.stdout.write(text);
  });
  const source = new ValueSource(invocation, io, invocation.args, () => {
    output.flush();
  });
  if (source.isMissing)
    throw new PteDecodeError('ERR_USAGE', 'check: wants values, or values on standard input');
  let values = 0;
  let failures = 0;
  for (const { value, text, origin } of source.read()) {
    values += 1;
    const entry = decodeEntry(kernel, value, { level, others: otherKernels() });
    const context: RecordContext = { kernel, devices, place: { input: text, origin } };
    const verdicts: Verdict[] = [
      ...rules.map((rule) => ({ check: `rule ${rule}`, ...entry.rules[rule] })),
      ...(state === undefined
        ? []
        : [{ check: `is ${state}`, holds: entry.state === state, why: `the state is ${entry.state}` }]),
      ...(where === undefined ? [] : [whereVerdict(where, filter(entry, context), entry.state)]),
    ];
    failures += verdicts.filter((verdict) => !verdict.holds).length;
    if (invocation.has('quiet')) continue;
    for (const { check, holds, why } of verdicts)
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
  output.flush();
  if (source.errors > 0) return EXIT.unanswered;
  if (values === 0) {
    io.stderr.write('pte-decode: check: no value to check\n');
    return EXIT.unanswered;
  }
  return failures > 0 ? EXIT.no : EXIT.ok;
};
