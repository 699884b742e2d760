import { defined } from '../../core/defined.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { wordBitsOf } from '../../kernel/capabilities/machines.ts';
import { joinCircumstances } from '../lines/circumstances.ts';
import { LOG_WINDOW } from '../lines/machine-evidence.ts';
import { type OpenReport, VTOP } from './open-report.ts';

/** Keeps entries that a debugger showed while lines behind can tell more of them: the size of words, or the kernel that the text speaks of. */
export class HeldSession {
  #held: OpenReport[] = [];

  get all(): readonly OpenReport[] {
    return this.#held;
  }

  /** Keeps a report, or the walk that it begins, where nothing in front tells the one or the other; says whether it does. */
  hold(report: OpenReport): boolean {
    const { shape } = report.found;
    const isEntry = shape.isUnpadded === true || shape.after !== undefined || VTOP.includes(shape.name);
    if (shape.role !== 'memory' || !isEntry || report.walk.parts[0] !== report) return false;
    const isWanted = isUnnamed(report) || isSizeOpen(report);
    if (isWanted) this.#held.push(report);
    return isWanted;
  }

  /** A line tells the size of words, as of a session; the machine with it can be another one of the same text. */
  learn({ arch, wordBits = wordBitsOf(arch ?? ''), hasWideEntries }: Circumstances): void {
    for (const report of this.#held)
      if (isSizeOpen(report)) {
        report.circumstances = joinCircumstances(report.circumstances, defined({ wordBits, hasWideEntries }));
        report.nearby = joinCircumstances(report.nearby, defined({ arch }));
      }
  }

  /** They wait no longer than for a window of text. */
  expire(offset: number): void {
    const oldest = this.#held[0];
    if (oldest && offset - oldest.offset > LOG_WINDOW)
      this.#release((report) => offset - report.offset > LOG_WINDOW);
  }

  release(): void {
    this.#release(() => true);
  }

  #release(isDone: (report: OpenReport) => boolean): void {
    this.#held = this.#held.filter((report) => {
      report.isOpen = !isDone(report);
      return report.isOpen;
    });
  }
}

/** Whether no line in front names or speaks of a kernel. */
const isUnnamed = ({ named, others, mentions }: OpenReport): boolean =>
  named === undefined && others.length === 0 && mentions.length === 0;

/** Whether nothing tells the size of the words of structures, which are shown without zeros in front. */
function isSizeOpen({ found, circumstances, inherited, named, others }: OpenReport): boolean {
  const { arch, wordBits, hasWideEntries } = joinCircumstances(circumstances, inherited.circumstances);
  const isTold = (arch ?? wordBits ?? hasWideEntries ?? (named ?? others[0])?.arch) !== undefined;
  return found.shape.isUnpadded === true && !isTold;
}
