import type { Circumstances, LogLevel } from '../../core/rows/log-lines.ts';
import type { NamedKernel } from '../lines/kernel-name.ts';
import type { FoundShape, FoundValue } from '../lines/find-shapes.ts';

/** The values of one line, with what the lines around say about them. */
export interface LogReport extends FoundShape {
  /** 1-based line number; 0 when lines are not counted. */
  readonly line: number;
  /** Byte offset of the line in the input. */
  readonly offset: number;
  /** `T123` or `C1`: who printed it, where the kernel says so; empty elsewhere. */
  readonly caller: string;
  /** The words of the line before the value that tell what a swap message complains about. */
  readonly message: string;
  /** The input ends right behind the last value, without a line feed: more of it can have stood there. */
  readonly isCut: boolean;
  /** That the last value of its line is cut off by the edge of a screen, and no value of it, in words; undefined where it is not. */
  readonly cut: string | undefined;
  /** Byte offset of the last banner of a kernel before it, which began its boot; undefined: there is none. */
  readonly boot: number | undefined;
  /** Where the memory ends that its boot shows, in bytes; undefined where the log shows none. */
  readonly memoryEnd: bigint | undefined;
  readonly circumstances: Circumstances;
  /** Of those what its own lines say, without what was said of the machine before. */
  readonly own: Pick<Circumstances, 'paging' | 'pageShift'>;
  /** The kernel that the log names for it, or for all its other reports. */
  readonly named: NamedKernel | undefined;
  readonly isNamedElsewhere: boolean;
  /** Releases that the log names for other reports, where they are not one that this can be of and none is named for it. */
  readonly disagreeing: readonly string[];
  /** Where none is named: kernels that the text near it speaks of. */
  readonly mentions: readonly NamedKernel[];
  /** What is said of the machine of another report near by. */
  readonly nearby: Pick<Circumstances, 'arch' | 'wordBits'>;
  /** The architecture of the kernel that is named in front of it, where it is not of that one. */
  readonly leftArch: string | undefined;
  /** All values of the walk that this line is a part of, from the top down; of other reports those of the line. */
  readonly walk: readonly FoundValue[];
  /** Of a bad entry the way down to it, of a swap entry a pte that can have it, where the line behind shows that; else empty. */
  readonly tables: readonly FoundValue[];
  /** Levels of the walk of which the text has the name, or the beginning of the value, and no whole value. */
  readonly lost: readonly LogLevel[];
  /** Whether the walk begins, and ends, with this line. */
  readonly isFirst: boolean;
  /** One step of a walk that a debugger shows. */
  readonly isStep: boolean;
  readonly isLast: boolean;
}

/**
 * A part of the annotated log: text as it came, a report on the line above it, or that the line above it is too long to be
 * read, though it has words of a report; `offset` is where that line begins in the input, in bytes.
 */
export type LogPiece =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | { readonly kind: 'report'; readonly report: LogReport }
  | { readonly kind: 'unread'; readonly offset: number };
