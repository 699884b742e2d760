import type { Kernel } from '../../core/rows/model.ts';
import type { ChosenKernel } from './choose-kernel.ts';

/**
 * The kernel with the page size that fits values best, where nothing tells the size: of those that fit as well, the usual
 * one. The others that fit as well stay beside it.
 *
 * @param misfit how badly the values fit a kernel: 0 not at all badly, Infinity when they cannot be its
 */
export function likeliestSize(chosen: ChosenKernel, misfit: (kernel: Kernel) => number): ChosenKernel {
  if (chosen.otherSizes.length === 0) return chosen;
  const sizes = [chosen.kernel, ...chosen.otherSizes].map((kernel) => ({ kernel, rank: misfit(kernel) }));
  const best = Math.min(...sizes.map(({ rank }) => rank));
  const [kernel = chosen.kernel] = sizes.flatMap((size) => (size.rank === best ? [size.kernel] : []));
  // What is wrong in a table can be what the message is about: no size is ruled out by it.
  const otherSizes = sizes.flatMap((size) =>
    size.kernel !== kernel && size.rank < Infinity ? [size.kernel] : [],
  );
  return { ...chosen, kernel, otherSizes };
}
