import { printable } from '../../core/printable.ts';
import type { Vma } from '../../pages/maps.ts';
import { comparisonsOf } from '../../records/where/certain.ts';
import { expressionError } from '../../records/where/lexer.ts';
import type { PagemapModel } from '../model.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';
import { slotOf } from '../scan/memory.ts';
import type { Piece } from '../sources/word-source.ts';
import { isPerPage } from './each-page.ts';
import { Knowledge } from './knowledge.ts';
import { PageAsker } from './page-asker.ts';
import { seenIn } from './page-tally.ts';
import type { PageQuestion } from './questions.ts';

/** A present page, and one without anything. */
const SAMPLES: readonly number[] = [1 << 31, 0];

/** A mapping of which everything is known. */
const ANY_VMA: Vma = { start: 0, end: 1, name: '', perms: 'rw-p', vmFlags: [] };

/** What all pages of one input have in common. */
export interface FilterInput {
  readonly pageSize: number;
  /** The mappings are known. */
  readonly hasVmas: boolean;
}

/**
 * The condition of a filter, with what is not known of pages: one of which that decides is not picked, and is counted, so
 * that no filter passes for one that found nothing.
 */
export class FilterCondition {
  readonly #question: PageQuestion;
  readonly #model: PagemapModel;
  readonly #input: FilterInput;
  /** Counts as known what nobody said, and as unknown what the input so far does not prove. */
  readonly #lenient: PageAsker;
  readonly #strict: PageAsker;
  readonly #asksVmFlags: boolean;
  readonly #ofMapping: boolean;
  readonly #isPerPage: boolean;
  /** Only pages themselves may prove that the kernel shows what is asked for. */
  readonly #wantsProof: boolean;
  readonly #met = new Set<number>();
  readonly #vmFlags = new Set<string>();
  #vma: Vma | undefined;
  /** Pages in doubt, by mapping and slot. */
  readonly #doubts = new Map<Vma | undefined, Map<number, number>>();
  #hidden = false;

  /**
   * @param question a condition on pages, of the quantifier `some`
   * @throws PteDecodeError `ERR_EXPRESSION` where it asks for what is known of no page
   */
  constructor(question: PageQuestion, model: PagemapModel, input: FilterInput) {
    const { names } = question.condition.where;
    this.#question = question;
    this.#model = model;
    this.#input = input;
    const lenient = new Knowledge(model, input.hasVmas, { takesWords: true });
    const strict = this.#concluded(new Set(), new Set());
    this.#refuse(lenient);
    this.#lenient = new PageAsker(model, input.pageSize, lenient);
    this.#strict = new PageAsker(model, input.pageSize, strict);
    this.#asksVmFlags = names.includes('vma.flags');
    this.#ofMapping = names.some((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'mapping');
    this.#isPerPage = isPerPage(question);
    this.#wantsProof = SAMPLES.some((hi) => this.#missing(strict, hi).length > 0);
  }

  #concluded(seen: ReadonlySet<string>, vmFlags: ReadonlySet<string>): Knowledge {
    const knowledge = new Knowledge(this.#model, this.#input.hasVmas, { takesWords: true });
    knowledge.conclude({ seen, vmFlags });
    return knowledge;
  }

  /** The comparisons that have no answer for a page of which all is known that can be known, and why. */
  #missing(knowledge: Knowledge, hi: number): readonly (readonly [{ at: number; end: number }, string])[] {
    const info = this.#model.describe(slotOf(1, hi, this.#model.markerType), false);
    const vma = this.#input.hasVmas ? ANY_VMA : undefined;
    const subject = { info, lo: 1, hi: hi >>> 0, page: 0, pages: 1, vma };
    return comparisonsOf(this.#question.condition.where.root).flatMap((node) =>
      knowledge.missing(node, subject, false).map((why) => [node, why] as const),
    );
  }

  #refuse(knowledge: Knowledge): void {
    const { text } = this.#question.condition.where;
    for (const [{ at, end }, why] of this.#missing(knowledge, 1 << 31))
      throw expressionError(text, at, `${printable(text.slice(at, end))}: ${why}`);
  }

  /** Whether it is known that a page fulfils the condition. */
  holds(subject: WhereSubject, hidden: boolean): boolean {
    const { info, vma } = subject;
    if (this.#wantsProof) this.#met.add(info.slot);
    const isUnknown =
      hidden || info.state === 'not-read' || (this.#asksVmFlags && vma && vma.vmFlags === undefined);
    if (isUnknown === true) return this.#lenient.answer(this.#question, subject, hidden) === 'fits';
    return this.#question.condition.where.evaluate((name) =>
      PAGE_PROPERTIES_BY_NAME.get(name)?.get(subject, this.#input.pageSize),
    );
  }

  /** Whether pages of a piece may be in doubt, before they are looked at one by one. */
  mayDoubt({ vma, notRead }: Piece, hidden: boolean): boolean {
    this.#hidden = hidden;
    if (this.#wantsProof && vma !== this.#vma) {
      this.#vma = vma;
      for (const flag of vma?.vmFlags ?? []) this.#vmFlags.add(flag);
    }
    return (
      hidden ||
      this.#wantsProof ||
      notRead === true ||
      (this.#asksVmFlags && vma !== undefined && vma.vmFlags === undefined)
    );
  }

  /** Whether a page is in doubt, as long as no other proves anything. */
  isDoubtful(subject: WhereSubject, hidden: boolean): boolean {
    return this.#strict.answer(this.#question, subject, hidden) === 'unknown';
  }

  /** Counts pages that are in doubt. */
  doubt(slot: number, vma: Vma | undefined, pages: number): void {
    const key = this.#ofMapping ? vma : undefined;
    let slots = this.#doubts.get(key);
    if (!slots) this.#doubts.set(key, (slots = new Map()));
    slots.set(slot, (slots.get(slot) ?? 0) + pages);
  }

  /** What was in doubt to the end, when all pages were seen: how many pages, and why. */
  doubts(): { readonly pages: number; readonly reasons: readonly string[] } {
    const hidden = this.#hidden;
    const knowledge = this.#concluded(seenIn(this.#met, hidden, this.#model), this.#vmFlags);
    const asker = new PageAsker(this.#model, this.#input.pageSize, knowledge);
    const reasons = new Set<string>();
    let pages = 0;
    for (const [vma, slots] of this.#doubts)
      for (const [slot, count] of slots) {
        const subject = asker.subject(slot, vma, hidden);
        // Of pages that differ no single one stands for all: whatever is not known may have been what decided.
        const open = this.#isPerPage
          ? comparisonsOf(this.#question.condition.where.root).flatMap((node) =>
              knowledge.missing(node, subject, hidden),
            )
          : asker.answer(this.#question, subject, hidden) === 'unknown'
            ? asker.reasons(this.#question, subject, hidden)
            : [];
        if (open.length > 0) pages += count;
        for (const why of open) reasons.add(why);
      }
    return { pages, reasons: [...reasons] };
  }
}
