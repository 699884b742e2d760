import type { LogReport } from './report.ts';
import { LOG_WINDOW } from './machine-evidence.ts';

/** What reports show of a kernel and its machine that holds for all reports of one boot. */
export interface Shown {
  /** Number of page-table levels. */
  readonly paging?: number | undefined;
  /** Log2 of the page size. */
  readonly pageShift?: number | undefined;
  /** Bit that all entries have set beyond their addresses. */
  readonly encBit?: number | undefined;
  /** Whether swap entries have the layout that came with the symbol of the machine (`swapLayoutSymbol`). */
  readonly swapLayout?: boolean | undefined;
  /** An address of code of the kernel, and one of its data: what lies above is the kernel's. */
  readonly kernelCode?: bigint | undefined;
  readonly kernelData?: bigint | undefined;
  /** The highest frame that is memory. */
  readonly highest?: bigint | undefined;
}

/** What can be known from an earlier report, as records name it; `Shown` has the same. */
export type ShownBefore = 'levels' | 'page-size' | 'encryption-bit' | 'swap-layout' | 'address-split';

const NOTHING: Shown = {};

/** Keeps what the reports of one boot have shown: of another kernel, or behind another banner, nothing of it counts. */
export class BootMemory {
  #shown = NOTHING;
  /** The last report that is of this boot. */
  #last: Pick<LogReport, 'named' | 'boot' | 'offset'> | undefined;

  /** What earlier reports of the boot of a report have shown. */
  before(report: LogReport): Shown {
    return this.#last !== undefined && isSameBoot(this.#last, report) ? this.#shown : NOTHING;
  }

  /** Keeps what a report shows. */
  learn(report: LogReport, news: Shown): void {
    const before = this.before(report);
    // A report of which nothing says the kernel is of no boot that another one need be of.
    if (report.named === undefined && this.#last?.named !== undefined) return;
    this.#shown = {
      paging: news.paging ?? before.paging,
      pageShift: news.pageShift ?? before.pageShift,
      encBit: news.encBit ?? before.encBit,
      swapLayout: news.swapLayout ?? before.swapLayout,
      kernelCode: news.kernelCode ?? before.kernelCode,
      kernelData: lower(news.kernelData, before.kernelData),
      highest: news.highest ?? before.highest,
    };
    const { named, boot, offset } = report;
    this.#last = { named, boot, offset };
  }
}

/** Whether two reports are of one boot: of one release behind one banner; where no kernel is named, near each other. */
function isSameBoot(
  last: Pick<LogReport, 'named' | 'boot' | 'offset'>,
  { named, boot, offset, disagreeing }: LogReport,
): boolean {
  if (last.boot !== boot || last.named?.release !== named?.release) return false;
  return named !== undefined || (disagreeing.length === 0 && offset - last.offset <= LOG_WINDOW);
}

const lower = (a: bigint | undefined, b: bigint | undefined): bigint | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a < b ? a : b;
