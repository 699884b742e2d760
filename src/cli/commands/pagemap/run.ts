import { usageError } from '../../../core/errors.ts';
import { nearest } from '../../../core/nearest.ts';
import { renderSummary, summaryRecord } from '../../pagemap/summary.ts';
import { EXIT } from '../../exit.ts';
import type { Io } from '../../../input/bytes/io.ts';
import { createCounter, createVmaCounter } from '../../../pagemap/summary.ts';
import { drive } from '../../pagemap/drive.ts';
import { openLive, openOrTell, type PagemapSession } from '../../pagemap/session.ts';
import { foldedIo } from '../../options/output/folded.ts';
import { listFormat } from '../../options/output/format.ts';
import type { Action, Invocation, Program } from '../../spec.ts';
import { isGiven } from '../../options/meaning.ts';
import { filesFrom, isFile } from '../../options/values/advice.ts';
import { tableStyle } from '../../options/output/table-style.ts';
import { reportProblems, selectionOf, smapsQuestion, tellStrange, withDoubts } from '../../pagemap/shared.ts';
import { type View, viewOf } from './views.ts';

/** Counts the pages that the options pick. */
async function showSummary(invocation: Invocation, io: Io, session: PagemapSession): Promise<number> {
  const { engine, model, source, process } = session;
  const selection = await selectionOf(invocation, session, false);
  const isByVma = invocation.value('by') === 'vma';
  const counter = isByVma ? createVmaCounter(engine, model) : createCounter(engine, model);
  const driven = withDoubts(await drive(session, io, counter, selection, selection !== undefined), selection);
  const counts = counter.result();
  const counted = { ...driven, ...counts, hidden: driven.hidden || counts.hidden };
  const report = { ...counted, model, process, source: source.name, pageSize: source.pageSize };
  if (listFormat(invocation) === 'json') io.stdout.write(JSON.stringify(summaryRecord(report)) + '\n');
  // Where nothing could be looked at, a summary of no pages would look like an answer.
  else if (counted.counts.size > 0 || counted.problems.length === 0)
    io.stdout.write(renderSummary(report, await tableStyle(invocation, io)));
  tellStrange(
    io,
    [...counted.counts.keys()].map((slot) => model.describe(slot, false)),
  );
  return reportProblems(io, counted);
}

async function show(
  view: Exclude<View, 'pagemap-scan'>,
  invocation: Invocation,
  outside: Io,
  session: PagemapSession,
): Promise<number> {
  const isLines = (view === 'ranges' || view === 'entries') && listFormat(invocation) === 'line';
  const io = isLines ? await foldedIo(outside) : outside;
  if (invocation.has('kpageflags')) {
    if (session.pid === undefined) throw usageError('--kpageflags: frames can be looked up with --pid only');
    const { showFlags } = await import('./kpageflags.ts');
    return showFlags(view === 'entries' || view === 'ranges' ? view : 'summary', invocation, io, session);
  }
  switch (view) {
    case 'summary':
      return showSummary(invocation, io, session);
    case 'ranges':
      return (await import('./lists.ts')).showRanges(invocation, io, session);
    case 'entries':
      return (await import('./lists.ts')).showEntries(invocation, io, session);
    case 'map':
      return (await import('./picture.ts')).showMap(invocation, io, session);
    case 'html':
      return (await import('./html.ts')).writeHtml(invocation, io, session);
    default: {
      const unknown: never = view;
      throw new Error(String(unknown));
    }
  }
}

/** Refuses a command below this one that there is not. @throws PteDecodeError `ERR_USAGE` */
async function refuseCommand([word, next]: readonly string[], io: Io, program: Program): Promise<void> {
  if (word === undefined || !/^[a-z-]{3,}$/.test(word) || isFile(io, word)) return;
  const names = (await program.commands()).map(({ name }) => name.split(' ')[1] ?? '').filter(Boolean);
  if (word === 'help') {
    const about = names.includes(next ?? '') ? ` ${next}` : '';
    throw usageError(`help stands first: pte-decode help pagemap${about}`);
  }
  const near = nearest(word, names);
  if (near !== undefined) throw usageError(`no command "pagemap ${word}": did you mean pagemap ${near}?`);
}

/** Whether the answer is about single pages: a count or a picture of all may say of some that they were not read. */
function asksPages(view: View, invocation: Invocation): boolean {
  if (view === 'ranges' || view === 'entries') return true;
  return ['where', 'present', 'kpageflags'].some((name) => isGiven(invocation, name));
}

/** `pte-decode pagemap` */
export const action: Action = async (invocation, io, program) => {
  await refuseCommand(invocation.args, io, program);
  const view = viewOf(invocation);
  if (view === 'pagemap-scan')
    return (await import('../../pagemap/pagemap-scan.ts')).showPagemapScan(invocation, io);
  if (invocation.value('pid') !== undefined) {
    const asksSmaps = await smapsQuestion(invocation);
    return show(
      view,
      invocation,
      io,
      await openLive(invocation, io, { asksPages: asksPages(view, invocation), asksSmaps }),
    );
  }
  if (invocation.args.length === 0 && io.stdinIsTTY) {
    io.stderr.write(await program.help());
    return EXIT.unanswered;
  }
  let status: number = EXIT.ok;
  for (const path of filesFrom(invocation, io)) {
    const session = await openOrTell(invocation, io, path);
    const own = typeof session === 'string' ? EXIT.unanswered : await show(view, invocation, io, session);
    status = Math.max(status, own);
  }
  return status;
};
