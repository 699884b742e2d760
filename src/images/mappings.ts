import type { Kernel } from '../core/model.ts';
import type { Vma } from '../pages/maps.ts';
import { isCanonical } from './address.ts';
import { pageNumber, type PageRange } from './scan.ts';

/** A mapping, with its pages as a scan numbers them. */
export interface Mapping extends PageRange {
  readonly vma: Vma;
}

/** The mappings of a process, for pages that are asked for in any order; fastest in order of addresses. */
export class Mappings {
  /** In order of addresses, those left out that no page table of the kernel can hold. */
  readonly all: readonly Mapping[];
  #at = 0;

  /** @param vmas in order of addresses and disjoint, as `parseMaps` gives them */
  constructor(kernel: Kernel, vmas: readonly Vma[]) {
    const size = 1n << BigInt(kernel.pageShift);
    this.all = vmas
      .filter(({ start, end }) => {
        const first = BigInt(start) * size;
        const last = BigInt(end) * size - 1n;
        return isCanonical(kernel, first) && isCanonical(kernel, last) && (first ^ last) >> 63n === 0n;
      })
      .map((vma) => {
        const start = pageNumber(kernel, BigInt(vma.start) * size);
        return { vma, start, end: start + (vma.end - vma.start) };
      });
  }

  /** The mapping that a page is in. */
  at(page: number): Mapping | undefined {
    const mapping = this.#firstBehind(page);
    return mapping !== undefined && mapping.start <= page ? mapping : undefined;
  }

  /** The first page behind `page` at which a mapping begins or has ended; Infinity behind the last. */
  borderAfter(page: number): number {
    const mapping = this.#firstBehind(page);
    if (mapping === undefined) return Infinity;
    return mapping.start > page ? mapping.start : mapping.end;
  }

  /** The first mapping that ends behind `page`. */
  #firstBehind(page: number): Mapping | undefined {
    if ((this.all[this.#at - 1]?.end ?? 0) > page) this.#at = 0;
    while ((this.all[this.#at]?.end ?? Infinity) <= page) this.#at++;
    return this.all[this.#at];
  }
}
