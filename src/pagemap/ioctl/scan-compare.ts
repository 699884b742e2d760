import { keptIn } from '../../core/later.ts';
import { isInRelease } from '../../core/version.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { type PageRun, RunMerger } from '../page-runs.ts';
import {
  SCAN_CATEGORIES,
  SCAN_DIFFERENCES,
  SCAN_RULES,
  type ScanDifference,
  type ScanFacts,
  type ScanRule,
} from './scan-categories.ts';
import { factsOf, fits, maskOf, ruleFor } from './scan-facts.ts';
import { HugeWatch } from './scan-huge.ts';
import type { WordEngine } from '../scan/memory.ts';
import type { ScanRegion } from './scan-regions.ts';
import type { Piece } from '../sources/word-source.ts';

/** A category that is other than pagemap says. */
export interface ScanConflict {
  readonly category: string;
  /** What it must be; the scan has the opposite. */
  readonly must: boolean;
  readonly src: string;
  /** What is known of this difference. */
  readonly known: ScanDifference | undefined;
}

/** Neighbouring pages of one state and the same categories, with what is wrong about them. */
export interface ScanFinding {
  readonly run: PageRun;
  readonly info: StateInfo;
  /** Undefined: the pages are in no region, and were asked for. */
  readonly categories: number | undefined;
  readonly conflicts: readonly ScanConflict[];
}

/** What a scan was asked for. */
export interface ScanQuestion {
  /** The categories that regions tell (`return_mask`). */
  readonly returnMask: number;
  /** Pages that are not in all of these are in no region (`category_mask`); undefined: not known which were left out. */
  readonly categoryMask: number | undefined;
  /** Nobody said what was asked for: these are the categories that some region has. */
  readonly isGuessed?: boolean;
}

/** What came of a comparison. */
export interface ScanComparison {
  readonly compared: number;
  /** Pages that are in no region, of which nothing can be said. */
  readonly uncovered: number;
  /** Pages that a region has and pagemap does not. */
  readonly unread: number;
  /** Pages of regions, or that were asked for, that pagemap did not read: nothing is known of them. */
  readonly notRead: number;
  readonly conflicting: number;
  readonly ranges: number;
  readonly byCategory: ReadonlyMap<string, number>;
  readonly differences: ReadonlyMap<ScanDifference, number>;
  readonly first: readonly ScanFinding[];
}

/** What is said of all pages of one state and mapping that are in the same categories. */
interface Judged {
  readonly info: StateInfo;
  readonly conflicts: readonly ScanConflict[];
  readonly differences: readonly ScanDifference[];
}

/** Holds a list of regions against the pages of the same process, which come in order of address. */
export class ScanComparer {
  readonly #model: PagemapModel;
  readonly #pageSize: bigint;
  readonly #regions: readonly ScanRegion[];
  readonly #question: ScanQuestion;
  readonly #most: number;
  readonly #merger: RunMerger;
  readonly #huge: HugeWatch;
  readonly #rules: ReadonlyMap<string, readonly ScanRule[]>;
  readonly #differences: readonly ScanDifference[];
  readonly #judged = new Map<string, Judged>();
  readonly #byCategory = new Map<string, number>();
  readonly #counted = new Map<ScanDifference, number>();
  readonly #first: ScanFinding[] = [];
  #at = 0;
  /** The page behind the last that was seen. */
  #seen = 0;
  #compared = 0;
  #uncovered = 0;
  #conflicting = 0;
  #ranges = 0;
  #unread = 0;
  readonly #left: { readonly start: number; readonly end: number }[] = [];
  #hidden = false;
  #last: { readonly end: number; readonly key: string } | undefined;

