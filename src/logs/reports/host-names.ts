import type { NamedKernel } from '../lines/kernel-name.ts';
import { originOf } from '../lines/line-origin.ts';

/** What stands there before a machine has read its own name. */
const NO_NAME = /^(?:localhost\b|\(none\)$)/;

/** Machines whose kernels are kept. */
const MAX_HOSTS = 16;

/** The kernels that machines were named with, by the names of the machines as logging programs write them: a text can be of several. */
export class HostNames {
  #last: string | undefined;
  readonly #kernels = new Map<string, NamedKernel>();

  /** Keeps the kernel of a machine, and says whether that is another machine than the one before. */
  note(named: NamedKernel): boolean {
    const { host, isOfReport } = named;
    if (isOfReport || host === undefined || NO_NAME.test(host)) return false;
    const isOther = this.#last !== undefined && this.#last !== host;
    this.#last = host;
    if (this.#kernels.size < MAX_HOSTS || this.#kernels.has(host)) this.#kernels.set(host, named);
    return isOther;
  }

  /**
   * The kernel that was named for the machine of a report, where no report names another.
   *
   * @param message what stands in front of the values of the report
   * @param kernels those that were named since the last one that was named for a machine
   */
  kernelOf(message: string, [first, ...others]: readonly NamedKernel[]): NamedKernel | undefined {
    const host = this.#kernels.size === 0 ? undefined : originOf(message).host;
    const own = host === undefined ? undefined : this.#kernels.get(host);
    if (host !== undefined && (own === undefined || this.#kernels.size > 1)) return own;
    return first?.isOfReport === false && others.length === 0 ? first : undefined;
  }
}
