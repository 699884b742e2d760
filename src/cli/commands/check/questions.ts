import { type DecodedEntry, decodedOtherwise, decodeEntry } from '../../../core/verdicts/decode.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { printable } from '../../../core/printable.ts';
import type { RuleId } from '../../../core/verdicts/rules.ts';
import { buildUnsaid } from '../../../core/verdicts/unknowns.ts';
import type { SourcedValue } from '../../../input/values/value-inputs.ts';
import { otherKernels } from '../../../kernel/others.ts';
import type { RecordContext } from '../../../records/property.ts';
import type { EntryCondition } from '../../options/values/where.ts';

/** The answer to one check of one value. */
export interface Answer {
  readonly check: string;
  /** null: it cannot be told. */
  readonly holds: boolean | null;
  readonly why: string;
}

/** What the checks of `--is` and `--where` are called. */
const isCheck = (state: string): string => `is ${state}`;
const whereCheck = (where: string): string => `where ${printable(where, 200)}`;
const ruleCheck = (rule: RuleId): string => `rule ${rule}`;

function whereAnswer(where: string, holds: boolean | undefined, state: string): Answer {
  return {
    check: whereCheck(where),
    holds: holds ?? false,
    why: `it is ${holds === true ? 'true' : 'false'} for this ${state} entry`,
  };
}

/** What is asked of each value. */
export interface Questions {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly rules: readonly RuleId[];
  /** The state that it shall have. */
  readonly state: string | undefined;
  readonly condition: EntryCondition | undefined;
  readonly devices: RecordContext['devices'];
}

/** A value that was asked. */
interface Asked {
  readonly entry: DecodedEntry;
  readonly context: RecordContext;
  readonly answers: readonly Answer[];
}

/** Asks all of it of one value. */
export function answersOn(questions: Questions, { value, text, origin }: SourcedValue): Asked {
  const { kernel, level, rules, state, condition, devices } = questions;
  const others = otherKernels();
  const entry = decodeEntry(kernel, value, { level, others });
  const other = decodedOtherwise(entry, others);
  const context = { kernel, devices, place: { input: text, origin } };
  const told = (answer: Answer, otherwise: Answer['holds'] | undefined, why?: string): Answer =>
    otherwise === undefined || otherwise === answer.holds
      ? answer
      : { ...answer, holds: null, why: why ?? buildUnsaid(kernel) };
  const where = condition?.answer(entry, context);
  const answers = [
    ...rules.map((rule) => ({ check: ruleCheck(rule), ...entry.rules[rule] })),
    ...(state === undefined
      ? []
      : [
          told(
            { check: isCheck(state), holds: entry.state === state, why: `the state is ${entry.state}` },
            other && other.state === state,
          ),
        ]),
    ...(condition
      ? [told(whereAnswer(condition.where.text, where, entry.state), where ?? null, condition.unsaid)]
      : []),
  ];
  return { entry, context, answers };
}

/** The names of all checks, in the order of their answers. */
export function checkNames({ rules, state, condition }: Questions): readonly string[] {
  return [
    ...rules.map(ruleCheck),
    ...(state === undefined ? [] : [isCheck(state)]),
    ...(condition ? [whereCheck(condition.where.text)] : []),
  ];
}
