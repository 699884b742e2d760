import { oncePer } from '../../core/later.ts';
import type { Atom } from '../../records/where/certain.ts';
import { ANYTHING, type OpenValue } from '../../records/where/values.ts';
import type { WhereNode } from '../../records/where/tree.ts';
import { changesBetween, changesOf } from '../compare/diff.ts';
import { type PagePair, vmaOf } from '../compare/page-pair.ts';
import { isEmpty, numberAt } from '../compare/parts.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { type Evidence, type KnownInput, Knowledge, type KnowledgeUse } from '../pages/knowledge.ts';
import { hidesNumber } from '../pages/swapped-states.ts';
import { answerIn, type PageView, reasonsIn, type Unknown, valueIn } from '../pages/views.ts';
import { REASONS } from '../reasons.ts';
import { CHANGE_WITHOUT, OWN, pairNeeds } from './pair-needs.ts';
import {
  isOfMapping,
  type Side,
  sideOfName,
  SIDES,
  subjectOf,
  type TransitionCondition,
  valueOf,
} from './transitions.ts';

/** What all pages of one side have in common. */
export interface KnownSide {
  readonly model: PagemapModel;
  readonly source: KnownInput;
}

/** A pair as it may be. */
interface PairView {
  readonly before: PageView | undefined;
  readonly after: PageView | undefined;
  /** Whether the numbers differ, where it is not known. */
  readonly hasOtherNumber?: boolean;
  /** Nothing is known of its changes. */
  readonly isOpen?: boolean;
  /** A side of which nothing is known, nor whether there is one. */
  readonly untold?: Side | undefined;
  /** A side whose empty entry is that of no page. */
  readonly gone?: Side | undefined;
}

