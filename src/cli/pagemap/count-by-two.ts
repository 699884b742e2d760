import { availableParallelism } from 'node:os';
import type { Io } from '../../input/bytes/io.ts';
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
 * @returns undefined where one thread has to count, because the file changed meanwhile
 */
export async function countByTwo(
  session: PagemapSession & { readonly whole: WholeDump },
  io: Io,
): Promise<Counted | undefined> {
  const { engine, model, whole } = session;
  const counter = createCounter(engine, model);
  const source = shareWithSecond(session.source, whole, model.markerType);
  const driven = await drive({ ...session, source }, io, counter, undefined, false);
  const other = await source.counted();
  if (driven.problems.length === 0) {
    if (!other) return undefined;
    counter.join(other);
  }
  const counted = counter.result();
  return { ...driven, ...counted, hidden: driven.hidden || counted.hidden };
}
