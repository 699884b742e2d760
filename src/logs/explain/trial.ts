import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { ChosenKernel } from './choose-kernel.ts';

/** How an architecture is tried. */
export interface Trial {
  /** The kernel of an architecture for the report, or why there is none; `paging`: with so many levels. */
  choose(arch: string | undefined, isAssumed: boolean, paging?: number): ChosenKernel | string;
  /** Why the values cannot be those of a kernel, though nothing names its architecture. */
  refute(kernel: Kernel): string | undefined;
  /** Whether ptes of a kernel can have a swap entry, and the one that is complained about behind it, where one is, has it. */
  isInPte(kernel: Kernel): boolean;
  /** Whether the pte of a bad page map has the offset of the generic entry that was printed with it, whatever its type. */
  hasOffset(kernel: Kernel): boolean;
  /** What the first value is on a kernel, in a few words. */
  describe(kernel: Kernel): string;
  /** All that the values are on a kernel: the same text where two kernels read them alike. */
  read(kernel: Kernel): string;
  /** Whether a kernel makes such values: no bit is set that none has, or clear that all have. */
  isMade(kernel: Kernel): boolean;
  /** Whether the values are unlikely ones for a kernel. */
  isOdd(kernel: Kernel): boolean;
}

export const assumed = (chosen: ChosenKernel | string): ChosenKernel | string =>
  typeof chosen === 'string' ? chosen : { ...chosen, isArchAssumed: true };

export const isUpper = (level: LogLevel): boolean => level !== 'pte' && level !== 'swap_entry';
