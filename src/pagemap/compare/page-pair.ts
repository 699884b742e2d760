import type { Vma } from '../../pages/maps.ts';
import { type Part, sameNumber } from './parts.ts';

/** Pages of both sides that are alike on each: valid for good. */
export interface PagePair {
  /** Virtual page number of the first, as the second side counts. */
  readonly page: number;
  readonly pages: number;
  /** The run of the first side that holds them; undefined: not in the first dump. */
  readonly before: Part | undefined;
  readonly after: Part | undefined;
  /** The same page as the first side counts: another for memory that was moved. */
  readonly pageBefore: number;
  /** The same page as the runs of both sides count. */
  readonly at: number;
  /** They lie in the range that `PairOptions.moved` names. */
  readonly isMoved: boolean;
  /** One side does not have them, and has no mappings, which alone would tell that nothing was mapped there. */
  readonly isUntold: boolean;
}

/** The mapping of a pair: that of the second side, where it has one. */
export function vmaOf({ before, after }: Pick<PagePair, 'before' | 'after'>): Vma | undefined {
  return after?.vma ?? before?.vma;
}

/** Whether the pages of a pair have another frame; undefined: not known, or they are not both present. */
export function frameChanged({ before, after, at }: PagePair): boolean | undefined {
  if (!before || !after) return undefined;
  if (before.info.number !== 'pfn' || after.info.number !== 'pfn') return undefined;
  return !sameNumber(before, after, at);
}
