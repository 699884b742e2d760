import type { Kernel } from '../../../core/rows/model.ts';
import { NOTE_CODES, notesOf } from '../../../core/verdicts/notes.ts';
import type { RuleId } from '../../../core/verdicts/rules.ts';
import { formatU64 } from '../../../core/u64.ts';
import type { EntryRun } from '../../../images/scan/entry-runs.ts';
import type { Finding } from '../../../images/scan/findings.ts';
import { pageAddress } from '../../../images/scan/scan.ts';
import type { Verdict } from '../../../records/verdicts/verdicts.ts';
import { unreadVerdict } from '../../options/output/verdict-format.ts';

/** Entries that are shown of each verdict. */
const SHOWN = 10;

interface Seen {
  count: number;
  isBroken: boolean;
  isUnknown: boolean;
  readonly detail: string[];
}

/**
 * One verdict for each rule that was asked for and each note that the kernel can have: broken where one entry breaks the
 * rule or is a violation. What is only a remark or suspicious is evidence of a verdict that holds.
 */
export class ScanVerdicts {
  readonly #kernel: Kernel;
  readonly #seen: ReadonlyMap<string, Seen>;

  constructor(kernel: Kernel, rules: readonly RuleId[]) {
    this.#kernel = kernel;
    const codes = new Set<string>(notesOf(kernel).map(({ code }) => code));
    const names = [...rules.map((rule) => `rule ${rule}`), ...NOTE_CODES.filter((code) => codes.has(code))];
    this.#seen = new Map(
      names.map((name) => [name, { count: 0, isBroken: false, isUnknown: false, detail: [] }]),
    );
  }

  /** Takes what was found of one entry. */
  readonly add = (run: EntryRun, { entry, broken, open, unknown }: Finding): void => {
    const place = `${formatU64(pageAddress(this.#kernel, run.page))} ${entry.level} ${formatU64(entry.raw)}`;
    for (const rule of broken) this.#add(`rule ${rule}`, true, `${place}: ${entry.rules[rule].why}`);
    for (const rule of open)
      this.#add(`rule ${rule}`, false, `unknown: ${place}: ${entry.rules[rule].why}`, true);
    for (const { code, grade, text } of entry.notes)
      this.#add(code, grade === 'violation', `${grade}: ${place}: ${text}`, grade === 'unknown');
    for (const { code, text } of unknown) this.#add(code, false, `unknown: ${place}: ${text}`, true);
  };

  #add(name: string, isBroken: boolean, line: string, isUnknown = false): void {
    const seen = this.#seen.get(name);
    if (!seen) return;
    seen.count += 1;
    // What breaks it comes before what is only remarked on.
    if (isBroken && !seen.isBroken) seen.detail.unshift(line);
    else if (seen.detail.length < SHOWN) seen.detail.push(line);
    seen.isBroken ||= isBroken;
    seen.isUnknown ||= isUnknown;
  }

  /**
   * All verdicts.
   *
   * @param problems tables that could not be read
   * @param nothing what is said where no entry was looked at: what was found above the range stands behind it
   */
  finish(problems: number, nothing?: string): readonly Verdict[] {
    const verdicts = [...this.#seen].map(([name, { count, isBroken, isUnknown, detail }]): Verdict => {
      if (nothing !== undefined) return { name, outcome: 'unanswered', detail: [nothing, ...detail] };
      const rest = count - detail.length;
      return {
        name,
        outcome: isBroken ? 'broken' : isUnknown ? 'unanswered' : 'holds',
        detail: [...detail, ...(rest > 0 ? [`and ${rest} more`] : [])],
      };
    });
    return [...verdicts, ...unreadVerdict(problems)];
  }
}
