import { availableParallelism } from 'node:os';
import { CHANGED_WHILE_READ, type Io } from '../../input/bytes/io.ts';
import { shareWithSecond } from '../../pagemap/sources/second-thread.ts';
import type { WholeDump } from '../../pagemap/sources/whole-dump.ts';
import { createCounter } from '../../pagemap/summary.ts';
import type { Counted } from './counted.ts';
import { drive } from './drive.ts';
import type { PagemapSession } from './session.ts';

export const hasTwoProcessors = (): boolean => availableParallelism() > 1;

/**
 * Counts the pages of a large dump, a second thread doing about half of it.
 *
 * @returns undefined where one thread has to count: the system gives no second one, or that one could not read
 */
export async function countByTwo(
  session: PagemapSession & { readonly whole: WholeDump },
  io: Io,
): Promise<Counted | undefined> {
  const { engine, model, whole } = session;
  const counter = createCounter(engine, model);
  const source = shareWithSecond(session.source, whole, model.markerType);
  if (!source) {
    session.source.close();
    return undefined;
  }
  const driven = await drive({ ...session, source }, io, counter, undefined, false);
  const { counts: second, hasChanged } = await source.counted();
  if (!second && !hasChanged && driven.problems.length === 0) return undefined;
  if (second) counter.join(second);
  const problems = hasChanged
    ? [...driven.problems, `${source.name}: ${CHANGED_WHILE_READ}`]
    : driven.problems;
  const counted = counter.result();
  return { ...driven, ...counted, problems, hidden: driven.hidden || counted.hidden };
}
