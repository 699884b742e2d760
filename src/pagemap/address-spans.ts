import { firstPlace } from '../core/first-place.ts';
import { formatHex } from '../core/u64.ts';
import { type Comparison, TURNED, type WhereNode } from '../records/where/tree.ts';
import { integerOf } from '../records/where/values.ts';
import type { Piece } from './sources/word-source.ts';

/** Neighbouring addresses. */
interface AddressSpan {
  readonly first: bigint;
  readonly last: bigint;
}

const ALL: AddressSpan = { first: 0n, last: (1n << 64n) - 1n };

const DENIED: Readonly<Record<Comparison, Comparison>> = {
  '==': '!=',
  '!=': '==',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/**
 * The addresses that a condition asks for by the name `vaddr`: it holds for no page elsewhere.
 *
 * @param isDenied the condition is asked to be false: it is false for no page elsewhere
 * @returns undefined where it asks for none
 */
export function addressSpans(node: WhereNode, isDenied = false): readonly AddressSpan[] | undefined {
  switch (node.kind) {
    case 'not':
      return addressSpans(node.operand, !isDenied);
    case 'and':
    case 'or': {
      const spans = node.operands.map((operand) => addressSpans(operand, isDenied));
      if ((node.kind === 'and') !== isDenied)
        return spans.reduce((one, other) => (one && other ? both(one, other) : (one ?? other)));
      return spans.every((each) => each !== undefined) ? apart(spans.flat()) : undefined;
    }
    case 'in':
      if (!isAddress(node.value)) return undefined;
      return isDenied ? [ALL] : apart(node.items.flatMap((item) => spanOf('==', item)));
    case 'compare': {
      const op = isDenied ? DENIED[node.op] : node.op;
      if (isAddress(node.left)) return spanOf(op, node.right);
      return isAddress(node.right) ? spanOf(TURNED[op], node.left) : undefined;
    }
    default:
      return undefined;
  }
}

const isAddress = (node: WhereNode): boolean => node.kind === 'name' && node.name === 'vaddr';

/** The addresses that a comparison with a number leaves. */
function spanOf(op: Comparison, node: WhereNode): readonly AddressSpan[] {
  const value = node.kind === 'literal' ? integerOf(node.value) : undefined;
  if (value === undefined) return [ALL];
  switch (op) {
    case '==':
      return [{ first: value, last: value }];
    case '<':
      return [{ ...ALL, last: value - 1n }];
    case '<=':
      return [{ ...ALL, last: value }];
    case '>':
      return [{ ...ALL, first: value + 1n }];
    case '>=':
      return [{ ...ALL, first: value }];
    default:
      return [ALL];
  }
}

const isSingle = ({ first, last }: AddressSpan): boolean => first === last;

/** The same addresses by ascending numbers: single ones each once, and of the others none that overlap. */
function apart(spans: readonly AddressSpan[]): readonly AddressSpan[] {
  const sorted = spans.toSorted((one, other) =>
    one.first < other.first ? -1 : Number(one.first > other.first),
  );
  const result: AddressSpan[] = [];
  const ends = { single: -1n, wide: -1n };
  let at = 0;
  for (const span of sorted) {
    if (isSingle(span)) {
      if (span.first > ends.single) result.push(span);
      ends.single = span.first;
      continue;
    }
    const before = span.first <= ends.wide ? result[at] : undefined;
    if (span.last > ends.wide) ends.wide = span.last;
    if (before) result[at] = { ...before, last: ends.wide };
    else at = result.push(span) - 1;
  }
  return result;
}

function both(one: readonly AddressSpan[], other: readonly AddressSpan[]): readonly AddressSpan[] {
  const shared: AddressSpan[] = [];
  for (const left of one)
    for (const right of other) {
      const first = left.first > right.first ? left.first : right.first;
      const last = left.last < right.last ? left.last : right.last;
      if (first <= last) shared.push({ first, last });
    }
  return apart(shared);
}

/** Sees whether there are pages at the addresses that conditions ask for: where there are none, no page is no answer. */
export class AddressWatch {
  readonly #asked: readonly Asked[];

  /** @param asked the addresses of each condition that asks for some */
  constructor(asked: readonly (readonly AddressSpan[])[]) {
    this.#asked = asked.map((spans) => ({
      single: spans.filter(isSingle),
      wide: spans.filter((span) => !isSingle(span)),
      seen: new Set(),
      isSeen: false,
    }));
  }

  /** Takes pages that were read. @param pageSize bytes */
  see(pieces: readonly Piece[], pageSize: number): void {
    for (const asked of this.#asked) for (const piece of pieces) look(asked, piece, BigInt(pageSize));
  }

  /** Why a condition has no answer: a page that it names was not read, or none of all those that it asks for. */
  missing(): readonly string[] {
    const texts = this.#asked.flatMap(({ single, seen, isSeen }) => {
      const named = single.filter(({ first }) => !seen.has(first)).map(({ first }) => formatHex(first));
      if (named.length > 0) return [`vaddr: no page at ${named.slice(0, 4).join(', ')} was read`];
      return isSeen ? [] : ['vaddr: no page at the addresses that are asked for was read'];
    });
    return [...new Set(texts)];
  }
}

/** The addresses of one condition, by ascending numbers, and what was seen of them. */
interface Asked {
  readonly single: readonly AddressSpan[];
  readonly wide: readonly AddressSpan[];
  readonly seen: Set<bigint>;
  isSeen: boolean;
}

function look(asked: Asked, { page, pages }: Piece, size: bigint): void {
  const start = BigInt(page) * size;
  const end = BigInt(page + pages) * size;
  for (const { first } of within(asked.single, start, end)) if (first % size === 0n) asked.seen.add(first);
  asked.isSeen ||= asked.seen.size > 0;
  if (asked.isSeen) return;
  for (const { first, last } of within(asked.wide, start, end)) {
    const begin = ((first + size - 1n) / size) * size;
    asked.isSeen ||= begin < end && (begin > start ? begin : start) <= last;
  }
}

/** Those of ascending spans that lie in part between two addresses, the end exclusive. */
function* within(spans: readonly AddressSpan[], start: bigint, end: bigint): Generator<AddressSpan> {
  let at = firstPlace(spans.length, (place) => (spans[place]?.last ?? end) >= start);
  for (let span = spans[at]; span && span.first < end; span = spans[(at += 1)]) yield span;
}
