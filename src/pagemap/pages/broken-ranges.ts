import type { Vma } from '../../pages/maps.ts';
import type { PagemapModel } from '../model.ts';
import { type PageRun, RunMerger } from '../page-runs.ts';
import type { WordEngine } from '../scan/memory.ts';
import type { Piece } from '../sources/word-source.ts';

/** Ranges of one dump that break a question: they are counted all, and the first are kept. Of two dumps: `FindingList`. */
export class BrokenRanges {
  /** All of them. */
  ranges = 0;
  /** The first. */
  readonly kept: PageRun[] = [];
  readonly #merger: RunMerger;
  readonly #most: number;
  #end = -1;
  #slot = -1;
  #vma: Vma | undefined;

  constructor(engine: WordEngine, model: PagemapModel, most: number) {
    this.#most = most;
    this.#merger = new RunMerger(engine, model, (run) => {
      if (this.kept.length < most) this.kept.push({ ...run });
    });
  }

  /** Whether the next run may be one that is kept. */
  get wantsMore(): boolean {
    return this.kept.length < this.#most;
  }

  /** Counts a run of one state. */
  count(page: number, pages: number, slot: number, vma: Vma | undefined): void {
    if (page !== this.#end || slot !== this.#slot || vma !== this.#vma) this.ranges += 1;
    this.#end = page + pages;
    this.#slot = slot;
    this.#vma = vma;
  }

  /** Takes a run that may be kept. */
  keep(piece: Piece): void {
    this.#merger.add(piece);
  }

  /** Ends the last range. */
  end(): void {
    this.#merger.end();
  }
}
