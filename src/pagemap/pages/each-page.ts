import { keptIn } from '../../core/later.ts';
import type { Vma } from '../../pages/maps.ts';
import { BrokenRanges } from './broken-ranges.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import type { PageAsker } from './page-asker.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';
import { slotOfFill } from '../page-runs.ts';
import { type AnswerCounts, noCounts, type OwnCounts } from './page-tally.ts';
import { conditionsOf, type PageAnswer, type PageQuestion } from './questions.ts';
import { type WordEngine, MEMORY, slotOf } from '../scan/memory.ts';
import { PieceFinder } from '../piece-finder.ts';
import type { Piece } from '../sources/word-source.ts';

// Bound once: in the built program an import of another file is looked up at every call.
const stateSlot = slotOf;

/** Parts of one piece that make a step. */
const PARTS = 256;

/** The names that a question speaks of. */
export function namesOf(question: PageQuestion): readonly string[] {
  return conditionsOf(question).flatMap(({ where }) => where.names);
}

/** Whether a question must be asked of each page: its answer is not the same for all pages of one state and mapping. */
export function isPerPage(question: PageQuestion): boolean {
  return namesOf(question).some((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'page');
}

/** What a page is; of two the first with what nobody said counting as known, the second with it counting as unknown. */
type Met = PageAnswer | `${PageAnswer} ${PageAnswer}`;

/** Who answers questions about single pages. */
interface Askers {
  /** Counts as known what nobody said. */
  readonly lenient: PageAsker;
  /** Counts as unknown what nothing proves. */
  readonly strict: PageAsker;
}

/** A question that must be asked of each page. */
export class EachPage {
  readonly question: PageQuestion;
  /** The pages whose answer is the same whatever other pages prove. */
  readonly #counts = noCounts();
  /** The others, by slot: what they are where other pages prove that, and where none does. */
  readonly #unproved = new Map<number, { readonly proved: AnswerCounts; readonly open: AnswerCounts }>();
  /** Why pages have no answer. */
  readonly #reasons = new Set<string>();
  /** Ranges that break it whatever other pages prove. */
  readonly #certain: BrokenRanges;
  readonly #list: BrokenRanges;
  readonly #explained = new Map<StateInfo, Set<Vma | undefined>>();
  readonly #model: PagemapModel;
  readonly #finder: PieceFinder<Met>;
  readonly #words: Uint32Array;

  /** @param list takes all ranges that may break it */
  constructor(
    question: PageQuestion,
    list: BrokenRanges,
    askers: Askers,
    engine: WordEngine,
    model: PagemapModel,
    { pageSize, most }: { readonly pageSize: number; readonly most: number },
  ) {
    this.question = question;
    this.#list = list;
    this.#certain = askers.lenient === askers.strict ? list : new BrokenRanges(engine, model, most);
    this.#model = model;
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    const wheres = conditionsOf(question).map(({ where }) => where);
    this.#finder = new PieceFinder(engine, model, wheres, pageSize, (subject) => {
      const kind = this.#met(askers, subject);
      return kind === 'outside' ? undefined : kind;
    });
  }

  #met({ lenient, strict }: Askers, subject: WhereSubject): Met {
    const { question } = this;
    const open = strict.answer(question, subject);
    // What fits or breaks with less known, does so with more.
    const isSettled = lenient === strict || open === 'fits' || open === 'breaks';
    const answer = isSettled ? open : lenient.answer(question, subject);
    if (answer === 'unknown' || answer === 'unsure') this.#explain(lenient, subject);
    return answer === 'unknown' || answer === open ? answer : `${answer} ${open}`;
  }

  #explain(asker: PageAsker, subject: WhereSubject): void {
    const vmas = keptIn(this.#explained, subject.info, () => new Set());
    if (vmas.has(subject.vma)) return;
    vmas.add(subject.vma);
    for (const why of asker.reasons(this.question, subject)) this.#reasons.add(why);
  }

  /** Takes the next piece, in steps that take less than a moment each. */
  *steps(piece: Piece, hidden: boolean): Generator<unknown, void, undefined> {
    let parts = 0;
    for (const part of this.#finder.find(piece, hidden)) {
      if (!part || ++parts % PARTS === 0) yield;
      if (part) this.#take(part, part.answer);
    }
  }

  #take(part: Piece, met: Met): void {
    const [answer, open] = met.split(' ') as [PageAnswer, PageAnswer?];
    if (open === undefined) this.#counts[answer] += part.pages;
    else
      for (const { pages, slot } of this.#states(part)) {
        const both = keptIn(this.#unproved, slot, () => ({ proved: noCounts(), open: noCounts() }));
        both.proved[answer] += pages;
        both.open[open] += pages;
      }
    if (answer !== 'breaks' || this.question.quantifier === 'some') return;
    for (const list of new Set([this.#list, open === undefined ? this.#certain : this.#list])) {
      for (const { page, pages, slot } of this.#states(part)) list.count(page, pages, slot, part.vma);
      if (list.wantsMore) list.keep(part);
    }
  }

  /**
   * What came of it, when all pages were seen.
   *
   * @param openOf why what nobody said of pages of a slot is not proved; empty where it is
   */
  result(openOf: (slot: number) => readonly string[]): OwnCounts {
    this.#certain.end();
    const reasons = new Set([...this.#unproved.keys()].flatMap(openOf));
    const isProved = reasons.size === 0;
    const counts = { ...this.#counts };
    for (const both of this.#unproved.values())
      for (const [answer, pages] of Object.entries(isProved ? both.proved : both.open))
        counts[answer as PageAnswer] += pages;
    return { counts, list: isProved ? this.#list : this.#certain, reasons: [...this.#reasons, ...reasons] };
  }

  /** The parts of one state. */
  *#states(part: Piece): Generator<{ page: number; pages: number; slot: number }> {
    if (part.from < 0) {
      yield { page: part.page, pages: part.pages, slot: slotOfFill(part, this.#model.markerType) };
      return;
    }
    const end = part.from + part.pages;
    for (let at = part.from; at < end;) {
      const slot = this.#slotAt(at);
      let next = at + 1;
      while (next < end && this.#slotAt(next) === slot) next += 1;
      yield { page: part.page + at - part.from, pages: next - at, slot };
      at = next;
    }
  }

  #slotAt(at: number): number {
    return stateSlot(this.#words[2 * at] ?? 0, this.#words[2 * at + 1] ?? 0, this.#model.markerType);
  }
}
