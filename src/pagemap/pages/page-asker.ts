import type { WhereValue } from '../../records/where/values.ts';
import type { Vma } from '../../pages/maps.ts';
import type { Knowledge } from './knowledge.ts';
import type { PagemapModel } from '../model.ts';
import { answerOf, conditionsOf, type PageAnswer, type PageQuestion } from './questions.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';

/** Asks questions about single pages, with what is known of them. */
export class PageAsker {
  readonly #model: PagemapModel;
  readonly #pageSize: number;
  readonly #knowledge: Knowledge;

  constructor(model: PagemapModel, pageSize: number, knowledge: Knowledge) {
    this.#model = model;
    this.#pageSize = pageSize;
    this.#knowledge = knowledge;
  }

  /** A page that stands for all of one state in a mapping. */
  subject(slot: number, vma: Vma | undefined, hidden: boolean): WhereSubject {
    const info = this.#model.describe(slot, hidden);
    return { info, lo: 0, hi: ((slot & 0x1ff) << 23) >>> 0, page: 0, pages: 1, vma };
  }

  /** What a page is to a question. */
  answer(question: PageQuestion, subject: WhereSubject): PageAnswer {
    return answerOf(question, ({ certain }) =>
      certain.answer((atom) => this.#knowledge.answer(atom, subject)),
    );
  }

  /** Why a page has no answer. */
  reasons(question: PageQuestion, subject: WhereSubject): readonly string[] {
    const reasons = new Set<string>();
    const { doubt } = question;
    for (const condition of conditionsOf(question)) {
      const answer = condition.certain.answer((atom) => {
        for (const why of this.#knowledge.missing(atom, subject)) reasons.add(why);
        return this.#knowledge.answer(atom, subject);
      });
      if (condition === doubt && answer === true) reasons.add(doubt.text);
    }
    return [...reasons];
  }

  /** What of a mapping decides, by the names that are asked for: `maybe_swapped` is asked of an empty page. */
  keyOf(vma: Vma | undefined, names: readonly string[]): string {
    if (names.length === 0) return '';
    const subject = this.subject(0, vma, false);
    const values = names.map((name) => {
      const value = this.#value(name, subject);
      return typeof value === 'bigint' ? value.toString() : value;
    });
    return JSON.stringify([vma === undefined, vma?.vmFlags === undefined, ...values]);
  }

  #value(name: string, subject: WhereSubject): WhereValue {
    return PAGE_PROPERTIES_BY_NAME.get(name)?.get(subject, this.#pageSize);
  }
}
