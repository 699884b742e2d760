import { defined } from '../../core/defined.ts';
import { HiddenTest } from '../../pagemap/page-runs.ts';
import { MEMORY } from '../../pagemap/scan/memory.ts';
import type { Selection } from '../../pagemap/pages/selection.ts';
import { clipPiece, type Piece } from '../../pagemap/sources/word-source.ts';
import type { Io } from '../../input/bytes/io.ts';
import { openProgress } from '../progress.ts';
import type { PagemapSession } from './session.ts';

/** How long the work goes on without looking for Ctrl-C, in milliseconds. */
const TURN_MS = 100;

/** Parts of one piece after which the clock is looked at. */
const PARTS = 256;

interface Streaming {
  /** It writes as it reads. */
  readonly streams?: true;
}

/** What is to be done with the pages that were picked. */
export interface PageSink extends Streaming {
  add(piece: Piece, hidden: boolean): void;
}

/** The same for work that grows with the pages of a piece: it is done in steps, so that Ctrl-C is heard. */
export interface StepwiseSink extends Streaming {
  steps(piece: Piece, hidden: boolean): Iterable<unknown>;
}

/** What came of reading a source. */
export interface DriveResult {
  /** The kernel zeroed frame numbers, swap types and offsets. */
  readonly hidden: boolean;
  /** Why the answer is not complete. */
  readonly problems: readonly string[];
  /** The one of these that says that words are none of pagemap. */
  readonly foreign?: string;
  readonly notes: readonly string[];
}

/**
 * Reads a source to its end, or until Ctrl-C, and hands the pages that were picked to a sink. Shows progress.
 *
 * @param sniff find out beforehand whether numbers are hidden: for sinks that do not count only
 */
export async function drive(
  session: PagemapSession,
  io: Io,
  sink: PageSink | StepwiseSink,
  selection?: Selection,
  sniff = true,
): Promise<DriveResult> {
  const { source } = session;
  const { streams: isStreaming = false } = sink;
  const test = new HiddenTest();
  const progress = await openProgress(io, { isStreaming });
  let interrupted = false;
  const onSignal = (): void => {
    interrupted = true;
  };
  // Who waits for a full pipe to be read, or for an empty one to be written, hears nothing: there the system ends it.
  const mayWait = isStreaming || source.progress() === undefined;
  if (!mayWait) process.on('SIGINT', onSignal);
  try {
    let turn = Date.now();
    const steps = stepsOf(session, sink, selection, sniff ? test : undefined);
    while (steps.next().done !== true) {
      const now = Date.now();
      if (now - turn < TURN_MS) continue;
      progress.show(source.progress());
      // Signals are delivered between turns of the event loop only.
      await new Promise((resolve) => setImmediate(resolve));
      if (interrupted) break;
      turn = Date.now();
    }
  } finally {
    process.off('SIGINT', onSignal);
    progress.end();
    source.close();
  }
  const problems = interrupted
    ? [...source.problems, 'interrupted: the answer is not complete']
    : [...source.problems, ...session.filter.unmatched().map(({ text }) => text)];
  return {
    hidden: test.hidden ?? false,
    problems,
    ...defined({ foreign: source.foreign }),
    notes: source.notes,
  };
}

/** The work of `drive` in steps that take less than a moment each. */
function* stepsOf(
  { source, engine, filter }: PagemapSession,
  sink: PageSink | StepwiseSink,
  selection: Selection | undefined,
  test: HiddenTest | undefined,
): Generator<unknown, void, undefined> {
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const picksAll = filter.ranges.length === 0 && !filter.vma && !selection;
  let parts = 0;
  for (let pieces = source.next(); pieces; pieces = source.next()) {
    for (const piece of pieces) {
      if (test?.hidden === undefined && test) look(test, piece, words);
      const hidden = test?.hidden ?? false;
      for (const part of picksAll ? [piece] : clipPiece(piece, filter))
        for (const wanted of selection ? selection.pieces(part, hidden) : [part]) {
          if (!wanted) yield;
          else if ('steps' in sink) yield* sink.steps(wanted, hidden);
          else sink.add(wanted, hidden);
          if (++parts % PARTS === 0) yield;
        }
    }
    yield;
  }
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
