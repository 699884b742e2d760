import { oncePer } from '../../core/later.ts';
import { MARKER_NAMES } from '../../kernel/marker-names.ts';
import type { Atom } from '../../records/where/certain.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { PAGE_PROPERTIES_BY_NAME, type WhereSubject } from '../page-names.ts';
import { REASONS } from '../reasons.ts';
import { type BitState, stateOfBit, whyNot } from './kernel-bits.ts';
import { FLAG_ROWS, isOfMapping, isOfPage, type Needs, needsOf, SOFT_DIRTY_VMA } from './needs.ts';
import { hasOpenType, hidesNumber, hidesType, statesOfSwapped } from './swapped-states.ts';
import { answerIn, type PageView, reasonsIn, type Unknown, valueIn } from './views.ts';

/** What was seen of a whole input, which may prove what nobody said of its kernel. */
export interface Evidence {
  /** Flags and markers that some page had. */
  readonly seen: ReadonlySet<string>;
  /** `VmFlags` that some mapping had. */
  readonly vmFlags: ReadonlySet<string>;
}

/** What all pages of one input have in common. */
export interface KnownInput {
  readonly pageSize: number;
  /** The mappings are known. */
  readonly hasVmas: boolean;
}

/** A page, as far as what is known of it depends on it. */
type KnownPage = Pick<WhereSubject, 'info' | 'vma'>;

/** How comparisons are taken. */
export interface KnowledgeUse {
  /**
   * A comparison with a whole word, with all flags, or with `hidden` or `not-read`, is about what stands there, and not
   * about what the kernel could have shown.
   */
  readonly takesWords?: boolean;
}

const open = (why: string, isOpen: (name: string) => boolean): Unknown<PageView> => ({
  why,
  spread: (view) => [{ ...view, isOpen: (name) => isOpen(name) || view.isOpen?.(name) === true }],
});

/** What is known of the pages of one input. */
export class Knowledge {
  readonly #model: PagemapModel;
  readonly #input: KnownInput;
  readonly #takesWords: boolean;
  readonly #bits = new Map<string, BitState>();
  readonly #ofStates: (needs: Needs) => Map<StateInfo, readonly Unknown<PageView>[]>;
  readonly #answers: (atom: Atom) => Map<StateInfo, boolean | 'unknown'>;
  readonly #needsOf = oncePer(({ node }: Atom) => needsOf(node, ''));
  readonly #evidence: Evidence | undefined;

  /** @param evidence what nobody said counts as unknown unless this proves it; without it, it counts as known */
  constructor(
    model: PagemapModel,
    input: KnownInput,
    evidence?: Evidence,
    { takesWords = false }: KnowledgeUse = {},
  ) {
    this.#model = model;
    this.#input = input;
    this.#evidence = evidence;
    this.#takesWords = takesWords;
    this.#ofStates = oncePer(() => new Map());
    this.#answers = oncePer(() => new Map());
  }

