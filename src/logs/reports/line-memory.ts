import { Kept } from '../../core/later.ts';
import type { Circumstances } from '../../core/rows/log-lines.ts';
import { circumstancesIn } from '../lines/circumstances.ts';
import { callerOf } from '../lines/line-origin.ts';
import { kernelInLine, type NamedKernel } from '../lines/kernel-name.ts';
import { mentionsIn } from '../lines/kernel-mention.ts';
import { memoryEndIn } from '../lines/memory-end.ts';
import { findShapes, type FoundShape } from '../lines/find-shapes.ts';
import { leansBack, isTorn } from '../lines/torn-line.ts';

/** Lines that are kept, and the longest of them: lines of reports are short. */
const MAX_LINES = 1024;
const MAX_LENGTH = 512;

/** What the kernel and its logging programs put in front of a line, and differs from one time to the next. */
export const CLOCK = /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d [\w.-]{1,64} kernel: )?\[ *\d{1,9}\.\d{6}\] /;

/** What a line says by itself; each thing is worked out when it is first asked for. */
export class LineReading {
  readonly line: string;
  #said: { readonly value: Circumstances | undefined } | undefined;
  #named: { readonly value: NamedKernel | undefined } | undefined;
  #mentions: readonly NamedKernel[] | undefined;
  #caller: string | undefined;
  #leansBack: boolean | undefined;
  #isTorn: boolean | undefined;
  /** With and without walks that the line may go on with. */
  readonly #shapes: [readonly FoundShape[] | undefined, readonly FoundShape[] | undefined] = [
    undefined,
    undefined,
  ];

  constructor(line: string) {
    this.line = line;
  }

  /** What it says about values near it. */
  get said(): Circumstances | undefined {
    this.#said ??= { value: circumstancesIn(this.line) };
    return this.#said.value;
  }

  /** The kernel that it names. */
  get named(): NamedKernel | undefined {
    this.#named ??= { value: kernelInLine(this.line) };
    return this.#named.value;
  }

  /** The kernels that it speaks of. */
  get mentions(): readonly NamedKernel[] {
    return (this.#mentions ??= mentionsIn(this.line));
  }

  /** Where the memory ends that it shows. */
  get memoryEnd(): bigint | undefined {
    return memoryEndIn(this.line);
  }

  /** Who printed it. */
  get caller(): string {
    return (this.#caller ??= callerOf(this.line));
  }

  /** Whether it begins with what the end of the line before can tell more of. */
  get leansBack(): boolean {
    return (this.#leansBack ??= leansBack(this.line));
  }

  /** Whether the next line may hold the rest of what it says. */
  get isTorn(): boolean {
    return (this.#isTorn ??= isTorn(this.line));
  }

  /** The values in it, where the line before announced nothing. */
  shapes(isWaiting: boolean): readonly FoundShape[] {
    return (this.#shapes[isWaiting ? 1 : 0] ??= findShapes(this.line, undefined, isWaiting));
  }
}

/** Remembers what lines say: a log says the same thing many times, and only the time in front differs. */
export class LineMemory {
  readonly #readings = new Kept<string, LineReading>(MAX_LINES);

  /** What a line says. Where it begins with a time, it is that of an earlier line that differed in nothing else. */
  read(line: string): LineReading {
    const clock = line.length > MAX_LENGTH ? '' : (CLOCK.exec(line)?.[0] ?? '');
    if (clock === '') return new LineReading(line);
    const known = this.#readings.once(line.slice(clock.length), () => new LineReading(line));
    // Columns count from the beginning of the line.
    return known.line.length === line.length ? known : new LineReading(line);
  }
}
