import { PteDecodeError } from '../../core/errors.ts';
import {
  entryFormat,
  PAGEMAP_FORMATS,
  type PagemapFormat,
  pagemapHeading,
  RangeFormatter,
} from '../../outputs/pagemap-lines.ts';
import { renderSummary, summaryRecord } from '../../outputs/pagemap-summary.ts';
import { LineWriter } from '../../pagemap/line-writer.ts';
import { RunMerger } from '../../pagemap/runs.ts';
import { MEMORY } from '../../pagemap/scan-memory.ts';
import type { Piece } from '../../pagemap/source.ts';
import { createCounter, createVmaCounter } from '../../pagemap/summary.ts';
import { EXIT } from '../exit.ts';
import type { Io } from '../io.ts';
import { drive } from '../pagemap-drive.ts';
import { openFile, openLive, type PagemapSession } from '../pagemap-session.ts';
import type { Action, Invocation } from '../spec.ts';
import { BufferedOutput } from '../values.ts';
import { paletteFromOptions } from './decode.ts';
import { reportProblems, selectionOf } from './pagemap-shared.ts';

/** What the answer consists of. */
type View = 'summary' | 'ranges' | 'entries' | 'map' | 'html';

function viewOf(invocation: Invocation): View {
  const views = (['ranges', 'entries', 'map'] as const).filter((name) => invocation.has(name));
  const all: View[] = invocation.value('html') === undefined ? views : [...views, 'html'];
  if (all.length > 1) throw new PteDecodeError('ERR_USAGE', `--${all.join(' and --')}: only one at a time`);
  return all[0] ?? 'summary';
}

function formatOf(invocation: Invocation): PagemapFormat {
  const text = invocation.has('json') ? 'json' : (invocation.value('format') ?? 'line');
  return PAGEMAP_FORMATS.find((format) => format === text) ?? 'line';
}

async function showSummary(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { kernels, model, source } = session;
  const selection = await selectionOf(invocation, session, false);
  const counter =
    invocation.value('by') === 'vma' ? createVmaCounter(kernels, model) : createCounter(kernels, model);
  const driven = await drive(session, io, counter, selection, selection !== undefined);
  const counted = counter.result();
  const result = { ...driven, hidden: driven.hidden || counted.hidden };
  const report = { ...counted, ...result, model, source: source.name, pageSize: source.pageSize };
  if (formatOf(invocation) === 'json') io.stdout.write(JSON.stringify(summaryRecord(report)) + '\n');
  else io.stdout.write(renderSummary(report, await paletteFromOptions(invocation, io)));
  return reportProblems(io, result);
}

async function showRanges(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { kernels, model, source } = session;
  const selection = await selectionOf(invocation, session, true);
  const format = formatOf(invocation);
  const formatter = new RangeFormatter(format, model, source.pageSize);
  const output = new BufferedOutput((text) => {
    io.stdout.write(text);
  });
  let hidden = false;
  const merger = new RunMerger(kernels, model, (run) => {
    if (!selection || selection.range(run, hidden)) output.add(formatter.render(run, hidden));
  });
  if (!invocation.has('no-heading')) output.add(pagemapHeading(model, format));
  const result = await drive(
    session,
    io,
    {
      add(piece, isHidden) {
        hidden = isHidden;
        merger.add(piece);
      },
    },
    selection,
    true,
  );
  hidden = result.hidden;
  merger.end();
  output.flush();
  return reportProblems(io, result);
}

/** Words for pages that stand for themselves are put into the upper half of the chunk, which no source uses. */
const FILL_WORDS = MEMORY.wordsBytes / 16;

async function showEntries(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { kernels, model, source } = session;
  const selection = await selectionOf(invocation, session, false);
  const format = formatOf(invocation);
  if (!invocation.has('no-heading')) io.stdout.write(pagemapHeading(model, format));
  const writer = new LineWriter(kernels, model, entryFormat(format, model), source.pageSize, (bytes) => {
    io.stdout.write(bytes);
  });
  const words = new Uint32Array(kernels.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const writeFill = (piece: Piece, hidden: boolean): void => {
    for (let i = FILL_WORDS; i < 2 * FILL_WORDS; i += 1) {
      words[2 * i] = piece.lo;
      words[2 * i + 1] = piece.hi;
    }
    for (let done = 0; done < piece.pages; done += FILL_WORDS)
      writer.write(
        FILL_WORDS,
        piece.page + done,
        Math.min(FILL_WORDS, piece.pages - done),
        piece.vma?.name,
        hidden,
      );
  };
  const result = await drive(
    session,
    io,
    {
      add(piece, hidden) {
        if (piece.notRead) return;
        if (piece.from < 0) writeFill(piece, hidden);
        else writer.write(piece.from, piece.page, piece.pages, piece.vma?.name, hidden);
      },
    },
    selection,
    true,
  );
  return reportProblems(io, result);
}

async function show(view: View, invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  switch (view) {
    case 'summary':
      return showSummary(invocation, io, session);
    case 'ranges':
      return showRanges(invocation, io, session);
    case 'entries':
      return showEntries(invocation, io, session);
    case 'map':
      return (await import('./pagemap-picture.ts')).showMap(invocation, io, session);
    case 'html':
      return (await import('./pagemap-picture.ts')).writeHtml(invocation, io, session);
    default: {
      const unknown: never = view;
      throw new Error(String(unknown));
    }
  }
}

/** `pte-decode pagemap` */
export const pagemapAction: Action = async (invocation, io) => {
  const view = viewOf(invocation);
  const { args } = invocation;
  if (invocation.value('pid') !== undefined) {
    if (args.length > 0) throw new PteDecodeError('ERR_USAGE', '--pid: reads a process, not a file');
    return show(view, invocation, io, await openLive(invocation, io));
  }
  if (args.length === 0 && io.stdinIsTTY) {
    const { writeHelp } = await import('../program.ts');
    await writeHelp('pagemap', io);
    return EXIT.unanswered;
  }
  let status: number = EXIT.ok;
  for (const path of args.length === 0 ? ['-'] : args)
    status = Math.max(status, await show(view, invocation, io, await openFile(invocation, io, path)));
  return status;
};
