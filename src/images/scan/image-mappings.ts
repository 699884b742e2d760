import type { Kernel } from '../../core/rows/model.ts';
import type { Vma } from '../../pages/maps.ts';
import { Mappings } from '../../pages/mappings.ts';
import { isCanonical } from '../../core/rows/virtual-address.ts';
import { pageNumber } from './scan.ts';

/**
 * The mappings of a process with their pages as a scan numbers them; those are left out that no page table of the kernel
 * can hold.
 *
 * @param vmas in order of addresses and disjoint, as `parseMaps` gives them
 */
export function imageMappings(kernel: Kernel, vmas: readonly Vma[]): Mappings {
  const size = 1n << BigInt(kernel.pageShift);
  const held = vmas.filter(({ start, end }) => {
    const first = BigInt(start) * size;
    const last = BigInt(end) * size - 1n;
    return isCanonical(kernel, first) && isCanonical(kernel, last) && (first ^ last) >> 63n === 0n;
  });
  return new Mappings(
    held.map((vma) => {
      const start = pageNumber(kernel, BigInt(vma.start) * size);
      return { vma, start, end: start + (vma.end - vma.start) };
    }),
  );
}
