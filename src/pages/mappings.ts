import type { Vma } from './maps.ts';
import type { PageRange } from './page-filter.ts';

/** A mapping, with its pages as the reader numbers them. */
export interface Mapping extends PageRange {
  readonly vma: Vma;
}

/** The mappings of a process, for pages that are asked for in any order; fastest in order of addresses. */
export class Mappings {
  /** In order of pages, and disjoint. */
  readonly all: readonly Mapping[];
  #at = 0;

  /** @param all in order of pages and disjoint, as `parseMaps` gives them */
  constructor(all: readonly Mapping[]) {
    this.all = all;
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
