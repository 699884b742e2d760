import { counted } from '../../core/counted.ts';
import { formatU64 } from '../../core/u64.ts';
import { formatVersion } from '../../core/version.ts';
import { childrenOf } from '../../records/where/tree.ts';
import type { Where } from '../../records/where/where.ts';
import type { WhereNode } from '../../records/where/tree.ts';
import { type PagemapModel, SOFT_DIRTY_SYMBOL } from '../model.ts';
import { FLAG_ROWS, rawMask, SOFT_DIRTY_VMA } from '../pages/needs.ts';
import { FindingList, type PageAnswer, type PageFinding } from '../compare/findings.ts';
import { type PagePair, vmaOf } from '../compare/page-pair.ts';
import { wordAt } from '../compare/parts.ts';
import { type KnownSide, PairKnowledge } from './pair-knowledge.ts';
import { namesOfSide, type Side, SIDES, type TransitionCondition } from './transitions.ts';

const SOFT_DIRTY = 'soft_dirty';
/** Without this symbol no entry holds uffd-wp. */
const UFFD_WP_SYMBOL = 'HAVE_ARCH_USERFAULTFD_WP';

function textsIn(node: WhereNode): readonly string[] {
  if (node.kind === 'literal') return typeof node.value === 'string' ? [node.value] : [];
  return childrenOf(node).flatMap(textsIn);
}

/** The flags of words that a condition asks for on one side. */
function flagsAsked(where: Where, side: Side): readonly string[] {
  const names = namesOfSide(where, side);
  const texts = textsIn(where.root);
  const raw = rawMask(where.root, `${side}.raw`);
  return FLAG_ROWS.filter(
    ({ short, lo }) =>
      names.has(short) ||
      ((raw >> BigInt(lo)) & 1n) !== 0n ||
      (names.has('flags') && texts.includes(short)) ||
      (where.names.includes('changes') && texts.some((text) => isChangeOf(text, short))) ||
      (short === SOFT_DIRTY && names.has('vma.flags') && texts.includes(SOFT_DIRTY_VMA)),
  ).map(({ short }) => short);
}

/** Whether a change is one of a flag: `lost-uffd_wp`. */
function isChangeOf(change: string, flag: string): boolean {
  return change === `gained-${flag}` || change === `lost-${flag}`;
}

/** A doubt of a rule with its condition compiled. */
interface Doubt {
  readonly condition: TransitionCondition;
  readonly text: string;
  readonly ifHidden?: boolean;
}

/** The pages of a doubt: how many, and the address of the first. */
interface Doubted {
  pages: number;
  readonly first: bigint;
}

/** What a rule says beside its condition. */
interface JudgeExtras {
  /** Some page must fulfil it: else there is no answer, and why. */
  readonly premise?: { readonly condition: TransitionCondition; readonly text: string } | undefined;
  /** Pages of which nothing can be said, and why; `ifHidden`: where numbers are hidden, and only there. */
  readonly doubts?: readonly Doubt[] | undefined;
}

/** Looks for pages that fulfil a condition which none may fulfil. */
export class TransitionJudge {
  readonly #condition: TransitionCondition;
  readonly #known: PairKnowledge;
  readonly #asksSoftDirty: boolean;
  readonly #list: FindingList;
  readonly #text: string;
  readonly #reasons = new Set<string>();
  /** The kernels have the bits that are asked for. */
  #canAnswer = true;
  #sawSoftDirty = false;
  readonly #extras: JudgeExtras;
  readonly #doubted = new Map<Doubt, Doubted>();
  #hasPremise = false;
  #pages = 0;

