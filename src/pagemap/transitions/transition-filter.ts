import { printable } from '../../core/printable.ts';
import type { Vma } from '../../pages/maps.ts';
import { comparisonsOf } from '../../records/where/certain.ts';
import { expressionError } from '../../records/where/lexer.ts';
import type { WhereNode } from '../../records/where/tree.ts';
import { elementsAsked, nameUses } from '../../records/where/where.ts';
import { changesOf } from '../compare/diff.ts';
import type { EqualTaker } from '../compare/equal-counts.ts';
import { type PagePair, vmaOf } from '../compare/page-pair.ts';
import type { Part } from '../compare/parts.ts';
import { FLAG_BITS, PAGEMAP_ROWS } from '../layout.ts';
import type { PagemapModel } from '../model.ts';
import { Knowledge, REASONS } from '../pages/knowledge.ts';
import { seenIn } from '../pages/page-tally.ts';
import { slotOf } from '../scan/memory.ts';
import { type Side, SIDES, subjectOf, TransitionCondition } from './transitions.ts';

/** What all pages of one side have in common. */
interface FilterSide {
  readonly model: PagemapModel;
  readonly source: { readonly hasVmas: boolean; readonly pageSize: number };
}

/** What is known of both sides. */
type KnownSides = Readonly<Record<Side, Knowledge>>;

/** A mapping of which everything is known. */
const ANY_VMA: Vma = { start: 0, end: 1, name: '', perms: 'rw-p', vmFlags: [] };

const FLAGS = PAGEMAP_ROWS.flatMap(({ kind, short, lo }) =>
  kind === 'flag' && FLAG_BITS.includes(lo) ? [short] : [],
);

/** A change of a flag, and the flag. */
const FLAG_CHANGE = /^(?:gained|lost)-(.*)$/;

/** The changes that a comparison asks for; undefined: any. */
const changesAsked = (node: WhereNode): ReadonlySet<string> | undefined => elementsAsked(node, 'changes');

/**
 * The condition of a filter on changes, with what is not known of pages: one of which that decides is not picked, and is
 * counted, so that no filter passes for one that found nothing.
 */
export class TransitionFilter implements EqualTaker {
  readonly needsNumbers: boolean;
  readonly #condition: TransitionCondition;
  readonly #comparisons: readonly WhereNode[];
  readonly #sides: Readonly<Record<Side, FilterSide>>;
  /** Counts as known what nobody said, and as unknown what the input so far does not prove. */
  readonly #lenient: KnownSides;
  readonly #strict: KnownSides;
  /** Slots of both sides, and `VmFlags` that some mapping has. */
  readonly #met: Readonly<Record<Side, Map<number, boolean>>> = { before: new Map(), after: new Map() };
  readonly #vmFlags = new Set<string>();
  readonly #reasons = new Set<string>();
  #doubtful = 0;
  /** Pages that are in doubt as long as no page proves what is asked for. */
  #unproved = 0;

  /** @throws PteDecodeError `ERR_EXPRESSION`, also where it asks for what this input tells of no page */
  constructor(text: string, before: FilterSide, after: FilterSide) {
    this.#sides = { before, after };
    this.#condition = new TransitionCondition(text, before.model, after.model, after.source.pageSize);
    this.needsNumbers = this.#condition.needsNumbers;
    this.#comparisons = comparisonsOf(this.#condition.where.root);
    this.#lenient = this.#known();
    const [refused] = this.#missingOfAny(this.#lenient, 1 << 31);
    if (refused)
      throw expressionError(
        text,
        refused.node.at,
        `${printable(text.slice(refused.node.at, refused.node.end))}: ${refused.why}`,
      );
    this.#strict = this.#known();
    for (const side of SIDES) this.#strict[side].conclude({ seen: new Set(), vmFlags: new Set() });
  }

