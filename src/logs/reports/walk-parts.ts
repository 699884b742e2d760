import { LEVELS } from '../../core/rows/layout.ts';
import type { LogLevel } from '../../core/rows/log-lines.ts';
import type { FoundShape } from '../lines/find-shapes.ts';
import { type OpenReport, VTOP, type Walk } from './open-report.ts';

/** Lines of one walk: one for each level, and one that says BAD. */
const MAX_PARTS = 6;

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
    // The kernel is named behind the whole walk.
    if (isComplete(walk) || head.isNamed || walk.parts.length >= MAX_PARTS) continue;
    const last = walk.parts.at(-1);
    const gap = depth - (last ? depthOf(last) : 0);
    if (head.found.shape.role === 'bad-map' ? first === undefined : gap <= 0) continue;
    if (first === undefined ? gap > distance : gap < distance) [best, distance] = [head, gap];
  }
  return best;
}

/** Bytes of a line that was broken off, and begins anew in the next one. */
const MAX_BEGUN = 200;

/**
 * The walk whose first levels stand in the line in front, which begins anew, as where two consoles write one log; and what is new.
 */
export function findBegun(
  open: readonly OpenReport[],
  found: FoundShape,
  { caller, offset }: Pick<OpenReport, 'caller' | 'offset'>,
): { readonly head: OpenReport; readonly rest: FoundShape } | undefined {
  const head = open.findLast(
    (other) =>
      other.caller === caller &&
      offset - other.offset <= MAX_BEGUN &&
      other.found.shape === found.shape &&
      other.found.address === found.address &&
      other.walk.parts.length === 1 &&
      !isComplete(other.walk) &&
      other.found.values.length < found.values.length &&
      other.found.values.every(({ level, value }, at) => {
        const same = found.values[at];
        return value !== 0n && same?.level === level && same.value === value;
      }),
  );
  return head && { head, rest: { ...found, values: found.values.slice(head.found.values.length) } };
}

function levelIndex(level: LogLevel): number {
  return LEVELS.findIndex((known) => known === level);
}

/** The lowest level of a line. */
function depthOf({ found }: OpenReport): number {
  return Math.max(...found.values.map(({ level }) => levelIndex(level)));
}

/** A walk begins: nothing goes on with those that the same caller began in another form, which is that of another machine. */
export function endOthers(open: readonly OpenReport[], { shape }: FoundShape, caller: string): void {
  for (const { walk } of open) {
    const [head] = walk.parts;
    const isOther = head?.found.shape.role === 'walk' && head.found.shape.name !== shape.name;
    if (isOther && head.caller === caller) walk.isOver = true;
  }
}

/** The page that a debugger's walks end at is shown: nothing goes on with them. */
export function endWalks(open: readonly OpenReport[]): void {
  for (const { found, walk } of open) if (VTOP.includes(found.shape.name)) walk.isOver = true;
}

/** Whether nothing goes on with a walk: its lowest level has been shown, or it is over. */
export function isComplete({ parts, isBad, isOver }: Walk): boolean {
  const [head] = parts;
  const wanted = head?.found.shape.role === 'bad-map' ? 'pmd' : 'pte';
  return isBad || isOver || parts.some(({ found }) => found.values.some(({ level }) => level === wanted));
}
