import type { Segment } from './elf-segment.ts';
import { type Extent } from './extents.ts';

/** No block of memory is as large as this, every vmalloc area is larger (32 TiB with 4 levels). */
const HUGE = 1n << 44n;
const GIB = 1n << 30n;

/**
 * Physical memory of a /proc/kcore whose headers have no physical addresses (kernels before 4.19 write 0 in
 * all of them): the direct map is the lowest area of the kernel half, ends before the vmalloc area, and
 * starts at a multiple of 1 GiB below the first block of memory.
 *
 * Source: v4.14 fs/proc/kcore.c `elf_kcore_store_hdr`, v6.12 same file (physical addresses, -1 where there is
 * none); v6.12 arch/x86/mm/kaslr.c (regions moved by multiples of 1 GiB, their order kept).
 *
 * @returns undefined when this is no such file
 */
export function kcoreExtents(
  loads: readonly Segment[],
  machine: string | undefined,
): { extents: Extent[]; directMap: bigint } | undefined {
  if (machine !== 'x86_64' || loads.length === 0) return undefined;
  if (loads.some((segment) => segment.paddr !== 0n)) return undefined;
  const kernel = loads.filter((segment) => segment.vaddr >= 0xff00_0000_0000_0000n);
  if (kernel.length < loads.length) return undefined;
  const sorted = kernel.toSorted((a, b) => (a.vaddr < b.vaddr ? -1 : a.vaddr > b.vaddr ? 1 : 0));
  const vmalloc = sorted.findIndex((segment) => segment.memSize >= HUGE);
  const direct = vmalloc < 0 ? sorted : sorted.slice(0, vmalloc);
  const first = direct[0];
  if (first === undefined) return undefined;
  const directMap = first.vaddr - (first.vaddr % GIB);
  const extents = direct.map((segment) => {
    const start = Number(segment.vaddr - directMap);
    return { start, end: start + Number(segment.fileSize), offset: segment.offset };
  });
  // Kernel text and modules follow the direct map at a great distance: they are not physical memory.
  return { extents: extents.filter((extent) => extent.end < Number(HUGE)), directMap };
}