  #known(): KnownSides {
    const of = (side: Side): Knowledge => {
      const { model, source } = this.#sides[side];
      return new Knowledge(model, source.hasVmas, { takesWords: true, prefix: `${side}.` });
    };
    return { before: of('before'), after: of('after') };
  }

  /** The comparisons without an answer for pages of which all is known that can be known. */
  #missingOfAny(
    known: KnownSides,
    hi: number,
  ): readonly { readonly node: WhereNode; readonly why: string }[] {
    const part = (side: Side): Part => {
      const { model, source } = this.#sides[side];
      const slot = slotOf(1, hi, model.markerType);
      const vma = source.hasVmas ? ANY_VMA : undefined;
      const info = model.describe(slot, false);
      return { page: 0, pages: 1, lo: 1, hi: hi >>> 0, slot, sequential: false, vma, info };
    };
    const at = { page: 0, pages: 1, pageBefore: 0, at: 0, isMoved: false };
    const pair = { ...at, before: part('before'), after: part('after') };
    return this.#comparisons.flatMap((node) =>
      this.#missing(known, node, pair).map((why) => ({ node, why })),
    );
  }

  /** Why a comparison has no answer for the pages of a pair. */
  #missing(known: KnownSides, node: WhereNode, pair: PagePair): readonly string[] {
    const names = new Set(nameUses(node).map(({ name }) => name));
    const reasons: string[] = [];
    for (const side of SIDES) {
      const part = pair[side];
      if (!part) continue;
      const page = side === 'before' ? pair.pageBefore : pair.page;
      reasons.push(...known[side].missing(node, subjectOf(part, page, pair.at), hidesNumber(part)));
    }
    if ((names.has('vma') || names.has('perms')) && !vmaOf(pair) && !this.#hasVmas(pair))
      reasons.push(REASONS.noMaps);
    // That a page changed at all is known of one that changed visibly.
    const isAny = names.has('changed') && !names.has('changes') && changesOf(pair).length > 0;
    if ((names.has('changes') || names.has('changed')) && !isAny)
      reasons.push(...missingOfChanges(known, names.has('changed') ? undefined : changesAsked(node), pair));
    return reasons;
  }

  #hasVmas(pair: PagePair): boolean {
    return SIDES.some((side) => pair[side] !== undefined && this.#sides[side].source.hasVmas);
  }

  /** The parts of a pair of which it is known that they fulfil the condition. */
  holding(pair: PagePair): Iterable<PagePair> {
    const open = this.#open(this.#lenient, pair);
    if (open.size === 0) return this.#condition.holding(pair);
    return this.#condition.partsWhere(
      pair,
      (part) => this.#condition.certain(part, (node) => !open.has(node)) === true,
    );
  }

  /** The comparisons that have no answer for a pair. */
  #open(known: KnownSides, pair: PagePair): ReadonlySet<WhereNode> {
    return new Set(this.#comparisons.filter((node) => this.#missing(known, node, pair).length > 0));
  }

  /** Whether pages that stayed as they are need not be looked at one by one: see `EqualTaker`. */
  settles(pair: PagePair): boolean {
    return !mayHaveChanged(pair) || this.#condition.isAboutKinds || this.#open(this.#strict, pair).size === 0;
  }

  /** Takes the next pages. */
  see(pair: PagePair): void {
    for (const side of SIDES) {
      const part = pair[side];
      if (!part) continue;
      this.#met[side].set(part.slot, part.info.state === 'hidden' || hidesNumber(part));
      for (const flag of part.vma?.vmFlags ?? []) this.#vmFlags.add(flag);
    }
    if (!mayHaveChanged(pair)) return;
    const strict = this.#open(this.#strict, pair);
    if (strict.size === 0) return;
    const open = this.#open(this.#lenient, pair);
    for (const part of this.#condition.partsWhere(pair, (each) => this.#isOpen(each, strict))) {
      if (!this.#isOpen(part, open)) {
        this.#unproved += part.pages;
        continue;
      }
      this.#doubtful += part.pages;
      for (const node of open)
        for (const why of this.#missing(this.#lenient, node, pair)) this.#reasons.add(why);
    }
  }

  #isOpen(pair: PagePair, open: ReadonlySet<WhereNode>): boolean {
    return this.#condition.certain(pair, (node) => !open.has(node)) === undefined;
  }

  /** The pages of which it is not known whether they fulfil it, and why: when all were seen. */
  doubts(): { readonly pages: number; readonly reasons: readonly string[] } {
    const known = this.#known();
    const seen = new Set(
      SIDES.flatMap((side) =>
        [...this.#met[side]].flatMap(([slot, hidden]) => [
          ...seenIn([slot], hidden, this.#sides[side].model),
        ]),
      ),
    );
    for (const side of SIDES) known[side].conclude({ seen, vmFlags: this.#vmFlags });
    const unproved = this.#unproved === 0 ? [] : [1 << 31, 0].flatMap((hi) => this.#missingOfAny(known, hi));
    const reasons = new Set([...this.#reasons, ...unproved.map(({ why }) => why)]);
    return {
      pages: this.#doubtful + (unproved.length > 0 ? this.#unproved : 0),
      reasons: [...reasons],
    };
  }
}

/** The kernel hid the frame of a page that is present. */
function hidesNumber({ info }: Part): boolean {
  return info.state === 'present' && info.number === 'none';
}

/** Whether the words do not tell that a page stayed as it was. */
function mayHaveChanged(pair: PagePair): boolean {
  const { before, after } = pair;
  const isUnknown = (part: Part | undefined): boolean =>
    part !== undefined &&
    (part.info.state === 'hidden' || part.info.state === 'not-read' || hidesNumber(part));
  return isUnknown(before) || isUnknown(after) || changesOf(pair).length > 0;
}

/** Why it is not known whether a pair changed in some ways; `asked` undefined: in any. */
function missingOfChanges(
  known: KnownSides,
  asked: ReadonlySet<string> | undefined,
  { before, after }: PagePair,
): readonly string[] {
  // A page that only one of them has is mapped or unmapped, and nothing else.
  if (!before || !after) return [];
  const texts = [...(asked ?? [])];
  const flags = texts.flatMap((text) => FLAG_CHANGE.exec(text)?.slice(1) ?? []);
  const states = texts.filter((text) => !FLAG_CHANGE.test(text) && text !== 'mapped' && text !== 'unmapped');
  const reasons = flags
    .filter((flag) => FLAGS.includes(flag))
    .flatMap((flag) => SIDES.map((side) => known[side].missingBit(flag)))
    .filter((why) => why !== undefined);
  const both = [before, after];
  if (asked && states.length === 0 && flags.length === 0) return reasons;
  if (both.some(({ info }) => info.state === 'not-read')) reasons.push(REASONS.notRead);
  const asksStates = asked === undefined || states.length > 0;
  const asksNumbers = asked === undefined || asked.has('moved');
  if (asksStates && both.some(({ info }) => info.state === 'hidden')) reasons.push(REASONS.hidden);
  else if (asksNumbers && both.every(({ info }) => info.state === 'present') && both.some(hidesNumber))
    reasons.push(REASONS.hidden);
  return reasons;
}
