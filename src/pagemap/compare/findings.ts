import type { Outcome } from '../../records/verdicts/verdicts.ts';
import type { Vma } from '../../pages/maps.ts';
import type { PageImage } from './diff.ts';
import type { StateInfo } from '../model.ts';

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

/** What came of one question about two dumps. */
export interface PageAnswer {
  readonly outcome: Outcome;
  /** The first of the pages that are not as was asked, as ranges. */
  readonly findings: readonly PageFinding[];
  readonly brokenPages: number;
  readonly brokenRanges: number;
  /** Why something could not be answered, each once. */
  readonly reasons: readonly string[];
}

/** What neighbours must share with a range to be of it. */
interface Last {
  end: number;
  readonly before: StateInfo | undefined;
  readonly after: StateInfo | undefined;
  readonly vma: Vma | undefined;
  readonly text: string;
  readonly isKept: boolean;
}

/** Findings: all are counted, neighbours merged, and the first ones kept. */
export class FindingList {
  readonly #max: number;
  readonly #kept: PageFinding[] = [];
  #pages = 0;
  #ranges = 0;
  /** The last range, kept or only counted. */
  #last: Last | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  add(finding: PageFinding): void {
    const { page, pages, before, after, vma, text } = finding;
    const isKept = this.#count(page, pages, before?.info, after?.info, vma, text);
    if (isKept) this.#kept.push(finding);
  }

  /** The same for pages of two runs: their finding is made only where it is kept. */
  addParts<Run extends { readonly info: StateInfo; readonly vma: Vma | undefined }>(
    page: number,
    pages: number,
    before: Run | undefined,
    after: Run,
    text: string,
    make: (page: number, pages: number, before: Run | undefined, after: Run, text: string) => PageFinding,
  ): void {
    const isKept = this.#count(page, pages, before?.info, after.info, after.vma, text);
    if (isKept) this.#kept.push(make(page, pages, before, after, text));
  }

  /** Counts pages, and gives whether they are a new range that there is room for. */
  #count(
    page: number,
    pages: number,
    before: StateInfo | undefined,
    after: StateInfo | undefined,
    vma: Vma | undefined,
    text: string,
  ): boolean {
    this.#pages += pages;
    const last = this.#last;
    if (
      last?.end === page &&
      last.vma === vma &&
      last.text === text &&
      last.before === before &&
      last.after === after
    ) {
      last.end += pages;
      const kept = last.isKept ? this.#kept.at(-1) : undefined;
      if (kept) this.#kept[this.#kept.length - 1] = { ...kept, pages: kept.pages + pages };
      return false;
    }
    this.#ranges += 1;
    const isKept = this.#kept.length < this.#max;
    this.#last = { end: page + pages, before, after, vma, text, isKept };
    return isKept;
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
