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

/**
 * Whether an entry of a level is one where hugetlb keeps its pages: a pud or a pmd, and what is one where those are folded; of two
 * levels the top table of a kernel with large pages there.
 * v6.12 arch/x86/mm/hugetlbpage.c, include/asm-generic/pgtable-nopmd.h; arm has them with LPAE alone: arch/arm/Kconfig ARCH_HAS_HUGETLBFS.
 */
export function isOfHugetlb(kernel: Kernel, level: Level): boolean {
  const at = levelOfRows(kernel, level);
  return (
    at === 'pud' ||
    at === 'pmd' ||
    (level !== 'pte' && kernel.levels.length === 2 && kernel.mask('pse') !== 0n)
  );
}
