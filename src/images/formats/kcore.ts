import { findMachine } from '../../kernel/capabilities/machines.ts';
import { type Extent } from './extents.ts';

/** A range of memory as a program header describes it. */
export interface LoadSegment {
  /** Position in the file. */
  readonly offset: number;
  readonly vaddr: bigint;
  readonly paddr: bigint;
  readonly fileSize: bigint;
  readonly memSize: bigint;
}

/**
 * Physical memory of a /proc/kcore whose headers have no physical addresses (kernels before 4.19 write 0 in
 * all of them): the direct map is the lowest area of the kernel half, ends before the vmalloc area, and
 * starts at a multiple of `DirectMap.align` below the first block of memory.
 *
 * Source: v4.14 fs/proc/kcore.c `elf_kcore_store_hdr`, v6.12 same file (physical addresses, -1 where there is
 * none); the map itself: `DirectMap` of the machine.
 *
 * @returns undefined when this is no such file
 */
export function kcoreExtents(
  loads: readonly LoadSegment[],
  machine: string | undefined,
): { extents: Extent[]; directMap: bigint } | undefined {
  const map = machine === undefined ? undefined : findMachine(machine)?.directMap;
  if (map === undefined || loads.length === 0) return undefined;
  if (loads.some((segment) => segment.paddr !== 0n)) return undefined;
  const kernel = loads.filter((segment) => segment.vaddr >= map.kernelHalf);
  if (kernel.length < loads.length) return undefined;
  const sorted = kernel.toSorted((a, b) => (a.vaddr < b.vaddr ? -1 : a.vaddr > b.vaddr ? 1 : 0));
  const vmalloc = sorted.findIndex((segment) => segment.memSize >= map.endsBefore);
  const direct = vmalloc < 0 ? sorted : sorted.slice(0, vmalloc);
  const first = direct[0];
  if (first === undefined) return undefined;
  const directMap = first.vaddr - (first.vaddr % map.align);
  const extents = direct.map((segment) => {
    const start = Number(segment.vaddr - directMap);
    return { start, end: start + Number(segment.fileSize), offset: segment.offset };
  });
  // Kernel text and modules follow the direct map at a great distance: they are not physical memory.
  return { extents: extents.filter((extent) => extent.end < Number(map.endsBefore)), directMap };
}
