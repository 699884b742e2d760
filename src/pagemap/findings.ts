import type { Vma } from '../pages/maps.ts';
import type { PageImage } from './diff.ts';

/** Neighbouring pages that break what was asked. */
export interface PageFinding {
  readonly page: number;
  readonly pages: number;
  readonly before: PageImage | undefined;
  readonly after: PageImage | undefined;
  readonly vma: Vma | undefined;
  /** What is wrong with them. */
  readonly text: string;
}

/** Findings: all are counted, neighbours merged, and the first ones kept. */
export class FindingList {
  readonly #max: number;
  readonly #kept: PageFinding[] = [];
  #pages = 0;
  #ranges = 0;
  #last: PageFinding | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  add(finding: PageFinding): void {
    this.#pages += finding.pages;
    const last = this.#last;
    const isNext =
      last !== undefined &&
      last.page + last.pages === finding.page &&
      last.vma === finding.vma &&
      last.text === finding.text &&
      last.before?.info === finding.before?.info &&
      last.after?.info === finding.after?.info;
    this.#last = isNext ? { ...last, pages: last.pages + finding.pages } : finding;
    if (!isNext) this.#ranges += 1;
    if (isNext && this.#kept.at(-1) === last) this.#kept[this.#kept.length - 1] = this.#last;
    else if (!isNext && this.#kept.length < this.#max) this.#kept.push(this.#last);
  }

  /** Adds what another list has. */
  addAll(other: FindingList): void {
    const room = Math.max(0, this.#max - this.#kept.length);
    this.#kept.push(...other.#kept.slice(0, room));
    this.#pages += other.#pages;
    this.#ranges += other.#ranges;
    this.#last = undefined;
  }

  /** All pages, kept or not. */
  get pages(): number {
    return this.#pages;
  }

  /** All ranges, kept or not. */
  get ranges(): number {
    return this.#ranges;
  }

  /** The first ranges, in order of address. */
  get findings(): readonly PageFinding[] {
    return this.#kept.toSorted((a, b) => a.page - b.page);
  }
}
