import type { FilterInput } from '../../pagemap/pages/filter-condition.ts';
import { bitOfUnknown } from '../../pagemap/layout.ts';
import type { PagemapModel, StateInfo } from '../../pagemap/model.ts';
import type { Selection } from '../../pagemap/pages/selection.ts';
import { EXIT } from '../exit.ts';
import { closingOnError, type Io } from '../../input/bytes/io.ts';
import { pagesText } from './words.ts';
import type { DriveResult } from './drive.ts';
import type { PagemapSession } from './session.ts';
import type { Invocation } from '../spec.ts';
import { tell } from '../../input/bytes/safe-io.ts';

/** Looks for what an input proves of its kernel, by reading it once more; undefined where it can be read once only. */
export async function evidenceFrom({ again, model }: PagemapSession): Promise<FilterInput['evidence']> {
  if (!again) return undefined;
  const [{ evidenceOf }, { createEngine }] = await Promise.all([
    import('../../pagemap/pages/evidence.ts'),
    import('../../pagemap/scan/wasm.ts'),
  ]);
  return () => {
    const engine = createEngine();
    return evidenceOf(again(engine), engine, model);
  };
}

/** Says so where words have a bit that the kernel does not know: what is said of them may be of something else. */
export function tellStrange(io: Io, states: readonly StateInfo[]): void {
  if (states.some(({ flags }) => flags.some((name) => bitOfUnknown(name) !== undefined)))
    tell(
      io,
      'bits are set that this kernel sets in no word: of another kernel (-k), or of page-table entries, which scan --table reads',
    );
}

/** The condition of `--where` and `--present`; the expression engine is loaded only when needed. */
export async function selectionOf(
  invocation: Invocation,
  session: PagemapSession,
  ofRanges: boolean,
): Promise<Selection | undefined> {
  const where = invocation.value('where');
  const isPresent = invocation.has('present');
  if (where === undefined && !isPresent) return undefined;
  const { createSelection } = await import('../../pagemap/pages/selection.ts');
  const { engine, model, source } = session;
  const { pageSize, hasVmas } = source;
  return closingOnError([source], async () => {
    const input = { pageSize, hasVmas, evidence: await evidenceFrom(session) };
    return createSelection({ where, isPresent, ofRanges }, engine, model, input);
  });
}

/** Says whether `--where` asks for what only smaps answers; undefined without the option. */
export async function smapsQuestion(
  invocation: Invocation,
): Promise<((model: PagemapModel) => boolean) | undefined> {
  const where = invocation.value('where');
  if (where === undefined) return undefined;
  const [{ compileWhere }, { isOfSmaps, pagemapNames }] = await Promise.all([
    import('../../records/where/where.ts'),
    import('../../pagemap/page-names.ts'),
  ]);
  return (model) => isOfSmaps(compileWhere(where, pagemapNames(model, true)).names);
}

/** Gives what a filter could not be asked of. */
interface Doubting {
  doubts(): ReturnType<Selection['doubts']>;
}

/** The pages that `--where` could not be asked of, in a sentence, when all were seen; none where there are none. */
export function doubtText(filter: Doubting | undefined): readonly string[] {
  const { pages, reasons, option = '--where' } = filter?.doubts() ?? { pages: 0, reasons: [] };
  return pages === 0 ? [] : [`${option} could not be asked of ${pagesText(pages)}: ${reasons.join('; ')}`];
}

/** What came of reading, with what the filter could not be asked of: then the answer is not complete. */
export function withDoubts<Result extends DriveResult>(
  result: Result,
  selection: Selection | undefined,
): Result {
  const missing = selection?.missing() ?? [];
  return { ...result, problems: [...result.problems, ...missing, ...doubtText(selection)] };
}

/** Says what is missing; gives the exit status. */
export function reportProblems(io: Io, { hidden, problems, notes }: DriveResult): number {
  if (hidden)
    tell(
      io,
      'frame numbers, swap types and offsets are zero here: the kernel shows them only with CAP_SYS_ADMIN',
    );
  for (const text of [...notes, ...problems]) tell(io, text);
  return problems.length > 0 ? EXIT.unanswered : EXIT.ok;
}
