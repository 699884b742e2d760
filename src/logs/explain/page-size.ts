import type { Kernel } from '../../core/rows/model.ts';
import type { ChosenKernel } from './choose-kernel.ts';

/** How values fit a kernel. */
interface SizeTrial {
  /** How badly: 0 not at all badly, Infinity when they cannot be its. */
  misfit(kernel: Kernel): number;
  /** Where the tables and pages are that they point to, each once, in bytes. */
  places(kernel: Kernel): readonly bigint[];
}

/** Bits that are zero in places of a larger page size: by chance all of them are in one walk of 256. */
const TELLING_BITS = 8;

/**
 * The kernel with the page size that fits values best, where nothing tells the size: of those that fit as well, the usual
 * one, unless all tables and pages begin where larger pages do. The others that fit as well stay beside it.
 */
export function likeliestSize(chosen: ChosenKernel, trial: SizeTrial): ChosenKernel {
  if (chosen.otherSizes.length === 0) return chosen;
  const sizes = [chosen.kernel, ...chosen.otherSizes].map((kernel) => ({
    kernel,
    rank: trial.misfit(kernel),
  }));
  const best = Math.min(...sizes.map(({ rank }) => rank));
  const fits = sizes.flatMap(({ kernel, rank }) => (rank === best ? [kernel] : []));
  const [usual = chosen.kernel] = fits;
  const kernel = best === Infinity ? usual : largest(usual, fits, trial.places(usual));
  // What is wrong in a table can be what the message is about: no size is ruled out by it.
  const otherSizes = sizes.flatMap((size) =>
    size.kernel !== kernel && size.rank < Infinity ? [size.kernel] : [],
  );
  return { ...chosen, kernel, otherSizes };
}

/** The kernel with the largest pages at whose multiples all places are, where that is hardly chance. */
function largest(usual: Kernel, fits: readonly Kernel[], places: readonly bigint[]): Kernel {
  return fits.reduce((found, kernel) => {
    const more = kernel.pageShift - usual.pageShift;
    const isTold =
      kernel.pageShift > found.pageShift &&
      more * places.length >= TELLING_BITS &&
      places.every((place) => BigInt.asUintN(kernel.pageShift, place) === 0n);
    return isTold ? kernel : found;
  }, usual);
}
