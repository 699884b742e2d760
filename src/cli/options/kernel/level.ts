import { type Level, LEVELS } from '../../../core/rows/layout.ts';
import type { Invocation, OptionSpec } from '../../spec.ts';

/** `--level`: the level option of all commands that read entries. */
export const LEVEL_OPTION: OptionSpec = {
  long: 'level',
  letter: 'l',
  value: 'LEVEL',
  choices: LEVELS,
  suggest: 'level',
  text: 'the table level the values stand in (default pte)',
};

/**
 * The level that `--level` names; `pte` without it. Every architecture takes every level: where it has no such table the
 * kernel's functions of that level are there nevertheless, and are asked of the entry of the level above.
 */
export function levelOf(invocation: Invocation): Level {
  const text = invocation.value('level');
  return LEVELS.find((level) => level === text) ?? 'pte';
}

/** Whether `levelOf` takes `pte` because `--level` names no level. */
export const saysNoLevel = (invocation: Invocation): boolean => invocation.value('level') === undefined;
