import { PteDecodeError } from '../../../core/errors.ts';
import { printable } from '../../../core/printable.ts';
import { CaptureWriter } from '../../../pagemap/capture-writer.ts';
import { TEXT_LIMIT } from '../../../pagemap/process.ts';
import { type Io, readText } from '../../../input/io.ts';
import { drive } from '../pagemap/drive.ts';
import { openLive } from '../pagemap/session.ts';
import type { Action } from '../../spec.ts';
import { reportProblems } from '../pagemap/shared.ts';
import { tell } from '../../../input/safe-io.ts';

/** smaps where it may be read: it says more than maps. */
function mapsText(io: Io, pid: number): string {
  try {
    return readText(io, `/proc/${pid}/smaps`, TEXT_LIMIT);
  } catch {
    return readText(io, `/proc/${pid}/maps`, TEXT_LIMIT);
  }
}

function programName(io: Io, pid: number): string {
  try {
    return readText(io, `/proc/${pid}/comm`).trimEnd();
  } catch {
    return '';
  }
}

function sayWritten(io: Io, path: string): void {
  tell(io, `wrote ${printable(path, 400)}`);
}

/** `pte-decode pagemap capture` */
export const pagemapCaptureAction: Action = async (invocation, io) => {
  const path = invocation.value('output');
  if (path === undefined || path === '-')
    throw new PteDecodeError('ERR_USAGE', 'pagemap capture: wanted --output FILE');
  if (invocation.value('pid') === undefined)
    throw new PteDecodeError('ERR_USAGE', 'pagemap capture: wanted --pid PID');
  const session = await openLive(invocation, io);
  const { engine, model, source, pid = 0 } = session;
  const header = {
    format: 1,
    page_size: source.pageSize,
    kernel: model.kernel.id,
    pid,
    program: programName(io, pid),
    notes: [...source.notes],
  } as const;
  const maps = mapsText(io, pid);
  const writer = new CaptureWriter(io.createFile(path, 'private'), header, maps, engine);
  try {
    const sink = {
      add: (piece: Parameters<CaptureWriter['add']>[0]) => {
        writer.add(piece);
      },
    };
    const result = await drive(session, io, sink, undefined, true);
    if (result.problems.length > 0) {
      writer.abandon();
      reportProblems(io, result);
      throw new PteDecodeError('ERR_INPUT', 'nothing was written: the process was not read to its end');
    }
    writer.finish();
    sayWritten(io, path);
    return reportProblems(io, result);
  } catch (error) {
    writer.abandon();
    throw error;
  }
};
