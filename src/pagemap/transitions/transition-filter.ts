import { printable } from '../../core/printable.ts';
import { expressionError } from '../../records/where/lexer.ts';
import { changesOf } from '../compare/diff.ts';
import type { EqualTaker } from '../compare/equal-counts.ts';
import type { PagePair } from '../compare/page-pair.ts';
import type { Part } from '../compare/parts.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import type { FilterInput } from '../pages/filter-condition.ts';
import type { Evidence } from '../pages/knowledge.ts';
import { seenIn } from '../pages/page-tally.ts';
import { hidesNumber } from '../pages/swapped-states.ts';
import { REASONS } from '../reasons.ts';
import { PairKnowledge } from './pair-knowledge.ts';
import { type Side, SIDES, TransitionCondition } from './transitions.ts';

/** What is known of one side before it is read. */
export interface FilterSide {
  readonly model: PagemapModel;
  readonly source: Omit<FilterInput, 'evidence'>;
  readonly evidence?: FilterInput['evidence'];
}

const NOTHING: Evidence = { seen: new Set(), vmFlags: new Set() };

/**
 * The condition of a filter on changes, with what is not known of pages: one of which that decides is not picked, and is
 * counted, so that no filter passes for one that found nothing.
 */
export class TransitionFilter implements EqualTaker {
  readonly needsNumbers: boolean;
  readonly addresses: TransitionCondition['addresses'];
  readonly #condition: TransitionCondition;
  readonly #sides: Readonly<Record<Side, FilterSide>>;
  /** Counts as known what nobody said. */
  readonly #lenient: PairKnowledge;
  /** Counts as unknown what nothing proves. */
  #known: PairKnowledge;
  /** Pages may prove that the kernels show what is asked for. */
  #wantsProof: boolean;
  #hasLooked = false;
  /** States that pages of both sides have, and `VmFlags` of their mappings. */
  readonly #met = new Set<StateInfo>();
  readonly #isAssumed: boolean;
  readonly #vmFlags = new Set<string>();
  readonly #reasons = new Set<string>();
  #doubtful = 0;
  /** Pages that are in doubt as long as no page proves what is asked for, and why. */
  #unproved = 0;
  readonly #unprovedWhy = new Set<string>();

  /** @throws PteDecodeError `ERR_EXPRESSION`, also where it asks for what this input tells of no page */
  constructor(text: string, before: FilterSide, after: FilterSide) {
    this.#sides = { before, after };
    this.#isAssumed = [before, after].some(({ model }) => model.kernel.isAssumed === true);
    this.#condition = new TransitionCondition(text, before.model, after.model, after.source.pageSize);
    this.needsNumbers = this.#condition.needsNumbers;
    this.addresses = this.#condition.addresses;
    this.#lenient = this.#knowing(undefined);
    const [refused] = this.#lenient.refusals();
    if (refused) {
      const { at, end } = refused.node;
      throw expressionError(text, at, `${printable(text.slice(at, end))}: ${refused.why}`);
    }
    this.#known = this.#knowing(NOTHING);
    this.#wantsProof = this.#known.wantsProof();
  }

  #knowing(evidence: Evidence | undefined): PairKnowledge {
    return new PairKnowledge(this.#condition, this.#sides, evidence, { takesWords: true });
  }

  /** The parts of a pair of which it is known that they fulfil the condition. */
  holding(pair: PagePair): Iterable<PagePair> {
    if (this.#known.isPlain(pair)) return this.#condition.holding(pair);
    return this.#condition.partsWhere(pair, (part) => this.#ask(part) === true);
  }

  #ask(pair: PagePair): boolean | undefined {
    const answer = this.#known.answer(pair);
    if (answer !== undefined || !this.#wantsProof || this.#hasLooked) return answer;
    this.#hasLooked = true;
    const found = SIDES.flatMap((side) => this.#sides[side].evidence?.() ?? []);
    if (found.length === 0) return answer;
    this.#known = this.#knowing({
      seen: new Set(found.flatMap(({ seen }) => [...seen])),
      vmFlags: new Set(found.flatMap(({ vmFlags }) => [...vmFlags])),
    });
    this.#wantsProof = found.length < SIDES.length && this.#known.wantsProof();
    return this.#ask(pair);
  }

  /** Whether pages that stayed as they are need not be looked at one by one: see `EqualTaker`. */
  settles(pair: PagePair): boolean {
    return !mayHaveChanged(pair) || this.#condition.isAboutKinds || this.#known.isPlain(pair);
  }

  /** Takes the next pages. */
  see(pair: PagePair): void {
    if (this.#wantsProof) this.#meet(pair);
    if (!mayHaveChanged(pair) || this.#known.isPlain(pair)) return;
    for (const part of this.#condition.partsWhere(pair, (each) => this.#ask(each) === undefined))
      this.#doubt(part);
  }

  #meet(pair: PagePair): void {
    for (const side of SIDES) {
      const part = pair[side];
      if (!part) continue;
      this.#met.add(part.info);
      for (const flag of part.vma?.vmFlags ?? []) this.#vmFlags.add(flag);
    }
  }

  #doubt(pair: PagePair): void {
    const isUnproved = this.#wantsProof && this.#lenient.answer(pair) === false;
    const reasons = isUnproved ? this.#unprovedWhy : this.#reasons;
    for (const why of this.#known.missing(pair)) reasons.add(why);
    if (isUnproved) this.#unproved += pair.pages;
    else this.#doubtful += pair.pages;
  }

  /** The pages of which it is not known whether they fulfil it, and why: when all were seen. */
  doubts(): { readonly pages: number; readonly reasons: readonly string[] } {
    if (!this.#wantsProof) return { pages: this.#doubtful, reasons: [...this.#reasons] };
    const seen = seenIn(this.#met, { isAssumed: this.#isAssumed });
    const known = this.#knowing({ seen, vmFlags: this.#vmFlags });
    const isOpen = known.wantsProof();
    const reasons = [...this.#reasons].map((why) => (known.settles(why) ? REASONS.tooLate : why));
    return {
      pages: this.#doubtful + (isOpen ? this.#unproved : 0),
      reasons: [...new Set([...reasons, ...(isOpen ? this.#unprovedWhy : [])])],
    };
  }
}

/** Whether the words do not tell that a page stayed as it was. */
function mayHaveChanged(pair: PagePair): boolean {
  const { before, after } = pair;
  const isUnknown = (part: Part | undefined): boolean =>
    part !== undefined && (part.info.state === 'not-read' || hidesNumber(part.info));
  return isUnknown(before) || isUnknown(after) || changesOf(pair).length > 0;
}
