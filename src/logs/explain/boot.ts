import type { LogReport } from '../reports/report.ts';
import { type LineOrigin, originOf } from '../lines/line-origin.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import type { ReleaseBounds } from './shared-bounds.ts';

/** What reports show of a kernel and its machine that holds for all reports of one boot. */
export interface Shown {
  /** The architecture that something proves. */
  readonly arch?: string | undefined;
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
  /** The console shows lines that are not urgent. */
  readonly hasWarnings?: boolean | undefined;
  /** Which releases print its messages, where its clock is shown. */
  readonly bounds?: ReleaseBounds | undefined;
}

/** What can be known from an earlier report, as records name it; `Shown` has the same. */
export type ShownBefore = 'levels' | 'page-size' | 'encryption-bit' | 'swap-layout' | 'address-split';

const NOTHING: Shown = {};

/** What was shown, as far as it is of a machine of an architecture: a text can hold reports of several. */
export const shownOf = (shown: Shown, arch: string | undefined): Shown =>
  shown.arch === undefined || arch === undefined || shown.arch === arch ? shown : NOTHING;

/** A report, as far as it tells the boot that it is of. */
interface Place extends Pick<LogReport, 'named' | 'boot' | 'offset'> {
  readonly origin: LineOrigin;
}

/**
 * Keeps what the reports of one boot have shown: of another kernel or host, behind another banner, or in another text nothing of it counts, and nothing any more where reports contradict each other.
 */
export class BootMemory {
  #shown = NOTHING;
  #isMixed = false;
  /** The last report that is of this boot. */
  #last: Place | undefined;
  /** Where a report comes from is asked for several times. */
  #origin: { readonly message: string; readonly is: LineOrigin } | undefined;

  /** What earlier reports of the boot of a report have shown. */
  before(report: LogReport): Shown {
    if (!this.#isSame(report) || this.#isMixed) return NOTHING;
    return this.#isBound(report) ? this.#shown : { ...this.#shown, bounds: undefined };
  }

  /** Keeps what a report shows. */
  learn(report: LogReport, news: Shown): void {
    const isSame = this.#isSame(report);
    const before = isSame && !this.#isMixed ? shownOf(this.#shown, news.arch) : NOTHING;
    // A report of which nothing says the kernel is of no boot that another one need be of.
    if (report.named === undefined && this.#last?.named !== undefined) return;
    this.#isMixed = (isSame && this.#isMixed) || contradicts(before, news);
    this.#shown = {
      arch: news.arch ?? before.arch,
      paging: news.paging ?? before.paging,
      pageShift: news.pageShift ?? before.pageShift,
      encBit: news.encBit ?? before.encBit,
      swapLayout: news.swapLayout ?? before.swapLayout,
      kernelCode: news.kernelCode ?? before.kernelCode,
      kernelData: lower(news.kernelData, before.kernelData),
      highest: news.highest ?? before.highest,
      hasWarnings: news.hasWarnings ?? before.hasWarnings,
      bounds: news.bounds,
    };
    const { named, boot, offset, message } = report;
    const own = this.#originOf(message);
    const known = isSame ? this.#last?.origin : undefined;
    const origin = { ...own, host: own.host ?? known?.host, clock: own.clock ?? known?.clock };
    this.#last = { named, boot, offset, origin };
  }

  /** Whether the times of both reports are known, and both are quoted as deep: who answers quotes the report of an older kernel. */
  #isBound({ message }: LogReport): boolean {
    const before = this.#last?.origin;
    const own = this.#originOf(message);
    return before?.clock !== undefined && own.clock !== undefined && before.margin === own.margin;
  }

  #isSame(report: LogReport): boolean {
    return this.#last !== undefined && isSameBoot(this.#last, report, this.#originOf(report.message));
  }

  #originOf(message: string): LineOrigin {
    if (this.#origin?.message !== message) this.#origin = { message, is: originOf(message) };
    return this.#origin.is;
  }
}

/** What is the same in all reports of one boot. */
const fixed = ({ paging, pageShift, encBit, swapLayout }: Shown) => [paging, pageShift, encBit, swapLayout];

function contradicts(before: Shown, news: Shown): boolean {
  const known = fixed(before);
  return fixed(news).some((one, i) => (known[i] ?? one) !== (one ?? known[i]));
}

/**
 * Whether two reports are of one boot: of one release behind one banner, in one text, of one host; where no kernel is named, near
 * each other.
 */
function isSameBoot(
  last: Place,
  { named, boot, offset, disagreeing }: LogReport,
  { host = last.origin.host }: LineOrigin,
): boolean {
  if (last.boot !== boot || last.named?.release !== named?.release) return false;
  if (host !== (last.origin.host ?? host)) return false;
  return named !== undefined || (disagreeing.length === 0 && offset - last.offset <= LOG_WINDOW);
}

const lower = (a: bigint | undefined, b: bigint | undefined): bigint | undefined =>
  a === undefined || b === undefined ? (a ?? b) : a < b ? a : b;
