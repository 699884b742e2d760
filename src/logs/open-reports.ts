import type { Circumstances } from '../core/log-lines.ts';
import type { NamedKernel } from './kernel-name.ts';
import type { LogReport } from './report.ts';
import type { FoundShape } from './shapes.ts';

/** How far from a line with values, in bytes, lines can say something about them: before and behind it. */
export const LOG_WINDOW = 0x2000;

/** Callers whose circumstances are kept at a time. */
const MAX_CALLERS = 64;

/** Where a report stands. */
export interface ReportPlace {
  /** 1-based. */
  readonly line: number;
  /** Byte offset of the line in the input. */
  readonly offset: number;
  readonly caller: string;
  /** The line before its first value. */
  readonly message: string;
}

/** A report that may still learn something from lines behind it. */
export interface OpenReport extends ReportPlace {
  readonly found: FoundShape;
  circumstances: Circumstances;
  named: NamedKernel | undefined;
  /** The kernel was named behind it. */
  isNamed: boolean;
  isOpen: boolean;
}

/** What is known of a caller: circumstances that no report has taken yet, and where they were said. */
interface CallerState {
  offset: number;
  circumstances: Circumstances;
}

/** Keeps what was said near values: before them, for the next walk, and behind them, for the reports still open. */
export class OpenReports {
  #open: OpenReport[] = [];
  readonly #callers = new Map<string, CallerState>();
  #named: NamedKernel | undefined;

  /** Whether a report waits for what is said behind it. */
  get isWaiting(): boolean {
    return this.#open.some((report) => report.isOpen);
  }

  /** Nothing more is waited for. */
  close(): void {
    for (const report of this.#open) report.isOpen = false;
    this.#open = [];
  }

  /** Makes the report of the values of a line; it stays open where lines behind it may say more. */
  add(found: FoundShape, place: ReportPlace): OpenReport {
    const { caller, offset } = place;
    const { role } = found.shape;
    const isBehind =
      role === 'bad-map-walk' &&
      this.#open.some((other) => other.caller === caller && other.found.shape.role === 'bad-map');
    const said = role === 'walk' ? this.#takeFrom(caller, offset) : {};
    const isWhole =
      role === 'memory' || (role !== 'walk' && role !== 'bad-map' && !isBehind && this.#named !== undefined);
    const report: OpenReport = {
      found,
      ...place,
      circumstances: found.address === undefined ? said : { ...said, address: found.address },
      named: this.#named,
      isNamed: false,
      isOpen: !isWhole,
    };
    if (report.isOpen) this.#open.push(report);
    return report;
  }

  /** What was said before a walk, which belongs to that walk alone. */
  #takeFrom(caller: string, offset: number): Circumstances {
    const state = this.#callers.get(caller);
    this.#callers.delete(caller);
    return !state || offset - state.offset > LOG_WINDOW ? {} : { ...state.circumstances };
  }

  /** Keeps what a line says for the next walk of its caller. */
  remember(caller: string, offset: number, said: Circumstances): void {
    const before = this.#callers.get(caller);
    const isFresh = before !== undefined && offset - before.offset <= LOG_WINDOW;
    // A new address begins a new story.
    const circumstances = isFresh && said.address === undefined ? { ...before.circumstances, ...said } : said;
    this.#callers.delete(caller);
    this.#callers.set(caller, { offset, circumstances });
    const [oldest] = this.#callers.keys();
    if (this.#callers.size > MAX_CALLERS && oldest !== undefined) this.#callers.delete(oldest);
  }

  /** Gives what a line says to the open reports that it is about, else keeps it for the next walk. */
  hear(caller: string, offset: number, said: Circumstances): void {
    const { arch, callTrace, ...rest } = said;
    for (const report of this.#open) {
      if (arch !== undefined) report.circumstances.arch ??= arch;
      if (callTrace && report.isNamed) report.isOpen = false;
    }
    this.#open = this.#open.filter((report) => report.isOpen);
    const mine = this.#open.filter((report) => report.caller === caller && report.isOpen);
    const role = mine.at(-1)?.found.shape.role;
    if (role === 'bad-map' || role === 'bad-map-walk') {
      for (const report of mine)
        if (report.found.shape.role.startsWith('bad-map'))
          report.circumstances = { ...rest, ...report.circumstances };
      if (said.address !== undefined || said.pageDump) return;
    }
    if (role === 'walk' && said.address === undefined && said.errorCode !== undefined) {
      const last = mine.at(-1);
      if (last) last.circumstances.errorCode ??= said.errorCode;
      return;
    }
    this.remember(caller, offset, said);
  }

  /**
   * A line names the kernel.
   *
   * @param isHere whether it stands behind the open reports, and so is about them
   */
  name(named: NamedKernel, isHere: boolean): void {
    this.#named = named;
    if (!isHere) return;
    for (const report of this.#open) {
      report.named = named;
      report.isNamed = true;
      // Where the release does not tell the architecture, the heading of the call trace does, two lines later.
      if (report.found.shape.role === 'walk' || named.arch !== undefined) report.isOpen = false;
    }
    this.#open = this.#open.filter((report) => report.isOpen);
  }

  /** Reports wait no longer than for a window of text. */
  expire(offset: number): void {
    for (const report of this.#open) if (offset - report.offset > LOG_WINDOW) report.isOpen = false;
    this.#open = this.#open.filter((report) => report.isOpen);
  }
}

/** The report as it is known by now. */
export function toReport(open: OpenReport): LogReport {
  const { found, line, offset, caller, message, circumstances, named } = open;
  const { shape, values, address } = found;
  return { shape, values, address, line, offset, caller, message, circumstances, named };
}

/** Who printed a line: `[T123]` or `[C1]` behind the time stamp (CONFIG_PRINTK_CALLER). */
export function callerOf(line: string): string {
  return /\[ *([TC]\d{1,9})\]/.exec(line.slice(0, 120))?.[1] ?? '';
}
