import type { Auditor, Broken, Invariant, Judgement } from '../../../core/verdicts/audit.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { AuditExample } from './view.ts';

/** Audits values for one kernel and keeps the first few examples of each invariant. */
export class Report {
  readonly auditor: Auditor;
  /** Who said that this is the kernel: a capture, or the options (or nobody). */
  readonly isCaptured: boolean;
  readonly examples: AuditExample[] = [];
  readonly #shown = new Map<Invariant, number>();
  readonly #max: number;

  /** @param max how many examples of each invariant */
  constructor(auditor: Auditor, max: number, isCaptured = false) {
    this.auditor = auditor;
    this.isCaptured = isCaptured;
    this.#max = max;
  }

  /**
   * Audits one value.
   *
   * @param times more than once only for a value that was the last one too, and then no example
   * @returns whether it is an example of something
   */
  add(raw: bigint, level: Level, origin: string, times = 1): boolean {
    const before = this.examples.length;
    this.show(this.auditor.add(raw, level, times), raw, level, origin);
    return this.examples.length > before;
  }

  /** Keeps a value as an example of what it breaks. */
  show(broken: readonly Broken[], raw: bigint, level: Level, origin: string): void {
    for (const one of broken) {
      const { invariant, grade } = one;
      if (!this.#hasRoom(invariant)) continue;
      this.#shown.set(invariant, (this.#shown.get(invariant) ?? 0) + 1);
      this.examples.push({ invariant, grade, raw, level, origin, why: one.why() });
    }
  }

  /** Whether another value that is judged like this would be kept as an example. */
  wants({ broken }: Judgement): boolean {
    return broken.some(({ invariant }) => this.#hasRoom(invariant));
  }

  #hasRoom(invariant: Invariant): boolean {
    return (this.#shown.get(invariant) ?? 0) < this.#max;
  }
}
