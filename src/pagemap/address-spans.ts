import { formatHex } from '../core/u64.ts';
import type { WhereNode } from '../records/where/tree.ts';
import { integerOf } from '../records/where/values.ts';
import type { Piece } from './sources/word-source.ts';

/** Neighbouring addresses. */
interface AddressSpan {
  readonly first: bigint;
  readonly last: bigint;
}

const ALL: AddressSpan = { first: 0n, last: (1n << 64n) - 1n };

/**
 * The addresses that a condition asks for by the name `vaddr`: it holds for no page elsewhere.
 *
 * @returns undefined where it asks for none
 */
export function addressSpans(node: WhereNode): readonly AddressSpan[] | undefined {
  switch (node.kind) {
    case 'and':
      return node.operands
        .map(addressSpans)
        .reduce((one, other) => (one && other ? both(one, other) : (one ?? other)));
    case 'or': {
      const spans = node.operands.map(addressSpans);
      return spans.every((each) => each !== undefined) ? spans.flat() : undefined;
    }
    case 'in':
      return isAddress(node.value) ? node.items.flatMap((item) => spanOf('==', item)) : undefined;
    case 'compare':
      if (isAddress(node.left)) return spanOf(node.op, node.right);
      return isAddress(node.right) ? spanOf(TURNED[node.op], node.left) : undefined;
    default:
      return undefined;
  }
}

type Operator = (WhereNode & { readonly kind: 'compare' })['op'];

/** The comparison with its sides changed. */
const TURNED: Readonly<Record<Operator, Operator>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

const isAddress = (node: WhereNode): boolean => node.kind === 'name' && node.name === 'vaddr';

/** The addresses that a comparison with a number leaves. */
function spanOf(op: Operator, node: WhereNode): readonly AddressSpan[] {
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

function both(one: readonly AddressSpan[], other: readonly AddressSpan[]): readonly AddressSpan[] {
  return one.flatMap((left) =>
    other
      .map((right) => ({
        first: left.first > right.first ? left.first : right.first,
        last: left.last < right.last ? left.last : right.last,
      }))
      .filter(({ first, last }) => first <= last),
  );
}

/** Sees whether there are pages at the addresses that conditions ask for: where there are none, no page is no answer. */
export class AddressWatch {
  readonly #asked: readonly { readonly spans: Set<AddressSpan>; readonly count: number }[];

  /** @param asked the addresses of each condition that asks for some */
  constructor(asked: readonly (readonly AddressSpan[])[]) {
    this.#asked = asked.map((spans) => ({ spans: new Set(spans), count: spans.length }));
  }

  /** Takes pages that were read. @param pageSize bytes */
  see(pieces: readonly Piece[], pageSize: number): void {
    const size = BigInt(pageSize);
    for (const { spans } of this.#asked)
      for (const span of spans) if (pieces.some((piece) => lies(span, piece, size))) spans.delete(span);
  }

  /** Why a condition has no answer: a page that it names was not read, or none of all those that it asks for. */
  missing(): readonly string[] {
    const texts = this.#asked.flatMap(({ spans, count }) => {
      const named = [...spans]
        .filter(({ first, last }) => first === last)
        .map(({ first }) => formatHex(first));
      if (named.length > 0) return [`vaddr: no page at ${named.slice(0, 4).join(', ')} was read`];
      return spans.size === count ? ['vaddr: no page at the addresses that are asked for was read'] : [];
    });
    return [...new Set(texts)];
  }
}

/** Whether one of some pages begins in a span. */
function lies({ first, last }: AddressSpan, { page, pages }: Piece, size: bigint): boolean {
  const start = BigInt(page) > (first + size - 1n) / size ? BigInt(page) : (first + size - 1n) / size;
  return start < BigInt(page + pages) && start * size <= last;
}
