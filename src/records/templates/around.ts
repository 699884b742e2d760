import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import type { LabelledKernel } from '../../core/verdicts/other-meanings.ts';
import type { SwapDeviceNames } from '../property.ts';

/** What the texts of a format are made for. */
export interface Around {
  readonly kernel: Kernel;
  readonly level: Level;
  /** Kernels that the note `other-kernels` compares with. */
  readonly others: readonly LabelledKernel[];
  readonly devices?: SwapDeviceNames | undefined;
}