  /**
   * @param text what is said of a page that fulfils it
   * @param max the most ranges that are kept
   */
  constructor(
    text: string,
    condition: TransitionCondition,
    sides: Readonly<Record<Side, KnownSide>>,
    max: number,
    extras: JudgeExtras = {},
  ) {
    const { where } = condition;
    this.#extras = extras;
    this.#condition = condition;
    this.#text = text;
    this.#list = new FindingList(max);
    this.#known = new PairKnowledge(condition, sides);
    // Who says that the kernel tracks it needs no page that proves it.
    this.#asksSoftDirty = SIDES.some(
      (side) =>
        flagsAsked(where, side).includes(SOFT_DIRTY) &&
        sides[side].model.kernel.says?.(SOFT_DIRTY_SYMBOL) !== true,
    );
    for (const side of SIDES)
      for (const flag of flagsAsked(where, side)) {
        const reason = missingFlag(flag, sides[side].model);
        if (reason === undefined) continue;
        this.#reasons.add(reason);
        this.#canAnswer = false;
      }
  }

  /** Whether pages that stayed as they are need not be looked at one by one: see `EqualTaker`. */
  settles(pair: PagePair): boolean {
    return (
      this.#condition.isAboutKinds &&
      !this.#condition.holds(pair) &&
      !(this.#extras.doubts ?? []).some(({ condition }) => condition.holds(pair))
    );
  }

  /** Takes the next pages. */
  see(pair: PagePair): void {
    this.#pages += pair.pages;
    if (this.#asksSoftDirty && !this.#sawSoftDirty)
      this.#sawSoftDirty =
        (pair.before?.info.flags.includes(SOFT_DIRTY) ?? false) ||
        (pair.after?.info.flags.includes(SOFT_DIRTY) ?? false);
    const { premise, doubts = [] } = this.#extras;
    this.#hasPremise ||= premise?.condition.holds(pair) ?? true;
    for (const doubt of doubts)
      if (doubt.ifHidden !== true || hidesNumbers(pair)) this.#lookForDoubt(doubt, pair);
    for (const part of this.#holding(pair)) this.#list.add(findingOf(part, this.#text));
  }

  #lookForDoubt(doubt: Doubt, pair: PagePair): void {
    for (const { page, pages } of doubt.condition.holding(pair)) {
      const doubted = this.#doubted.get(doubt);
      if (doubted) doubted.pages += pages;
      else this.#doubted.set(doubt, { pages, first: doubt.condition.addressOf(page) });
    }
  }

  /** The parts that are known to fulfil the condition; of those of which it is not known the reasons are kept. */
  #holding(pair: PagePair): Iterable<PagePair> {
    if (this.#known.isPlain(pair)) return this.#condition.holding(pair);
    return this.#condition.partsWhere(pair, (part) => {
      const answer = this.#known.answer(part);
      if (answer === undefined && this.#canAnswer)
        for (const why of this.#known.missing(part)) this.#reasons.add(why);
      return answer === true;
    });
  }

  /** What came of it, when all pages were seen, and how many those were. */
  result(): PageAnswer & { readonly pages: number } {
    const { pages: brokenPages, ranges: brokenRanges, findings } = this.#list;
    const reasons = [...this.#reasons];
    for (const [{ text }, doubted] of this.#doubted)
      reasons.push(`${counted(doubted.pages, 'page')} from ${formatU64(doubted.first)} on: ${text}`);
    if (this.#pages === 0) reasons.push('no page was compared');
    else if (!this.#hasPremise) reasons.push(this.#extras.premise?.text ?? '');
    else if (this.#asksSoftDirty && !this.#sawSoftDirty)
      reasons.push('no page of the two is soft-dirty: nothing says that the kernel tracks it');
    const isBroken = brokenPages > 0 && this.#canAnswer;
    const outcome = isBroken ? 'broken' : reasons.length > 0 ? 'unanswered' : 'holds';
    return { outcome, findings, brokenPages, brokenRanges, reasons, pages: this.#pages };
  }
}

/** Whether the frames of both sides cannot be compared. */
function hidesNumbers({ before, after }: PagePair): boolean {
  return before?.info.number === 'none' || after?.info.number === 'none';
}

/** Why a flag that is clear means nothing; undefined where it does. */
function missingFlag(flag: string, { kernel, flags }: PagemapModel): string | undefined {
  const symbol = flag === SOFT_DIRTY ? SOFT_DIRTY_SYMBOL : flag === 'uffd_wp' ? UFFD_WP_SYMBOL : undefined;
  if (symbol !== undefined && kernel.says?.(symbol) === false)
    return `kernel ${formatVersion(kernel.version)} has no ${flag}: it is built without CONFIG_${symbol}`;
  if (flags.some(({ short }) => short === flag)) return undefined;
  // Guard regions are markers too, and those are older than their bit.
  if (kernel.markers.some(({ short }) => short === flag)) return undefined;
  const row = FLAG_ROWS.find(({ short }) => short === flag);
  return `kernel ${formatVersion(kernel.version)} has no ${flag} in pagemap (bit ${row?.lo ?? '?'}, since ${row?.since ?? '?'})`;
}

/** The first page of a pair with what it was and became, as a finding. */
export function findingOf(pair: PagePair, text: string): PageFinding {
  const { page, pages, before, after, at } = pair;
  return {
    page,
    pages,
    before: before && { info: before.info, ...wordAt(before, at) },
    after: after && { info: after.info, ...wordAt(after, at) },
    vma: vmaOf(pair),
    text,
  };
}