/** Whether a condition on transitions holds for pages of which not all is known. */
export class PairKnowledge {
  readonly #condition: TransitionCondition;
  readonly #sides: Readonly<Record<Side, KnownSide>>;
  readonly #known: Readonly<Record<Side, Knowledge>>;
  readonly #needsOf = oncePer(({ node }: Atom) => pairNeeds(node));
  readonly #asksMapping: boolean;
  readonly #answers: (
    atom: Atom,
  ) => Map<StateInfo | undefined, Map<StateInfo | undefined, boolean | 'unknown'>> = oncePer(() => new Map());
  /** States of both sides of which all is known that is asked for. */
  readonly #plain = new Map<StateInfo | undefined, Map<StateInfo | undefined, boolean>>();

  readonly #reasons = new Map<StateInfo | undefined, Map<StateInfo | undefined, readonly string[]>>();

  /** @param evidence and `use` as of `Knowledge` */
  constructor(
    condition: TransitionCondition,
    sides: Readonly<Record<Side, KnownSide>>,
    evidence?: Evidence,
    use: KnowledgeUse = {},
  ) {
    this.#condition = condition;
    this.#sides = sides;
    const of = ({ model, source }: KnownSide): Knowledge => new Knowledge(model, source, evidence, use);
    this.#known = { before: of(sides.before), after: of(sides.after) };
    this.#asksMapping = condition.where.names.some(isOfMapping);
  }

  /** Why no pair has an answer to what some comparison asks. */
  refusals(): readonly { readonly node: WhereNode; readonly why: string }[] {
    const hasVmas = SIDES.some((side) => this.#sides[side].source.hasVmas);
    return this.#condition.certain.atoms.flatMap((atom) => {
      const { sides, asksMapping } = this.#needsOf(atom);
      const reasons = SIDES.flatMap((side) => this.#known[side].refusals(sides[side]));
      if (asksMapping && !hasVmas) reasons.push(REASONS.noMaps);
      return reasons.map((why) => ({ node: atom.node, why }));
    });
  }

  /** Whether pages may prove something of the kernels that is asked for. */
  wantsProof(): boolean {
    return this.#condition.certain.atoms.some((atom) => {
      const { sides } = this.#needsOf(atom);
      return SIDES.some((side) => this.#known[side].wantsProof(sides[side]));
    });
  }

  /** Whether it is known by now what a reason said is not. */
  settles(why: string): boolean {
    return SIDES.some((side) => this.#known[side].settles(why));
  }

  /** Whether all is known of a pair that is asked for. */
  isPlain(pair: PagePair): boolean {
    const { atoms } = this.#condition.certain;
    const isPlain = (): boolean => atoms.every((atom) => this.#unknowns(atom, pair).length === 0);
    if (this.#asksMapping || pair.isUntold) return isPlain();
    const { before, after } = pair;
    let known = this.#plain.get(before?.info);
    if (!known) this.#plain.set(before?.info, (known = new Map()));
    let answer = known.get(after?.info);
    if (answer === undefined) known.set(after?.info, (answer = isPlain()));
    return answer;
  }

  /** The answer for the first page of a pair; undefined where what is not known decides. */
  answer(pair: PagePair): boolean | undefined {
    return this.#condition.certain.answer((atom) => this.#ask(atom, pair));
  }

  /** Why it has none: of pairs of the same two states the reasons of the first that has some stand for all. */
  missing(pair: PagePair): readonly string[] {
    if (pair.isUntold) return this.#missing(pair);
    let known = this.#reasons.get(pair.before?.info);
    if (!known) this.#reasons.set(pair.before?.info, (known = new Map()));
    let reasons = known.get(pair.after?.info) ?? [];
    if (reasons.length > 0 && !this.#asksMapping) return reasons;
    known.set(pair.after?.info, (reasons = this.#missing(pair)));
    return reasons;
  }

  #missing(pair: PagePair): readonly string[] {
    const reasons = new Set<string>();
    this.#condition.certain.answer((atom) => {
      const unknowns = this.#unknowns(atom, pair);
      for (const why of reasonsIn(viewOf(pair), unknowns, this.#asking(atom, pair))) reasons.add(why);
      return this.#ask(atom, pair);
    });
    return [...reasons];
  }

  #ask(atom: Atom, pair: PagePair): boolean | undefined {
    if (pair.isUntold || !this.#isOfStates(atom, pair)) return this.#work(atom, pair);
    const answers = this.#answers(atom);
    let known = answers.get(pair.before?.info);
    if (!known) answers.set(pair.before?.info, (known = new Map()));
    let answer = known.get(pair.after?.info);
    if (answer === undefined) known.set(pair.after?.info, (answer = this.#work(atom, pair) ?? 'unknown'));
    return answer === 'unknown' ? undefined : answer;
  }

  /** Whether all pairs of the same two states have the same answer: no numbers in their words decide. */
  #isOfStates(atom: Atom, pair: PagePair): boolean {
    const { isOfWords, asksRaw, asksNumber, asksChanges } = this.#needsOf(atom);
    const isHidden = (side: Side): boolean => {
      const info = pair[side]?.info;
      return info === undefined || hidesNumber(info);
    };
    // Where one is hidden it is open whether the numbers differ.
    const comparesNumbers = asksChanges && !SIDES.some(isHidden);
    const isSettled = (side: Side): boolean =>
      (!asksRaw && pair[side]?.info.number === 'none') || (!asksNumber[side] && !comparesNumbers);
    return isOfWords && SIDES.every((side) => isHidden(side) || isSettled(side));
  }

  #work(atom: Atom, pair: PagePair): boolean | undefined {
    const unknowns = this.#unknowns(atom, pair);
    if (unknowns.length === 0) return atom.holds((name) => valueOf(name, pair, this.#pageSize));
    return answerIn(viewOf(pair), unknowns, this.#asking(atom, pair));
  }

  get #pageSize(): number {
    return this.#sides.after.source.pageSize;
  }

  #asking(atom: Atom, pair: PagePair): (view: PairView) => boolean | undefined {
    return (view) => atom.mayHold((name) => this.#valueIn(view, name, pair));
  }

  #valueIn(view: PairView, name: string, pair: PagePair): OpenValue {
    switch (name) {
      case OWN.changes:
        return view.isOpen === true ? ANYTHING : changesIn(view, pair);
      case OWN.changed:
        return view.isOpen === true ? ANYTHING : changesIn(view, pair).length > 0;
      case view.gone:
        return undefined;
      case OWN.vma:
      case OWN.perms:
        return this.#hidesMapping(pair) ? ANYTHING : valueOf(name, pair, this.#pageSize);
      default: {
        const known = sideOfName(name);
        if (view.untold !== undefined && (known?.side ?? name) === view.untold) return ANYTHING;
        const side = known && view[known.side];
        return side ? valueIn(side, known.name, this.#pageSize) : valueOf(name, pair, this.#pageSize);
      }
    }
  }

  #hidesMapping(pair: PagePair): boolean {
    return !vmaOf(pair) && !SIDES.some((side) => pair[side] && this.#sides[side].source.hasVmas);
  }

  #unknowns(atom: Atom, pair: PagePair): readonly Unknown<PairView>[] {
    const { sides, asksMapping, asksChanges, asksSide } = this.#needsOf(atom);
    const ofSides = (side: Side): readonly Unknown<PairView>[] => {
      const part = pair[side];
      if (!part) return [];
      return this.#known[side].unknowns(sides[side], part).map((unknown) => ofSide(side, unknown));
    };
    const unknowns = [...ofSides('before'), ...ofSides('after')];
    // It is one kernel, whichever: what a type stands for before, it stands for after.
    if (unknowns.filter(({ why }) => why === REASONS.openType).length > 1)
      unknowns.push({ why: REASONS.openType, spread: (view) => (isOfOneKernel(view) ? [view] : []) });
    if (asksMapping && this.#hidesMapping(pair))
      unknowns.push({ why: REASONS.noMaps, spread: (view) => [view] });
    for (const side of SIDES)
      if (asksSide[side] && pair[side] && isEmpty(pair[side]) && !this.#sides[side].source.hasVmas)
        unknowns.push({
          why: REASONS.maybeUnmapped,
          spread: (view) => (view.gone ? [view] : [view, { ...view, gone: side }]),
        });
    const { before, after } = pair;
    if (pair.isUntold) {
      const untold = before ? 'after' : 'before';
      unknowns.push({ why: REASONS.notInDump, spread: (view) => [{ ...view, untold, isOpen: true }] });
    }
    if (!asksChanges || !before || !after) return unknowns;
    if (before.info.state === 'not-read' || after.info.state === 'not-read')
      unknowns.push({ why: REASONS.notRead, spread: (view) => [{ ...view, isOpen: true }] });
    else if (hidesNumber(before.info) || hidesNumber(after.info))
      unknowns.push({
        why: REASONS.hidden,
        spread: (view) => [true, false].map((hasOtherNumber) => ({ ...view, hasOtherNumber })),
      });
    return unknowns;
  }
}

function viewOf({ before, after, page, pageBefore, at }: PagePair): PairView {
  return {
    before: before && subjectOf(before, pageBefore, at),
    after: after && subjectOf(after, page, at),
  };
}

function isOfOneKernel({ before, after }: PairView): boolean {
  const [from, to] = [before?.info.type, after?.info.type];
  return from?.number !== to?.number || from?.name === to?.name;
}

/** What is not known of one side of a pair. */
function ofSide(side: Side, { why, spread }: Unknown<PageView>): Unknown<PairView> {
  return {
    why,
    spread: (view) => {
      const own = view[side];
      return own ? spread(own).map((each) => ({ ...view, [side]: each })) : [view];
    },
  };
}

/** The changes of a pair as it may be. */
function changesIn({ before, after, hasOtherNumber, gone }: PairView, pair: PagePair): readonly string[] {
  if (gone) return [CHANGE_WITHOUT[gone]];
  if (!pair.before || !pair.after || !before || !after) return changesOf(pair);
  if (hasOtherNumber === undefined) {
    const { before: from, after: to, at } = pair;
    return changesBetween(before.info, after.info, () => numberAt(from, at) !== numberAt(to, at));
  }
  // The type is hidden along with the number.
  const untyped = (info: StateInfo): StateInfo => ({ ...info, type: undefined });
  return changesBetween(untyped(before.info), untyped(after.info), () => hasOtherNumber);
}
