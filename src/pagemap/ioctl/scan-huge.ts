import type { PagemapModel } from '../model.ts';
import type { PageRun } from '../page-runs.ts';
import { maskOf } from './scan-facts.ts';
import type { ScanRegion } from './scan-regions.ts';

const HUGE = maskOf('HUGE');
const PRESENT_HI = 0x8000_0000;
const FRAME_HI = 0x7f_ffff;

const frameOf = ({ lo, hi }: PageRun): number => lo + (hi & FRAME_HI) * 2 ** 32;

/**
 * Finds pages of HUGE regions that no entry above the lowest level can map: such an entry maps frames in a row that begin at
 * a border of its size. Nothing is said where the list of regions begins or ends in the middle of such an entry (a scan may do
 * that), and where no mapping is known that has room for it: what was read then need not be memory in a row.
 *
 * v6.7 fs/proc/task_mmu.c pagemap_scan_thp_entry
 */
export class HugeWatch {
  readonly #regions: readonly ScanRegion[];
  readonly #size: bigint;
  /** Pages that an entry of the second level maps; undefined where the tables are not known. */
  readonly #pages: number | undefined;
  /** Runs must end where frames do not go on. */
  readonly isNeeded: boolean;
  /** Behind the last run: its page, and the frame that would go on; NaN of a page that is not present. */
  #page = -1;
  #frame = NaN;

  constructor(regions: readonly ScanRegion[], { kernel }: PagemapModel, pageSize: number) {
    this.#regions = regions;
    this.#size = BigInt(pageSize);
    const level = kernel.levels?.at(-2);
    const bytes = level && 2 ** level.shift;
    this.#pages = bytes !== undefined && bytes > pageSize ? bytes / pageSize : undefined;
    this.isNeeded = this.#pages !== undefined && regions.some(({ categories }) => (categories & HUGE) !== 0);
  }

  /** Takes note of a run that was judged. */
  pass(run: PageRun): void {
    this.#page = run.page + run.pages;
    this.#frame = run.hi >= PRESENT_HI ? frameOf(run) + run.pages : NaN;
  }

  /**
   * Whether some of the pages cannot be mapped by such an entry.
   *
   * @param run one whose frames go on from page to page
   * @param page the first, in it
   * @param end behind the last
   * @param at the region that they are in
   * @param hidden frame numbers are hidden
   */
  isTorn(run: PageRun, page: number, end: number, at: number, hidden: boolean): boolean {
    const pages = this.#pages;
    const region = this.#regions[at];
    if (pages === undefined || !region || (region.categories & HUGE) === 0) return false;
    const { vma } = run;
    // Huge pages of other sizes have entries of their own.
    if (run.hi < PRESENT_HI || vma?.vmFlags?.includes('ht')) return false;
    const first = page - (page % pages);
    const last = end + ((pages - (end % pages)) % pages);
    // Samples of pages may lie in a row that were none: without the whole of an entry nothing is proved.
    if (!vma || first < vma.start || last > vma.end) return false;
    if (this.#isCut(at, first, last)) return true;
    if (hidden) return false;
    const frame = frameOf(run) + page - run.page;
    const begins = run.page > first && this.#page === run.page && this.#frame !== frameOf(run);
    return frame % pages !== page % pages || begins;
  }

  /** Whether a neighbouring region that is not HUGE reaches into the same entry. */
  #isCut(at: number, first: number, last: number): boolean {
    const [before, here, after] = [this.#regions[at - 1], this.#regions[at], this.#regions[at + 1]];
    if (!here) return false;
    const [from, to] = [BigInt(first) * this.#size, BigInt(last) * this.#size];
    const isPlain = (region: ScanRegion | undefined): region is ScanRegion =>
      region !== undefined && (region.categories & HUGE) === 0;
    return (
      (isPlain(before) && before.end === here.start && here.start > from) ||
      (isPlain(after) && after.start === here.end && here.end < to)
    );
  }
}
