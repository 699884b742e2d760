import { entryFormat, pagemapHeading, RangeWriter } from '../../pagemap/lines.ts';
import { LineWriter } from '../../../pagemap/line-writer.ts';
import { MEMORY } from '../../../pagemap/scan/memory.ts';
import type { Piece } from '../../../pagemap/sources/word-source.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { drive, type StepwiseSink } from '../../pagemap/drive.ts';
import type { PagemapSession } from '../../pagemap/session.ts';
import { listFormat } from '../../options/output/format.ts';
import type { Invocation } from '../../spec.ts';
import { reportProblems, selectionOf, withDoubts } from '../../pagemap/shared.ts';
import { driveRuns } from './runs.ts';

/** `--ranges`: equal neighbours merged. */
export async function showRanges(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { model, source } = session;
  const selection = await selectionOf(invocation, session, true);
  const format = listFormat(invocation);
  const writer = new RangeWriter(format, model, source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  if (!invocation.has('no-heading')) io.stdout.write(pagemapHeading(model, format));
  const result = await driveRuns(
    session,
    io,
    selection,
    (run, hidden) => {
      writer.add(run, hidden);
    },
    { streams: true },
  );
  writer.flush();
  return reportProblems(io, result);
}

/** Words for pages that stand for themselves are put into the upper half of the chunk, which no source uses. */
const FILL_WORDS = MEMORY.wordsBytes / 16;

/** `--entries`: every page. */
export async function showEntries(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { engine, model, source } = session;
  const selection = await selectionOf(invocation, session, false);
  const format = listFormat(invocation);
  if (!invocation.has('no-heading')) io.stdout.write(pagemapHeading(model, format));
  const writer = new LineWriter(engine, model, entryFormat(format, model), source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  function* writeFill(piece: Piece, hidden: boolean): Generator<void, void, undefined> {
    for (let i = FILL_WORDS; i < 2 * FILL_WORDS; i += 1) {
      words[2 * i] = piece.lo;
      words[2 * i + 1] = piece.hi;
    }
    for (let done = 0; done < piece.pages; done += FILL_WORDS) {
      const pages = Math.min(FILL_WORDS, piece.pages - done);
      writer.write(FILL_WORDS, piece.page + done, pages, piece.vma?.name, hidden);
      yield;
    }
  }
  const sink: StepwiseSink = {
    streams: true,
    *steps(piece, hidden) {
      if (piece.notRead) return;
      if (piece.from < 0) yield* writeFill(piece, hidden);
      else writer.write(piece.from, piece.page, piece.pages, piece.vma?.name, hidden);
    },
  };
  const result = await drive(session, io, sink, selection);
  return reportProblems(io, withDoubts(result, selection));
}
