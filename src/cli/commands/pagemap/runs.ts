import type { Io } from '../../../input/bytes/io.ts';
import { type PageRun, RunMerger } from '../../../pagemap/page-runs.ts';
import { drive, type DriveResult, type PageSink } from '../../pagemap/drive.ts';
import type { Selection } from '../../../pagemap/pages/selection.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { withDoubts } from '../../pagemap/shared.ts';

/**
 * Reads a source as runs of the pages that were picked.
 *
 * @param how whether the runs are written as they come
 */
export async function driveRuns(
  session: PagemapSession,
  io: Io,
  selection: Selection | undefined,
  onRun: (run: PageRun, hidden: boolean) => void,
  how: Pick<PageSink, 'streams'> = {},
): Promise<DriveResult> {
  let hidden = false;
  const merger = new RunMerger(session.engine, session.model, (run) => {
    if (!selection || selection.range(run, hidden)) onRun(run, hidden);
  });
  const sink: PageSink = {
    ...how,
    add(piece, isHidden) {
      hidden = isHidden;
      merger.add(piece);
    },
  };
  const result = await drive(session, io, sink, selection);
  hidden = result.hidden;
  merger.end();
  return withDoubts(result, selection);
}
