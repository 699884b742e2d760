import { defined } from '../../../core/defined.ts';
import { PteDecodeError, tried, usageError } from '../../../core/errors.ts';
import { CaptureWriter } from '../../../pagemap/capture/writer.ts';
import { SOFT_DIRTY_SYMBOL, TYPES_SYMBOL } from '../../../pagemap/model.ts';
import { SECTION_LIMIT } from '../../../pagemap/capture/format.ts';
import { createOutput, type Input, type Io, readText } from '../../../input/bytes/io.ts';
import { drive } from '../../pagemap/drive.ts';
import { hostRelease } from '../../pagemap/kernel.ts';
import { openLive } from '../../pagemap/session.ts';
import type { Action } from '../../spec.ts';
import { reportProblems } from '../../pagemap/shared.ts';
import { tellWritten } from '../../options/output/output.ts';

/** The text of smaps where it may be read: it says more than maps. In pieces, valid until the next one. */
function* mapsText(io: Io, pid: number): Generator<Uint8Array, void, undefined> {
  const input = openMaps(io, pid);
  const piece = new Uint8Array(SECTION_LIMIT);
  try {
    for (let used = 0, got = 1; got > 0; used = 0) {
      // The kernel gives a page at a time.
      while (used < piece.length && got > 0) used += got = input.read(piece.subarray(used));
      yield piece.subarray(0, used);
    }
  } finally {
    input.close();
  }
}

const openMaps = (io: Io, pid: number): Input =>
  tried(() => io.open(`/proc/${pid}/smaps`)) ?? io.open(`/proc/${pid}/maps`);

/** The text of a small file of /proc; empty where it cannot be read. */
const textOf = (io: Io, path: string): string => tried(() => readText(io, path))?.trimEnd() ?? '';

/** The id of this boot and the seconds since then, as captures have them. */
function clockOf(io: Io): string {
  const bootId = textOf(io, '/proc/sys/kernel/random/boot_id');
  const [uptime = ''] = textOf(io, '/proc/uptime').split(' ');
  return bootId === '' || uptime === '' ? '' : `${bootId} ${uptime}`;
}

/** When a process began, in ticks: field 22 of proc(5) /proc/PID/stat, whose field 2, a name in brackets, may have blanks. */
const beganAt = (io: Io, pid: number): string =>
  textOf(io, `/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '';

/** `pte-decode pagemap capture` */
export const action: Action = async (invocation, io) => {
  const path = invocation.value('output');
  if (path === undefined) throw usageError('pagemap capture: wanted --output FILE');
  if (path === '-' && io.stdout.isTTY)
    throw usageError('pagemap capture: a capture is no text for a terminal');
  if (invocation.value('pid') === undefined) throw usageError('pagemap capture: wanted --pid PID');
  const taken = clockOf(io);
  // Who reads it later takes what is empty there for empty: nothing is, that was not read.
  const session = await openLive(invocation, io, { asksPages: true });
  const { engine, model, source, pid = 0 } = session;
  const { kernel } = model;
  const header = {
    format: 1,
    page_size: source.pageSize,
    // One that is only assumed would be taken for it by who reads it.
    kernel: kernel.isAssumed === true ? hostRelease() : kernel.id,
    pid,
    program: textOf(io, `/proc/${pid}/comm`),
    taken: taken && `${taken} ${beganAt(io, pid)}`.trimEnd(),
    ...defined({
      soft_dirty: kernel.says?.(SOFT_DIRTY_SYMBOL),
      // What has another build is not known to be this one.
      device_private: kernel.otherBuild ? undefined : kernel.says?.(TYPES_SYMBOL),
    }),
    unread_marked: true,
    notes: [...source.notes],
  } as const;
  const maps = mapsText(io, pid);
  const writer = new CaptureWriter(createOutput(io, path, 'private'), header, maps, engine);
  try {
    const result = await drive(session, io, writer);
    if (result.problems.length > 0) {
      writer.abandon();
      reportProblems(io, result);
      throw new PteDecodeError('ERR_INPUT', 'nothing was written: the process was not read to its end');
    }
    writer.finish();
    tellWritten(io, path);
    return reportProblems(io, result);
  } catch (error) {
    writer.abandon();
    throw error;
  }
};
