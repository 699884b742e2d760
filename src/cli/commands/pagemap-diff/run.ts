import { PteDecodeError } from '../../../core/errors.ts';
import { changeCountsJson, changeJson, renderChange, renderChangeCounts, renderDiffHeading } from './view.ts';
import { diffPages, type PageChange } from '../../../pagemap/diff.ts';
import type { WordSource } from '../../../pagemap/word-source.ts';
import { EXIT } from '../../exit.ts';
import { openFile } from '../pagemap/session.ts';
import { openProgress, type Progress } from '../../progress.ts';
import type { Action } from '../../spec.ts';
import { BufferedOutput } from '../../buffered-output.ts';
import { foldedIo } from '../../options/folded.ts';
import { tableStyle } from '../../options/table-style.ts';
import { tell } from '../../../input/safe-io.ts';

/** A source that shows how far it was read. */
function watched(source: WordSource, progress: Progress): WordSource {
  return {
    name: source.name,
    pageSize: source.pageSize,
    hasVmas: source.hasVmas,
    problems: source.problems,
    notes: source.notes,
    next() {
      progress.show(source.progress());
      return source.next();
    },
    progress: () => source.progress(),
    close: () => {
      source.close();
    },
  };
}

/** `pte-decode pagemap diff` */
export const action: Action = async (invocation, io) => {
  const [first = '', second = ''] = invocation.args;
  if (first === '-' && second === '-')
    throw new PteDecodeError('ERR_USAGE', 'pagemap diff: only one of the two can be standard input');
  const before = await openFile(invocation, io, first);
  const after = await openFile(invocation, io, second);
  const { pageSize } = after.source;
  if (before.source.pageSize !== pageSize)
    throw new PteDecodeError(
      'ERR_USAGE',
      `pagemap diff: pages of ${before.source.pageSize} and of ${pageSize} bytes cannot be compared`,
    );
  const style = await tableStyle(invocation, io);
  const { palette } = style;
  const json = invocation.has('json');
  const quiet = invocation.has('quiet');
  const output = new BufferedOutput((json ? io : await foldedIo(io)).stdout);
  const counts = new Map<string, number>();
  const show = (change: PageChange): void => {
    if (counts.size === 0 && !quiet && !json)
      output.add(renderDiffHeading(before.model, after.model, palette));
    for (const name of change.changes) counts.set(name, (counts.get(name) ?? 0) + change.pages);
    if (quiet) return;
    output.add(json ? changeJson(change, pageSize) : renderChange(change, after.model, pageSize, palette));
  };
  const progress = await openProgress(io, { isQuiet: quiet, isStreaming: true });
  const source = watched(after.source, progress);
  try {
    for (const change of diffPages(before, { ...after, source })) show(change);
  } finally {
    progress.end();
    before.source.close();
    after.source.close();
  }
  if (!quiet) output.add(json ? changeCountsJson(counts) : renderChangeCounts(counts, style));
  output.flush();
  // A mapping that only one of them has is a difference.
  const missing = new Set(after.filter.unmatched().map(({ option }) => option));
  const unmatched = before.filter
    .unmatched()
    .flatMap(({ option, text }) => (missing.has(option) ? [text] : []));
  const problems = [...before.source.problems, ...after.source.problems, ...unmatched];
  for (const text of problems) tell(io, text);
  if (problems.length > 0) return EXIT.unanswered;
  return counts.size > 0 ? EXIT.no : EXIT.ok;
};
