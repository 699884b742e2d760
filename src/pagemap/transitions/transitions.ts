import { type CertainCondition, compileCertain } from '../../records/where/certain.ts';
import { bitsOfPages, createNames, type Names, type WhereName } from '../../records/where/names.ts';
import type { WhereValue } from '../../records/where/values.ts';
import { nameUses, type WhereNode } from '../../records/where/tree.ts';
import { compileWhere, type Where } from '../../records/where/where.ts';
import { mappingName } from '../../pages/page-filter.ts';
import { addressBreaks } from '../address-breaks.ts';
import { addressSpans } from '../address-spans.ts';
import { changeNames, changesOf } from '../compare/diff.ts';
import type { PagemapModel, StateInfo } from '../model.ts';
import { type PagePair, vmaOf } from '../compare/page-pair.ts';
import { type Part, wordAt } from '../compare/parts.ts';
import { PAGE_PROPERTIES_BY_NAME, pagemapNames, type WhereSubject } from '../page-names.ts';

/** The two sides of a transition, as names begin with them. */
export const SIDES = ['before', 'after'] as const;
export type Side = (typeof SIDES)[number];

/** A name of one side: `before.uffd_wp` is `uffd_wp` of `before`. */
export function sideOfName(name: string): { readonly side: Side; readonly name: string } | undefined {
  const side = SIDES.find((each) => name.startsWith(`${each}.`));
  return side && { side, name: name.slice(side.length + 1) };
}

/** What can be said of the two together. */
// prettier-ignore
const OWN_NAMES: readonly WhereName[] = [
  { name: 'before', type: 'truth' },
  { name: 'after', type: 'truth' },
  { name: 'changed', type: 'truth', always: true },
  { name: 'vma', type: 'text', spell: mappingName },
  { name: 'perms', type: 'text' },
];

/** Names of a side that mean nothing of their own: there is one address, and pages are looked at one by one. */
const LEFT_OUT: ReadonlySet<string> = new Set(['vaddr', 'pages']);

/** Names whose values differ from page to page, besides the address. */
const PER_PAGE: ReadonlySet<string> = new Set(
  [...PAGE_PROPERTIES_BY_NAME.values()].filter(({ of }) => of === 'page').map(({ name }) => name),
);

/** The names that conditions on transitions know: those of pages with `before.` and `after.`, and some of their own. */
function transitionNames(before: PagemapModel, after: PagemapModel, pageSize: number): Names {
  const ofSide = (side: Side, model: PagemapModel): WhereName[] =>
    pagemapNames(model, false, pageSize)
      .all.filter(({ name }) => !LEFT_OUT.has(name))
      .map((name) => ({
        ...name,
        name: `${side}.${name.name}`,
        // A page that a side does not have has no values there: that is asked of the side.
        within: side,
        ...(name.aka ? { aka: name.aka.map((spelling) => `${side}.${spelling}`) } : {}),
      }));
  const changes: WhereName = {
    name: 'changes',
    type: 'list',
    always: true,
    values: [...new Set([...changeNames(before), ...changeNames(after)])],
  };
  const vaddr: WhereName = {
    name: 'vaddr',
    type: 'u64',
    always: true,
    bits: () => bitsOfPages(pageSize),
  };
  return createNames(
    [...OWN_NAMES, vaddr, changes, ...ofSide('before', before), ...ofSide('after', after)],
    'names are those of --where with "before." and "after." in front: see docs/pagemap.md',
  );
}

const NONE: readonly PagePair[] = [];

/** Names that the numbers of a page, its address or its mapping decide, and not the two states alone. */
function isOfMore(name: string): boolean {
  if (OWN_OF_MORE.has(name)) return true;
  const of = PAGE_PROPERTIES_BY_NAME.get(sideOfName(name)?.name ?? '')?.of;
  return of === 'page' || of === 'mapping';
}

/** Whether a name is about the mapping of a page. */
export function isOfMapping(name: string): boolean {
  return (
    name === 'vma' ||
    name === 'perms' ||
    PAGE_PROPERTIES_BY_NAME.get(sideOfName(name)?.name ?? '')?.of === 'mapping'
  );
}

const OWN_OF_MORE: ReadonlySet<string> = new Set(['changes', 'changed', 'vaddr', 'vma', 'perms']);

/** A condition on what pages were and became. */
export class TransitionCondition {
  readonly where: Where;
  readonly certain: CertainCondition;
  /** The addresses of the pages that it asks for; undefined where it asks for none. */
  readonly addresses: ReturnType<typeof addressSpans>;
  /** It picks single pages out of runs. */
  readonly needsNumbers: boolean;
  /** It looks at no address, number or raw word: of pages that stayed as they are, the state and the mapping decide. */
  readonly isAboutKinds: boolean;
  /** It looks at frame numbers, swap offsets or raw words. */
  readonly #byNumber: boolean;
  readonly #pageSize: number;
  readonly #byAddress: boolean;
  /** Comparisons that the two states decide. */
  readonly #ofStates = new Map<WhereNode, boolean>();
  /** What the two states decide; null where they do not. */
  readonly #answers = new Map<StateInfo | undefined, Map<StateInfo | undefined, boolean | null>>();

