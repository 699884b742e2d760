import type { WhereNode } from '../../records/where/tree.ts';
import { elementsAsked } from '../../records/where/where.ts';
import { FLAG_ROWS, isOfNumber, isOfPage, type Needs, needsOf } from '../pages/needs.ts';
import { type Side, sideOfName, SIDES } from './transitions.ts';

/** What a comparison speaks of, on both sides and of what became of the page. */
interface PairNeeds {
  readonly sides: Readonly<Record<Side, Needs>>;
  readonly asksMapping: boolean;
  /** It asks for changes that the two words show. */
  readonly asksChanges: boolean;
  /** The two words decide. */
  readonly isOfWords: boolean;
  /** It asks for a word as a whole, or for bits of it. */
  readonly asksRaw: boolean;
  /** It asks whether a side has the page at all. */
  readonly asksSide: Readonly<Record<Side, boolean>>;
  /** It asks a side for what stands in bits 0-54. */
  readonly asksNumber: Readonly<Record<Side, boolean>>;
}

/** A change of a flag, and the flag. */
const FLAG_CHANGE = /^(?:gained|lost)-(.*)$/;

/** The change of pages that a side does not have, and that have no others. */
export const CHANGE_WITHOUT = { before: 'mapped', after: 'unmapped' } as const satisfies Record<Side, string>;
const OF_ONE_SIDE: ReadonlySet<string> = new Set(Object.values(CHANGE_WITHOUT));

/** The names in front of which no side stands. */
export const OWN = { changes: 'changes', changed: 'changed', vma: 'vma', perms: 'perms' } as const;

/** Those that two words decide. */
const OF_WORDS: ReadonlySet<string> = new Set([OWN.changes, OWN.changed, ...SIDES]);

/** What a comparison speaks of. */
export function pairNeeds(node: WhereNode): PairNeeds {
  const own = needsOf(node, '').names;
  const isOfWord = (name: string): boolean => {
    const known = sideOfName(name)?.name ?? '';
    return isOfPage(known) && known !== 'maybe_swapped';
  };
  const isOfChanges = own.has(OWN.changes) || own.has(OWN.changed);
  const asked = own.has(OWN.changes) && !own.has(OWN.changed) ? elementsAsked(node, OWN.changes) : undefined;
  const asksChanges = isOfChanges && !(asked && [...asked].every((text) => OF_ONE_SIDE.has(text)));
  const changed = [...(asked ?? [])].flatMap((text) => FLAG_CHANGE.exec(text)?.slice(1) ?? []);
  const flags = changed.filter((flag) => FLAG_ROWS.some(({ short }) => short === flag));
  const of = (side: Side): Needs => {
    const needs = needsOf(node, `${side}.`, flags);
    return asksChanges ? { ...needs, asksPage: true, asksState: true } : needs;
  };
  const sides = { before: of('before'), after: of('after') };
  const asksSide = (side: Side): boolean => own.has(side) || asked?.has(CHANGE_WITHOUT[side]) === true;
  const asksNumber = (side: Side): boolean => [...sides[side].names].some(isOfNumber);
  return {
    sides,
    asksNumber: { before: asksNumber('before'), after: asksNumber('after') },
    asksMapping: own.has(OWN.vma) || own.has(OWN.perms),
    asksChanges,
    isOfWords: [...own].every((name) => OF_WORDS.has(name) || isOfWord(name)),
    asksSide: { before: asksSide('before'), after: asksSide('after') },
    asksRaw: SIDES.some((side) => own.has(`${side}.raw`)),
  };
}
