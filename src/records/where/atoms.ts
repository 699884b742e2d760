import { U64_MAX } from '../../core/u64.ts';
import { type Answers, compileCondition } from './evaluate.ts';
import type { Comparison, NameUse, WhereNode } from './tree.ts';
import { integerOf, type Lookup } from './values.ts';
import { childrenOf, type Where } from './where.ts';

/** Integers from `first` to `last`, both included. */
export interface Range {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * A test of one number of many bits against constants: whether what `mask` leaves of it lies in one of the ranges.
 * Every comparison of such a number with constants has this form.
 */
export interface WideAtom {
  readonly name: string;
  /** 2^64-1 where the number is tested as it is. */
  readonly mask: bigint;
  /** Sorted, without overlaps; 0 .. 2^64-1. */
  readonly ranges: readonly Range[];
  /** The answer where the name has no value. */
  readonly orNull: boolean;
}

/** A condition whose wide names are asked for in atoms only. */
export interface WideSplit {
  /** Each different atom once. */
  readonly atoms: readonly WideAtom[];
  /** The names that are not wide: with the answers of the atoms they decide the condition. */
  readonly narrow: readonly string[];
  /** Whether the condition holds; `lookup` is asked for narrow names only. */
  readonly evaluate: (lookup: Lookup, answers: Answers) => boolean;
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

/** The same comparison with its sides changed. */
const TURNED: Readonly<Record<Comparison, Comparison>> = {
  '==': '==',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** A constant, null for `null`; undefined for anything else, text too. */
function constantOf(node: WhereNode): bigint | null | undefined {
  if (node.kind !== 'literal' || typeof node.value === 'string') return undefined;
  return integerOf(node.value) ?? null;
}

type Wide = Pick<WideAtom, 'name' | 'mask'>;

class Splitter {
  readonly atoms: WideAtom[] = [];
  readonly indices = new Map<WhereNode, number>();
  readonly #known = new Map<string, number>();
  readonly #isWide: (name: string) => boolean;

  constructor(isWide: (name: string) => boolean) {
    this.#isWide = isWide;
  }

  /** Finds the atoms of a piece that is asked whether it holds; gives false when a wide name stands anywhere else. */
  condition(node: WhereNode): boolean {
    const atom = this.#atom(node);
    if (!atom) return this.#below(node);
    const key = JSON.stringify(atom, (_, value: unknown) =>
      typeof value === 'bigint' ? value.toString() : value,
    );
    const index = this.#known.get(key) ?? this.atoms.push(atom) - 1;
    this.#known.set(key, index);
    this.indices.set(node, index);
    return true;
  }

  /** The same for a piece of which more is wanted than whether it holds. */
  #value(node: WhereNode): boolean {
    if (node.kind === 'name') return !this.#isWide(node.name);
    if (node.kind === 'bits') return node.operands.every((operand) => this.#value(operand));
    return this.condition(node);
  }

  #below(node: WhereNode): boolean {
    const isLogical = node.kind === 'and' || node.kind === 'or' || node.kind === 'not';
    if (isLogical) return childrenOf(node).every((child) => this.condition(child));
    if (node.kind === 'name' || node.kind === 'bits') return this.#value(node);
    return childrenOf(node).every((child) => this.#value(child));
  }

  #atom(node: WhereNode): WideAtom | undefined {
    const alone = this.#wide(node);
    if (alone) return { ...alone, ranges: rangesOf('>', 0n), orNull: false };
    if (node.kind === 'compare')
      return (
        this.#comparison(node.op, node.left, node.right) ??
        this.#comparison(TURNED[node.op], node.right, node.left)
      );
    if (node.kind !== 'in') return undefined;
    const wide = this.#wide(node.value);
    if (!wide) return undefined;
    const constants = new Set<bigint>();
    let orNull = false;
    for (const item of node.items) {
      const constant = constantOf(item);
      if (constant === undefined) return undefined;
      if (constant === null) orNull = true;
      else constants.add(constant);
    }
    const sorted = [...constants].toSorted((left, right) => (left < right ? -1 : 1));
    return { ...wide, ranges: sorted.map((constant) => ({ first: constant, last: constant })), orNull };
  }

  #comparison(op: Comparison, left: WhereNode, right: WhereNode): WideAtom | undefined {
    const wide = this.#wide(left);
    const constant = constantOf(right);
    if (!wide || constant === undefined) return undefined;
    if (constant !== null) return { ...wide, ranges: rangesOf(op, constant), orNull: op === '!=' };
    return op === '=='
      ? { ...wide, ranges: [], orNull: true }
      : { ...wide, ranges: [{ first: 0n, last: U64_MAX }], orNull: false };
  }

  /** A wide number, or what constants leave of one. */
  #wide(node: WhereNode): Wide | undefined {
    if (node.kind === 'name')
      return this.#isWideNumber(node) ? { name: node.name, mask: U64_MAX } : undefined;
    if (node.kind !== 'bits') return undefined;
    let name: string | undefined;
    let mask = U64_MAX;
    for (const operand of node.operands) {
      const constant = constantOf(operand);
      if (typeof constant === 'bigint') mask &= constant;
      else if (
        operand.kind === 'name' &&
        this.#isWideNumber(operand) &&
        (name ?? operand.name) === operand.name
      )
        name = operand.name;
      else return undefined;
    }
    return name === undefined ? undefined : { name, mask };
  }

  #isWideNumber({ name, type }: NameUse): boolean {
    return type !== 'text' && type !== 'list' && this.#isWide(name);
  }
}

/**
 * Splits a condition into tests of wide numbers and the rest, so that it can be evaluated once for all records that have
 * the narrow names and the answers of the tests in common.
 *
 * @param isWide whether a name has so many values that records seldom share them: raw, pfn, vaddr, …
 * @returns undefined when a wide name is used in any other way than against constants: then the condition must be
 *   evaluated for each record
 */
export function wideAtoms(where: Where, isWide: (name: string) => boolean): WideSplit | undefined {
  const splitter = new Splitter(isWide);
  if (!splitter.condition(where.root)) return undefined;
  const { atoms, indices } = splitter;
  return {
    atoms,
    narrow: where.names.filter((name) => !isWide(name)),
    evaluate: compileCondition(where.root, (node) => indices.get(node)),
  };
}
