import { addressSpans, AddressWatch } from '../address-spans.ts';
import type { PagemapModel } from '../model.ts';
import { pagemapNames, type WhereSubject } from '../page-names.ts';
import { type PageRun, slotOfFill } from '../page-runs.ts';
import { PieceFinder } from '../piece-finder.ts';
import { type WordEngine, MEMORY, slotOf } from '../scan/memory.ts';
import type { Piece } from '../sources/word-source.ts';
import { FilterCondition, type FilterInput, type Picked } from './filter-condition.ts';
import { REASONS } from '../reasons.ts';
import { questionOf } from './questions.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** Pages of which a filter does not know whether they are wanted. */
interface Doubts {
  readonly pages: number;
  readonly reasons: readonly string[];
  /** The option that asks for it, where it is not `--where`. */
  readonly option?: string;
}

/** A condition on pages, or on ranges when it speaks of `pages`. */
export interface Selection {
  /**
   * The parts of a piece that hold pages which fulfil the condition; undefined now and then while nothing is found, so
   * that whoever asks can do something else.
   */
  pieces(piece: Piece, hidden: boolean): Iterable<Piece | undefined>;
  /** Whether a finished range fulfils the condition; true when `pieces` has decided already. */
  range(run: PageRun, hidden: boolean): boolean;
  /** The pages of which it is not known whether they fulfil it, and why: when all were seen. */
  doubts(): Doubts;
  /** Why the pages at the addresses that it asks for do not tell: when all were seen. */
  missing(): readonly string[];
}

/** Which pages are wanted. */
interface SelectionOptions {
  /** An expression; see docs/where.md. */
  readonly where?: string | undefined;
  /** Present pages only. */
  readonly isPresent?: boolean;
  /** The answer consists of ranges, so `pages` has a meaning of its own. */
  readonly ofRanges?: boolean;
}

/**
 * Makes the condition of `--where` and `--present`.
 *
 * @throws PteDecodeError `ERR_EXPRESSION`, also where it asks for what this input tells of no page
 */
export function createSelection(
  { where: text, isPresent = false, ofRanges = false }: SelectionOptions,
  engine: WordEngine,
  model: PagemapModel,
  input: FilterInput,
): Selection {
  const isWanted = ({ info }: WhereSubject): boolean =>
    !isPresent || info.state === 'present' || info.state === 'not-read';
  const question =
    text === undefined
      ? undefined
      : questionOf('some', text, undefined, pagemapNames(model, ofRanges, input.pageSize));
  if (!question) return presentPages(engine, model, input.pageSize);
  const condition = new FilterCondition(question, model, input);
  const asked = addressSpans(question.condition.where.root);
  const watch = new AddressWatch(asked ? [asked] : []);
  const see = (piece: Piece): void => {
    watch.see([piece], input.pageSize);
  };
  const told = { doubts: (): Doubts => condition.doubts(), missing: () => watch.missing() };
  const ask = (subject: WhereSubject): Picked | undefined => {
    condition.meet(subject.info);
    if (!isWanted(subject)) return undefined;
    const answer = condition.answer(subject);
    // It may be present, or not.
    return answer === 'picked' && isPresent && subject.info.state === 'not-read'
      ? condition.doubt(REASONS.notRead)
      : answer;
  };
  if (ofRanges && question.condition.where.names.includes('pages'))
    return {
      pieces(piece) {
        see(piece);
        return [piece];
      },
      range(run, hidden) {
        const { slot, vma, pages } = run;
        const subject = { ...run, info: model.describe(slot, hidden) };
        condition.enter(vma, hidden);
        const answer = ask(subject);
        if (answer === 'doubtful') condition.countDoubtful(pages);
        if (answer === 'unproved') condition.countUnproved(slot, vma, pages);
        return answer === 'picked';
      },
      ...told,
    };
  const finder = new PieceFinder(engine, model, [question.condition.where], input.pageSize, ask);
  const words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
  const starts = new Uint32Array(engine.buffer, MEMORY.runs, MEMORY.runsBytes / 4);
  /** Counts the pages of a part by their state. */
  const count = (part: Piece): void => {
    const { from, pages, vma } = part;
    if (from < 0) {
      condition.countUnproved(slotOfFill(part, model.markerType), vma, pages);
      return;
    }
    const runs = engine.findRuns(from, from + pages, model.markerType);
    for (let run = 0; run < runs; run += 1) {
      const start = starts[run] ?? 0;
      const slot = stateSlot(words[2 * start] ?? 0, words[2 * start + 1] ?? 0, model.markerType);
      condition.countUnproved(slot, vma, (starts[run + 1] ?? 0) - start);
    }
  };
  return {
    *pieces(piece, hidden) {
      see(piece);
      condition.enter(piece.vma, hidden);
      for (const part of finder.find(piece, hidden)) {
        if (!part || part.answer === 'picked') yield part;
        else if (part.answer === 'unproved') count(part);
        else condition.countDoubtful(part.pages);
      }
    },
    range: () => true,
    ...told,
  };
}

/** `--present` alone. */
function presentPages(engine: WordEngine, model: PagemapModel, pageSize: number): Selection {
  const finder = new PieceFinder(engine, model, [], pageSize, ({ info }) => {
    if (info.state === 'not-read') return 'doubtful';
    return info.state === 'present' ? 'picked' : undefined;
  });
  let unread = 0;
  return {
    *pieces(piece, hidden) {
      for (const part of finder.find(piece, hidden))
        if (part?.answer === 'doubtful') unread += part.pages;
        else yield part;
    },
    range: () => true,
    doubts: () => ({ pages: unread, reasons: [REASONS.notRead], option: '--present' }),
    missing: () => [],
  };
}
