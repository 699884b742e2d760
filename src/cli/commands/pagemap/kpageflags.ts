import { listFormat } from '../../options/output/format.ts';
import { partOf } from '../../../pagemap/sources/word-source.ts';
import { extraText, pagemapHeading, RangeWriter } from '../../pagemap/lines.ts';
import { formatBytes } from '../../../core/size-text.ts';
import { recordLine } from '../../../records/schema-number.ts';
import { KpageflagsReader, kpageflagNames } from '../../../pagemap/kpageflags.ts';
import { type PageRun, RunMerger } from '../../../pagemap/page-runs.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { drive, type DriveResult, type StepwiseSink } from '../../pagemap/drive.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import type { Invocation } from '../../spec.ts';
import { renderTable } from '../../../records/text/columns.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { reportProblems, selectionOf, withDoubts } from '../../pagemap/shared.ts';

/** Takes a part of a run whose frames have the same flags; undefined for pages without a frame. */
type OnPart = (run: PageRun, hidden: boolean, flags: bigint | undefined) => void;

/** Pages of a run whose frame numbers or swap offsets go on. */
function part(run: PageRun, offset: number, pages: number): PageRun {
  const step = run.hi >>> 31 === 1 ? 1 : 0;
  const number = (run.hi & 0x7f_ffff) * 2 ** 32 + run.lo + offset * step;
  const hi = ((run.hi & 0xff80_0000) | Math.floor(number / 2 ** 32)) >>> 0;
  return step === 0
    ? { ...run, page: run.page + offset, pages }
    : { ...run, page: run.page + offset, pages, lo: number % 2 ** 32, hi };
}

/** Pages after which the clock is looked at. */
const TURN = 1 << 14;

/**
 * Reads pages and the flags of their frames.
 *
 * @param how `single`: every page is written by itself, runs need not be put together; `streams`: what comes is written
 */
async function driveFlags(
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
  onPart: OnPart,
  { single = false, streams = false } = {},
): Promise<DriveResult> {
  const selection = await selectionOf(invocation, session, false);
  const reader = new KpageflagsReader(io.openFile('/proc/kpageflags'));
  let hidden = false;
  const onRun = (run: PageRun): void => {
    const pfn = (run.hi & 0x7f_ffff) * 2 ** 32 + run.lo;
    if (run.hi >>> 31 === 0 || hidden) {
      onPart(run, hidden, undefined);
      return;
    }
    reader.read(pfn, run.pages, (offset, pages, flags) => {
      onPart(part(run, offset, pages), hidden, flags);
    });
  };
  const merger = new RunMerger(session.engine, session.model, onRun, true);
  const sink: StepwiseSink = {
    ...(streams ? { streams } : {}),
    *steps(piece, isHidden) {
      hidden = isHidden;
      // A mapping of terabytes that was not read is one piece: each of its pages may become a line.
      for (let done = 0; done < piece.pages; done += TURN) {
        merger.add(partOf(piece, piece.page + done, Math.min(TURN, piece.pages - done)));
        if (single) merger.end();
        yield;
      }
    },
  };
  try {
    const result = await drive(session, io, sink, selection);
    merger.end();
    return withDoubts(result, selection);
  } finally {
    reader.close();
  }
}

/**
 * `--kpageflags`: pages with the kernel flags of their frames. Ranges end where frames or flags do not go on.
 */
export async function showFlags(
  view: 'summary' | 'ranges' | 'entries',
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
): Promise<number> {
  return view === 'summary' ? showCounts(invocation, io, session) : showList(view, invocation, io, session);
}

async function showList(
  view: 'ranges' | 'entries',
  invocation: Invocation,
  io: Io,
  session: PagemapSession,
): Promise<number> {
  const { model, source } = session;
  const format = listFormat(invocation);
  const single = view === 'entries';
  const write = (bytes: Uint8Array): void => {
    io.stdout.write(bytes);
  };
  const writer = new RangeWriter(format, model, source.pageSize, write, single);
  const namesOf = kpageflagNames(model.kernel.version);
  const encoder = new TextEncoder();
  if (!invocation.has('no-heading')) io.stdout.write(pagemapHeading(model, format, true));
  const result = await driveFlags(
    invocation,
    io,
    session,
    (run, hidden, flags) => {
      const extra = encoder.encode(extraText(format, flags === undefined ? undefined : namesOf(flags)));
      if (!single) {
        writer.add(run, hidden, extra);
        return;
      }
      for (let i = 0; i < run.pages; i += 1) writer.add(part(run, i, 1), hidden, extra);
    },
    { single, streams: true },
  );
  writer.flush();
  return reportProblems(io, result);
}

async function showCounts(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const counts = new Map<bigint, number>();
  const result = await driveFlags(invocation, io, session, (run, _hidden, flags) => {
    if (flags !== undefined) counts.set(flags, (counts.get(flags) ?? 0) + run.pages);
  });
  const namesOf = kpageflagNames(model.kernel.version);
  const rows = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([flags, pages]) => ({ names: namesOf(flags), pages }));
  if (listFormat(invocation) === 'json') {
    const record = {
      source: source.name,
      kernel: model.kernel.id,
      page_size: source.pageSize,
      kpageflags: rows.map(({ names, pages }) => ({ flags: names, pages, bytes: pages * source.pageSize })),
    };
    io.stdout.write(recordLine(record));
    return reportProblems(io, result);
  }
  const cells = rows.map(({ names, pages }) => [
    { text: String(pages), role: 'number' as const },
    formatBytes(pages * source.pageSize),
    names.join(','),
  ]);
  io.stdout.write(renderTable(cells, await tableStyle(invocation, io), { right: [0, 1], least: [5, 9] }));
  return reportProblems(io, result);
}
