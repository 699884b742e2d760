import { type Entry, flagNames, numberOf, swapOf } from '../../core/entry/entry.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex } from '../../core/u64.ts';
import type { LogReport } from '../reports/report.ts';
import { realSteps } from './contradictions.ts';
import type { ValueDecoder } from './decode-values.ts';

/** What the values of a report are on one kernel or another. */
export class ValuesOn {
  readonly #decoder: ValueDecoder;

  constructor(decoder: ValueDecoder) {
    this.#decoder = decoder;
  }

  /** All that the values, and those of the walk, are: the same text where two kernels read them alike. */
  read(kernel: Kernel, report: LogReport): string {
    return this.#entries(kernel, report)
      .map((entry) =>
        [entry.state, numberOf(entry, 'pfn'), ...flagNames(entry), entry.reserved, entry.unknown].join(' '),
      )
      .join();
  }

  /** Whether the kernel makes them: no bit is set that none has, or clear that all have. */
  areMade(kernel: Kernel, report: LogReport): boolean {
    return this.#entries(kernel, report).every(
      ({ reserved, unknown, missing }) => (reserved | unknown | missing) === 0n,
    );
  }

  /** What the first value is, in a few words. */
  describe(kernel: Kernel, report: LogReport): string {
    const [first] = report.values;
    const value = first && this.#decoder.decode(kernel, report, first, realSteps(kernel, report.walk));
    if (value?.level === 'swap_entry') {
      const swap = value.tooLarge ?? swapOf(value.entry);
      return `swap${swap ? `, type ${swap.type}, offset ${formatHex(swap.offset)}` : ''}`;
    }
    const pfn = value && numberOf(value.entry, 'pfn');
    return `${value?.entry.state ?? ''}${pfn === null || pfn === undefined ? '' : `, pfn ${formatHex(pfn)}`}`;
  }

  #entries(kernel: Kernel, report: LogReport): readonly Entry[] {
    const steps = realSteps(kernel, report.walk);
    return [...report.values, ...report.walk].map(
      (found) => this.#decoder.decode(kernel, report, found, steps).entry,
    );
  }
}
