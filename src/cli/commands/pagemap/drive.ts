import { HiddenTest } from '../../../pagemap/page-runs.ts';
import { MEMORY } from '../../../pagemap/scan-memory.ts';
import type { Selection } from '../../../pagemap/select.ts';
import { clipPiece, type Piece } from '../../../pagemap/word-source.ts';
import type { Io } from '../../../input/io.ts';
import type { PagemapSession } from './session.ts';

/** How long the work goes on without looking for Ctrl-C, in milliseconds. */
const TURN_MS = 100;
/** Work of less than this shows no progress. */
const QUIET_MS = 1000;

/** What is to be done with the pages that were picked. */
export interface PageSink {
  add(piece: Piece, hidden: boolean): void;
}

/** What came of reading a source. */
export interface DriveResult {
  /** The kernel zeroed frame numbers, swap types and offsets. */
  readonly hidden: boolean;
  /** Why the answer is not complete. */
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

/**
 * Reads a source to its end, or until Ctrl-C, and hands the pages that were picked to a sink. Shows progress on a
 * terminal after a second.
 *
 * @param sniff find out beforehand whether numbers are hidden: for sinks that do not count only
 */
export async function drive(
  session: PagemapSession,
  io: Io,
  sink: PageSink,
  selection: Selection | undefined,
  sniff: boolean,
): Promise<DriveResult> {
  const { source, engine, filter } = session;
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const test = new HiddenTest();
  const picksAll = filter.ranges.length === 0 && !filter.vma && !selection;
  const progress = new Progress(io);
  let interrupted = false;
  const onSignal = (): void => {
    interrupted = true;
  };
  process.on('SIGINT', onSignal);
  try {
    let turn = Date.now();
    for (;;) {
      const pieces = source.next();
      if (!pieces) break;
      for (const piece of pieces) {
        if (sniff && test.hidden === undefined) look(test, piece, words);
        const hidden = test.hidden ?? false;
        if (picksAll) sink.add(piece, hidden);
        else
          for (const part of clipPiece(piece, filter))
            if (selection) for (const wanted of selection.pieces(part, hidden)) sink.add(wanted, hidden);
            else sink.add(part, hidden);
      }
      const now = Date.now();
      if (now - turn < TURN_MS) continue;
      progress.show(source.progress(), now);
      // Signals are delivered between turns of the event loop only.
      await new Promise((resolve) => setImmediate(resolve));
      if (interrupted) break;
      turn = Date.now();
    }
  } finally {
    process.off('SIGINT', onSignal);
    progress.clear();
    source.close();
  }
  const problems = interrupted
    ? [...source.problems, 'interrupted: the answer is not complete']
    : source.problems;
  return { hidden: test.hidden ?? false, problems, notes: source.notes };
}

function look(test: HiddenTest, piece: Piece, words: Uint32Array): void {
  if (piece.from < 0) {
    test.look(piece.lo, piece.hi);
    return;
  }
  const end = 2 * (piece.from + piece.pages);
  for (let i = 2 * piece.from; test.hidden === undefined && i < end; i += 2)
    test.look(words[i] ?? 0, words[i + 1] ?? 0);
}

/** A line on the terminal that says how far the work is. */
class Progress {
  readonly #io: Io;
  readonly #start = Date.now();
  #shown = 0;

  constructor(io: Io) {
    this.#io = io;
  }

  show(share: number | undefined, now: number): void {
    const elapsed = now - this.#start;
    if (!this.#io.stderr.isTTY || elapsed < QUIET_MS || now - this.#shown < TURN_MS) return;
    this.#shown = now;
    const seconds = elapsed / 1000;
    const text =
      share === undefined || share <= 0
        ? `${seconds.toFixed(0)} s`
        : `${(100 * share).toFixed(0)} %, ${((100 * share) / seconds).toFixed(1)} %/s, ${(seconds / share - seconds).toFixed(0)} s left`;
    this.#io.stderr.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.#shown > 0) this.#io.stderr.write('\r\u001b[K');
  }
}
