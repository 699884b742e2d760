import { joinKeys } from '../../../core/entry/keys.ts';
import { keyOfRules } from '../../../core/verdicts/rules.ts';
import { buildsOf } from '../../../core/verdicts/unknowns.ts';
import type { Shape } from '../../../core/entry/shapes.ts';
import { otherKernels } from '../../../kernel/others.ts';
import { keyOfAnswer } from '../../../records/templates/condition-key.ts';
import type { JudgeKey } from '../../../records/templates/judge-key.ts';
import { bulkShapes } from '../../../records/templates/template.ts';
import { createTemplateCounter, type TemplateCounter } from '../../../records/templates/template-counter.ts';
import type { Questions } from './questions.ts';

/**
 * Counts values that are answered alike, once one with the same key was settled; undefined without WebAssembly. The state
 * of a value is settled by its shape.
 */
export function createChecker<Meaning>(questions: Questions): TemplateCounter<Meaning> | undefined {
  const { kernel, level, rules, condition } = questions;
  const others = otherKernels();
  const keyOf = (shape: Shape): JudgeKey | undefined => {
    const key = keyOfRules(rules, buildsOf(kernel, shape));
    if (!condition) return key;
    const { where, properties } = condition;
    const asked = keyOfAnswer(where, properties, shape, kernel, others);
    return asked && { ...asked, ...joinKeys([key, asked]) };
  };
  const shapes = bulkShapes({ kernel, level, others });
  return createTemplateCounter<Meaning>(
    shapes.map((shape) => ({ mask: shape.mask, value: shape.value, key: keyOf(shape) })),
  );
}
