import type { Io } from '../../../input/io.ts';
import { shareWithSecond } from '../../../pagemap/second-thread.ts';
import { createCounter, type SlotCounts, type VmaCounts } from '../../../pagemap/summary.ts';
import type { WholeDump } from '../../../pagemap/whole-dump.ts';
import { drive, type DriveResult } from '../../pagemap/drive.ts';
import type { PagemapSession } from '../../pagemap/session.ts';

/** What two threads counted. */
interface CountedByTwo extends DriveResult {
  readonly counts: SlotCounts;
  readonly vmas: readonly VmaCounts[];
}

/**
 * Counts the pages of a large dump, a second thread doing about half of it.
 *
 * @returns undefined where only one thread that reads all of it knows the answer: the file changed meanwhile, or this
 *   thread met no page from which to see whether numbers are hidden
 */
export async function countByTwo(
  session: PagemapSession & { readonly whole: WholeDump },
  io: Io,
): Promise<CountedByTwo | undefined> {
  const { engine, model, whole } = session;
  const counter = createCounter(engine, model);
  const source = shareWithSecond(session.source, whole, model.markerType);
  const driven = await drive({ ...session, source }, io, counter, undefined, false);
  const other = await source.counted();
  if (driven.problems.length === 0) {
    if (other === undefined || (other.used !== 0 && !counter.isSure())) return undefined;
    counter.join(other.histogram);
  }
  return { ...driven, ...counter.result() };
}
