import type { NamedKernel } from '../lines/kernel-name.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import type { LineReading } from './line-memory.ts';
import type { OpenReport } from './open-report.ts';

/** Texts that speak of more kernels tell nothing; that they do is kept. */
export const MAX_MENTIONS = 8;
const MAX_KEPT = MAX_MENTIONS + 1;

/** Lines that are kept before those of them which stand too far away are let go. */
const MIN_LINES = 512;

/** A line that may speak of kernels. */
export type Speaking = Pick<LineReading, 'line' | 'mentions'>;

/** Keeps the kernels that a text speaks of near reports, each once. */
export class MentionedKernels {
  #near: readonly { readonly named: NamedKernel; readonly offset: number }[] = [];
  /** What lines speak of is asked only where a report follows. */
  #lines: { readonly line: Speaking; readonly offset: number }[] = [];
  #maxLines = MIN_LINES;

  /** A line may speak of kernels, also for the reports that are open. */
  add(line: Speaking, offset: number, open: readonly OpenReport[]): void {
    if (open.length > 0) this.#read(line, offset, open);
    else this.#lines.push({ line, offset });
    if (this.#lines.length <= this.#maxLines) return;
    this.#lines = this.#lines.filter(isNear(offset));
    this.#maxLines = Math.max(MIN_LINES, 2 * this.#lines.length);
  }

  #read({ mentions }: Speaking, offset: number, open: readonly OpenReport[]): void {
    for (const one of mentions) {
      const isOther = (other: NamedKernel): boolean => other.release !== one.release;
      // Who speaks of it again need not say of which machine it is.
      const said = this.#near.find((mention) => !isOther(mention.named))?.named.spokenArch;
      const named = one.spokenArch === undefined ? { ...one, spokenArch: said } : one;
      const others = this.#near.filter((mention) => isOther(mention.named));
      this.#near = [...others, { named, offset }].slice(-MAX_KEPT);
      for (const report of open)
        if (report.mentions.at(-1)?.release !== named.release)
          report.mentions = [...report.mentions.filter(isOther), named].slice(-MAX_KEPT);
    }
  }

  /** Another text begins. */
  clear(): void {
    this.#near = [];
    this.#lines = [];
  }

  /** Those that count for a report that begins at a place. */
  at(offset: number): readonly NamedKernel[] {
    for (const one of this.#lines) if (isNear(offset)(one)) this.#read(one.line, one.offset, []);
    this.#lines = [];
    this.#near = this.#near.filter(isNear(offset));
    return this.#near.map(({ named }) => named);
  }
}

const isNear =
  (place: number) =>
  ({ offset }: { readonly offset: number }): boolean =>
    place - offset <= LOG_WINDOW;
