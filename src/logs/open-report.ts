import { LEVELS } from '../core/layout.ts';
import type { Circumstances, LogLevel } from '../core/log-lines.ts';
import type { NamedKernel } from './kernel-name.ts';
import type { LogReport } from './report.ts';
import type { FoundShape, FoundValue } from './shapes.ts';

/** The shapes of the steps that a debugger shows, one a line. */
export const VTOP: readonly string[] = ['crash-top', 'crash-walk'];

/** Lines of one walk: one for each level, and one that says BAD. */
const MAX_PARTS = 6;

/** Where a report stands. */
export interface ReportPlace {
  /** 1-based. */
  readonly line: number;
  /** Byte offset of the line in the input. */
  readonly offset: number;
  readonly caller: string;
  /** The line before its first value. */
  readonly message: string;
}

/** The lines of one walk, or of one bad page map; one line where nothing tore it. */
export interface Walk {
  readonly parts: OpenReport[];
  isBad: boolean;
}

/** A report that may still learn something from lines behind it. */
export interface OpenReport extends ReportPlace {
  readonly found: FoundShape;
  readonly walk: Walk;
  circumstances: Circumstances;
  named: NamedKernel | undefined;
  /** The kernel was named behind it. */
  isNamed: boolean;
  isOpen: boolean;
}

/**
 * The walk of one of these shapes that values go on with: whose last level is the one above or nearest to it, of those
 * the oldest. A message without values (`BAD`) belongs to the last walk.
 */
export function findUnfinished(
  open: readonly OpenReport[],
  shapes: readonly string[],
  { values }: FoundShape,
  caller: string,
): OpenReport | undefined {
  const first = values[0];
  const depth = first === undefined ? LEVELS.length : levelIndex(first.level);
  let best: OpenReport | undefined;
  let distance = first === undefined ? -1 : LEVELS.length;
  for (const { walk } of open) {
    const [head] = walk.parts;
    if (!head || head.caller !== caller || !shapes.includes(head.found.shape.name)) continue;
    if (walk.isBad || isComplete(walk) || walk.parts.length >= MAX_PARTS) continue;
    const last = walk.parts.at(-1);
    const gap = depth - (last ? depthOf(last) : 0);
    if (head.found.shape.role === 'bad-map' ? first === undefined : gap <= 0) continue;
    if (first === undefined ? gap > distance : gap < distance) [best, distance] = [head, gap];
  }
  return best;
}

function levelIndex(level: LogLevel): number {
  return LEVELS.findIndex((known) => known === level);
}

/** The lowest level of a line. */
function depthOf({ found }: OpenReport): number {
  return Math.max(...found.values.map(({ level }) => levelIndex(level)));
}

/** Whether the lowest level of a walk has been shown. */
export function isComplete({ parts, isBad }: Walk): boolean {
  const [head] = parts;
  const wanted = head?.found.shape.role === 'bad-map' ? 'pmd' : 'pte';
  return isBad || parts.some(({ found }) => found.values.some(({ level }) => level === wanted));
}

/** The report as it is known by now. */
export function toReport(open: OpenReport): LogReport {
  const { found, line, offset, caller, message, walk, named } = open;
  const { shape, values, address, hasPointer, says } = found;
  const head = walk.parts[0] ?? open;
  const all: readonly FoundValue[] = walk.parts.flatMap((part) => part.found.values);
  return {
    shape,
    values,
    address,
    hasPointer,
    says,
    isBad: walk.isBad,
    line,
    offset,
    caller,
    message,
    circumstances: head.circumstances,
    named: head.named ?? named,
    walk: all,
    isFirst: head === open,
    isStep: VTOP.includes(shape.name),
    isLast: walk.parts.at(-1) === open,
  };
}

/** Who printed a line: `[T123]` or `[C1]` behind the time stamp (CONFIG_PRINTK_CALLER). */
export function callerOf(line: string): string {
  return /\[ *([TC]\d{1,9})\]/.exec(line.slice(0, 120))?.[1] ?? '';
}
