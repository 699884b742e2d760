import type { Auditor, Broken, Invariant, Judgement } from '../../../core/verdicts/audit.ts';
import { PteDecodeError } from '../../../core/errors.ts';
import type { Kernel } from '../../../core/rows/model.ts';
import type { Level } from '../../../core/rows/layout.ts';
import type { AuditExample } from './view.ts';

/** An input that names its kernel. */
type NamedBy = 'capture' | 'records';

/** Audits values for one kernel and keeps the first few examples of each invariant. */
export class Report {
  readonly auditor: Auditor;
  /** What names the kernel, where it is not the options (or nobody). */
  readonly namedBy: NamedBy | undefined;
  /** Why what it finds is of no more than an assumed kernel; undefined where it is an answer. */
  readonly unproved: string | undefined;
  readonly examples: AuditExample[] = [];
  readonly #shown = new Map<Invariant, number>();
  readonly #max: number;

  /** @param max how many examples of each invariant */
  constructor(
    auditor: Auditor,
    max: number,
    { namedBy, unproved }: { namedBy?: NamedBy | undefined; unproved?: string | undefined } = {},
  ) {
    this.auditor = auditor;
    this.namedBy = namedBy;
    this.unproved = unproved;
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

/** The most kernels that inputs may name: each keeps the swap slots that it has seen. */
const MOST_KERNELS = 64;

/** The reports of inputs that can name their kernels: those of the options, and one for each kernel that an input names. */
export class Reports {
  /** Those of the kernels of the options, or of the assumed one. */
  readonly named: readonly Report[];
  readonly #make: (kernel: Kernel, isNamed: boolean) => Report;
  readonly #own = new Map<string, readonly Report[]>();
  #isNamedUsed = false;

  /** @param make the report of a kernel that an input names, or of which it says no more than the architecture */
  constructor(named: readonly Report[], make: (kernel: Kernel, isNamed: boolean) => Report) {
    this.named = named;
    this.#make = make;
  }

  /**
   * Those of an input.
   *
   * @param own the kernel that it names, where that counts
   * @param isNamed it says more than the architecture
   * @throws PteDecodeError `ERR_INPUT` where inputs name too many
   */
  of(own: Kernel | undefined, isNamed = true): readonly Report[] {
    if (own === undefined) {
      this.#isNamedUsed = true;
      return this.named;
    }
    const key = `${isNamed} ${own.id}`;
    const known = this.#own.get(key);
    if (known) return known;
    if (this.#own.size >= MOST_KERNELS)
      throw new PteDecodeError(
        'ERR_INPUT',
        `more than ${MOST_KERNELS} kernels are named: --kernel names one`,
      );
    const reports = [this.#make(own, isNamed)];
    this.#own.set(key, reports);
    return reports;
  }

  /** All that were asked for; those of the options where there is no input. */
  get all(): readonly Report[] {
    const own = [...this.#own.values()].flat();
    return this.#isNamedUsed || own.length === 0 ? [...this.named, ...own] : own;
  }
}
