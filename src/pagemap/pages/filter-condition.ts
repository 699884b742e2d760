import { keptIn } from '../../core/later.ts';
import { printable } from '../../core/printable.ts';
import type { Vma } from '../../pages/maps.ts';
import type { Atom } from '../../records/where/certain.ts';
import { expressionError } from '../../records/where/lexer.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';
import { isPerPage } from './each-page.ts';
import { REASONS } from '../reasons.ts';
import { type Evidence, type KnownInput, Knowledge } from './knowledge.ts';
import { needsOf } from './needs.ts';
import { PageAsker } from './page-asker.ts';
import { seenIn } from './page-tally.ts';
import type { PageQuestion } from './questions.ts';

/** What is known of one input before it is read. */
export interface FilterInput extends KnownInput {
  /** Reads it beforehand, for what it proves; absent for what can be read once only. */
  readonly evidence?: (() => Evidence) | undefined;
}

/** What a page is to a filter: undefined where it is known that it does not fulfil the condition. */
export type Picked =
  /** It fulfils it. */
  | 'picked'
  /** It is not known, and is not picked whatever the pages behind it prove. */
  | 'doubtful'
  /** It is not known yet: the pages behind it may prove that it does not fulfil it. */
  | 'unproved';

const NOTHING: Evidence = { seen: new Set(), vmFlags: new Set() };

/**
 * The condition of a filter, with what is not known of pages: one of which that decides is not picked, and is counted, so
 * that no filter passes for one that found nothing.
 */
export class FilterCondition {
  readonly #question: PageQuestion;
  readonly #model: PagemapModel;
  readonly #input: FilterInput;
  readonly #atoms: readonly Atom[];
  /** Counts as known what nobody said. */
  readonly #lenient: Knowledge;
  /** Counts as unknown what nothing proves. */
  #known: Knowledge;
  /** Pages may prove that the kernel shows what is asked for, and were not looked at beforehand. */
  #wantsProof: boolean;
  readonly #asksMapping: boolean;
  readonly #asksVmFlags: boolean;
  readonly #isPerPage: boolean;
  /** States of pages of which all is known that is asked for. */
  readonly #plain = new Map<StateInfo, boolean>();
  readonly #met = new Set<StateInfo>();
  readonly #vmFlags = new Set<string>();
  #vma: Vma | undefined;
  /** Pages that are not proved, by mapping and slot. */
  readonly #doubts = new Map<Vma | undefined, Map<number, number>>();
  readonly #reasons = new Set<string>();
  /** Pages and mappings whose reasons were looked for. */
  readonly #explained = new Map<StateInfo, Set<Vma | undefined>>();
  #doubtful = 0;
  #hidden = false;

  /**
   * @param question a condition on pages, of the quantifier `some`
   * @throws PteDecodeError `ERR_EXPRESSION` where it asks for what is known of no page
   */
  constructor(question: PageQuestion, model: PagemapModel, input: FilterInput) {
    const { where, certain } = question.condition;
    const { names } = where;
    this.#question = question;
    this.#model = model;
    this.#input = input;
    this.#atoms = certain.atoms;
    this.#lenient = this.#knowing(undefined);
    this.#refuse();
    this.#known = this.#knowing(NOTHING);
    this.#wantsProof = this.#atoms.some(({ node }) => this.#known.wantsProof(needsOf(node, '')));
    this.#asksVmFlags = names.includes('vma.flags');
    this.#asksMapping = names.some((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'mapping');
    this.#isPerPage = isPerPage(question);
  }

  #knowing(evidence: Evidence | undefined): Knowledge {
    return new Knowledge(this.#model, this.#input, evidence, { takesWords: true });
  }

