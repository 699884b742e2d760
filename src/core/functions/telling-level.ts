import { oncePer } from '../later.ts';
import { type Level, LEVELS } from '../rows/layout.ts';
import type { Kernel } from '../rows/model.ts';
import { answerOf } from './predicates.ts';

/**
 * The level whose functions tell what an entry is: the next lower one where those of its own are constant, because the
 * kernel folds that level into the entry of this one.
 */
export function tellingLevel(kernel: Kernel, level: Level): Level {
  return level === 'pte' ? level : (telling(kernel)[level] ??= findTelling(kernel, level));
}

const telling = oncePer<Kernel, Partial<Record<Level, Level>>>(() => ({}));

function findTelling(kernel: Kernel, level: Level): Level {
  const empty = kernel.none(level)?.value;
  if (empty === undefined) return level;
  const isFolded = (candidate: Level): boolean => answerOf(kernel, `${candidate}_none`, empty) === false;
  return LEVELS.slice(LEVELS.indexOf(level)).find((candidate) => !isFolded(candidate)) ?? level;
}
