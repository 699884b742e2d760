import type { Kernel } from '../rows/model.ts';
import { isAvailable } from '../version.ts';

/** Whether nobody knows if a kernel has the uffd-wp bits: those of some distributions from before 5.7. */
export function isUffdWpUnknown(kernel: Kernel): boolean {
  return kernel.mask('maybe_uffd_wp') !== 0n;
}

/** Whether nobody knows if physical memory has more address bits than the kernel is taken to have. */
export function isMemorySizeUnknown(kernel: Kernel): boolean {
  const isOff = (symbol: string): boolean => kernel.isGiven(symbol) && !kernel.config(symbol);
  return (kernel.layout.morePhysBits?.unlessOff ?? []).some(
    (row) => isAvailable(row, kernel.version, kernel.config) && !row.symbols.some(isOff),
  );
}
