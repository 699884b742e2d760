import { type Entry, numberOf } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { Level } from '../../core/rows/layout.ts';

/** The step of a walk whose address is longer than all others: its highest bit, and that of the others. */
export interface Outlier {
  readonly level: Level;
  readonly bit: number;
  readonly others: number;
}

/** How many bits longer than all others an address must be to stand out. */
const OUTLIER_BITS = 4;

/** Whether CPUs can have too few bits of physical addresses for one. */
export function mayBeTooHigh({ machine }: Kernel, bit: number): boolean {
  return bit >= (machine.logTraits?.leastPhysBits ?? 0);
}

/** The step whose address is out of line; undefined when none is. */
export function outlierOf(steps: readonly Entry[]): Outlier | undefined {
  const [first, second] = steps
    .filter(({ form }) => form !== 'none')
    .map((step) => ({ step, width: (numberOf(step, 'phys') ?? 0n).toString(2).length }))
    .sort((a, b) => b.width - a.width);
  // One entry alone proves nothing, and an empty one beside it is none to compare with.
  if (!first || !second) return undefined;
  const { kernel, level } = first.step;
  if (first.width - Math.max(second.width, kernel.pageShift) < OUTLIER_BITS) return undefined;
  if (!mayBeTooHigh(kernel, first.width - 1)) return undefined;
  return { level, bit: first.width - 1, others: second.width - 1 };
}
