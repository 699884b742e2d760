import type { Kernel } from '../../core/rows/model.ts';
import { pageShifts, pageSizeConfig } from '../../kernel/capabilities/machines.ts';
import { type KernelSpec, openGeometry, resolveKernel } from '../../kernel/resolve.ts';

/** The kernels that differ from one in the size of their pages alone, where its specification leaves that open. */
export function otherSizesOf(kernel: Kernel, spec: KernelSpec): readonly Kernel[] {
  const others = pageShifts(kernel.arch).filter((shift) => shift !== kernel.pageShift);
  if (others.length === 0 || !openGeometry(spec).includes('page size')) return [];
  return others.map((shift) => {
    const config = new Map([...(spec.config ?? []), ...pageSizeConfig(kernel.arch, shift)]);
    // The number of levels need not be one that these pages have.
    const { paging, ...rest } = spec;
    return resolveKernel({ ...(paging === undefined ? spec : rest), config });
  });
}
