import type { Entry } from '../../core/entry/entry.ts';
import type { SwapEntry } from '../../core/entry/swap-entry.ts';
import type { ShownBefore } from './boot.ts';
import type { ChosenKernel } from './choose-kernel.ts';
import type { Finding } from '../conclude/finding.ts';
import type { LogReport } from '../reports/report.ts';
import type { SeenAt } from '../reports/same-entry.ts';
import type { FoundValue } from '../lines/find-shapes.ts';

/** A value of a log, decoded. */
export interface ExplainedValue extends FoundValue {
  /** Of a `swap_entry`: the entry as a pte holds it, made by `__swp_entry_to_pte()`. */
  readonly entry: Entry;
  /** The same as its kernel has it, which can be too old for the tables; undefined where that is not known. */
  readonly pte?: bigint | undefined;
  /** The kernel has no such level: it printed another one again, or an entry that is none of the walk. */
  readonly folded: boolean;
  /** Of a `swap_entry`: type and offset where a pte has no room for them; else undefined. */
  readonly tooLarge: SwapEntry | undefined;
  /** What a pte was to a kernel too old for the tables, which read it as a swap entry of theirs. */
  readonly old?: string | undefined;
}

/** A report with its values decoded and what follows from them. */
export interface ExplainedReport {
  readonly report: LogReport;
  /** Undefined when there are no tables for the architecture; `refusal` says so. */
  readonly chosen: ChosenKernel | undefined;
  readonly refusal: string | undefined;
  /** What of the kernel an earlier report of the same boot has shown, and this one does not. */
  readonly shownBefore: readonly ShownBefore[];
  readonly values: readonly ExplainedValue[];
  /** One list is of reports that say the same, wherever they stand. */
  readonly findings: readonly Finding[];
  /** The same swap entry, printed shortly before in its other form. */
  readonly sameAs: SeenAt | undefined;
}