  /** @throws PteDecodeError `ERR_EXPRESSION` */
  constructor(text: string, before: PagemapModel, after: PagemapModel, pageSize: number) {
    this.where = compileWhere(text, transitionNames(before, after, pageSize));
    const { names } = this.where;
    const byWord = names.some((name) => PER_PAGE.has(sideOfName(name)?.name ?? ''));
    this.#byNumber = byWord || names.includes('changes') || names.includes('changed');
    this.#byAddress = names.includes('vaddr');
    this.isAboutKinds = !byWord && !this.#byAddress;
    this.needsNumbers = this.#byNumber || this.#byAddress;
    this.certain = compileCertain(this.where.root);
    this.addresses = addressSpans(this.where.root);
    this.#pageSize = pageSize;
  }

  /** The address of a page. */
  addressOf(page: number): bigint {
    return BigInt(page) * BigInt(this.#pageSize);
  }

  /** The parts of a pair for which the condition holds. */
  holding(pair: PagePair): Iterable<PagePair> {
    const answer = this.#answer(pair);
    if (answer !== null) return answer ? [pair] : NONE;
    return this.partsWhere(pair, (part) => this.holds(part));
  }

  /** The parts of a pair for which something is true that is the same for all pages of one address and number. */
  partsWhere(pair: PagePair, isTrue: (part: PagePair) => boolean): Iterable<PagePair> {
    if (pair.pages > 1 && this.needsNumbers) return this.#pageByPage(pair, isTrue);
    return isTrue(pair) ? [pair] : NONE;
  }

  /** What the two states decide, whatever the numbers and the mapping are; null where they do not. */
  #answer(pair: PagePair): boolean | null {
    const from = pair.before?.info;
    const to = pair.after?.info;
    let known = this.#answers.get(from);
    if (!known) this.#answers.set(from, (known = new Map()));
    let answer = known.get(to);
    if (answer === undefined) {
      const valueOfName = (name: string): WhereValue => valueOf(name, pair, this.#pageSize);
      answer =
        this.certain.answer(({ node, holds }) => (this.#isOfStates(node) ? holds(valueOfName) : undefined)) ??
        null;
      known.set(to, answer);
    }
    return answer;
  }

  #isOfStates(node: WhereNode): boolean {
    let known = this.#ofStates.get(node);
    if (known === undefined)
      this.#ofStates.set(node, (known = !nameUses(node).some(({ name }) => isOfMore(name))));
    return known;
  }

  *#pageByPage(pair: PagePair, isTrue: (part: PagePair) => boolean): Generator<PagePair, void, undefined> {
    const hasOwnNumbers = this.#byNumber && (goesOn(pair.before) || goesOn(pair.after));
    const next = this.#byAddress
      ? addressBreaks(this.where.root, (name) => valueOf(name, pair, this.#pageSize))
      : (): bigint => 1n << 64n;
    const size = BigInt(this.#pageSize);
    for (let from = 0; from < pair.pages;) {
      const part = {
        ...pair,
        page: pair.page + from,
        pageBefore: pair.pageBefore + from,
        at: pair.at + from,
      };
      const border = (next(BigInt(part.page) * size) + size - 1n) / size - BigInt(pair.page);
      const end = hasOwnNumbers ? from + 1 : border < BigInt(pair.pages) ? Number(border) : pair.pages;
      if (isTrue(part)) yield { ...part, pages: end - from };
      from = end;
    }
  }

  /** Whether it holds for the first page of a pair. */
  holds(pair: PagePair): boolean {
    return this.where.evaluate((name) => valueOf(name, pair, this.#pageSize));
  }
}

/** Whether each page of a run has another number. */
function goesOn(part: Part | undefined): boolean {
  return part !== undefined && part.sequential && part.info.number !== 'none';
}

/** A page of one side as an expression sees it. */
export function subjectOf(part: Part, page: number, at: number): WhereSubject {
  return { info: part.info, page, pages: 1, ...wordAt(part, at), vma: part.vma };
}

/** The value of a name for the first page of a pair. */
export function valueOf(name: string, pair: PagePair, pageSize: number): WhereValue {
  const { before, after, page, pageBefore, at } = pair;
  switch (name) {
    case 'before':
      return before ? true : undefined;
    case 'after':
      return after ? true : undefined;
    case 'changes':
      return changesOf(pair);
    case 'changed':
      return changesOf(pair).length > 0;
    case 'vaddr':
      return BigInt(page) * BigInt(pageSize);
    case 'vma':
      return vmaOf(pair)?.name;
    case 'perms':
      return vmaOf(pair)?.perms;
    default: {
      const known = sideOfName(name);
      const part = known?.side === 'before' ? before : after;
      if (!known || !part) return undefined;
      const subject = subjectOf(part, known.side === 'before' ? pageBefore : page, at);
      return PAGE_PROPERTIES_BY_NAME.get(known.name)?.get(subject, pageSize);
    }
  }
}

/** The names of one side that a condition uses, without the side. */
export function namesOfSide(where: Where, side: Side): ReadonlySet<string> {
  return new Set(
    nameUses(where.root).flatMap(({ name }) => {
      const known = sideOfName(name);
      return known?.side === side ? [known.name] : [];
    }),
  );
}
