import type { DecodedEntry } from '../../../core/verdicts/decode.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { printable } from '../../../core/printable.ts';
import type { RuleId } from '../../../core/verdicts/rules.ts';
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

function whereAnswer(where: string, holds: boolean, state: string): Answer {
  return {
    check: whereCheck(where),
    holds,
    why: `it is ${holds ? 'true' : 'false'} for this ${state} entry`,
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
}

/** Asks all of it of one value. */
export function answersOn(
  { rules, state, condition }: Questions,
  entry: DecodedEntry,
  context: RecordContext,
): readonly Answer[] {
  return [
    ...rules.map((rule) => ({ check: ruleCheck(rule), ...entry.rules[rule] })),
    ...(state === undefined
      ? []
      : [{ check: isCheck(state), holds: entry.state === state, why: `the state is ${entry.state}` }]),
    ...(condition ? [whereAnswer(condition.where.text, condition.holds(entry, context), entry.state)] : []),
  ];
}

/** The names of all checks, in the order of their answers. */
export function checkNames({ rules, state, condition }: Questions): readonly string[] {
  return [
    ...rules.map(ruleCheck),
    ...(state === undefined ? [] : [isCheck(state)]),
    ...(condition ? [whereCheck(condition.where.text)] : []),
  ];
}
