import type { NamedKernel } from '../lines/kernel-name.ts';
import { areOfTwoTexts, type LineOrigin, originOf } from '../lines/line-origin.ts';
import { withKernel } from './named-kernels.ts';
import type { BootedMemory } from './open-report.ts';

/** What stands there before a machine has read its own name. */
const NO_NAME = /^(?:localhost\b|\(none\)$)/;

/** Machines whose kernels are kept. */
const MAX_HOSTS = 16;

/**
 * The kernels that a text names, and what they show when they start. A text can be of several machines, by their names as
 * logging programs write them.
 */
export class NamedMachines {
  #last: string | undefined;
  /** By the name of the machine: what was named for it. */
  readonly #ofHosts = new Map<string, NamedKernel>();
  /** There were several names at once. */
  #wasMany = false;
  #memory: BootedMemory | undefined;
  /** The machine that shows it, where it has a name. */
  #memoryHost: string | undefined;
  /** The kernel that was named last. */
  named: NamedKernel | undefined;
  /** Kernels that were named since the last one that was named for the machine. */
  kernels: readonly NamedKernel[] = [];
  /** Where the last banner stands, or another text begins behind it. */
  boot: number | undefined;
  /** Where a kernel was named last. */
  #namedAt = 0;

  /** Whether the text is of several machines. */
  get isMany(): boolean {
    return this.#ofHosts.size > 1;
  }

  /**
   * What the kernel of a report shows of memory behind its banner; of several machines nothing tells whose it is.
   *
   * @param message what stands in front of the values of the report
   */
  memoryOf(message: string): BootedMemory | undefined {
    if (this.#memory === undefined || this.#wasMany) return undefined;
    const host = this.#memoryHost === undefined ? undefined : originOf(message).host;
    return host === undefined || host === this.#memoryHost ? this.#memory : undefined;
  }

  /** The kernel shows memory while it starts, up to an address. */
  showMemory(end: bigint): void {
    if (this.#memory && end > this.#memory.end) this.#memory = { ...this.#memory, end };
  }

  /**
   * A line names a kernel.
   *
   * @param arch architecture of the reports that it is named for
   */
  name(named: NamedKernel, line: string, offset: number, arch: string | undefined): void {
    this.named = { ...named, archOfReport: arch };
    this.#namedAt = offset;
    const host = originOf(line).host;
    const isMore = named.isOfReport || this.#isOfAnother(named, host);
    this.kernels = isMore ? withKernel(this.kernels, named, arch) : [named];
    if (!named.isBanner) return;
    this.boot = offset;
    this.#memory = { end: 0n, release: named.release };
    this.#memoryHost = host === undefined || NO_NAME.test(host) ? undefined : host;
  }

  /** Whether a kernel was named last, and for the machine: no report of it, or of another one, stands behind. */
  isLast(named: NamedKernel | undefined): boolean {
    return this.named?.isOfReport === false && this.named.release === named?.release;
  }

  /** Lines behind the name of a kernel, or reports of it, are of an architecture. */
  see(arch: string, offset: number): void {
    const { named } = this;
    if (named === undefined || offset < this.#namedAt || (named.arch ?? named.archOfReport) !== undefined)
      return;
    const seen = { ...named, archOfReport: arch };
    this.named = seen;
    const isIt = ({ release, archOfReport }: NamedKernel): boolean =>
      release === named.release && archOfReport === undefined;
    this.kernels = this.kernels.map((other) => (isIt(other) ? { ...other, archOfReport: arch } : other));
    for (const [host, other] of this.#ofHosts) if (isIt(other)) this.#ofHosts.set(host, seen);
  }

  /** Another text begins at a place: a kernel that was named in front of it is that of other reports. */
  leave(offset: number): void {
    if (this.#namedAt >= offset) return;
    this.boot = offset;
    this.#memory = undefined;
    this.kernels = this.kernels.flatMap((named) => (named.isOfReport ? [] : { ...named, isOfReport: true }));
  }

  /** Keeps the kernel of a machine, and says whether that is, or can be, another machine than the one before. */
  #isOfAnother(named: NamedKernel, host: string | undefined): boolean {
    if (host === undefined) return false;
    if (NO_NAME.test(host)) {
      // One of the machines has another kernel from here on, and nothing says which.
      const { isMany } = this;
      this.#ofHosts.clear();
      this.#last = undefined;
      return isMany;
    }
    const isOther = this.#last !== undefined && this.#last !== host;
    this.#last = host;
    this.#ofHosts.delete(host);
    this.#ofHosts.set(host, named);
    this.#wasMany ||= this.isMany;
    if (this.#ofHosts.size > MAX_HOSTS) this.#ofHosts.delete(this.#ofHosts.keys().next().value ?? '');
    return isOther;
  }

  /** Who printed a line: where the text is of several machines, the machine as well. */
  tellerOf(line: string, caller: string): string {
    const host = this.isMany ? originOf(line).host : undefined;
    return host === undefined ? caller : `${host} ${caller}`;
  }

  /**
   * The kernels that a report can be of where none is named for it: of a machine with a name none that was named for another.
   *
   * @param message what stands in front of the values of the report
   */
  candidates(message: string): readonly NamedKernel[] {
    const own = originOf(message);
    const isOfHost = this.isMany && own.host !== undefined;
    return this.#kernelsOf(own).filter(({ isOfReport }) => isOfReport || !isOfHost);
  }

  /**
   * The kernel that was named for the machine of a report, where no report names another.
   *
   * @param message what stands in front of the values of the report
   */
  kernelOf(message: string): NamedKernel | undefined {
    const host = this.#ofHosts.size === 0 ? undefined : originOf(message).host;
    const own = host === undefined ? undefined : this.#ofHosts.get(host);
    if (host !== undefined && (own === undefined || this.isMany)) return own;
    const [first, ...others] = this.#kernelsOf(originOf(message));
    return first?.isOfReport === false && others.length === 0 ? first : undefined;
  }

  /** Whether a line is of the text that a kernel was named in last. */
  isOfText(message: string): boolean {
    const { named } = this;
    return named === undefined || !areOfTwoTexts(named.origin, originOf(message), named.isOfReport);
  }

  /** Kernels that were named in the text that a line is of. */
  #kernelsOf(line: LineOrigin): readonly NamedKernel[] {
    return this.kernels.filter(({ origin, isOfReport }) => !areOfTwoTexts(origin, line, isOfReport));
  }
}
