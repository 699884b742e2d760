import { type Level, LEVELS } from './layout.ts';
import type { Kernel } from './model.ts';

/** The levels that a kernel can lack above its top table. */
const ABOVE: readonly Level[] = ['pgd', 'p4d'];

/**
 * The level by whose rows the entries of a level are read: a pgd or p4d above the top table is an entry of that one, where
 * all tables of a kernel have as many levels.
 */
export function levelOfRows(
  { layout, levels: [top] }: Pick<Kernel, 'layout' | 'levels'>,
  level: Level,
): Level {
  if (top === undefined || layout.hasOwnHeights === true) return level;
  return ABOVE.includes(level) && LEVELS.indexOf(level) < LEVELS.indexOf(top.level) ? top.level : level;
}
