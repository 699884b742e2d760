import { PteDecodeError } from '../../core/errors.ts';
import type { Kernel } from '../../core/model.ts';
import { type Level, LEVELS } from '../../core/layout.ts';
import type { Invocation, OptionSpec } from '../spec.ts';

/** `--level`: the level option of all commands that read entries. */
export const LEVEL_OPTION: OptionSpec = {
  long: 'level',
  letter: 'l',
  value: 'LEVEL',
  choices: LEVELS,
  suggest: 'level',
  text: 'the table level the values stand in (default pte)',
};

/** What the kernel's functions are named after everywhere, also where one is the entry of the level above. */
const EVERYWHERE: readonly Level[] = ['pmd', 'pte'];

/**
 * The level that `--level` names; `pte` without it.
 *
 * @throws PteDecodeError `ERR_USAGE` for one that the architecture never has: there an entry of the level above stands for it
 */
export function levelOf(invocation: Invocation, { arch, layout }: Pick<Kernel, 'arch' | 'layout'>): Level {
  const text = invocation.value('level');
  const level = LEVELS.find((name) => name === text) ?? 'pte';
  const isThere = (name: Level): boolean => layout.levels.some((row) => row.level === name);
  if (EVERYWHERE.includes(level) || isThere(level)) return level;
  const all = LEVELS.filter(isThere);
  const above = all.findLast((name) => LEVELS.indexOf(name) < LEVELS.indexOf(level));
  throw new PteDecodeError(
    'ERR_USAGE',
    `-l "${level}": ${arch} has no such table: an entry of ${above ?? 'pgd'} stands for it; levels are ${all.join(', ')}`,
  );
}
