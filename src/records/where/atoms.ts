import { U64_MAX } from '../../core/u64.ts';
import { childrenOf, type Comparison, nameUses, TURNED, type WhereNode } from './tree.ts';
import { integerOf } from './values.ts';
import type { Where } from './where.ts';

/** Integers from `first` to `last`, both included. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/** What some numbers and a mask have in common: `a & b & mask`. Without a name it is the mask. */
export interface JoinedNumber {
  readonly names: readonly string[];
  /** 2^64-1 where the numbers are taken as they are. */
  readonly mask: bigint;
}

/**
 * A question about what has so many values that entries seldom share them. The answers to all atoms of a condition and
 * its narrow names decide it, as long as the names that are null stay the same ones.
 */
export type WideAtom =
  /** In which of the ranges a number lies, or between which of them. Ranges are sorted and do not overlap. */
  | { readonly kind: 'range'; readonly number: JoinedNumber; readonly ranges: readonly Range[] }
  /** Which of two numbers is the greater one, if any. */
  | { readonly kind: 'order'; readonly left: JoinedNumber; readonly right: JoinedNumber }
  /** Whether a text is this one. */
  | { readonly kind: 'text'; readonly name: string; readonly text: string };

/**
 * What is known of a name: `wide` has too many values to keep apart; `placed` has few, but it is a number that can be
 * compared with wide ones where it stands; `narrow` is all else.
 */
export type NameWidth = 'wide' | 'placed' | 'narrow';

/** What a condition depends on. */
interface WideSplit {
  /** Each different atom once. */
  readonly atoms: readonly WideAtom[];
  /** The names that are asked for beside them. */
  readonly narrow: readonly string[];
}

/** The integers that stand in an order to a constant. */
function rangesOf(op: Comparison, constant: bigint): readonly Range[] {
  const below = constant > 0n ? [{ first: 0n, last: constant - 1n }] : [];
  const above = constant < U64_MAX ? [{ first: constant + 1n, last: U64_MAX }] : [];
  const equal = { first: constant, last: constant };
  switch (op) {
    case '==':
      return [equal];
    case '!=':
      return [...below, ...above];
    case '<':
      return below;
    case '<=':
      return [{ first: 0n, last: constant }];
    case '>':
      return above;
    case '>=':
      return [{ first: constant, last: U64_MAX }];
    default: {
      const never: never = op;
      return never;
    }
  }
}

/** One side of a comparison. */
type Side =
  | { readonly kind: 'null' }
  | { readonly kind: 'number'; readonly number: JoinedNumber }
  | { readonly kind: 'text'; readonly name?: string; readonly text?: string };

const NOT_ZERO = [{ first: 1n, last: U64_MAX }];

class Splitter {
  readonly #atoms = new Map<string, WideAtom>();
  /** The names that stand outside of atoms. */
  readonly narrow = new Set<string>();
  readonly #widthOf: (name: string) => NameWidth;

  constructor(widthOf: (name: string) => NameWidth) {
    this.#widthOf = widthOf;
  }

  get atoms(): readonly WideAtom[] {
    return [...this.#atoms.values()];
  }

  /** Finds the atoms of a condition; gives false where something wide is used in a way that no atom has. */
  condition(node: WhereNode): boolean {
    if (!this.#isWide(node)) {
      for (const { name } of nameUses(node)) this.narrow.add(name);
      return true;
    }
    switch (node.kind) {
      case 'and':
      case 'or':
      case 'not':
        return childrenOf(node).every((child) => this.condition(child));
      case 'compare':
        return this.#compare(node.op, node.left, node.right);
      case 'in':
        return node.items.every((item) => this.#compare('==', node.value, item));
      case 'name':
      case 'bits':
        return this.#alone(node);
      case 'has':
      case 'literal':
        return false;
      default: {
        const never: never = node;
        return never;
      }
    }
  }

  #alone(node: WhereNode): boolean {
    const side = this.#side(node);
    if (side?.kind === 'number') return this.#add({ kind: 'range', number: side.number, ranges: NOT_ZERO });
    if (side?.kind !== 'text' || side.name === undefined) return false;
    return this.#add({ kind: 'text', name: side.name, text: '' });
  }

  #compare(op: Comparison, first: WhereNode, second: WhereNode): boolean {
    const left = this.#side(first);
    const right = this.#side(second);
    // Both sides may be conditions themselves: `(raw < 4) == present`.
    if (!left || !right) return [first, second].every((node) => !this.#isValue(node) && this.condition(node));
    if (left.kind === 'null' || right.kind === 'null') return true;
    if (left.kind === 'number' && right.kind === 'number') {
      const a = left.number;
      const b = right.number;
      if (a.names.length === 0) return this.#range(TURNED[op], b, a.mask);
      if (b.names.length === 0) return this.#range(op, a, b.mask);
      return this.#add({ kind: 'order', left: a, right: b });
    }
    if (left.kind !== 'text' || right.kind !== 'text') return false;
    const name = left.name ?? right.name;
    const text = left.text ?? right.text;
    return name !== undefined && text !== undefined && this.#add({ kind: 'text', name, text });
  }

  #range(op: Comparison, number: JoinedNumber, constant: bigint): boolean {
    return this.#add({ kind: 'range', number, ranges: rangesOf(op, constant) });
  }

  #add(atom: WideAtom): true {
    const name = JSON.stringify(atom, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    this.#atoms.set(name, atom);
    return true;
  }

  /** Whether a piece speaks of something wide. */
  #isWide(node: WhereNode): boolean {
    return nameUses(node).some(({ name }) => this.#widthOf(name) === 'wide');
  }

  /** Whether a piece that no side can be made of has a value of its own that is wide. */
  #isValue(node: WhereNode): boolean {
    return (node.kind === 'name' || node.kind === 'bits' || node.kind === 'has') && this.#isWide(node);
  }

  #side(node: WhereNode): Side | undefined {
    switch (node.kind) {
      case 'literal': {
        if (node.value === null) return { kind: 'null' };
        if (typeof node.value === 'string') return { kind: 'text', text: node.value };
        const mask = integerOf(node.value);
        return mask === undefined ? undefined : { kind: 'number', number: { names: [], mask } };
      }
      case 'name': {
        const { name, type } = node;
        const width = this.#widthOf(name);
        if (type === 'list' || width === 'narrow') return undefined;
        if (type === 'text') return width === 'wide' ? { kind: 'text', name } : undefined;
        return { kind: 'number', number: { names: [name], mask: U64_MAX } };
      }
      case 'bits': {
        const names = new Set<string>();
        let mask = U64_MAX;
        for (const operand of node.operands) {
          const side = this.#side(operand);
          if (side?.kind !== 'number') return undefined;
          mask &= side.number.mask;
          for (const name of side.number.names) names.add(name);
        }
        return { kind: 'number', number: { names: [...names], mask } };
      }
      default:
        return undefined;
    }
  }
}

/**
 * Splits what a condition depends on into questions about wide names and the narrow names, so that it can be evaluated
 * once for all entries that have the answers and the narrow names in common.
 *
 * @param widthOf what is known of a name
 * @returns undefined when a wide name is used in a way that no atom has: then the condition must be evaluated for each
 *   entry
 */
export function wideAtoms(where: Where, widthOf: (name: string) => NameWidth): WideSplit | undefined {
  const splitter = new Splitter(widthOf);
  if (!splitter.condition(where.root)) return undefined;
  return { atoms: splitter.atoms, narrow: [...splitter.narrow] };
}
