import { joinKeys } from '../../../core/entry/keys.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import { keyOfReads } from '../../../core/verdicts/questions.ts';
import { type RuleId, RULES } from '../../../core/verdicts/rules.ts';
import type { Shape } from '../../../core/entry/shapes.ts';
import { otherKernels } from '../../../kernel/others.ts';
import { keyOfCondition } from '../../../records/templates/condition-key.ts';
import type { JudgeKey } from '../../../records/templates/judge-key.ts';
import { bulkShapes } from '../../../records/templates/template.ts';
import { createTemplateCounter, type TemplateCounter } from '../../../records/templates/template-counter.ts';
import type { EntryCondition } from '../../options/values/where.ts';

/** What is asked of each value. The state of a value is settled by its shape. */
interface CheckedQuestions {
  readonly kernel: Kernel;
  readonly level: Level;
  readonly rules: readonly RuleId[];
  readonly condition: EntryCondition | undefined;
}

/**
 * Counts values that are answered alike, once one with the same key was settled; undefined without WebAssembly.
 */
export function createChecker<Meaning>(questions: CheckedQuestions): TemplateCounter<Meaning> | undefined {
  const { kernel, level, rules, condition } = questions;
  const others = otherKernels();
  const keyOf = (shape: Shape): JudgeKey | undefined => {
    const reads = rules.flatMap((id) => RULES[id].reads);
    const key = keyOfReads(reads, shape, kernel);
    if (!condition) return key;
    const { where, properties } = condition;
    const asked = keyOfCondition(where, properties, shape, kernel, others);
    return asked && { ...asked, ...joinKeys([key, asked]) };
  };
  const shapes = bulkShapes({ kernel, level, others });
  return createTemplateCounter<Meaning>(
    shapes.map((shape) => {
      const key = keyOf(shape);
      return { mask: shape.mask, value: shape.value, keys: key && [key] };
    }),
  );
}
