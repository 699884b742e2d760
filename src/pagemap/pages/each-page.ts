import type { BrokenRanges } from './broken-ranges.ts';
import type { PagemapModel } from '../model.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';
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

/** A question that must be asked of each page. */
export class EachPage {
  readonly question: PageQuestion;
  readonly counts: Record<PageAnswer, number> = { outside: 0, fits: 0, breaks: 0, unknown: 0, unsure: 0 };
  readonly #list: BrokenRanges;
  readonly #model: PagemapModel;
  readonly #finder: PieceFinder<PageAnswer>;
  readonly #words: Uint32Array;

  constructor(
    question: PageQuestion,
    list: BrokenRanges,
    answer: (subject: WhereSubject) => PageAnswer,
    engine: WordEngine,
    model: PagemapModel,
    pageSize: number,
  ) {
    this.question = question;
    this.#list = list;
    this.#model = model;
    this.#words = new Uint32Array(engine.buffer, MEMORY.words, MEMORY.wordsBytes / 4);
    const wheres = conditionsOf(question).map(({ where }) => where);
    this.#finder = new PieceFinder(engine, model, wheres, pageSize, (subject) => {
      const kind = answer(subject);
      return kind === 'outside' ? undefined : kind;
    });
  }

  /** Takes the next piece, in steps that take less than a moment each. */
  *steps(piece: Piece, hidden: boolean): Generator<unknown, void, undefined> {
    let parts = 0;
    for (const part of this.#finder.find(piece, hidden)) {
      if (!part || ++parts % PARTS === 0) yield;
      if (!part) continue;
      this.counts[part.answer] += part.pages;
      if (part.answer === 'breaks' && this.question.quantifier !== 'some') this.#broken(part);
    }
  }

  /** The parts of one state of what breaks the question. */
  #broken(part: Piece): void {
    if (part.from < 0) {
      this.#list.count(part.page, part.pages, this.#slotOf(part.lo, part.hi), part.vma);
    } else {
      const end = part.from + part.pages;
      for (let at = part.from; at < end;) {
        const slot = this.#slotAt(at);
        let next = at + 1;
        while (next < end && this.#slotAt(next) === slot) next += 1;
        this.#list.count(part.page + at - part.from, next - at, slot, part.vma);
        at = next;
      }
    }
    if (this.#list.wantsMore) this.#list.keep(part);
  }

  #slotAt(at: number): number {
    return this.#slotOf(this.#words[2 * at] ?? 0, this.#words[2 * at + 1] ?? 0);
  }

  #slotOf(lo: number, hi: number): number {
    return stateSlot(lo, hi, this.#model.markerType);
  }
}
