import { MARKER_NAMES } from '../../kernel/marker-names.ts';
import type { WhereNode } from '../../records/where/tree.ts';
import { childrenOf, nameUses } from '../../records/where/tree.ts';
import { PAGEMAP_ROWS } from '../layout.ts';
import { PAGE_PROPERTIES_BY_NAME } from '../page-names.ts';

/** What a comparison speaks of. */
export interface Needs {
  readonly names: ReadonlySet<string>;
  /** Flags and markers whose absence from a word means something only where the kernel has them. */
  readonly bits: ReadonlySet<string>;
  /** Those of them that it asks for as bits of the word, or among its flags, which a marker of that name is not. */
  readonly ofFlags: ReadonlySet<string>;
  /** Those of them that it asks for by taking the word, or all flags, as a whole. */
  readonly whole: ReadonlySet<string>;
  /** It compares the word as a whole with constants, and nothing else. */
  readonly wordAlone: boolean;
  /** It compares the state with constants, and nothing else. */
  readonly stateAlone: boolean;
  /** It asks for what a page is, and not for its mapping or address alone. */
  readonly asksPage: boolean;
  /** It asks for the state, or for what follows from it, besides the word. */
  readonly asksState: boolean;
  /** It asks for the word, and for what follows from it: neither for the mapping nor for the address. */
  readonly isOfWord: boolean;
  /** Bits 0-54 do not matter either. */
  readonly isOfState: boolean;
  /** The texts in it. */
  readonly texts: readonly string[];
}

/** The rows of flags, in all releases. */
export const FLAG_ROWS = PAGEMAP_ROWS.filter(({ kind }) => kind === 'flag');

const WHOLE_WORD = (1n << 64n) - 1n;

function literals(node: WhereNode): readonly (bigint | string | boolean | null)[] {
  return node.kind === 'literal' ? [node.value] : childrenOf(node).flatMap(literals);
}

function bitsNodes(node: WhereNode): readonly (WhereNode & { kind: 'bits' })[] {
  return node.kind === 'bits' ? [node] : childrenOf(node).flatMap(bitsNodes);
}

/** `VmFlags` of mappings that are soft-dirty as a whole: no mapping has it where the kernel does not track it. */
export const SOFT_DIRTY_VMA = 'sd';

/**
 * The bits of a raw word that a condition looks at; all of them where it takes the word as a whole.
 *
 * @param raw how the condition calls the word
 */
export function rawMask(node: WhereNode, raw = 'raw'): bigint {
  const isRaw = (child: WhereNode): boolean => child.kind === 'name' && child.name === raw;
  const masked = bitsNodes(node).filter(({ operands }) => operands.some(isRaw));
  const uses = nameUses(node).filter(({ name }) => name === raw).length;
  if (uses === 0) return 0n;
  if (masked.length < uses) return WHOLE_WORD;
  return masked.reduce(
    (all, { operands }) =>
      all |
      operands.reduce(
        (mask, operand) =>
          operand.kind === 'literal' && typeof operand.value === 'bigint' ? mask & operand.value : mask,
        WHOLE_WORD,
      ),
    0n,
  );
}

/** Names that mean nothing of the page itself: where it is, and how many are alike. */
const PLACES: ReadonlySet<string> = new Set(['vaddr', 'pages']);

/** Whether a name is about the page itself, and not about where it lies. */
export function isOfPage(name: string): boolean {
  const property = PAGE_PROPERTIES_BY_NAME.get(name);
  return (
    property !== undefined && !PLACES.has(name) && (property.of !== 'mapping' || name === 'maybe_swapped')
  );
}

/** Whether a name is about bits 0-54 of the word, or about all of it. */
export function isOfNumber(name: string): boolean {
  return isOfPage(name) && PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'page';
}

/** Whether a name is about the mapping, and nothing else. */
export function isOfMapping(name: string): boolean {
  return name !== 'maybe_swapped' && PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'mapping';
}

/**
 * @param prefix the names that count begin with it, as those of one of two sides do
 * @param more flags that it asks for in another way
 */
export function needsOf(node: WhereNode, prefix: string, more: readonly string[] = []): Needs {
  const all = new Set(nameUses(node).map(({ name }) => name));
  const own = [...all].filter((name) => name.startsWith(prefix));
  const names = new Set(own.map((name) => name.slice(prefix.length)));
  const texts = literals(node).filter((value) => typeof value === 'string');
  const mask = rawMask(node, `${prefix}raw`);
  const bits = new Set<string>(more);
  const ofFlags = new Set<string>();
  const whole = new Set<string>();
  for (const { short, lo } of FLAG_ROWS) {
    const isMasked = ((mask >> BigInt(lo)) & 1n) !== 0n;
    const isListed = names.has('flags') && texts.includes(short);
    const isNamed = names.has(short) || isListed;
    const isOfFlags = names.has('flags') && texts.length === 0;
    if (isNamed || isMasked || isOfFlags) bits.add(short);
    if (isListed || isMasked || isOfFlags) ofFlags.add(short);
    if (!isNamed && ((isMasked && mask === WHOLE_WORD) || isOfFlags)) whole.add(short);
  }
  if (names.has('vma.flags') && texts.includes(SOFT_DIRTY_VMA)) bits.add('soft_dirty');
  const words = texts.flatMap((text) => text.split('+'));
  for (const marker of MARKER_NAMES)
    if (names.has(marker) || ((names.has('marker') || names.has('markers')) && words.includes(marker)))
      bits.add(marker);
  const ofPage = [...names].filter(isOfPage);
  return {
    names,
    bits,
    ofFlags,
    whole,
    wordAlone: all.size === 1 && mask === WHOLE_WORD,
    stateAlone: all.size === 1 && names.has('state'),
    asksPage: ofPage.length > 0,
    asksState: ofPage.some((name) => name !== 'raw'),
    isOfWord: [...all].every((name) => isOfPage(name) && name !== 'maybe_swapped'),
    isOfState: [...all].every((name) => isOfPage(name) && PAGE_PROPERTIES_BY_NAME.get(name)?.of === 'state'),
    texts,
  };
}