  /**
   * @param regions in order of address
   * @param most findings that are kept
   */
  constructor(
    regions: readonly ScanRegion[],
    question: ScanQuestion,
    engine: WordEngine,
    model: PagemapModel,
    { pageSize, most }: { readonly pageSize: number; readonly most: number },
  ) {
    this.#model = model;
    this.#pageSize = BigInt(pageSize);
    this.#regions = regions;
    this.#question = question;
    this.#most = most;
    const { version } = model.kernel;
    this.#rules = new Map(
      SCAN_CATEGORIES.filter((category) => isInRelease(category, version)).map(({ name }) => [
        name,
        SCAN_RULES.filter((rule) => rule.category === name && isInRelease(rule, version)),
      ]),
    );
    this.#differences = SCAN_DIFFERENCES.filter((row) => isInRelease(row, version));
    this.#huge = new HugeWatch(regions, model, pageSize);
    const emit = (run: PageRun): void => {
      this.#compare(run);
      this.#huge.pass(run);
    };
    this.#merger = new RunMerger(engine, model, emit, this.#huge.isNeeded);
  }

  /** Takes the next piece. */
  add(piece: Piece, hidden: boolean): void {
    this.#hidden ||= hidden;
    if (!piece.notRead) this.#merger.add(piece);
    else this.#left.push({ start: piece.page, end: piece.page + piece.pages });
  }

  /** What came of it; nothing is added any more. */
  result(): ScanComparison {
    this.#merger.end();
    this.#skip(Infinity);
    const { asked, inRegions } = this.#notRead();
    return {
      compared: this.#compared,
      uncovered: this.#uncovered,
      unread: this.#unread - inRegions,
      notRead: asked,
      conflicting: this.#conflicting,
      ranges: this.#ranges,
      byCategory: this.#byCategory,
      differences: this.#counted,
      first: this.#first,
    };
  }

  #startOf(region: ScanRegion): number {
    return Number(region.start / this.#pageSize);
  }

  #endOf(region: ScanRegion): number {
    return Number((region.end + this.#pageSize - 1n) / this.#pageSize);
  }

  /** Pages that were not read, of those that were asked for: where nobody said which, those of regions. */
  #notRead(): { readonly asked: number; readonly inRegions: number } {
    let all = 0;
    let inRegions = 0;
    let from = 0;
    for (const { start, end } of this.#left) {
      all += end - start;
      let region = this.#regions[from];
      while (region && this.#endOf(region) <= start) region = this.#regions[(from += 1)];
      for (let at = from; region && this.#startOf(region) < end; region = this.#regions[(at += 1)])
        inRegions += Math.max(0, Math.min(end, this.#endOf(region)) - Math.max(start, this.#startOf(region)));
    }
    return { asked: this.#question.categoryMask === undefined ? inRegions : all, inRegions };
  }

  /** Counts pages of regions below `page` that pagemap did not have. */
  #skip(page: number): void {
    for (;;) {
      const region = this.#regions[this.#at];
      if (!region) return;
      const start = Math.max(this.#startOf(region), this.#seen);
      const end = this.#endOf(region);
      if (start < Math.min(end, page)) this.#unread += Math.min(end, page) - start;
      this.#seen = Math.max(this.#seen, Math.min(end, page));
      if (end > page) return;
      this.#at += 1;
    }
  }

  #compare(run: PageRun): void {
    this.#skip(run.page);
    const end = run.page + run.pages;
    for (let page = run.page; page < end;) {
      let region = this.#regions[this.#at];
      while (region && this.#endOf(region) <= page) region = this.#regions[(this.#at += 1)];
      const start = region ? this.#startOf(region) : Infinity;
      const covering = region !== undefined && start <= page ? region : undefined;
      const stop = Math.min(end, covering ? this.#endOf(covering) : start);
      this.#judge(run, page, stop, covering?.categories);
      page = stop;
    }
    this.#seen = Math.max(this.#seen, end);
  }

  #judge(run: PageRun, page: number, end: number, categories: number | undefined): void {
    const pages = end - page;
    if (categories === undefined && this.#question.categoryMask === undefined) {
      this.#uncovered += pages;
      return;
    }
    this.#compared += pages;
    const isTorn = this.#huge.isTorn(run, page, end, this.#at, this.#hidden);
    const key = `${run.slot} ${categories ?? '-'} ${isTorn ? 'torn ' : ''}${run.vma?.vmFlags?.join(' ') ?? '-'}`;
    const judged = keptIn(this.#judged, key, () => this.#judgement(run, categories, isTorn));
    for (const difference of judged.differences)
      this.#counted.set(difference, (this.#counted.get(difference) ?? 0) + pages);
    if (judged.conflicts.length === 0) return;
    this.#conflicting += pages;
    for (const { category } of judged.conflicts)
      this.#byCategory.set(category, (this.#byCategory.get(category) ?? 0) + pages);
    this.#keep({ ...run, page, pages }, key, categories, judged);
  }

  #keep(run: PageRun, key: string, categories: number | undefined, judged: Judged): void {
    const goesOn = this.#last?.end === run.page && this.#last.key === key;
    this.#last = { end: run.page + run.pages, key };
    const before = this.#first.at(-1);
    if (goesOn && before && this.#ranges === this.#first.length) {
      this.#first[this.#first.length - 1] = {
        ...before,
        run: { ...before.run, pages: before.run.pages + run.pages },
      };
      return;
    }
    if (goesOn) return;
    this.#ranges += 1;
    if (this.#first.length < this.#most)
      // The word is that of the first page of the whole run: a part of it has the same state, and no number of its own.
      this.#first.push({ run, info: judged.info, categories, conflicts: judged.conflicts });
  }

  /** What is wrong about pages, and what of it is known. */
  #judgement(run: PageRun, categories: number | undefined, isTorn: boolean): Judged {
    const info = this.#model.describe(run.slot, this.#hidden);
    const facts = factsOf(info, run.hi, run.vma, categories ?? 0, isTorn);
    const has = (name: string): boolean => ((categories ?? 0) & maskOf(name)) !== 0;
    const known = this.#differences.filter(
      (row) =>
        this.#isAsked(row.category, categories) &&
        fits(row.when, facts) === true &&
        has(row.category) === row.is,
    );
    if (categories === undefined) return { info, conflicts: this.#missing(facts), differences: [] };
    const conflicts: ScanConflict[] = [];
    for (const [category, rules] of this.#rules) {
      if (!this.#isAsked(category, categories)) continue;
      const rule = ruleFor(rules, facts);
      if (rule === undefined || rule.must === 'either' || rule.must === has(category)) continue;
      conflicts.push({
        category,
        must: rule.must,
        src: rule.src,
        known: known.find((row) => row.category === category),
      });
    }
    for (const name of categoriesWithout(this.#rules, categories))
      conflicts.push({ category: name, must: false, src: 'no category of this kernel', known: undefined });
    return { info, conflicts, differences: known };
  }

  #isAsked(category: string, categories: number | undefined): boolean {
    return categories === undefined || (this.#question.returnMask & maskOf(category)) !== 0;
  }

  /** Pages that are in no region, though they must be in all of the categories that were asked for. */
  #missing(facts: ScanFacts): readonly ScanConflict[] {
    const wanted = SCAN_CATEGORIES.filter(
      ({ bit }) => (((this.#question.categoryMask ?? 0) >>> bit) & 1) !== 0,
    );
    const rules = wanted.map(({ name }) => ({ name, rule: ruleFor(this.#rules.get(name) ?? [], facts) }));
    if (rules.length === 0 || rules.some(({ rule }) => rule?.must !== true)) return [];
    return rules.map(({ name, rule }) => ({
      category: name,
      must: true,
      src: rule?.src ?? '',
      known: undefined,
    }));
  }
}

/** The names of categories that a kernel does not have. */
function categoriesWithout(rules: ReadonlyMap<string, unknown>, categories: number): readonly string[] {
  return SCAN_CATEGORIES.filter(({ bit, name }) => ((categories >>> bit) & 1) !== 0 && !rules.has(name)).map(
    ({ name }) => name,
  );
}