  #refuse(): void {
    const { text } = this.#question.condition.where;
    for (const { node } of this.#atoms)
      for (const why of this.#lenient.refusals(needsOf(node, '')))
        throw expressionError(text, node.at, `${printable(text.slice(node.at, node.end))}: ${why}`);
  }

  /** Goes on with pages of a mapping. @param hidden numbers are hidden */
  enter(vma: Vma | undefined, hidden: boolean): void {
    this.#hidden = hidden;
    if (vma === this.#vma) return;
    this.#vma = vma;
    for (const flag of vma?.vmFlags ?? []) this.#vmFlags.add(flag);
  }

  /** Takes a page for what it proves, whether it is asked about or not. */
  meet(info: StateInfo): void {
    if (this.#wantsProof) this.#met.add(info);
  }

  /** What a page is. */
  answer(subject: WhereSubject): Picked | undefined {
    const { where, certain } = this.#question.condition;
    if (this.#isPlain(subject)) {
      const { pageSize } = this.#input;
      const holds = where.evaluate((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.get(subject, pageSize));
      return holds ? 'picked' : undefined;
    }
    const answer = this.#ask(subject);
    if (answer !== undefined) return answer ? 'picked' : undefined;
    if (this.#wantsProof && certain.answer((atom) => this.#lenient.answer(atom, subject)) === false)
      return 'unproved';
    this.#explain(subject);
    return 'doubtful';
  }

  /** Makes a page doubtful for a reason that the condition does not know. */
  doubt(why: string): Picked {
    this.#reasons.add(why);
    return 'doubtful';
  }

  /** All that is asked for is known of the page: then it is asked as if there were no doubts. */
  #isPlain({ info, vma }: Pick<WhereSubject, 'info' | 'vma'>): boolean {
    if (this.#asksVmFlags && vma && !vma.vmFlags) return false;
    let isPlain = this.#plain.get(info);
    if (isPlain === undefined) {
      const page = { info, vma: undefined };
      isPlain = this.#atoms.every(({ node }) => this.#known.unknowns(needsOf(node, ''), page).length === 0);
      this.#plain.set(info, isPlain);
    }
    return isPlain;
  }

  #ask(subject: WhereSubject): boolean | undefined {
    const { certain } = this.#question.condition;
    const answer = certain.answer((atom) => this.#known.answer(atom, subject));
    if (answer !== undefined || !this.#wantsProof || !this.#input.evidence) return answer;
    this.#wantsProof = false;
    this.#known = this.#knowing(this.#input.evidence());
    this.#plain.clear();
    return this.#ask(subject);
  }

  #explain(subject: WhereSubject): void {
    const vma = this.#asksMapping ? subject.vma : undefined;
    const vmas = keptIn(this.#explained, subject.info, () => new Set());
    if (vmas.has(vma)) return;
    vmas.add(vma);
    const asker = new PageAsker(this.#model, this.#input.pageSize, this.#known);
    for (const why of asker.reasons(this.#question, subject)) this.#reasons.add(why);
  }

  /** Counts pages that have no answer. */
  countDoubtful(pages: number): void {
    this.#doubtful += pages;
  }

  /** Counts pages that are not proved. */
  countUnproved(slot: number, vma: Vma | undefined, pages: number): void {
    const key = this.#asksMapping ? vma : undefined;
    let slots = this.#doubts.get(key);
    if (!slots) this.#doubts.set(key, (slots = new Map()));
    slots.set(slot, (slots.get(slot) ?? 0) + pages);
  }

  /** What was in doubt to the end, when all pages were seen: how many pages, and why. */
  doubts(): { readonly pages: number; readonly reasons: readonly string[] } {
    const hidden = this.#hidden;
    const knowledge = this.#knowing({ seen: seenIn(this.#met, this.#model.kernel), vmFlags: this.#vmFlags });
    const asker = new PageAsker(this.#model, this.#input.pageSize, knowledge);
    const reasons = new Set(
      [...this.#reasons].map((why) => (this.#wantsProof && knowledge.settles(why) ? REASONS.tooLate : why)),
    );
    let pages = this.#doubtful;
    for (const [vma, slots] of this.#doubts)
      for (const [slot, count] of slots) {
        const subject = asker.subject(slot, vma, hidden);
        // Of pages that differ no single one stands for all: whatever is not known may have been what decided.
        const open = this.#isPerPage
          ? this.#atoms.flatMap((atom) => knowledge.missing(atom, subject))
          : asker.answer(this.#question, subject) === 'unknown'
            ? asker.reasons(this.#question, subject)
            : [];
        if (open.length > 0) pages += count;
        for (const why of open) reasons.add(why);
      }
    return { pages, reasons: [...reasons] };
  }
}