  /** The answer of a comparison for a page; undefined where what is not known decides. */
  answer(atom: Atom, subject: WhereSubject): boolean | undefined {
    const needs = this.#needsOf(atom);
    const isOfState = needs.isOfState || (needs.isOfWord && hidesNumber(subject.info));
    if (!isOfState) return this.#work(atom, needs, subject);
    const known = this.#answers(atom);
    let answer = known.get(subject.info);
    if (answer === undefined)
      known.set(subject.info, (answer = this.#work(atom, needs, subject) ?? 'unknown'));
    return answer === 'unknown' ? undefined : answer;
  }

  #work(atom: Atom, needs: Needs, subject: WhereSubject): boolean | undefined {
    const unknowns = this.unknowns(needs, subject);
    const { pageSize } = this.#input;
    if (unknowns.length === 0)
      return atom.holds((name) => PAGE_PROPERTIES_BY_NAME.get(name)?.get(subject, pageSize));
    return answerIn(subject, unknowns, (view) => atom.mayHold((name) => valueIn(view, name, pageSize)));
  }

  /** Why a comparison has no answer for a page: empty where it has one. */
  missing(atom: Atom, subject: WhereSubject): readonly string[] {
    const unknowns = this.unknowns(this.#needsOf(atom), subject);
    const { pageSize } = this.#input;
    return reasonsIn<PageView>(subject, unknowns, (view) =>
      atom.mayHold((name) => valueIn(view, name, pageSize)),
    );
  }

  /** Why no page of the input has an answer to what a comparison asks. */
  refusals(needs: Needs): readonly string[] {
    const { names, bits, ofFlags, whole } = needs;
    const isMissing = (bit: string): boolean =>
      !(this.#takesWords && whole.has(bit)) && this.#stateOf(bit, ofFlags.has(bit)) === 'lacks';
    return [
      ...(!this.#input.hasVmas && [...names].some(isOfMapping) ? [REASONS.noMaps] : []),
      ...[...bits].filter(isMissing).map((bit) => whyNot(bit, 'lacks', this.#model)),
    ];
  }

  /** Whether pages may prove something of the kernel that a comparison asks for. */
  wantsProof({ names, bits }: Needs): boolean {
    const isOpen = (bit: string): boolean =>
      this.#stateOf(bit) === 'open' && this.#missingBit(bit) !== undefined;
    return (
      [...bits].some(isOpen) || (names.has('maybe_swapped') && !this.#input.hasVmas && this.#mayBeShared())
    );
  }

  /** What is not known of a page, as far as a comparison asks for it. */
  unknowns(needs: Needs, { info, vma }: KnownPage): readonly Unknown<PageView>[] {
    const { names } = needs;
    const ofMapping: Unknown<PageView>[] = [];
    if (!this.#input.hasVmas && [...names].some(isOfMapping))
      ofMapping.push(open(REASONS.noMaps, isOfMapping));
    else if (names.has('vma.flags') && vma && !vma.vmFlags)
      ofMapping.push(open(REASONS.noVmFlags, (name) => name === 'vma.flags'));
    const known = this.#ofStates(needs);
    let ofState = known.get(info);
    if (!ofState) known.set(info, (ofState = this.#unknownsOfState(needs, info)));
    return ofMapping.length === 0 ? ofState : [...ofMapping, ...ofState];
  }

  #unknownsOfState(needs: Needs, info: StateInfo): readonly Unknown<PageView>[] {
    const { names, bits, ofFlags, whole, stateAlone, texts, asksPage } = needs;
    const isShown = info.state === 'hidden' || info.state === 'not-read';
    // A filter that names what is shown of a page asks for just that.
    if (this.#takesWords && stateAlone && isShown && texts.includes(info.state)) return [];
    if (info.state === 'not-read') return asksPage ? [open(REASONS.notRead, isOfPage)] : [];
    const unknowns: Unknown<PageView>[] = [];
    const lacked: Unknown<PageView>[] = [];
    for (const bit of bits) {
      const state = this.#stateOf(bit, ofFlags.has(bit));
      const why = this.#takesWords && whole.has(bit) ? undefined : this.#missingBit(bit, state);
      // A mapping shows it too.
      if (why !== undefined && names.has('vma.flags'))
        unknowns.push(open(why, (name) => name === 'vma.flags'));
      if (why !== undefined && this.#mayHave(bit, state, info))
        (state === 'lacks' ? lacked : unknowns).push({ why, spread: bothWays(bit, state) });
    }
    if (names.has('maybe_swapped') && !this.#input.hasVmas && info.state === 'none' && this.#mayBeShared())
      unknowns.push(open(REASONS.maybeShared, (name) => name === 'maybe_swapped'));
    // What a swap type may stand for has the markers of the kernel alone: those that it lacks come behind.
    return [...unknowns, ...this.#unknownNumbers(needs, info), ...lacked];
  }

  /** Whether a page that does not show a flag may have it, in a kernel that shows it or in one that does not. */
  #mayHave(bit: string, state: BitState, info: StateInfo): boolean {
    if (state === 'lacks') return true;
    const row = FLAG_ROWS.find(({ short }) => short === bit);
    // Which markers a page may have follows from what its swap type may be.
    if (row === undefined || info.flags.includes(bit)) return false;
    // Only a marker has such a bit, and where the type shows, so do the markers.
    return row.onlySwapped !== true || hidesType(info) || info.markers.includes(bit);
  }

  /** What the kernel hid, and what the number of a swap type means. */
  #unknownNumbers(needs: Needs, info: StateInfo): readonly Unknown<PageView>[] {
    const { asksPage, asksState, wordAlone, names, texts } = needs;
    if (!asksPage) return [];
    const isWord = this.#takesWords && wordAlone;
    if (info.state === 'present' && info.number === 'none') {
      const spread = (view: PageView): readonly PageView[] => [
        { ...view, info: { ...view.info, number: 'pfn' }, hasOpenNumber: true },
      ];
      return isWord ? [] : [{ why: REASONS.hidden, spread }];
    }
    const isHidden = hidesType(info);
    if (isHidden ? isWord : !asksState || !hasOpenType(info, this.#model)) return [];
    const byType = names.has('swap.type') || names.has('swap.name');
    const statesOf = oncePer((own: StateInfo): readonly StateInfo[] => {
      const states = statesOfSwapped(this.#model, own, byType);
      // Who asks whether a state is hidden, and means it, has to know it.
      return texts.includes('hidden') ? [own, ...states] : states;
    });
    const spread = (view: PageView): readonly PageView[] => {
      if (!asksState) return [{ ...view, hasOpenNumber: true }];
      const { page, pages, lo, hi, vma, isOpen } = view;
      // Field by field: a spread takes several times as long.
      return statesOf(view.info).map((each) => ({
        info: each,
        page,
        pages,
        lo,
        hi,
        vma,
        isOpen,
        hasOpenNumber: isHidden,
      }));
    };
    return [{ why: isHidden ? REASONS.hidden : REASONS.openType, spread }];
  }

  /** Without mappings: pages of files, or nothing but empty pages, may be shared memory. */
  #mayBeShared(): boolean {
    return (
      this.#evidence !== undefined && (this.#evidence.seen.has('file') || !this.#evidence.seen.has('used'))
    );
  }

  /** @param ofFlags whether it is asked for as a bit of the word: some kernels have a marker of that name alone */
  #stateOf(bit: string, ofFlags = false): BitState {
    if (ofFlags && this.#model.kernel.isAssumed !== true && !hasRow(bit, this.#model)) return 'lacks';
    let state = this.#bits.get(bit);
    if (state === undefined) this.#bits.set(bit, (state = stateOfBit(bit, this.#model)));
    return state;
  }

  /** Why a flag or marker that is clear means nothing; undefined where it does. */
  #missingBit(bit: string, state = this.#stateOf(bit)): string | undefined {
    if (state === 'has' || (state === 'open' && this.#isProved(bit))) return undefined;
    return whyNot(bit, state, this.#model);
  }

  #isProved(bit: string): boolean {
    if (this.#evidence === undefined || this.#evidence.seen.has(bit)) return true;
    return bit === 'soft_dirty' && this.#evidence.vmFlags.has(SOFT_DIRTY_VMA);
  }

  /** Whether it is known by now what a reason said is not. */
  settles(why: string): boolean {
    return [...FLAG_ROWS.map(({ short }) => short), ...MARKER_NAMES].some(
      (bit) =>
        this.#stateOf(bit) === 'open' && this.#isProved(bit) && whyNot(bit, 'open', this.#model) === why,
    );
  }
}

const hasRow = (bit: string, { flags }: PagemapModel): boolean => flags.some(({ short }) => short === bit);

/** A page with a flag or marker, and without it: of a kernel that lacks it nothing tells where it would be. */
function bothWays(bit: string, state: BitState): (view: PageView) => readonly PageView[] {
  const row = FLAG_ROWS.find(({ short }) => short === bit);
  const mask = row ? 1 << (row.lo - 32) : 0;
  const isMarker = state === 'lacks' && MARKER_NAMES.includes(bit);
  return (view) =>
    [true, false].map((isSet) => {
      const { info, hi } = view;
      const setIn = (names: readonly string[]): readonly string[] => [
        ...names.filter((name) => name !== bit),
        ...(isSet ? [bit] : []),
      ];
      const flags = row ? setIn(info.flags) : info.flags;
      const markers = isMarker ? setIn(info.markers) : info.markers;
      return { ...view, hi: (isSet ? hi | mask : hi & ~mask) >>> 0, info: { ...info, flags, markers } };
    });
}
