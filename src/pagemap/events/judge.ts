import { counted } from '../../core/counted.ts';
import { formatVersion } from '../../core/version.ts';
import { EVENTS, type EventRow } from '../../kernel/uffd/events.ts';
import type { MemoryKind, TransitionRow, WpMode } from '../../kernel/uffd/model.ts';
import type { Vma } from '../../pages/maps.ts';
import { FindingList, type PageAnswer } from '../compare/findings.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { frameChanged, type PagePair } from '../compare/page-pair.ts';
import { hasOpenType } from '../pages/swapped-states.ts';
import { REASONS } from '../reasons.ts';
import { findingOf } from '../transitions/transition-judge.ts';
import { AllowedTransitions, type Answer, type Area, type Transition } from './allowed.ts';
import { faultsOf } from './faults.ts';
import { kindsOf } from './kinds.ts';
import { isProtected, statesOf } from './state.ts';
import { WayGroups } from './way-groups.ts';
import { isOfRest, saysNothingMore, WayGroup } from './ways.ts';

/** What a comparison is held against. */
interface EventQuestion {
  readonly events: readonly EventRow[];
  /** Undefined: mappings say it. */
  readonly kind: MemoryKind | undefined;
  /** Undefined: either. */
  readonly mode: WpMode | undefined;
  /** VmFlags were read for each of the two sides, and not once for both. */
  readonly ownFlags: boolean;
  /** The moved range is known. */
  readonly isAligned: boolean;
  /** The most findings that are kept. */
  readonly max: number;
}

/** What came out. */
export interface EventResult extends PageAnswer {
  readonly notes: readonly string[];
  readonly pages: number;
  /** Pages that were protected before: those that still are, and those that lost it as the event does. */
  readonly kept: number;
  readonly dropped: number;
  /** Those of which it is not known whether the event does that. */
  readonly open: { readonly kept: number; readonly lost: number };
}

/** Holds the pages of two dumps against what a kernel does in an event. */
export class EventJudge {
  readonly #question: EventQuestion;
  readonly #model: PagemapModel;
  readonly #allowed: AllowedTransitions;
  /** What holds outside of the memory that was moved. */
  readonly #outside: AllowedTransitions;
  readonly #all: readonly (readonly [EventRow, AllowedTransitions])[];
  readonly #answers = new Map<string, Answer>();
  /** What is said of pages with an answer. */
  readonly #whys = new Map<Answer, string>();
  /** The question that was answered last: neighbours ask the same again and again. */
  #last:
    | {
        readonly from: StateInfo | undefined;
        readonly to: StateInfo | undefined;
        readonly before: Vma | undefined;
        readonly after: Vma | undefined;
        readonly isOutside: boolean;
        readonly answer: Answer;
      }
    | undefined;
  readonly #findings: FindingList;
  readonly #reasons = new Set<string>();
  readonly #notes = new Set<string>();
  /** Pages that are as they were because the event was of others, if it took place. */
  readonly #rest: FindingList;
  readonly #groups: WayGroups;
  #pages = 0;
  #kept = 0;
  #dropped = 0;
  readonly #open = { kept: 0, lost: 0 };
  #protectedPages = 0;
  #contradicts = false;

  constructor(question: EventQuestion, model: PagemapModel) {
    this.#question = question;
    this.#model = model;
    const modes: readonly WpMode[] = question.mode ? [question.mode] : ['sync', 'async'];
    const { kernel } = model;
    this.#allowed = new AllowedTransitions(question.events, kernel, modes);
    const parent = EVENTS.filter(({ name }) => name === 'fork_parent');
    this.#outside = new AllowedTransitions(parent, kernel, modes);
    this.#all = EVENTS.map((event) => [event, new AllowedTransitions([event], kernel, modes)] as const);
    this.#findings = new FindingList(question.max);
    this.#rest = new FindingList(question.max);
    const found = (list: FindingList): void => {
      this.#findings.addAll(list);
    };
    const noted = (row: TransitionRow): void => {
      if (row.note !== undefined) this.#notes.add(row.note);
    };
    this.#groups = new WayGroups(
      () => new WayGroup(question.max, found, noted),
      this.#name(),
      kernel.isAssumed === true,
    );
  }

  /** Whether frame numbers must be compared. */
  get needsNumbers(): boolean {
    return this.#allowed.needsNumbers;
  }

  /** Whether pages that stayed as they are need not be looked at one by one: see `EqualTaker`. */
  settles(pair: PagePair): boolean {
    const from = pair.before?.info;
    const to = pair.after?.info;
    if (!(from && isProtected(from)) && !(to && isProtected(to))) return true;
    const { outcome, rows } = this.#answer(pair, from, to);
    return outcome !== 'broken' && rows.every(saysNothingMore);
  }

  /** Takes the next pages. */
  see(pair: PagePair): void {
    const { pages } = pair;
    this.#pages += pages;
    if (pair.isUntold) {
      this.#reasons.add(REASONS.notInDump);
      return;
    }
    const from = pair.before?.info;
    const to = pair.after?.info;
    const wasProtected = from !== undefined && isProtected(from);
    const isStill = to !== undefined && isProtected(to);
    if (!wasProtected && !isStill) return;
    this.#protectedPages += pages;
    const answer = this.#answer(pair, from, to);
    const isBroken = answer.outcome === 'broken';
    const isOpen = isBroken && [from, to].some((info) => info && hasOpenType(info, this.#model));
    if (isOpen || answer.outcome === 'unanswered') {
      this.#reasons.add(isOpen ? REASONS.openType : (answer.reason ?? ''));
      if (wasProtected) this.#open[isStill ? 'kept' : 'lost'] += pages;
      return;
    }
    if (isBroken) {
      let why = this.#whys.get(answer);
      if (why === undefined) this.#whys.set(answer, (why = this.#why(pair, from, to, answer)));
      this.#findings.add(findingOf(pair, why));
      return;
    }
    if (wasProtected && isStill) this.#kept += pages;
    else this.#dropped += pages;
    if (isOfRest(answer) && this.#areaOf(pair.before?.vma, pair.after?.vma) === 'unknown')
      this.#rest.add(findingOf(pair, `kept uffd_wp: ${this.#name()} clears it, and cleared no page at all`));
    this.#groups.add(pair, answer);
  }

  /** What came of it, when all pages were seen. */
  result(): EventResult {
    this.#groups.end();
    this.#judgeRest();
    const { flags, kernel } = this.#model;
    if (!flags.some(({ short }) => short === 'uffd_wp'))
      this.#reasons.add(`kernel ${formatVersion(kernel.version)} does not show uffd_wp in pagemap`);
    else if (this.#pages === 0) this.#reasons.add('no page was compared');
    else if (this.#protectedPages === 0)
      this.#reasons.add(
        'no page is write-protected in either of the two, so nothing can be said of the event',
      );
    const reasons = [...this.#reasons];
    const { pages: brokenPages, ranges: brokenRanges, findings } = this.#findings;
    return {
      outcome: brokenPages > 0 && !this.#contradicts ? 'broken' : reasons.length > 0 ? 'unanswered' : 'holds',
      findings,
      brokenPages,
      brokenRanges,
      reasons,
      notes: [...this.#notes],
      pages: this.#pages,
      kept: this.#kept,
      dropped: this.#dropped,
      open: this.#open,
    };
  }

  /** Pages that nobody knows to be registered: they show that the event did not happen, or nothing. */
  #judgeRest(): void {
    const { pages } = this.#rest;
    if (pages === 0) return;
    if (this.#dropped > 0)
      this.#reasons.add(
        `${counted(pages, 'page')} kept uffd_wp: right where still registered, wrong where not, and nothing tells which. Captures have VmFlags, --range picks what was unregistered`,
      );
    else {
      this.#findings.addAll(this.#rest);
      this.#kept -= pages;
    }
  }

  #answer(pair: PagePair, from: StateInfo | undefined, to: StateInfo | undefined): Answer {
    const { events, isAligned } = this.#question;
    const isOutside = isAligned && !pair.isMoved && events.every(({ moves }) => moves);
    if (!isAligned && events.some(({ moves }) => moves) && (!from || !to))
      return {
        outcome: 'unanswered',
        reason:
          'pages are at one address in one of the two alone: --moved OLD:NEW:SIZE says what became of them',
        rows: [],
        kinds: [],
      };
    const last = this.#last;
    if (
      last !== undefined &&
      last.from === from &&
      last.to === to &&
      last.before === pair.before?.vma &&
      last.after === pair.after?.vma &&
      last.isOutside === isOutside &&
      !this.needsNumbers
    )
      return last.answer;
    const transition = this.#transition(pair, from, to);
    if (transition.kinds.length === 0) return this.#contradiction(pair);
    const { kinds, area, frameChanged } = transition;
    const key = `${from?.slot},${from?.label},${to?.slot},${to?.label},${kinds.join()},${area},${frameChanged},${isOutside}`;
    let answer = this.#answers.get(key);
    if (!answer) {
      answer = (isOutside ? this.#outside : this.#allowed).ask(transition);
      this.#answers.set(key, answer);
    }
    this.#last = { from, to, before: pair.before?.vma, after: pair.after?.vma, isOutside, answer };
    return answer;
  }

  #transition(pair: PagePair, from: StateInfo | undefined, to: StateInfo | undefined): Transition {
    const { kind } = this.#question;
    const kinds = kindsOf(pair.before?.vma ?? pair.after?.vma);
    return {
      from: statesOf(from),
      to: statesOf(to),
      // It picks one of those that the mapping leaves open.
      kinds: kind ? kinds.filter((each) => each === kind) : kinds,
      area: this.#areaOf(pair.before?.vma, pair.after?.vma),
      frameChanged: this.needsNumbers ? frameChanged(pair) : undefined,
    };
  }

  /** The mapping is of no memory of the kind that was named. */
  #contradiction({ before, after }: PagePair): Answer {
    this.#contradicts = true;
    const vma = before?.vma ?? after?.vma;
    const reason = `--kind ${this.#question.kind ?? ''}: the mappings say that it is ${kindsOf(vma).join(' or ')}`;
    return { outcome: 'unanswered', reason, rows: [], kinds: [] };
  }

  #areaOf(before: Vma | undefined, after: Vma | undefined): Area {
    const flags = after?.vmFlags;
    if (!this.#question.ownFlags || flags === undefined) return 'unknown';
    const had = before?.vmFlags?.includes('uw') ?? true;
    return flags.includes('uw') || !had ? 'registered' : 'left';
  }

  #name(): string {
    return this.#question.events.map(({ name }) => name).join(' or ');
  }

  #why(pair: PagePair, from: StateInfo | undefined, to: StateInfo | undefined, { kinds }: Answer): string {
    const isLoss = from !== undefined && isProtected(from) && !(to !== undefined && isProtected(to));
    const isGain = to !== undefined && isProtected(to) && !(from !== undefined && isProtected(from));
    const what = isLoss ? 'lost uffd_wp' : isGain ? 'gained uffd_wp' : 'kept uffd_wp';
    const others = this.#all
      .filter(([, allowed]) => allowed.ask(this.#transition(pair, from, to)).outcome === 'allowed')
      .map(([{ name }]) => name);
    const hint = others.length === 0 ? '' : `; ${others.slice(0, 4).join(', ')} would do it`;
    const fault = isLoss && to ? faultsOf(from, to, kinds, this.#model.kernel.version) : '';
    const { version, isAssumed } = this.#model.kernel;
    const where = isAssumed === true ? 'any release' : formatVersion(version);
    return `${what}: not what ${this.#name()} does to ${kinds.join('/')} on ${where}${hint}${fault}`;
  }
}
